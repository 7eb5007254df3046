"""Fixes are applied together where they can be, again until nothing is left, and never to the worse."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.errors import Diagnostic, Fix
from docflow.flowfile.file import FlowFile
from docflow.lang.fixing import fixed, mend
from docflow.lang.spans import span_of

FOLDER = Path(__file__).parents[1] / "flows" / "diagnostics"
FLOWS = sorted(FOLDER.glob("DF*.flow"))


def finding(text: str, start: int, end: int, replacement: str) -> Diagnostic:
    span = span_of(text, "a", start, end)
    return Diagnostic("DF0101", "wrong", span, fix=Fix("write it", span, replacement))


@pytest.mark.parametrize(
    ("offers", "wanted", "count"),
    [
        ([(0, 1, "X"), (2, 3, "Y")], "XbY", 2),
        ([(2, 3, "Y"), (0, 1, "X")], "XbY", 2),
        ([(0, 2, "X"), (1, 3, "Y")], "Xc", 1),
        ([(0, 2, "X"), (2, 3, "Y")], "XY", 2),
        ([(1, 1, "X"), (1, 1, "Y")], "aXbc", 1),
        ([(1, 1, "X"), (1, 1, "X")], "aXbc", 2),
        ([(0, 1, "X"), (1, 1, "Y")], "XYbc", 2),
        ([(1, 1, "Y"), (1, 2, "X")], "aYXc", 2),
        ([(0, 3, "abc")], "abc", 0),
        ([], "abc", 0),
    ],
)
def test_one_round(offers: list[tuple[int, int, str]], wanted: str, count: int) -> None:
    done = fixed("abc", [finding("abc", *offer) for offer in offers], "a")
    assert (done.text, len(done.applied)) == (wanted, count)


def test_fixes_of_other_files_are_left_alone() -> None:
    assert fixed("abc", [finding("abc", 0, 1, "X")], "b").text == "abc"


SPOTS = st.tuples(st.integers(0, 9), st.integers(0, 9), st.text("xy", max_size=2))


@given(st.lists(SPOTS, max_size=8))
def test_a_round_changes_nothing_but_what_its_fixes_say(spots: list[tuple[int, int, str]]) -> None:
    text = "0123456789"
    offers = [finding(text, min(a, b), max(a, b), new) for a, b, new in spots]
    done = fixed(text, offers, "a")
    by_hand, seen = text, set()
    for each in reversed(done.applied):
        fix = each.fix
        assert fix is not None
        key = (fix.span.start, fix.span.end, fix.replacement)
        if key not in seen:
            by_hand = by_hand[: fix.span.start] + fix.replacement + by_hand[fix.span.end :]
        seen.add(key)
    assert by_hand == done.text
    assert bool(done.applied) == (done.text != text)


def test_fixes_that_turn_in_a_circle_end() -> None:
    def check(text: str) -> list[Diagnostic]:
        return [finding(text, 0, 1, "b" if text == "a" else "a")]

    assert mend("a", check, "a").text in ("a", "b")


def test_a_fix_that_only_grows_ends() -> None:
    def check(text: str) -> list[Diagnostic]:
        return [finding(text, 0, 0, "a")]

    assert len(mend("", check, "a").text) <= 50


def test_a_mistake_of_syntax_that_hides_others_is_mended() -> None:
    def check(text: str) -> list[Diagnostic]:
        if "a" in text:
            return [finding(text, 0, 1, "b")]
        place = span_of(text, "a", 0, 1)
        return [Diagnostic("DF0201", "wrong", place), Diagnostic("DF0202", "wrong", place)]

    assert mend("a", check, "a").text == "b"


def test_a_fix_that_breaks_more_than_it_mends_is_left_out() -> None:
    def check(text: str) -> list[Diagnostic]:
        found = [finding(text, text.index("b"), text.index("b") + 1, "B")] if "b" in text else []
        if "a" in text:
            found.append(finding(text, text.index("a"), text.index("a") + 1, "!!!"))
        return found + [finding(text, n, n + 1, "!") for n, char in enumerate(text) if char == "!"]

    done = mend("a b", check, "a")
    assert done.text == "a B"
    assert len(done.applied) == 1
    assert len(done.left) == 1


def wrong(found: Sequence[Diagnostic]) -> tuple[int, int]:
    errors = [each for each in found if each.severity == "error"]
    return sum(each.code.startswith("DF01") for each in errors), len(errors)


@pytest.mark.parametrize("path", FLOWS, ids=lambda path: path.stem)
def test_mending_ends_with_no_more_errors_and_nothing_left_to_mend(path: Path) -> None:
    text = path.read_text("utf-8")

    def check(changed: str) -> tuple[Diagnostic, ...]:
        return FlowFile(changed, path.name, FOLDER).check().diagnostics

    before, done = check(text), mend(text, check, path.name)
    assert done.left == check(done.text)
    assert wrong(done.left) <= wrong(before)
    assert not [each for each in done.left if each.fix and each.fix.span.file == path.name]
