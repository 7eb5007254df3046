"""Bad input gets a clear sentence and the right exit code, and loses nothing."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

FLOW = 'from {source} | clean.whitespace | to jsonl("{out}")'
RAISES = '''
from docflow.plugin import Cleaner, Example, component, hookimpl

@component("boom", examples=(Example("a", "a"),))
class Boom(Cleaner):
    """Raise on some texts."""
    def clean(self, text):
        if "bad" in text:
            raise {error}
        return text

@hookimpl
def docflow_components():
    return (Boom,)
'''


def entries(folder: Path) -> list[dict[str, Any]]:
    """Return the quarantine entries below a folder."""
    files = list(folder.rglob(".docflow/*/quarantine.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_missing_flow_file_is_named(docflow: Any, here: Path) -> None:
    (here / "news.flow").write_text("")
    done = docflow("run", "nws.flow")
    assert (done.code, done.out) == (2, "")
    assert "there is no flow file `nws.flow`" in done.err
    assert "news.flow" in done.err


def test_missing_input_is_exit_6_and_names_the_nearest_path(docflow: Any, here: Path) -> None:
    (here / "articles").mkdir()
    (here / "articles" / "a.txt").write_text("A.")
    done = docflow("run", "-e", FLOW.format(source='files("artcles/*.txt")', out="o/x.jsonl"))
    assert done.code == 6
    assert "artcles" in done.err
    assert "articles" in done.err
    assert not (here / "o").exists()


def test_a_glob_without_a_match_is_exit_6(docflow: Any, here: Path) -> None:
    (here / "articles").mkdir()
    (here / "articles" / "a.txt").write_text("A.")
    done = docflow("run", "-e", FLOW.format(source='files("articles/*.html")', out="o/x.jsonl"))
    assert done.code == 6
    assert "articles/*.html" in done.err


def test_invalid_utf8_is_quarantined_with_its_byte(docflow: Any, here: Path) -> None:
    (here / "in").mkdir()
    (here / "in" / "good.txt").write_text("Good.")
    (here / "in" / "latin.txt").write_bytes("Café".encode("latin-1"))
    done = docflow("run", "-e", FLOW.format(source='files("in")', out="o/x.jsonl"))
    assert done.code == 3, done.err
    assert [r["id"] for r in records(here / "o" / "x.jsonl")] == ["good"]
    (entry,) = entries(here / "o")
    assert entry["reason"] == "encoding"
    assert "byte" in entry["message"]
    assert "1 written + 0 dropped + 1 quarantined" in done.out


def test_a_truncated_gz_keeps_what_was_read_and_says_so(docflow: Any, here: Path) -> None:
    lines = [json.dumps({"id": f"d{n}", "text": f"Text {n} " + "x" * 500}) for n in range(2000)]
    whole = gzip.compress("\n".join(lines).encode())
    (here / "feed.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    done = docflow("run", "-e", FLOW.format(source='jsonl("feed.jsonl.gz")', out="o/x.jsonl"))
    assert done.code == 3, done.err
    kept = records(here / "o" / "x.jsonl")
    assert 0 < len(kept) < 2000
    assert [r["id"] for r in kept] == [f"d{n}" for n in range(len(kept))]
    assert any("truncated" in e["reason"] for e in entries(here / "o"))


def test_a_broken_json_line_is_quarantined_with_its_number(docflow: Any, here: Path) -> None:
    (here / "a.jsonl").write_text(
        '{"id": "1", "text": "One."}\n{"id": "2", "text": oops}\n{"id": "3", "text": "Three."}\n'
    )
    done = docflow("run", "-e", FLOW.format(source='jsonl("a.jsonl")', out="o/x.jsonl"))
    assert done.code == 3
    assert [r["id"] for r in records(here / "o" / "x.jsonl")] == ["1", "3"]
    (entry,) = entries(here / "o")
    assert entry["reason"] == "json"
    assert entry["pointer"]["line"] == 2


def test_an_unwritable_output_is_refused_before_work(docflow: Any, here: Path) -> None:
    (here / "a.txt").write_text("A.")
    (here / "o").write_text("a file, not a folder")
    done = docflow("run", "-e", FLOW.format(source='files("a.txt")', out="o/x.jsonl"))
    assert done.code == 2, done.err
    assert "`o" in done.err or "/o" in done.err
    assert (here / "o").read_text() == "a file, not a folder"


@pytest.mark.parametrize("out", ["a.jsonl", "./b/../a.jsonl"])
def test_an_output_over_an_input_is_refused(docflow: Any, here: Path, out: str) -> None:
    original = '{"id": "1", "text": "One.  "}\n'
    (here / "b").mkdir()
    (here / "a.jsonl").write_text(original)
    done = docflow("run", "-e", FLOW.format(source='jsonl("a.jsonl")', out=out))
    assert done.code == 2, done.err
    assert (here / "a.jsonl").read_text() == original


def test_an_unknown_plugin_is_named(docflow: Any, here: Path) -> None:
    (here / "a.txt").write_text("A.")
    done = docflow("run", "-e", 'use newz from files("a.txt") | newz.residue | to jsonl("o/x.jsonl")')
    assert done.code == 2
    assert "DF0501" in done.err
    assert "newz" in done.err
    assert not (here / "o").exists()


@pytest.mark.parametrize("source", ["import no_such_module_here", "1 / 0", "raise SystemExit(0)"])
def test_a_plugin_that_fails_to_import_is_named(docflow: Any, plant: Any, here: Path, source: str) -> None:
    plant("brk", source)
    (here / "a.txt").write_text("A.")
    done = docflow("run", "-e", 'from files("a.txt") | brk.fix | to jsonl("o/x.jsonl")')
    assert done.code == 2
    assert "DF0506" in done.err
    assert "docflow-brk 1.0" in done.err


@pytest.mark.parametrize(
    "error", ['ValueError("no\\x1b[31m")', "SystemExit(0)", "MemoryError()", "KeyError(('a', 1))"]
)
def test_a_component_that_raises_costs_one_document(docflow: Any, plant: Any, here: Path, error: str) -> None:
    plant("risky", RAISES.replace("{error}", error))
    (here / "in").mkdir()
    for name in ("a", "bad", "c"):
        (here / "in" / f"{name}.txt").write_text(f"{name}.")
    done = docflow("run", "-e", 'from files("in") | risky.boom | to jsonl("o/x.jsonl")')
    assert done.code == 3, done.err
    assert [r["id"] for r in records(here / "o" / "x.jsonl")] == ["a", "c"]
    (entry,) = entries(here / "o")
    assert entry["step"] == "risky.boom"
    assert entry["document"]["text"] == "bad."
    assert "\x1b" not in done.out + done.err + json.dumps(entry)


def test_an_empty_result_is_loud(docflow: Any, here: Path) -> None:
    (here / "a.txt").write_text("Two words.")
    done = docflow("run", "-e", 'from files("a.txt") | drop when doc.words < 100 | to jsonl("o/x.jsonl")')
    assert done.code == 0
    assert "warning" in done.out + done.err
    assert (here / "o" / "x.jsonl").read_text() == ""


def test_a_second_run_gives_the_same_bytes(docflow: Any, here: Path) -> None:
    (here / "in").mkdir()
    for n in range(5):
        (here / "in" / f"{n}.txt").write_text(f"Text  {n}")
    flow = FLOW.format(source='files("in")', out="o/x.jsonl")
    assert docflow("run", "-e", flow).code == 0
    first = (here / "o" / "x.jsonl").read_bytes()
    assert docflow("run", "-e", flow).code == 0
    assert (here / "o" / "x.jsonl").read_bytes() == first
