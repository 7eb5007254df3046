"""Data in messages and logs does nothing to a terminal or a CI service."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.io.escape import safe, safe_lines

ANY = st.text(st.characters(exclude_categories=()), max_size=80)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text, Größe: 3", "plain text, Größe: 3"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\nb\r\tc", "a\\nb\\r\\tc"),
        ("\u202edrow", "\\u202edrow"),
        ("a\u2028b\u2029", "a\\u2028b\\u2029"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("::error file=x::", "\\x3a:error file=x::"),
        ("  ::set-output::", "  \\x3a:set-output::"),
        ("a::b", "a::b"),
        (":", ":"),
        ("x ##[error]", "x #\\x23[error]"),
        ("##vso[task]", "#\\x23vso[task]"),
    ],
)
def test_examples(text: str, shown: str) -> None:
    assert safe(text) == shown


@given(ANY)
def test_nothing_that_acts_is_left(text: str) -> None:
    shown = safe(text, None)
    assert not {unicodedata.category(char) for char in shown} & {"Cc", "Cs", "Zl", "Zp"}
    assert not any(unicodedata.bidirectional(c) in {"RLO", "LRO", "RLI", "LRI", "FSI", "PDI"} for c in shown)
    assert not shown.lstrip().startswith("::")
    shown.encode()


@given(ANY)
def test_lines_are_kept_and_each_is_safe(text: str) -> None:
    shown = safe_lines(text, None)
    assert shown.count("\n") == text.count("\n")
    assert not any(line.lstrip().startswith("::") for line in shown.splitlines())


def test_a_long_text_is_cut() -> None:
    assert safe("x" * 300) == "x" * 200 + "…"
    assert safe("x" * 10, 4) == "xxxx…"
    assert safe("x" * 10, None) == "x" * 10
