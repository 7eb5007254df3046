"""Typed fields out of named groups."""

import datetime

import pytest

from docflow.plugin import Document, Regex
from docflow.plugin.convert import OptionError, build
from docflow.std.extract.pattern import Pattern
from docflow.std.extract.readings import read_date, read_float, read_int


def test_fields_are_known_with_their_types_before_a_run():
    step = Pattern(pattern=Regex(r"(?P<a>x)(?P<b>\d)"), types={"b": "int"})
    assert {name: str(type_) for name, type_ in step.fields().items()} == {"a": "text?", "b": "int?"}
    every = build(Pattern.__component__, {"pattern": Regex("(?P<a>x)"), "all": True})
    assert {name: str(type_) for name, type_ in every.fields().items()} == {"a": "list[text]"}


def test_what_says_no_value_is_null_or_left_out():
    one = Pattern(pattern=Regex(r"(?P<n>\w+)"), types={"n": "int"})
    assert one.extract(Document("1", "many")) == {"n": None}
    every = Pattern(pattern=Regex(r"(?P<n>\w+)"), types={"n": "int"}, all=True)
    assert every.extract(Document("1", "3 or many or 5")) == {"n": [3, 5]}


def test_a_field_that_is_no_text_holds_nothing_to_find():
    step = Pattern(pattern=Regex("(?P<n>1)"), from_="year")
    assert step.extract(Document("1", "", fields={"year": 1999})) == {}
    assert step.extract(Document("1", "")) == {}


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"pattern": Regex("(a)")}, "no named group"),
        ({"pattern": Regex("(?P<text>a)")}, "has `text` already"),
        ({"pattern": Regex("(?P<a>a)"), "types": {"b": "int"}}, "`types` names `b`"),
        ({"pattern": Regex("(?P<a>a)"), "types": {"a": "year"}}, "year"),
        ({"pattern": Regex("(?P<a>a)(?!b)")}, "look-ahead"),
    ],
)
def test_options_that_do_not_fit_together_are_refused(options, sentence):
    with pytest.raises(OptionError, match=sentence):
        build(Pattern.__component__, options)


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 12), (" 1,000 ", 1000), ("-1 000 000", -1_000_000), ("1,00", None), ("1.5", None), ("", None),
     ("٣", 3), ("9" * 5000, None)],
)  # fmt: skip
def test_whole_numbers(text, value):
    assert read_int(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("12", 12.0), ("1,000.5", 1000.5), (".5", 0.5), ("1E3", 1000.0), ("nan", None), ("1,5", None)],
)
def test_numbers(text, value):
    assert read_float(text) == value


@pytest.mark.parametrize(
    "text",
    ["2020-05-04", "2020/5/4", "2020-05-04T10:00:00Z", "May 4, 2020", "Monday, May 4th, 2020", "4 May 2020",
     "4. may 2020", "Mon 4 MAY, 2020"],
)  # fmt: skip
def test_dates(text):
    assert read_date(text) == datetime.date(2020, 5, 4)


@pytest.mark.parametrize("text", ["2020-13-04", "February 30, 2020", "0000-01-01", "4/5/2020", "soon", ""])
def test_what_is_no_date(text):
    assert read_date(text) is None
