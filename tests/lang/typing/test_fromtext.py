"""Values from the command line and from a params file."""

import datetime
from pathlib import PurePosixPath

import pytest

from docflow.lang.typing.coercion import Misfit
from docflow.lang.typing.fromtext import from_data, parse_value
from docflow.lang.typing.types import type_from_text
from docflow.model import REGEX, TEXT, Place, Regex, Type, list_of

PATTERNS = list_of(Type("union", (TEXT, REGEX)))


def read(name: str) -> Type:
    found = type_from_text(name)
    assert found is not None
    return found


GOOD = [
    ("text", "a, b", "a, b"),
    ("text", "", ""),
    ("text", "null", "null"),
    ("text?", "null", None),
    ("int?", "", None),
    ("int", "1_000", 1000),
    ("int", " -3 ", -3),
    ("float", "3", 3.0),
    ("float", "20%", 0.2),
    ("ratio", "20%", 0.2),
    ("ratio", "0.2", 0.2),
    ("size", "10MB", 10_000_000),
    ("size", "10 MB", 10_000_000),
    ("duration", "200ms", 0.2),
    ("bool", "true", True),
    ("bool", "False", False),
    ("date", "2020-05-04", datetime.date(2020, 5, 4)),
    ("path", "out/x", Place("out/x", "caller")),
    ("glob", "*.txt", Place("*.txt", "caller")),
    ("regex", 'a"\\d', Regex('a"\\d')),
    ('enum["a", "b"]', "b", "b"),
    ("list[int]", "1, 2", (1, 2)),
    ("list[int]", "[1, 2]", (1, 2)),
    ("list[int]", "", ()),
    ("list[text]", '["a,b", "c"]', ("a,b", "c")),
    ("list[text]", "a", ("a",)),
    ("list[path]", "a,b", (Place("a", "caller"), Place("b", "caller"))),
    ("map[size]", '{"a": "1KB"}', {"a": 1000}),
    ("any", "x", "x"),
]


@pytest.mark.parametrize(("type_", "text", "value"), GOOD)
def test_a_text_is_read_by_the_type_of_its_param(type_: str, text: str, value: object) -> None:
    found = parse_value(text, read(type_))
    assert found == value
    assert type(found) is type(value)


BAD = [
    ("int", "x", 'this must be an int, and it is "x"', "40"),
    ("int", "1.5", "must be an int", None),
    ("int", "10MB", "must be an int", None),
    ("size", "10", "must be a size", "`10MB`"),
    ("size", "10mb", "there is no unit `mb`", "`10MB`"),
    ("duration", "5", "must be a duration", "`5s`"),
    ("duration", "5MB", "must be a duration", "ms, s, m, h, d"),
    ("bool", "yes", 'true or false, and it is "yes"', None),
    ("date", "4 May", "is not a date", "2020-05-04"),
    ("path", "", "it is empty", None),
    ("regex", "a(", "not valid", "bracket"),
    ("regex", "(?=a)", "no linear form", None),
    ('enum["news", "blog"]', "new", "must be one of", '"news"'),
    ("list[int]", "1, x", 'it is "x"', None),
    ("list[int]", "[1", "this is no JSON", '["a", "b"]'),
    ("list[int]", '{"a": 1}', "must be an int", None),
    ("map[int]", "a=1", "must be a `map[int]`", '{"a": "b"}'),
    ("map[int]", '{"a": "x"}', "must be an int", None),
    ("map[int]", "[1]", "must be a `map[int]`", None),
]


@pytest.mark.parametrize(("type_", "text", "message", "advice"), BAD)
def test_a_text_that_does_not_fit_says_why(type_: str, text: str, message: str, advice: str | None) -> None:
    found = parse_value(text, read(type_))
    assert isinstance(found, Misfit)
    assert message in found.message
    assert advice is None or advice in (found.help or "")


def test_unions_take_the_narrower_reading_and_one_glob_is_a_list_of_one() -> None:
    globs = Type("union", (read("glob"), read("list[glob]")))
    assert parse_value("a", globs) == (Place("a", "caller"),)
    assert parse_value('["a", "b"]', globs) == (Place("a", "caller"), Place("b", "caller"))
    assert from_data(["a", "b"], globs) == (Place("a"), Place("b"))


@pytest.mark.parametrize(
    ("type_", "data", "value"),
    [
        ("int", 3, 3),
        ("float", 3, 3.0),
        ("ratio", 0.2, 0.2),
        ("size", "10MB", 10_000_000),
        ("date", datetime.date(2020, 5, 4), datetime.date(2020, 5, 4)),
        ("path", "x", Place("x")),
        ("path", PurePosixPath("x/y"), Place("x/y")),
        ("size", 3, 3),
        ("duration", 2, 2.0),
        ("list[size]", ["1KB", "2KB"], (1000, 2000)),
        ("map[list[int]]", {"a": [1]}, {"a": (1,)}),
        ("any", {"a": [1, "x"]}, {"a": (1, "x")}),
        ("text?", None, None),
    ],
)
def test_data_of_a_params_file_is_read_by_the_type(type_: str, data: object, value: object) -> None:
    found = from_data(data, read(type_))
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("type_", "data", "message"),
    [
        ("int", True, "true is a bool"),
        ("int", 1.5, "1.5 is a float"),
        ("text", 3, "3 is an int"),
        ("size", True, "true is a bool"),
        ("int", [1], "[1] is a"),
        ("text", {"a": 1}, "is a `map"),
        ("list[int]", 1, "1 is an int"),
        ("text", None, "it is null"),
        ("date", datetime.datetime(2020, 5, 4, tzinfo=datetime.UTC), "a date with a time"),
    ],
)
def test_data_that_does_not_fit_says_why(type_: str, data: object, message: str) -> None:
    found = from_data(data, read(type_))
    assert isinstance(found, Misfit)
    assert message in found.message
