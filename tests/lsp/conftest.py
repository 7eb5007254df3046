"""A client for the language server: it starts `docflow lsp`, speaks JSON-RPC with it, and keeps what it says.

One thread reads what the server writes. Every wait has an end (`PATIENCE`), which is met only when the server
is dead or silent; no test depends on how fast it is.
"""

import json
import queue
import subprocess
import sys
import threading
from pathlib import Path

import pytest

PATIENCE = 120


class Refused(Exception):  # noqa: N818 - what the server said, not a mistake of the client
    """The server answered a request with an error; the sentence is what an editor shows."""


class Client:
    """An editor with open texts."""

    def __init__(self, *, capabilities=None, cwd=None, env=None):
        self.server = subprocess.Popen(
            [sys.executable, "-m", "docflow", "lsp"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=cwd, env=env,
        )  # fmt: skip
        self.answers: dict[int, dict] = {}
        self.published: list[dict] = []
        self.errors = b""
        self.windows: list[Window] = []
        self.opened = 0
        self._inbox: queue.Queue = queue.Queue()
        self._count = 0
        self._threads = [threading.Thread(target=work) for work in (self._read, self._read_errors)]
        for thread in self._threads:
            thread.start()
        self.about = self.request(
            "initialize", {"processId": None, "rootUri": None, "capabilities": capabilities or EDITOR}
        )
        self.notify("initialized", {})

    # --------------------------------------------------------------------------------------- messages

    def request(self, method, params):
        """Ask, and wait for the answer; raises Refused with the sentence of an error."""
        number = self.ask(method, params)
        answer = self.wait(lambda: self.answers.pop(number, None))
        if "error" in answer:
            raise Refused(answer["error"]["message"])
        return answer["result"]

    def ask(self, method, params):
        """Ask without waiting; returns the number of the request."""
        self._count += 1
        self._send({"jsonrpc": "2.0", "id": self._count, "method": method, "params": params})
        return self._count

    def notify(self, method, params):
        """Tell something that has no answer."""
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def wait(self, found):
        """Take messages until `found` gives something."""
        while (result := found()) is None:
            message = self._inbox.get(timeout=PATIENCE)
            if message is None:
                raise AssertionError(f"the server has ended: {self.errors.decode()}")
            if message.get("method") == "textDocument/publishDiagnostics":
                self.published.append(message["params"])
            elif "method" in message and "id" in message:
                self._send({"jsonrpc": "2.0", "id": message["id"], "result": None})
            elif "id" in message:
                self.answers[message["id"]] = message
        return result

    def _send(self, message):
        body = json.dumps(message).encode()
        self.server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.server.stdin.flush()

    def _read(self):
        while header := self.server.stdout.readline():
            size = int(header.split(b":")[1])
            while self.server.stdout.readline().strip():
                pass
            self._inbox.put(json.loads(self.server.stdout.read(size)))
        self._inbox.put(None)

    def _read_errors(self):
        self.errors = self.server.stderr.read()

    def close(self):
        """Say goodbye; returns the exit code of the server."""
        if self.server.poll() is None:
            self.request("shutdown", None)
            self.notify("exit", None)
        code = self.server.wait(PATIENCE)
        for thread in self._threads:
            thread.join(PATIENCE)
        for pipe in (self.server.stdin, self.server.stdout, self.server.stderr):
            pipe.close()
        return code


EDITOR = {
    "textDocument": {
        "completion": {"completionItem": {"snippetSupport": True}},
        "rename": {"prepareSupport": True},
        "publishDiagnostics": {"relatedInformation": True, "versionSupport": True},
    },
    "workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}},
}


class Window:
    """One open text in an editor; places are written as a piece of the text with `¦` for the cursor."""

    def __init__(self, client, uri, text, encoding="utf-16"):
        self.client, self.uri, self.text, self.version, self.encoding = client, uri, text, 1, encoding
        document = {"uri": uri, "languageId": "flow", "version": 1, "text": text}
        client.notify("textDocument/didOpen", {"textDocument": document})

    # ------------------------------------------------------------------------------------- places

    def offset(self, marked):
        """Return the offset of the `¦` in a piece of the text, such as `| news.¦residue`."""
        before, _, after = marked.partition("¦")
        assert self.text.count(before + after) == 1, (
            f"{marked!r} stands {self.text.count(before + after)} times"
        )
        return self.text.index(before + after) + len(before)

    def position(self, offset):
        start = self.text.rfind("\n", 0, offset) + 1
        words = self.text[start:offset]
        unit = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}[self.encoding]
        return {"line": self.text.count("\n", 0, offset), "character": len(words.encode(unit[0])) // unit[1]}

    def at(self, marked):
        """Return what a request about a place carries."""
        return {"textDocument": {"uri": self.uri}, "position": self.position(self.offset(marked))}

    def range_of(self, piece):
        start = self.text.index(piece)
        return {"start": self.position(start), "end": self.position(start + len(piece))}

    def covered(self, range_):
        """Return the piece of the text that a range covers."""
        return self.text[self._back(range_["start"]) : self._back(range_["end"])]

    def _back(self, position):
        lines = self.text.split("\n")
        start = sum(len(line) + 1 for line in lines[: position["line"]])
        line = lines[position["line"]] if position["line"] < len(lines) else ""
        for count in range(len(line) + 1):
            if self.position(start + count)["character"] >= position["character"]:
                return start + count
        return start + len(line)

    # -------------------------------------------------------------------------------------- edits

    def type(self, old, new):
        """Replace a piece of the text, as typing does: only the change is sent."""
        assert self.text.count(old) == 1, f"{old!r} stands {self.text.count(old)} times"
        self.change([{"range": self.range_of(old), "text": new}])

    def change(self, changes):
        for each in changes:
            if "range" in each:
                start, end = self._back(each["range"]["start"]), self._back(each["range"]["end"])
                self.text = self.text[:start] + each["text"] + self.text[end:]
            else:
                self.text = each["text"]
        self.version += 1
        document = {"uri": self.uri, "version": self.version}
        self.client.notify("textDocument/didChange", {"textDocument": document, "contentChanges": changes})

    def apply(self, edits):
        """Apply the edits of an answer: all count in the text before."""
        ordered = sorted(edits, key=lambda e: (e["range"]["start"]["line"], e["range"]["start"]["character"]))
        if ordered:
            self.change([{"range": e["range"], "text": e["newText"]} for e in reversed(ordered)])

    def close(self):
        self.client.notify("textDocument/didClose", {"textDocument": {"uri": self.uri}})

    # ------------------------------------------------------------------------------------ answers

    def findings(self):
        """Wait for the findings of the text as it is now."""
        return self.client.wait(self._findings)["diagnostics"]

    def _findings(self):
        mine = (p for p in reversed(self.client.published) if p["uri"] == self.uri)
        last = next(mine, None)
        return last if last is not None and last.get("version") == self.version else None

    def codes(self):
        return [each["code"] for each in self.findings()]

    def ask(self, method, marked, **more):
        return self.client.request(f"textDocument/{method}", {**self.at(marked), **more})

    def hover(self, marked):
        found = self.ask("hover", marked)
        return found["contents"]["value"] if found else ""

    def complete(self, marked):
        """Return the proposals by label."""
        found = self.ask("completion", marked)
        return {item["label"]: item for item in (found or {"items": []})["items"]}

    def actions(self, piece, **context):
        """Return the quick fixes for a piece of the text, by title."""
        params = {
            "textDocument": {"uri": self.uri},
            "range": self.range_of(piece),
            "context": {"diagnostics": [], **context},
        }
        return {a["title"]: a for a in self.client.request("textDocument/codeAction", params)}

    def take(self, action):
        """Apply the edit of a quick fix to this text."""
        for change in action["edit"]["documentChanges"]:
            assert change["textDocument"]["uri"] == self.uri
            self.apply(change["edits"])


@pytest.fixture
def start():
    """Start servers; all are ended after the test."""
    clients = []

    def started(**more):
        clients.append(Client(**more))
        return clients[-1]

    yield started
    for client in clients:
        client.close()


@pytest.fixture(scope="session")
def running():
    """One server for all tests that do not need one of their own; starting one takes a second."""
    client = Client()
    yield client
    assert client.close() == 0
    assert client.errors == b""


@pytest.fixture
def editor(running):
    """An editor that is connected to a server, and has nothing open yet."""
    running.published.clear()
    yield running
    for window in running.windows:
        window.close()
    running.windows.clear()


@pytest.fixture
def window(editor):
    """Open a text in the editor: as a file of a folder, or without one."""

    def opened(text, path: Path | None = None, *, uri=None):
        editor.opened += 1
        named = path.as_uri() if path is not None else uri or f"untitled:Untitled-{editor.opened}"
        editor.windows.append(Window(editor, named, text))
        return editor.windows[-1]

    return opened


@pytest.fixture
def opened():
    """Open a text in any editor: `opened(client, uri, text)`."""
    return Window


@pytest.fixture
def refused():
    return Refused
