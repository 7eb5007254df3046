"""The ends of lines come back as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.io.newlines import restore, unify

TEXTS = st.text("ab\r\n", max_size=12)


@pytest.mark.parametrize(
    ("raw", "text", "wanted"),
    [
        ("a\r\nb\r\n", "a\nc\nb\n", "a\r\nc\r\nb\r\n"),
        ("a\nb", "a\nb\nc", "a\nb\nc"),
        ("a\rb\r", "a\n\nb\n", "a\r\rb\r"),
        ("a\r\nb\nc\r\n", "a\nx\nb\nc\n", "a\r\nx\r\nb\nc\r\n"),
        ("a", "a\nb\n", "a\nb\n"),
    ],
)
def test_lines_keep_their_ends_and_new_ones_get_the_usual_one(raw: str, text: str, wanted: str) -> None:
    assert restore(raw, text) == wanted


@given(TEXTS)
def test_nothing_changes_where_nothing_changed(raw: str) -> None:
    assert restore(raw, unify(raw)) == raw


@given(TEXTS, st.text("ab\n", max_size=12))
def test_the_text_is_the_one_that_was_given(raw: str, text: str) -> None:
    assert unify(restore(raw, text)) == text
