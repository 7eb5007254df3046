import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.lang.suggest import distance, nearest

WORDS = ["route", "residue", "clean.whitespace", "clean.unicode", "max_blank", "min_words", "to", "text"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("rotue", "route"),
        ("residu", "residue"),
        ("clean.whitspace", "clean.whitespace"),
        ("maxblank", "max_blank"),
        ("Route", "route"),
        ("TO", "to"),
        ("min", "min_words"),
        ("tx", None),
        ("banana", None),
        ("", None),
    ],
)
def test_nearest(word: str, expected: str | None) -> None:
    assert nearest(word, WORDS) == expected


def test_the_word_itself_is_no_suggestion() -> None:
    assert nearest("route", ["route"]) is None


def test_a_tie_goes_to_the_same_first_character() -> None:
    assert nearest("bone", ["cone", "bony"]) == "bony"


def test_what_is_far_too_long_is_not_compared() -> None:
    assert nearest("x" * 3_000_000, ["route"]) is None
    assert nearest("rou" + "x" * 3_000_000, ["route"]) is None


def test_a_swap_is_one_mistake() -> None:
    assert distance("rotue", "route") == 1
    assert distance("", "abc") == 3


@given(st.text(max_size=8), st.text(max_size=8))
def test_distance_is_symmetric_and_zero_only_for_equals(left: str, right: str) -> None:
    assert distance(left, right) == distance(right, left)
    assert (distance(left, right) == 0) == (left == right)
