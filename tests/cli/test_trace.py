"""`docflow trace`, over flows and documents as users have them."""

import io
import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

FLOW = """
param input: glob = "in/*.txt"
param most: int = 3

flow notes {
  from files(input)
  | clean.whitespace
  | set doc.long = doc.words > most
  | route {
      when doc.long { | to jsonl("out/long.jsonl") }
      else => keep
    }
  | expect doc.words > 1 and doc.chars > 1 else quarantine("too short")
  | tee { | to markdown("out/md") }
  | to jsonl("out/short.jsonl")
}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notes.flow").write_text(FLOW, encoding="utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Two  words.  \n\n\n\nEnd.", encoding="utf-8")
    (tmp_path / "in" / "b.txt").write_text("One", encoding="utf-8")
    (tmp_path / "in" / "c.txt").write_text("One two three four five.", encoding="utf-8")
    return tmp_path


def test_a_file(docflow: Callable[..., Any], folder: Path) -> None:
    done = docflow("trace", "notes.flow", "in/a.txt")
    assert done.code == 0
    assert done.out == (
        "a through flow notes of notes.flow\n"
        "21 characters in 5 lines from a.txt; numbers in front are lines of the flow\n"
        "\n"
        "   7  clean.whitespace                  2 lines removed, 1 line changed (-5 characters)\n"
        "            1 ~ Two [-·-]words.[-··-]\n"
        "            2 - ↵\n"
        "            3 - ↵\n"
        "            4\n"
        "            5   End.\n"
        "   8  set doc.long = doc.words > 3      1 field written\n"
        "        long = false\n"
        "   9  route, the first that fits\n"
        "           when doc.long  false: doc.long = false\n"
        "        -> else\n"
        '  13  expect doc.words > 1 and doc.chars > 1 else quarantine("too short")  holds\n'
        "        doc.words > 1 is true: doc.words = 3\n"
        "        doc.chars > 1 is true: doc.chars = 16\n"
        "  14  tee                               a copy goes aside\n"
        "      tee:\n"
        '  14    to markdown(path: "out/md")     written (a copy)\n'
        '  15  to jsonl(path: "out/short.jsonl")  written\n'
        "\n"
        "a copy was written by markdown (line 14) with 16 characters\n"
        "document a was written by jsonl#2 (line 15) with 16 characters\n"
        "21 characters - 5 removed + 0 added = 16\n"
        "\n"
        "  line  step              rule        times  removed  added\n"
        "     7  clean.whitespace  (the step)      3        5      0\n"
    )
    assert not (folder / "out").exists()


def test_an_id_and_params(docflow: Callable[..., Any], folder: Path) -> None:
    done = docflow("trace", "notes.flow", "c", "--set", "most=9")
    assert "when doc.long  false" in done.out
    done = docflow("trace", "notes.flow", "c")
    assert "-> when doc.long  true: doc.long = true" in done.out
    assert "the document was written by jsonl (line 10)" in done.out


def test_which_side_decided(docflow: Callable[..., Any], folder: Path) -> None:
    done = docflow("trace", "notes.flow", "b")
    assert "QUARANTINED: too short\n        doc.words > 1 is false: doc.words = 1\n" in done.out


def test_no_such_document(docflow: Callable[..., Any], folder: Path) -> None:
    done = docflow("trace", "notes.flow", "d")
    assert done.code == 2
    assert done.err == (
        "docflow: there is no file `d`, and no document with that id in the inputs; "
        "the first are `a`, `b`, `c`\n"
    )
    assert docflow("trace", "notes.flow").code == 2
    assert docflow("trace", "notes.flow", "a", "--piece", "x").code == 2


def test_no_such_piece(docflow: Callable[..., Any], folder: Path) -> None:
    flow = 'from files("in/*") | split.paragraphs | split.paragraphs | to jsonl("o.jsonl")'
    (folder / "in" / "two.txt").write_text("One two.\n\nThree four.")
    for piece in ("1", "2", "2.1"):
        assert docflow("trace", "-e", flow, "in/two.txt", "--piece", piece).code == 0
    for piece in ("3", "2.2"):
        done = docflow("trace", "-e", flow, "in/two.txt", "--piece", piece)
        assert done.code == 2
        assert done.err.startswith(f"docflow: there is no piece {piece}; without `--piece` the trace lists")


def test_standard_input(docflow: Callable[..., Any], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Two  words."))
    done = docflow("trace", "notes.flow", "-")
    assert "1 ~ Two [-·-]words." in done.out


def test_a_flow_on_the_command_line_waits_for_no_inputs(docflow: Callable[..., Any], folder: Path) -> None:
    flow = 'from files("nothing/*") | clean.whitespace | to jsonl("o.jsonl")'
    done = docflow("trace", "-e", flow, "in/a.txt")
    assert (done.code, "written by jsonl" in done.out) == (0, True)
    needed = folder / "needed.flow"
    needed.write_text(FLOW.replace(' = "in/*.txt"', ""), encoding="utf-8")
    assert docflow("trace", "needed.flow", "in/a.txt").code == 0
    assert "input" in docflow("trace", "needed.flow", "a").err


def test_the_quarantine(docflow: Callable[..., Any], folder: Path) -> None:
    (folder / "in" / "d.txt").write_bytes(b"\xff\xfe\x00")
    assert docflow("run", "notes.flow").code in (0, 3)
    done = docflow("trace", "notes.flow", "--quarantine", "out", "b")
    assert "followed from the step expect on" in done.out
    assert "doc.words > 1 is false: doc.words = 1" in done.out
    file = "out/.docflow/notes/quarantine.jsonl"
    assert docflow("trace", "notes.flow", f"{file}#b").out == done.out
    rejected = docflow("trace", "notes.flow", "in/d.txt").out
    assert "never became a document: in/d.txt" in rejected or "characters in" in rejected


def test_json_replays(docflow: Callable[..., Any], folder: Path) -> None:
    data = json.loads(docflow("trace", "notes.flow", "in/a.txt", "--format", "json").out)
    (flow,) = data["flows"]
    text = flow["document"]["text"]
    for step in flow["steps"]:
        if step["runs"]:
            assert "".join(r["text"] for r in step["runs"] if r["kind"] != "new") == text
            for gone in step["removed"]:
                assert text[gone["start"] : gone["end"]] == gone["text"]
            text = "".join(r["text"] for r in step["runs"] if r["kind"] != "gone")
    assert text == flow["ends"][-1]["text"] == "Two words.\n\nEnd."


def test_a_page_into_a_file(docflow: Callable[..., Any], folder: Path) -> None:
    done = docflow("trace", "notes.flow", "in/a.txt", "--format", "html", "-o", "a.html")
    assert (done.out, done.err) == ("", "written: a.html\n")
    page = (folder / "a.html").read_text(encoding="utf-8")
    HTMLParser().feed(page)
    assert page.startswith("<!doctype html>")
    assert docflow("trace", "notes.flow", "in/a.txt", "-o", "no/such/a.txt").code == 5


def test_a_step_of_a_plugin(
    docflow: Callable[..., Any], plant: Callable[[str, str], None], folder: Path
) -> None:
    plant(
        "shout",
        "from docflow.plugin import Cleaner, Example, component, hookimpl\n"
        "@component('loud', examples=(Example('a', 'A'),))\n"
        "class Loud(Cleaner):\n"
        "    '''Upper case.'''\n"
        "    def clean(self, text):\n"
        "        return text.upper()\n"
        "@hookimpl\n"
        "def docflow_components():\n"
        "    return (Loud,)\n",
    )
    done = docflow("trace", "-e", 'from files("x") | shout.loud | to jsonl("o.jsonl")', "in/b.txt")
    assert "1 ~ [-One-]{+ONE+}" in done.out
    assert "3 characters - 3 removed + 3 added = 3" in done.out
