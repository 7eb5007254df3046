"""Data in messages and logs does nothing to a terminal or a CI service."""

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.io.escape import json_text, safe, safe_json, safe_lines, safe_output

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


JSON = st.recursive(
    ANY | st.none() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(ANY, inner)
)


@given(JSON, st.sampled_from([None, 2]), st.booleans())
def test_json_keeps_its_values_and_loses_what_acts(value: object, indent: int | None, plain: bool) -> None:
    text = json_text(value, indent=indent, plain=plain)
    assert json.loads(text) == value
    acting = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert not {char for char in text if unicodedata.category(char) in acting} - {"\n"} - set(NUMBERS)
    assert "##[" not in text
    assert "##vso[" not in text.lower()
    assert not any(line.lstrip().startswith("::") for line in text.split("\n"))
    text.encode()


NUMBERS = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
"""Signs that belong to the digits or letters behind them, and those of shorthand and music: no danger."""
NUMBERS += "".join(map(chr, [*range(0x13430, 0x13440), *range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B)]))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('{"a": "\x7f##[group]"}', '{"a": "\\u007f#\\u0023[group]"}'),
        ('"\u202e\U000e0041"', '"\\u202e\\udb40\\udc41"'),
        ('"gr\u00fcn"', '"gr\u00fcn"'),
    ],
)
def test_examples_in_json(text: str, shown: str) -> None:
    assert safe_json(text) == shown
    assert json.loads(shown) == json.loads(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\n  ::error::x\n", "a\n  \\x3a:error::x\n"),
        ("a\tb\r\nc\rd", "a\tb\r\nc\\rd"),
        ("\x1b[31mred\x1b[0m \x1b[2J", "\\x1b[31mred\\x1b[0m \\x1b[2J"),
        ("x ##[group]", "x #\\x23[group]"),
        ("gr\u00fcn \u202e", "gr\u00fcn \\u202e"),
    ],
)
def test_the_last_wall(text: str, shown: str) -> None:
    assert safe_output(text) == shown
    assert safe_output(shown) == shown


def test_the_last_wall_lets_colours_through_where_there_are_any() -> None:
    text = "\x1b[31mred\x1b[0m \x1b[2J\x1b]8;;x\x1b\\"
    assert safe_output(text, colours=True) == "\x1b[31mred\x1b[0m \\x1b[2J\\x1b]8;;x\\x1b\\"
    assert safe_output("\x1b[31m::error::", colours=True) == "\x1b[31m\\x3a:error::"


@given(ANY, st.booleans())
def test_nothing_passes_the_last_wall(text: str, colours: bool) -> None:
    shown = safe_output(text, colours=colours)
    bare = re.sub(r"\x1b\[[0-9;]*m", "", shown) if colours else shown
    assert not {c for c in bare.replace("\r\n", "\n") if unicodedata.category(c) in {"Cc", "Cs"}} - {
        "\n",
        "\t",
    }
    assert not any(line.lstrip().startswith("::") for line in bare.split("\n"))
    assert "##[" not in shown
