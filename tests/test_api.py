"""The Python API: one call each for a text, a run, and documents in memory."""

import subprocess
import sys
from pathlib import Path

import pytest

import docflow
from docflow.model import Document

FLOW = """
param out: path
param few: int = 2
from files("in") | clean.whitespace | drop when doc.words < few | to jsonl(out / "x.jsonl")
"""


@pytest.fixture
def flow(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("One   two.", encoding="utf-8")
    (tmp_path / "in" / "b.txt").write_text("One.", encoding="utf-8")
    file = tmp_path / "small.flow"
    file.write_text(FLOW, encoding="utf-8")
    return file


def test_clean_cleans_a_text() -> None:
    assert docflow.clean("One\u00a0two.  \r\n\r\n\r\nThree.") == "One two.\n\nThree."


def test_run_returns_the_report(flow: Path, tmp_path: Path) -> None:
    report = docflow.run(flow, out=str(tmp_path / "out"), few=2)
    (one,) = report.flows
    assert (one.sums.seen, one.sums.written, one.sums.dropped) == (2, 1, 1)
    assert (tmp_path / "out" / "x.jsonl").read_text(encoding="utf-8").count("\n") == 1


def test_over_takes_documents_and_texts_and_writes_nothing(flow: Path, tmp_path: Path) -> None:
    made = docflow.load(flow).over([Document("a", "One  two."), "Three   four.", "Five"])
    assert [(d.id, d.text) for d in made] == [("a", "One two."), ("2", "Three four.")]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["in", "small.flow"]


def test_over_takes_values_of_params(flow: Path) -> None:
    assert [d.text for d in docflow.load(flow).over(["One", "One two"], few=1)] == ["One", "One two"]


def test_compile_and_check(flow: Path) -> None:
    assert docflow.check(flow).ok
    assert docflow.compile(flow, out="x").name == "small"
    with pytest.raises(docflow.FlowError, match="the param `out` needs a value"):
        docflow.compile(flow)


def test_a_wrong_flow_raises_with_all_findings(tmp_path: Path) -> None:
    file = tmp_path / "bad.flow"
    file.write_text('from files("x") | clean.whitspace | drop when doc.words < true | to jsonl("o")')
    with pytest.raises(docflow.FlowError) as caught:
        docflow.run(file)
    assert [d.code for d in caught.value.diagnostics] == ["DF0201", "DF0303"]


def test_every_public_name_is_there() -> None:
    for name in docflow.__all__:
        assert getattr(docflow, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        docflow.nothing  # noqa: B018


def test_the_types_that_users_see(tmp_path: Path) -> None:
    """Names are exact through the lazy root, and a wrong argument is still an error."""
    program = tmp_path / "use.py"
    program.write_text(
        "import docflow\n"
        "reveal_type(docflow.clean('x'))\n"
        "reveal_type(docflow.run('x.flow', a=1))\n"
        "reveal_type(docflow.load('x.flow').over(['a']))\n"
        "docflow.clean(5)\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(program)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    told = done.stdout
    assert 'Revealed type is "str"' in told or 'Revealed type is "builtins.str"' in told
    assert "docflow.plan.report.Report" in told
    assert "Iterator[docflow.model.Document]" in told
    assert 'Argument 1 to "clean" has incompatible type "int"' in told
