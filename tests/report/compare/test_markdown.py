"""Markdown of a comparison: nothing of the data acts in it, and it fits into a comment."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.plan.comparison import (
    Comparison,
    Detail,
    Effect,
    Example,
    FieldChange,
    FlowComparison,
    Hunk,
    RuleChange,
    SinkChange,
    StepChange,
    Version,
)
from docflow.plan.report import FlowReport, GateResult, Sums
from docflow.report.compare.headline import headline
from docflow.report.compare.json import as_json
from docflow.report.compare.markdown import LONGEST, code, render
from docflow.report.compare.text import render as render_text
from docflow.textdiff import rows
from docflow.value import evolve

LIMIT = 65_536
"""The most characters that GitHub takes as a comment."""
MARK = "QQQ"


def compared(said: str, *, examples: int = 1, kinds: int = 1, flows: int = 1) -> Comparison:
    """A comparison in which everything that comes from data is `said`."""
    gate = GateResult(said, False, "fail", said, 3)
    before = FlowReport(said, Sums(9, 0, 9), Sums())
    after = FlowReport(said, Sums(9, 0, 8, 1), Sums(), gates=(gate,))
    effects = tuple(
        Effect(kind, said, said, said, said, 4, documents=2, lines=3, chars=4, ids=(said,))
        for kind in ("dropped", "kept", "lines gone", "text", "field")
        for _ in range(kinds)
    )
    lines = tuple(Hunk(row, said, 0) for row in rows(f"a\n{said}\nb", f"a\nb\nnew {said}"))
    fields = (FieldChange(said, said, None),)
    example = Example(
        2, said, said, f"written to {said}", f"dropped by {said}", ((said, said),), lines, 2, fields
    )
    other = Example(0, said, said, f"written to {said}", f"dropped by {said}", excerpt=said, words=3)
    flow = FlowComparison(
        said,
        before,
        after,
        compared=9,
        changed=2,
        only_before=1,
        only_ids=(said,),
        stopped_after=said,
        sinks=(SinkChange(said, 9, 8),),
        rules=(RuleChange(said, said, 1, 2, 3, 4, 5, 6),),
        groups=effects,
        effects=effects,
        examples=(example, other) * examples,
    )
    details = (Detail(said, said, said), Detail(said, "", "", (said,), (said,)))
    steps = tuple(
        StepChange(change, "step", said, said, said, said, 1, 2, details)
        for change in ("added", "removed", "changed", "moved", "renamed")
    )
    note = f"{said} has no param `{said}`"
    return Comparison(Version(said, "d"), Version(said, "e"), False, steps, (flow,) * flows, (note,))


def outside_code(text: str) -> str:
    """Return what of a page is not code, as CommonMark reads it."""
    text = re.sub(r"^(`{3,})diff\n.*?^\1$", "", text, flags=re.M | re.S)
    return re.sub(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", "", text, flags=re.S)


PARTS = [*"`|<>@#*_[]()!&\\\n\r:~-+$", "\u202e", "\x1b", "```", "\n```\n", "</details>", "a", " "]
HOSTILE = st.lists(st.sampled_from(PARTS), max_size=12).map("".join)


@given(HOSTILE)
def test_data_stands_in_code_only(said: str) -> None:
    page = render(compared(f"{said}{MARK}{said}"))
    rest = outside_code(page)
    quoted = [line for line in rest.splitlines() if line.startswith("> ")]  # notes: their rest is escaped
    for line in rest.splitlines():
        assert MARK not in line or line in quoted, line
    for line in quoted:
        assert not re.search(r"(?<!\\)[<@*_\[\]]", line[2:]), line


@given(HOSTILE)
def test_a_page_opens_and_closes(said: str) -> None:
    rest = outside_code(render(compared(f"{said}{MARK}")))
    assert rest.count("<details>") == rest.count("</details>") == 2


@given(HOSTILE)
def test_rows_have_as_many_cells_as_heads(said: str) -> None:
    for line in render(compared(f"{said}{MARK}")).splitlines():
        if line.startswith("| "):
            # As cmark-gfm cuts a row: at a `|` without a backslash before it, however many stand there.
            cells = re.split(r"(?<!\\)\|", line)
            assert len(cells) in (5, 6), line


@given(st.text(max_size=30))
def test_a_code_span_is_one_span(said: str) -> None:
    assert outside_code(f"a {code(said)} b") == "a  b"


@pytest.mark.parametrize(
    "made",
    [
        compared("x" * 5000, examples=40, kinds=30),
        compared("`" * 300, examples=40, kinds=30),
        compared("short", flows=60),
        compared("\u202e" * 400, kinds=30, flows=10),
    ],
    ids=["long", "fences", "flows", "escapes"],
)
def test_it_fits_into_a_comment(made: Comparison) -> None:
    page = render(made)
    assert len(page) <= LONGEST < LIMIT
    assert outside_code(page).count("<details>") == outside_code(page).count("</details>")


def test_what_is_left_out_is_said() -> None:
    assert "would have made this too long" in render(compared("x" * 5000, examples=40))
    assert "too long for a comment" in render(compared("short", flows=60))
    assert "and more, of which" in render(compared("short", kinds=30))


@given(HOSTILE)
def test_text_has_no_control_characters(said: str) -> None:
    page = render_text(compared(said))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u202e]", page)
    assert not [line for line in page.splitlines() if line.lstrip().startswith("::")]


def test_json_is_complete() -> None:
    made = compared("x")
    found = as_json(made)
    assert found["differs"] is True
    assert found["flows"][0]["examples"][0]["lines"][1]["row"]["kind"] == "gone"
    assert found["flows"][0]["after"]["sums"]["dropped"] == 1


def test_a_headline_stays_a_sentence() -> None:
    kinds = ("dropped", "kept", "lines gone", "text", "field")
    groups = tuple(Effect(kind, "a.step", detail="x", documents=2) for kind in kinds)
    flow = FlowComparison(
        "", FlowReport("", Sums(9, 0, 9), Sums()), FlowReport("", Sums(9, 0, 9), Sums()), 9, 8
    )
    few = evolve(flow, groups=groups[:2])
    made = Comparison(Version("old", "1"), Version("new", "2"), flows=(few,))
    assert headline(made, "`{}`".format) == (
        "8 of 9 documents change: 2 are newly dropped by `a.step`: `x`; "
        "2 are newly kept, ended by `a.step` before: `x`."
    )
    many = headline(evolve(made, flows=(evolve(flow, groups=groups),)), str)
    assert many.endswith("; and 3 more kinds of change.")


def test_a_headline_of_versions_that_read_other_documents() -> None:
    flow = FlowComparison(
        "", FlowReport("", Sums(9, 0, 9), Sums()), FlowReport("", Sums(3, 0, 3), Sums()), 0, 0
    )
    flow = evolve(flow, only_before=9, only_after=3)
    made = Comparison(Version("old", "1"), Version("new", "2"), flows=(flow,))
    assert headline(made, str) == (
        "No document is read by both versions. 3 documents are read by the new version only. "
        "9 documents are no longer read."
    )
