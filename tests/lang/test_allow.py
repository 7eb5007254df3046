"""`# docflow: allow`: which line a comment speaks for, and what it must not hide."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.catalog.catalog import Catalog
from docflow.flowfile.file import FlowFile
from docflow.lang.allow import allowed
from docflow.lang.fixing import fixed
from docflow.lang.layout.format import format_text
from docflow.lang.syntax.lexing import lex

END = 'from text("a/*.txt")\n  | to jsonl("b.jsonl")\n'
BECAUSE = "# docflow: allow DF0208 because the callers give it"


def check(text: str, folder: Path = Path()) -> list[tuple[str, int]]:
    """Return codes and lines of what is found."""
    found = FlowFile(text, "a.flow", folder).check().diagnostics
    return [(each.code, each.span.line) for each in found]


@pytest.mark.parametrize(
    "before",
    [
        f"{BECAUSE}\nparam n: int = 1\n",
        f"{BECAUSE}\n\n# what it is\n\nparam n: int = 1\n",
        f"param n: int = 1  {BECAUSE}\n",
        f"\ufeff{BECAUSE}\nparam n: int = 1\n",
        "# docflow: allow df0208 because codes are read in any case\nlet n = 1\n",
        "#docflow:allow DF0313 DF0208 and DF0208 because of both\nlet n = 1\n",
    ],
)
def test_a_warning_is_allowed(before: str) -> None:
    assert "DF0208" not in [code for code, _ in check(before + END)]


@pytest.mark.parametrize(
    ("before", "found"),
    [
        (f"{BECAUSE}\nlet n = 1\nlet m = 2\n", [("DF0208", 3)]),
        (f"let n = 1\n{BECAUSE}\n", [("DF0208", 1), ("DF0710", 2)]),
        (f"let n = 1  {BECAUSE}\nlet m = 2\n", [("DF0208", 2)]),
        ("# docflow: allow DF0208\nlet n = 1\n", [("DF0711", 1)]),
        ("# docflow: allow DF0710 because an allow allows no allow\n", [("DF0710", 1)]),
        ("# docflow: a flow\n# about docflow: allow\n", []),
    ],
)
def test_only_what_it_speaks_for(before: str, found: list[tuple[str, int]]) -> None:
    assert check(before + END) == found


def test_a_text_that_looks_like_one_is_none() -> None:
    text = f'from text("a/*.txt")\n  | to jsonl("{BECAUSE}")\n'
    assert check(text) == []
    block = f'let n = """\n  {BECAUSE}\n  """\n{END}'
    assert check(block) == [("DF0208", 1)]


def test_an_include_may_allow_for_itself_and_is_not_judged(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    body = "stage short {\n  | drop when doc.words >= 0\n}\n"
    text = 'include "parts.flow" as parts\n' + END.replace("  | to", "  | parts.short\n  | to")
    (tmp_path / "parts.flow").write_text(body)
    assert check(text, tmp_path) == [("DF0313", 2)]
    always = "  # docflow: allow DF0313 because it is an example\n"
    (tmp_path / "parts.flow").write_text(f"{BECAUSE}\n" + body.replace("{\n", "{\n" + always))
    assert check(text, tmp_path) == []


def test_an_error_stays_and_the_allow_is_told() -> None:
    text = END.replace("  | to", "  # docflow: allow DF0201 because it will come\n  | clean.nothing\n  | to")
    found = FlowFile(text, "a.flow", Path()).check()
    assert [each.code for each in found.diagnostics] == ["DF0713", "DF0201"]
    assert not found.ok


PIECES = st.sampled_from(
    [
        "# docflow: allow",
        " DF0208",
        " DF0404",
        ",",
        " because",
        " of it",
        "\n",
        "let n = 1",
        " ",
        "docflow:",
        "DF",
    ]
)


@given(st.lists(PIECES, max_size=14).map("".join))
def test_any_comment_is_read_and_its_fixes_stay_inside(text: str) -> None:
    catalog = Catalog.of()
    for finding in FlowFile(text, "a.flow", Path(), catalog).check().diagnostics:
        place = finding.fix.span if finding.fix else finding.span
        assert 0 <= place.start <= place.end <= len(text)
    for finding in allowed((), {"a.flow": text}, "a.flow"):
        assert finding.code.startswith("DF071")
        if finding.fix and finding.code == "DF0710":
            fix = finding.fix
            after = text[: fix.span.start] + fix.replacement + text[fix.span.end :]
            assert len(lex(after, "a.flow").tokens) == len(lex(text, "a.flow").tokens)


WHY = "# docflow: allow DF0313 because it is a sample"
LONG = " and ".join(f'doc.id != "a name that is rather long {n}"' for n in range(4))


@pytest.mark.parametrize(
    "steps",
    [
        f"  {WHY}\n  | drop when {LONG} and true\n",
        f"  | drop when {LONG} and true  {WHY}\n",
        f"  | drop when true and {LONG}  {WHY}\n",
        f"  {WHY}\n  | when {LONG} and true {{ | clean.unicode }} else {{ | clean.whitespace }}\n",
        f"  | route {{\n      {WHY}\n      when {LONG} and true => drop\n      else => keep\n    }}\n",
        f"  | drop when doc.words > 3\n      {WHY}\n      and true\n",
    ],
)
def test_an_allow_speaks_for_all_lines_of_a_step_so_that_a_layout_changes_nothing(steps: str) -> None:
    text = f'from text("a/*.txt")\n{steps}  | to jsonl("b.jsonl")\n'
    assert "DF0313" in [code for code, _ in check(text.replace("docflow: allow", "once"))]
    assert check(text) == []
    assert check(format_text(text, "a.flow").text) == []


def test_an_allow_above_a_block_does_not_speak_for_what_is_in_it() -> None:
    inner = "{\n      | drop when doc.words > 3 and true\n    }"
    text = f'from text("a/*.txt")\n  {WHY}\n  | when doc.words > 1 {inner}\n  | to jsonl("b.jsonl")\n'
    assert [code for code, _ in check(text)] == ["DF0710", "DF0313"]


@pytest.mark.parametrize(
    "said", ["BECAUSE it is new", ": because it is new", " - it is new", "as it is new", "(since it is new"]
)
def test_the_word_before_a_reason_is_written_once(said: str) -> None:
    text = f"# docflow: allow DF0208 {said}\nlet n = 1\n{END}"
    (found,) = FlowFile(text, "a.flow", Path()).check().diagnostics
    assert (found.code, found.fix is not None) == ("DF0711", True)
    mended = fixed(text, [found], "a.flow").text
    assert mended == f"# docflow: allow DF0208 because it is new\nlet n = 1\n{END}"
