"""`docflow graph`: formats, files, and the counts of a run that fits."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

FLOW = """
param least: int = 3
param out: path = "out"
from jsonl("in.jsonl")
| drop when doc.words < least
| route { when doc.words > 5 { | to jsonl(out / "long.jsonl") } else => keep }
| to jsonl(out / "short.jsonl")
"""
ROWS = [{"id": str(n), "text": "word " * n} for n in range(1, 9)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "a.flow").write_text(FLOW, "utf-8")
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, ROWS)), "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_terminal_gets_lines(docflow: Any, folder: Path) -> None:
    done = docflow("graph", "a.flow")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[0] == "flow"
    assert "  | drop when  doc.words < least  -> drop" in done.out.splitlines()


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.svg", "<svg "),
        ("a.mmd", "flowchart TD"),
        ("a.gv", 'digraph "a"'),
        ("a.json", "{"),
        ("a.txt", "flow"),
    ],
)
def test_a_file_says_its_format(docflow: Any, folder: Path, name: str, begins: str) -> None:
    done = docflow("graph", "a.flow", "-o", name)
    assert (done.code, done.out, done.err) == (0, "", "")
    assert (folder / name).read_text("utf-8").startswith(begins)
    assert sorted(path.name for path in folder.iterdir()) == sorted(["a.flow", "in.jsonl", name])


def test_the_format_goes_before_the_suffix(docflow: Any, folder: Path) -> None:
    assert docflow("graph", "a.flow", "--format", "dot", "--direction", "right", "-o", "x.y").code == 0
    assert "rankdir=LR" in (folder / "x.y").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-o", "news.png"], "does not say what to draw"),
        (["-o", "a.flow"], "would replace a flow"),
        (["-o", "nowhere/a.svg"], "cannot write"),
        (["--run", "nowhere"], "no such folder or file"),
        (["--run", "."], "no finished run"),
        (["--run", "in.jsonl"], "is no record of a run"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    docflow: Any, folder: Path, arguments: list[str], said: str
) -> None:
    done = docflow("graph", "a.flow", *arguments)
    assert done.code in (2, 5)
    assert said in done.err
    assert done.err.count("\n") == 1
    assert (folder / "a.flow").read_text("utf-8") == FLOW


def test_a_wrong_flow_is_refused(docflow: Any) -> None:
    done = docflow("graph", "-e", 'from jsonl("a.jsonl") | clean.whitspace | to jsonl("o.jsonl")')
    assert done.code == 2
    assert "DF0201" in done.err


@pytest.mark.parametrize("given", ["out", "out/.docflow/a", "out/.docflow/a/run.json"])
def test_counts_of_a_run_stand_on_the_edges(docflow: Any, folder: Path, given: str) -> None:
    assert docflow("run", "a.flow").code == 0
    done = docflow("graph", "a.flow", "--run", given, "--format", "json")
    assert (done.code, done.err) == (0, "")
    (flow,) = json.loads(done.out)["flows"]
    counts = [(edge.get("label", edge["kind"]), edge["documents"]) for edge in flow["edges"]]
    assert counts == [("way", 8), ("end", 2), ("way", 6), ("doc.words > 5", 3), ("else", 3)]
    assert flow["sums"] == "8 seen = 6 written + 2 dropped + 0 quarantined"
    text = docflow("graph", "a.flow", "--run", given).out
    assert re.search(r"^  8  \| drop when  doc\.words < least  -> 2 drop$", text, re.M)


def test_a_run_with_other_values_is_drawn_as_it_ran(docflow: Any, folder: Path) -> None:
    docflow("run", "a.flow", "--set", "least=5")
    done = docflow("graph", "a.flow", "--run", "out")
    assert done.code == 0
    assert "the run had other values of params" in done.err
    assert "-> 4 drop" in done.out
    assert docflow("graph", "a.flow", "--set", "least=5", "--run", "out").err == ""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("| route", "| clean.unicode\n| route", "step `route` of the run is `clean.unicode` now"),
        (
            "| drop when doc.words < least",
            "| expect doc.words > least else drop",
            "step `drop` of the run is",
        ),
        (
            "else => keep",
            "when doc.words == 4 => keep else => keep",
            "step `route` is another one now, or has other arms",
        ),
        ("else => keep }", "else => keep }\n| set doc.x = 1", "step `jsonl#2` of the run is `set doc.x` now"),
        ('from jsonl("in.jsonl")', 'from jsonl("in.jsonl"), text("x.txt")', "it had other sources"),
    ],
)
def test_a_run_of_another_flow_is_refused(docflow: Any, folder: Path, old: str, new: str, said: str) -> None:
    docflow("run", "a.flow")
    assert old in FLOW
    (folder / "a.flow").write_text(FLOW.replace(old, new), "utf-8")
    done = docflow("graph", "a.flow", "--run", "out")
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_a_run_of_another_file_is_named(docflow: Any, folder: Path) -> None:
    docflow("run", "a.flow")
    (folder / "b.flow").write_text(FLOW, "utf-8")
    done = docflow("graph", "b.flow", "--run", "out")
    assert done.code == 2
    assert "holds no run of `b`; it holds one of `a`" in done.err


def test_a_damaged_record_is_no_traceback(docflow: Any, folder: Path) -> None:
    docflow("run", "a.flow")
    path = folder / "out/.docflow/a/run.json"
    whole = json.loads(path.read_text("utf-8"))
    for damage in ({"report": None}, {"report": {"flows": []}}, {"plan": {}}, {"plan_digest": None}):
        path.write_text(json.dumps(whole | damage), "utf-8")
        done = docflow("graph", "a.flow", "--run", "out")
        assert done.code == (0 if damage == {"plan_digest": None} else 2), damage
    del whole["report"]["flows"][0]["taken"]  # as versions wrote it that did not count ways
    path.write_text(json.dumps(whole), "utf-8")
    assert "run the flow again" in docflow("graph", "a.flow", "--run", "out").err


def test_one_flow_of_several(docflow: Any, folder: Path) -> None:
    text = 'flow a { from jsonl("in.jsonl") | to jsonl("out/a.jsonl") }\n'
    text += 'flow b { from flow.a | to csv("out/b.csv") }'
    (folder / "two.flow").write_text(text, "utf-8")
    docflow("run", "two.flow", "--flow", "a")
    assert "flow b" not in docflow("graph", "two.flow", "--flow", "a").out
    assert "flow b" not in docflow("graph", "two.flow", "--run", "out").out
    done = docflow("graph", "two.flow", "--flow", "b", "--run", "out")
    assert done.code == 2
    assert "did not run the flow `b`" in done.err


@pytest.mark.parametrize(("steps", "warned"), [(20, False), (600, True)])
def test_mermaid_that_no_viewer_draws_is_told_of(
    docflow: Any, folder: Path, steps: int, warned: bool
) -> None:
    many = "\n".join("| clean.unicode" for _ in range(steps))
    (folder / "many.flow").write_text(f'from text("x.txt")\n{many}\n| to jsonl("o.jsonl")\n', "utf-8")
    done = docflow("graph", "many.flow", "--format", "mermaid")
    assert done.code == 0
    assert ("GitHub draws mermaid of up to 50,000 characters and 500 edges" in done.err) is warned
