"""The functions of expressions: pure, total, typed. What cannot be told is null, never an error."""

import datetime
import math
from typing import Any

from docflow.plugin import Function, function

__all__ = ["FUNCTIONS"]


# ------------------------------------------------------------------------------------------------ text


@function(examples=((("Ab Ç",), "ab ç"), (("",), "")))
def lower(text: str) -> str:
    """Return the text in lower case."""
    return text.lower()


@function(examples=((("Ab ç",), "AB Ç"), (("",), "")))
def upper(text: str) -> str:
    """Return the text in upper case."""
    return text.upper()


@function(examples=((("  a b \n",), "a b"), (("",), "")))
def trim(text: str) -> str:
    """Return the text without white space at both ends."""
    return text.strip()


@function(examples=((("abc",), 3), ((["a", "b"],), 2), (([],), 0)))
def length(of: str | list[Any]) -> int:
    """Return the number of characters of a text, or of elements of a list."""
    return len(of)


@function(examples=((("news/a.txt", "news/"), True), (("a", "b"), False)))
def starts_with(text: str, start: str) -> bool:
    """Tell whether the text begins with another."""
    return text.startswith(start)


@function(examples=((("a.txt", ".txt"), True), (("a", "b"), False)))
def ends_with(text: str, end: str) -> bool:
    """Tell whether the text ends with another."""
    return text.endswith(end)


@function(examples=((("abc", "b"), True), (("abc", "x"), False), (("abc", ""), True)))
def contains(text: str, part: str) -> bool:
    """Tell whether the text holds another; for a list write `x in list`."""
    return part in text


@function(examples=((("a-b-c", "-", " "), "a b c"), (("abc", "", "x"), "abc")))
def replace(text: str, old: str, new: str) -> str:
    """Return the text with every occurrence of `old` replaced; an empty `old` replaces nothing."""
    return text.replace(old, new) if old else text


@function(examples=((("a, b", ", "), ["a", "b"]), (("a  b\n", ""), ["a", "b"])))
def split(text: str, separator: str) -> list[str]:
    """Return the pieces between the separators; an empty separator splits at white space."""
    return text.split(separator) if separator else text.split()


@function(examples=(((["a", "b"], ", "), "a, b"), (([], ", "), "")))
def join(items: list[str], separator: str) -> str:
    """Return the texts of a list as one, with a separator between them."""
    return separator.join(items)


@function(examples=(((["a", "b"],), "a"), (([],), None)))
def first(items: list[str]) -> str | None:
    """Return the first text of a list, null when it is empty."""
    return items[0] if items else None


@function(examples=((("one two three", 7), "one two"), (("abc", 9), "abc"), (("abc", -1), "")))
def take(text: str, count: int) -> str:
    """Return the first `count` characters of a text."""
    return text[: max(count, 0)]


# -------------------------------------------------------------------------------------------- numbers


@function(examples=(((2, 1.5), 1.5), ((-1, 1), -1)), name="min")
def min_(a: float, b: float) -> float:
    """Return the smaller of two numbers."""
    return min(a, b)


@function(examples=(((2, 1.5), 2), ((-1, 1), 1)), name="max")
def max_(a: float, b: float) -> float:
    """Return the larger of two numbers."""
    return max(a, b)


@function(examples=(((-1.5,), 1.5), ((2,), 2)), name="abs")
def abs_(number: float) -> float:
    """Return a number without its sign."""
    return abs(number)


@function(
    examples=(((2.5, 0), 3.0), ((-2.5, 0), -3.0), ((0.125, 2), 0.13), ((1e300, 2), 1e300)), name="round"
)
def round_(number: float, digits: int) -> float:
    """Return a number rounded to `digits` decimals (0 to 15), halves away from zero."""
    scale = 10.0 ** min(max(digits, 0), 15)
    scaled = abs(number) * scale
    if not math.isfinite(scaled) or scaled >= 2**53:
        return float(number)
    return math.copysign(math.floor(scaled + 0.5) / scale, number)


# ----------------------------------------------------------------------------------------- conversions


@function(examples=(((True,), "true"), ((1.5,), "1.5"), ((None,), ""), ((["a", 1],), "a, 1")), name="text")
def text_(value: Any) -> str:
    """Return any value as a text, as `f"{value}"` shows it; null is the empty text."""
    return _text(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return ", ".join(_text(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_text(item)}" for key, item in value.items())
    return str(value)


@function(examples=((("42",), 42), ((" -1_000 ",), -1000), (("4.2",), None), (("",), None)), name="int")
def int_(text: str) -> int | None:
    """Return the whole number that a text is, null when it is none."""
    plain = text.strip()
    if len(plain) > _DIGITS or not plain.isascii():
        return None
    try:
        return int(plain)
    except ValueError:
        return None


@function(examples=((("4.2",), 4.2), (("1e3",), 1000.0), (("nan",), None), (("x",), None)), name="float")
def float_(text: str) -> float | None:
    """Return the number that a text is, null when it is none."""
    try:
        found = float(text)
    except ValueError:
        return None
    return found if math.isfinite(found) else None


_DIGITS = 100
"""Longer runs of digits are identifiers, not numbers; reading them takes quadratic time."""


# ---------------------------------------------------------------------------------------------- dates


@function(
    examples=((("2020-05-04",), datetime.date(2020, 5, 4)), (("2020-13-01",), None), (("4 May",), None))
)
def date(text: str) -> datetime.date | None:
    """Return the date that an ISO text such as "2020-05-04" is (a time after it is left out), else null."""
    day = text.strip()[:10]
    try:
        return datetime.date.fromisoformat(day) if len(day) == 10 else None
    except ValueError:
        return None


@function(examples=(((datetime.date(2020, 5, 4),), 2020),))
def year(of: datetime.date) -> int:
    """Return the year of a date."""
    return of.year


@function(examples=(((datetime.date(2020, 5, 4),), 5),))
def month(of: datetime.date) -> int:
    """Return the month of a date, 1 to 12."""
    return of.month


@function(examples=(((datetime.date(2020, 5, 4),), 4),))
def day(of: datetime.date) -> int:
    """Return the day of the month of a date, 1 to 31."""
    return of.day


FUNCTIONS: tuple[Function, ...] = (
    lower,
    upper,
    trim,
    length,
    starts_with,
    ends_with,
    contains,
    replace,
    split,
    join,
    first,
    take,
    min_,
    max_,
    abs_,
    round_,
    text_,
    int_,
    float_,
    date,
    year,
    month,
    day,
)
