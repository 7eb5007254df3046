"""The server itself: what it says of itself, how it ends, what it survives."""

import asyncio
import os
import subprocess
import sys

import pytest
from lsprotocol import types

from docflow.lsp.desk import Desk
from docflow.lsp.document import Document
from docflow.lsp.server import guarded

GOOD = 'from files("x")\n  | clean.unicode\n  | to jsonl("out.jsonl")\n'


def test_it_says_what_it_can(editor):
    can = editor.about["capabilities"]
    assert editor.about["serverInfo"]["name"] == "docflow"
    assert can["textDocumentSync"]["change"] == 2
    for feature in (
        "hoverProvider", "definitionProvider", "referencesProvider", "documentFormattingProvider",
        "documentRangeFormattingProvider", "documentSymbolProvider", "documentHighlightProvider",
    ):  # fmt: skip
        assert can[feature], feature
    assert can["renameProvider"]["prepareProvider"] is True
    assert "." in can["completionProvider"]["triggerCharacters"]
    assert can["codeActionProvider"]["codeActionKinds"] == ["quickfix", "source.fixAll"]
    assert "regexp" in can["semanticTokensProvider"]["legend"]["tokenTypes"]


def test_it_ends_when_it_is_told_to(start, window, opened):
    client = start()
    opened(client, "untitled:a", GOOD).findings()
    assert client.close() == 0
    assert client.errors == b""


def test_it_ends_when_the_editor_is_gone(start):
    client = start()
    client.server.stdin.close()
    assert client.server.wait(120) == 1


def test_every_request_is_answered(start):
    """Also one that is none, and one that comes after the end: its client waits."""
    client = start()
    place = {"textDocument": {"uri": "a"}, "position": {"line": 0, "character": 0}}
    assert _code(client, "textDocument/hover", {"nothing": 1}) == -32602
    assert _code(client, "docflow/none", {}) == -32601
    assert client.request("shutdown", None) is None
    assert _code(client, "textDocument/hover", place) == -32600
    client.notify("exit", None)
    assert client.server.wait(120) == 0


def _code(client, method, params):
    number = client.ask(method, params)
    return client.wait(lambda: client.answers.pop(number, None))["error"]["code"]


def test_an_end_without_shutdown_is_none_that_is_wanted(start):
    client = start()
    client.notify("exit", None)
    assert client.server.wait(120) == 1


PLUGIN = """\
print("loud at import")
raise RuntimeError("no model here")
"""


@pytest.fixture
def with_broken_plugin(tmp_path):
    """An environment where the plugin `broken` is installed and fails when it is imported."""
    (tmp_path / "broken_plugin.py").write_text(PLUGIN)
    info = tmp_path / "broken_plugin-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: broken-plugin\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[docflow.plugins.v1]\nbroken = broken_plugin\n")
    paths = [str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def test_a_plugin_that_fails_at_import(start, opened, with_broken_plugin):
    """The finding names it, what it prints stays off the wire, and everything else goes on."""
    client = start(env=with_broken_plugin)
    flow = opened(client, "untitled:a", GOOD.replace("clean.unicode", "clean.unicode\n  | broken.step"))
    (found,) = flow.findings()
    assert found["code"] == "DF0506"
    assert "no model here" in found["message"]
    assert "broken" not in flow.complete("  | ¦clean.unicode")
    flow.hover("bro¦ken.step")
    assert flow.complete("broken.¦step") == {}
    assert flow.hover("clean.uni¦code")


def test_without_the_extra_it_says_how_to_install_it(tmp_path):
    hide = "import sys; sys.modules['pygls'] = None\n"
    code = f"{hide}import importlib.util as u\nfind = u.find_spec\n"
    code += "u.find_spec = lambda name, *rest: None if name == 'pygls' else find(name, *rest)\n"
    code += "from docflow.cli import main\nmain(['lsp'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert 'pip install "docflow-core[lsp]"' in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def failing(monkeypatch):
    """A desk whose checks fail, as a bug of ours would make them."""

    def broken(*_, **__):
        raise RuntimeError("a bug")

    monkeypatch.setattr("docflow.lsp.desk.analyse", broken)
    return Desk(publish=lambda *_: None)


def test_a_bug_in_a_check_is_logged_and_answers_nothing(failing, caplog):
    async def session():
        document = Document("untitled:a", 1, GOOD, "utf-16")
        failing.open(document)
        found = await failing.analysis(document)
        failing.stop()
        return found

    assert asyncio.run(session()) is None
    assert "checking untitled:a failed" in caplog.text


def test_a_bug_in_a_feature_is_logged_and_answers_nothing(caplog):
    async def hover(desk, document, params):
        raise KeyError(params)

    desk = Desk(publish=lambda *_: None)
    desk.documents["untitled:a"] = Document("untitled:a", 1, GOOD, "utf-16")
    place = types.HoverParams(types.TextDocumentIdentifier("untitled:a"), types.Position(0, 0))
    assert asyncio.run(guarded(hover, desk)(place)) is None
    assert "hover failed in untitled:a" in caplog.text
    desk.stop()
