"""No verb lets data act on a terminal or on a CI service: hostile names, texts and errors, byte by byte."""

import json
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from docflow.cli import main

OSC = "\x1b]8;;http://evil.example\x1b\\click\x1b]8;;\x1b\\"
EVIL = f"\x1b[2J\x1b[5m{OSC}\x9b31m\u202eevil\u2066\u2028\u2029\x85\u200b\ufeff\U000e0041\x07\x08\x7f"
COMMAND = "::set-output name=a::b"
GROUP = "##[group]x ##vso[task.setvariable]y"
NAME = f"{COMMAND}\n{COMMAND}{EVIL}{GROUP}"
SECRET = "hunter2-very-secret"
TEXTS = (
    f"{COMMAND}\n{GROUP}\n{EVIL}\n  ::error::indented\nplain\r::warning::after a return\n",
    f"{EVIL} one two three four\n{COMMAND}",
    f"{COMMAND} \ud800 lone",
    f"fails {COMMAND} {EVIL}",
    f"drop {GROUP}",
    "prints",
)
FLOW = """docflow 1
use evil
secret token = env("DOCFLOW_TEST_TOKEN")
stage loud {
  | evil.shout
  | clean.unicode
  | clean.lines(drop: {"REASON": "plain"})
}

flow f {
  with max_errors: 100%
  from jsonl("in/a.jsonl", fields: {title: "text?"}), files("in/names/*")
  | evil.raises(token: token)
  | loud
  | expect doc.words > 4 else warn("WARN") as long
  | set doc.label = f"{doc.id} {doc.title ?? doc.text}"
  | when doc.text matches re"drop" { | drop("REASON") }
  | expect doc.words > 1 else quarantine("REASON")
  | route {
      when doc.words > 8 { | to jsonl("out/long.jsonl") }
      else => keep
    }
  | to text("out/texts")
  expect run.kept < 1 else warn("GATE")
}

test "TITLE" of loud {
  given "TEXT"
  then doc.text == "nothing"
}
"""
PLUGIN = '''
from docflow.plugin import Cleaner, Example, component, hookimpl, option

class Base(Cleaner):
    token = ""

    def clean(self, text: str) -> str:
        if text.startswith("fails"):
            raise ValueError(f"{text} token {self.token}")
        if text.startswith("prints"):
            print(EVILTEXT, text, self.token)
        return text

@component("raises", examples=(Example("a", "a"),))
class Raises(Base):
    """Change nothing, or fail with what the text says."""

    token: str = option(doc="A secret.", default="", secret=True)

@component("shout", examples=(Example("a", EVILTEXT + "a"),))
class Shout(Base):
    """Change nothing; its example says EVILTEXT."""

@hookimpl
def docflow_components():
    return [Raises, Shout]
'''


HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
"""Written out here once more: a test that asked the code what is unsafe could not fail."""
OURS = re.compile(r"::(?:error|warning) (?:file|title)=[^:]*::")


def ugly(data: bytes, *, github: bool = False) -> list[str]:
    """Return what may not stand in a stream; a document for GitHub has commands of its own."""
    text = data.decode("utf-8")
    found = [
        f"{one[0]!r} in {text[max(one.start() - 60, 0) : one.end() + 20]!r}" for one in HIDDEN.finditer(text)
    ]
    lines = [line for line in text.split("\n") if line.lstrip().startswith("::")]
    found += [line for line in lines if not (github and OURS.match(line))]
    found += re.findall(r".*##(?:vso)?\[.*", text, re.IGNORECASE)
    return found + [f"the secret in {line}" for line in text.split("\n") if SECRET in line]


def words(template: str) -> str:
    """Put hostile words into a flow."""
    reason = f"{COMMAND} {GROUP}"
    for word, value in {
        "REASON": reason,
        "WARN": GROUP,
        "GATE": COMMAND,
        "TITLE": reason,
        "TEXT": reason,
    }.items():
        template = template.replace(word, value)
    return template


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plant: Callable[[str, str], Path]) -> Path:
    """A folder of hostile files; the plugin is on the path of this process and of those that it starts."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("DOCFLOW_TEST_TOKEN", SECRET)
    plant("evil", PLUGIN.replace("EVILTEXT", ascii(f"{EVIL}\n{COMMAND}\n{GROUP}")))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([sys.path[0], os.environ.get("PYTHONPATH", "")]))
    names = tmp_path / "in" / "names"
    names.mkdir(parents=True)
    for name in (f"{COMMAND}{EVIL}.txt", f"\n{COMMAND}\n.txt", f"{GROUP}.txt", "a\udcff.txt", f"\n{EVIL}.x"):
        (names / name.replace("/", "\u2215")).write_bytes(b"one two three four five six seven eight nine\n")
    lines = [json.dumps({"id": f"{at}{NAME}", "text": text, "title": NAME}) for at, text in enumerate(TEXTS)]
    lines += [COMMAND, f'{{"{COMMAND}{EVIL}": 1}}']
    (tmp_path / "in" / "a.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "f.flow").write_text(words(FLOW), encoding="utf-8")
    (tmp_path / "new.flow").write_text(
        words(FLOW).replace("doc.words > 4", "doc.words > 7"), encoding="utf-8"
    )
    wrong = (
        words(FLOW)
        .replace("doc.words > 4", f"doc.{GROUP} > # {EVIL}")
        .replace("set doc.label", f"set {EVIL}")
    )
    (tmp_path / "wrong.flow").write_text(wrong, encoding="utf-8")
    (tmp_path / f"{COMMAND}{EVIL}.flow".replace("/", "")).write_text("from x\n")
    return tmp_path


CASES = [
    ("run", "f.flow"),
    ("run", "f.flow", "--format", "json"),
    ("run", "f.flow", "--log", "json"),
    ("run", "f.flow", "-v"),
    ("run", "f.flow", "-v", "--format", "json"),
    ("run", "f.flow", "-q"),
    ("run", "wrong.flow"),
    ("run", "wrong.flow", "--log", "json"),
    ("run", "f.flow", "--set", f"{COMMAND}\n{COMMAND}={EVIL}"),
    ("run", f"{COMMAND}{EVIL}{GROUP}"),
    ("run", f"\n{COMMAND}", "--log", "json"),
    ("run", "-e", f'from files("{NAME}") | to jsonl("x.jsonl")'),
    ("run", f"--{EVIL}\n{COMMAND}"),
    (f"\n{COMMAND}{EVIL}",),
    ("clean", "in/names"),
    ("clean", "in/names", "--format", "json"),
    *[("check", "--format", each, "wrong.flow") for each in ("text", "json", "github", "sarif", "junit")],
    ("check", "."),
    ("check", "."),
    ("check", "f.flow"),
    ("fmt", "--diff", "f.flow", "wrong.flow"),
    *[("test", "--format", each, "f.flow") for each in ("text", "json", "github", "junit")],
    ("test", "f.flow", "-v", "--coverage"),
    ("test", "f.flow", "-k", NAME),
    ("plan", "f.flow"),
    ("plan", "f.flow", "--format", "json"),
    *[("graph", "f.flow", "--format", each) for each in ("text", "svg", "mermaid", "dot", "json")],
    ("graph", "f.flow", "--run", "out"),
    *[
        ("trace", "f.flow", document, "--format", each)
        for document in ("0", "3", "5")
        for each in ("text", "json")
    ],
    ("trace", "f.flow", "0", "--full", "--format", "html"),
    ("trace", "f.flow", f"nothing{EVIL}"),
    ("trace", "f.flow", "--quarantine", "out", "1"),
    *[("diff", "new.flow", "--against", "f.flow", "--format", each) for each in ("text", "json", "markdown")],
    ("diff", "f.flow", "--against", f"{COMMAND}{EVIL}"),
    ("plugins", "show", "evil.shout"),
    ("plugins", "show", f"{EVIL}{GROUP}"),
    ("plugins", "list"),
    ("explain", f"{EVIL}{GROUP}\n{COMMAND}"),
    ("lsp", f"{EVIL}\n{COMMAND}"),
    ("quarantine", "list", "out"),
    ("quarantine", "list", "out", "--format", "json"),
    ("quarantine", "show", "out", "1"),
    ("quarantine", "show", "out", "2", "--format", "json"),
    ("quarantine", "replay", "f.flow"),
]


@pytest.mark.parametrize("arguments", CASES, ids=lambda arguments: ascii(" ".join(arguments))[:70])
def test_no_stream_gets_what_data_wants(here: Path, capfdbinary: Any, arguments: tuple[str, ...]) -> None:
    needs_run = "out" in arguments or "replay" in arguments
    if needs_run:
        _ended("run", "f.flow")
        capfdbinary.readouterr()
    arguments = tuple(_id(each) if each in ("0", "3", "5") else each for each in arguments)
    code = _ended(*arguments)
    out, err = capfdbinary.readouterr()
    assert code not in (70, None), err
    assert out or err or "-q" in arguments
    assert ugly(out, github="github" in arguments) == []
    assert ugly(err) == []
    if "json" in arguments and "--format" in arguments:
        json.loads(out)
    if "--log" in arguments:
        assert [json.loads(line)["event"] for line in err.splitlines()]


def _id(number: str) -> str:
    return f"{number}{NAME}"


def _ended(*arguments: str) -> Any:
    with pytest.raises(SystemExit) as end:
        main(arguments)
    return end.value.code


COLOURS = re.compile(r"\x1b\[(?:[012]|(?:1;)?3[1-4](?:;7)?)m")


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "f.flow"),
        ("run", "f.flow", "-v"),
        ("run", "wrong.flow"),
        ("check", "wrong.flow"),
        ("fmt", "--diff", "f.flow"),
        ("test", "f.flow", "--coverage"),
        ("trace", "f.flow", "0"),
        ("diff", "new.flow", "--against", "f.flow"),
        ("clean", "in/names"),
    ],
    ids=" ".join,
)
def test_colours_let_nothing_else_through(
    here: Path, capfdbinary: Any, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("FORCE_COLOR", "1")
    code = _ended(*[_id(each) if each == "0" else each for each in arguments])
    assert code not in (70, None)
    for stream in capfdbinary.readouterr():
        assert ugly(COLOURS.sub("", stream.decode()).encode()) == []


def test_json_says_what_was_there(here: Path, capfdbinary: Any) -> None:
    """Escapes of JSON, not of our own: programs read the very text."""
    _ended("trace", "f.flow", f"0{NAME}", "--format", "json")
    out, _ = capfdbinary.readouterr()
    assert json.loads(out)["asked"] == f"0{NAME}"


def test_what_a_component_prints_is_no_result(here: Path, capfdbinary: Any) -> None:
    _ended("run", "f.flow")
    out, err = capfdbinary.readouterr()
    assert b"prints" not in out
    assert b"\\x3a:set-output name=a::b" in err
    assert b"prints ***" in err


def test_the_tests_own_eye_sees() -> None:
    for bad in (EVIL, COMMAND, f"  {COMMAND}", f"a {GROUP}", "##VSO[x]", "\r", SECRET):
        assert ugly(f"good\n{bad}\ngood".encode()), bad
    assert ugly("gr\u00fcn \u65b0\u805e a::b #[x]\n\tname:: x\n".encode()) == []
    assert ugly(b"::error file=a,line=1::text\n", github=True) == []
    assert ugly(b"::set-output name=a::text\n", github=True)
