"""Workflow commands of GitHub: one line a finding, nothing in it that ends the command or starts another."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from docflow.errors import Diagnostic, Fix, Span
from docflow.report.github import github, refusal


def test_a_finding_is_one_line(tmp_path: Path) -> None:
    span = Span("a, b: 100%.flow", 1, 3, 2, 3, 2, 5)
    found = Diagnostic("DF0201", "there is no 100% step", span, "look", fix=Fix("write `b`", span, "b"))
    assert github([found], tmp_path) == (
        "::error file=a%2C b%3A 100%25.flow,line=2,col=3,endColumn=5,endLine=2,title=DF0201"
        "::there is no 100%25 step%0Ahelp: look%0Afix: write `b`\n"
    )


def test_a_finding_over_lines_has_no_end_column(tmp_path: Path) -> None:
    span = Span(str(tmp_path / "x" / "a.flow"), 1, 30, 2, 3, 4, 1)
    line = github([Diagnostic("DF0208", "unused", span, severity="warning")], tmp_path)
    assert line == "::warning file=x/a.flow,line=2,col=3,endLine=4,title=DF0208::unused\n"


def test_nothing_found_is_nothing_said(tmp_path: Path) -> None:
    assert github([], tmp_path) == ""


def test_a_refusal_has_no_place() -> None:
    assert refusal("there is no\nflow") == "::error title=docflow::there is no%0Aflow\n"


@given(st.text(st.characters()), st.text(st.characters()))
def test_no_text_leaves_its_line(name: str, message: str) -> None:
    found = Diagnostic("DF0201", message, Span(f"a{name}".replace("\0", ""), 0, 0, 1, 1, 1, 1))
    lines = github([found], Path("/tmp")).split("\n")
    assert lines[1:] == [""]
    head, _, rest = lines[0].removeprefix("::error ").partition("::")
    assert head.count(",") == 5
    assert "\r" not in rest
