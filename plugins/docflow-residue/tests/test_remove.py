"""What residue.remove promises for any text; what it is worth on pages is in bench/residue."""

import pytest
from docflow_residue.deciding.reasons import REASONS, REPEATED
from docflow_residue.lines.phrases import stems
from docflow_residue.remove import Remove
from hypothesis import given, settings
from hypothesis import strategies as st

from docflow.plugin import Cut

LEVELS = ("safe", "normal", "strict")
PROSE = (
    "The mill stood by the river for a hundred years, and nobody in the town knew who had built it.",
    "When the water rose in the spring, the wheel turned by itself and kept the children awake at night.",
    "It was sold in the end to a teacher from the coast, who wanted to grind nothing but her own flour.",
)
RESIDUE = ("Home", "Share this article", "Related articles", "© 2024 The Mill. All rights reserved.", "Tags")
LINES = (*PROSE, *RESIDUE, "", " ", "---", "12.50", "日本語の文章です。", "A\ufeff\x00b", "\ud800")
TEXTS = st.lists(st.sampled_from(LINES), max_size=14).map("\n".join)
PAGE = "\n".join(("Home", "News", "Sport", *PROSE, *RESIDUE[1:]))


def without(text: str, cuts: list[Cut]) -> str:
    kept, at = [], 0
    for cut in cuts:
        kept.append(text[at : cut.start])
        at = cut.end
    return "".join(kept) + text[at:]


def test_a_page_loses_what_is_around_its_text() -> None:
    left = without(PAGE, list(Remove().cuts(PAGE)))
    assert all(line in left for line in PROSE)
    assert "Share this article" not in left
    assert "All rights reserved" not in left


def test_a_stricter_level_takes_no_less() -> None:
    lost = [len(PAGE) - len(without(PAGE, list(Remove(level=level).cuts(PAGE)))) for level in LEVELS]
    assert lost == sorted(lost)
    assert lost[0] > 0


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=4), st.sampled_from(LEVELS))
def test_laws(texts: list[str], level: str) -> None:
    remove = Remove(level=level)
    found = remove.cuts_many(texts)
    assert [list(cuts) for cuts in found] == [list(remove.cuts(text)) for text in texts]
    known = {*REASONS, REPEATED, *stems()}
    for text, cuts in zip(texts, found, strict=True):
        at = 0
        for cut in cuts:
            assert at <= cut.start < cut.end <= len(text)
            assert cut.start == 0 or text[cut.start - 1] == "\n"
            assert cut.end == len(text) or text[cut.end - 1] == "\n"
            assert cut.rule in known
            at = cut.end


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    cuts = list(Remove(level="strict").cuts(text))
    assert all(0 <= cut.start < cut.end <= len(text) for cut in cuts)


@pytest.mark.parametrize("text", ["", "\n", "\n\n\n", "...", "\x00", "\ud800\n\udfff"])
def test_nothing_to_decide(text: str) -> None:
    assert list(Remove(level="strict").cuts(text)) == []


def test_rules_are_few() -> None:
    assert len({*REASONS, REPEATED, *stems()}) <= 60


HOSTILE = {
    "one line": lambda size: "a" * size,
    "one line of words": lambda size: "ab " * (size // 3),
    "empty lines": lambda size: "\n" * size,
    "lines of one letter": lambda size: "a\n" * (size // 2),
    "marks": lambda size: "." * size,
    "same line": lambda size: "Share this article\n" * (size // 19),
    "zeros": lambda size: "\x00" * size,
    "surrogates": lambda size: "\ud800" * size,
    "spaces": lambda size: " " * size,
    "every other line": lambda size: ("Home\n" + "-" * 60 + "\n") * (size // 66),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text(kind: str) -> None:
    text = HOSTILE[kind](
        1_000_000
    )  # what is not linear would take hours; bench/residue/hostile.py has the times
    assert all(0 <= cut.start < cut.end <= len(text) for cut in Remove(level="strict").cuts(text))
