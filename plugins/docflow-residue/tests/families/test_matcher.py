"""What holds for every text: nothing raises, a line is judged alone, and the work is linear."""

import numpy as np
import pytest
from docflow_residue.families import FAMILIES, Matcher, match
from docflow_residue.families.build import build
from docflow_residue.families.matcher import LONGEST_WHOLE
from docflow_residue.families.phrasebook import rules, words
from hypothesis import given, settings
from hypothesis import strategies as st

PIECES = st.sampled_from(
    (
        "Share",
        "By Anna Berg",
        " ",
        "\u00a0",
        "• ",
        "12",
        " Comments",
        "Photo: ",
        "...",
        "続きを読む",
        "广告",
        "©",
        " 2020",
        "\n",
        "\r",
    )
)
LINES = st.lists(PIECES | st.text(max_size=5), max_size=8).map("".join)


@given(st.lists(LINES, max_size=20))
@settings(max_examples=150, deadline=None)
def test_a_line_is_judged_the_same_alone_and_in_a_batch(lines: list[str]) -> None:
    together = match(lines)
    assert together.shape == (len(lines), len(FAMILIES))
    assert together.dtype == np.bool_
    for line, row in zip(lines, together, strict=True):
        assert (match([line])[0] == row).all()


def test_no_lines_and_empty_lines() -> None:
    assert match([]).shape == (0, len(FAMILIES))
    assert not match(["", " ", "\n", "—", "\ud800"]).any()


@pytest.mark.parametrize(
    "around", ["{}", "  {}  ", "• {}", "{} »", "[{}]", "{}:", "{}…", "\U0001f4e2 {}", "\ue001 {}", "({})"]
)
def test_what_stands_around_a_phrase_does_not_count(around: str) -> None:
    found = match([around.format("Share this article"), around.format("SHARE THIS\u00a0ARTICLE")])
    assert found[:, FAMILIES.index("share")].all()


def test_a_newline_inside_a_line_counts_as_a_blank() -> None:
    assert match(["Share\nthis article"])[0, FAMILIES.index("share")]


def test_a_whole_phrase_takes_no_long_line() -> None:
    assert match(["Photo: " + "Anna Berg " * 10])[0, FAMILIES.index("photo")]
    assert not match(["Photo: " + "Anna Berg " * LONGEST_WHOLE])[0, FAMILIES.index("photo")]


@pytest.mark.parametrize(
    "unit", ["a", "share ", "by Anna ", "http://", "1 2 ", "© ", "read more ", "続き", "-", "@"]
)
def test_hostile_lines_of_a_megabyte_come_to_an_end(unit: str) -> None:
    # Backtracking would not end here in the age of the universe; re2 walks once over the text.
    assert match([unit * (1_000_000 // len(unit))] * 2).shape == (2, len(FAMILIES))


def test_some_rules_alone_have_the_same_columns() -> None:
    small = Matcher(build(rules("de"), words()))
    assert small.match(["Artikel teilen", "Share"])[:, FAMILIES.index("share")].tolist() == [True, False]
