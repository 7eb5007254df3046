"""Phrases are replaced once, the longest first; templates are checked early."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.plugin import Regex
from docflow.plugin.convert import OptionError, build
from docflow.std.clean.replace import Replace


def test_the_longest_phrase_counts_and_nothing_is_replaced_twice():
    step = Replace(phrases={"a": "b", "ab": "x", "b": "a"})
    assert step.clean("abba") == "xab"


def test_case_is_ignored_as_re_does():
    step = Replace(phrases={"straße": "road", "KM": "kilometre"}, ignore_case=True)
    assert step.clean("STRAßE 5 km \u212am") == "road 5 kilometre kilometre"


@given(st.text("ab \u00e9"))
def test_without_anything_to_do_the_text_is_the_same_object(text):
    assert Replace().clean(text) is text
    assert Replace(phrases={"z": "y"}, pattern=Regex("x+")).clean(text) is text


def test_braces_and_backslashes_in_phrases_are_literal():
    assert Replace(phrases={"a.b": r"\1", r"\d": "digit"}).clean(r"a.b axb \d 1") == r"\1 axb digit 1"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"pattern": Regex("(a)"), "with": r"\2"}, "no group 2"),
        ({"pattern": Regex("(a)"), "with": r"\g<year>"}, "no group 'year'"),
        ({"pattern": Regex(r"(a)\1")}, "back-reference"),
        ({"phrases": {"": "x"}}, "empty phrase"),
    ],
)
def test_what_cannot_work_is_refused_at_once(options, sentence):
    with pytest.raises(OptionError, match=sentence):
        build(Replace.__component__, options)
