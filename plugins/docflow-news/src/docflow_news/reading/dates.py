"""Dates as news pages write them."""

import datetime
import re
from collections.abc import Iterator

from attrs import frozen

from docflow.plugin import late

__all__ = ["Found", "dates_in", "first_date"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"([0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"((?:19|20)\d\d)"
_YEARS = late(r"(?:19|20)\d\d|\d/\d")
"""What every form has; few lines have it, which saves most of the work."""
_FORMS = (
    (late(rf"(?<!\d){_YEAR}[-/]([01]?\d)[-/]([0-3]?\d)(?!\d)"), "ymd"),
    (late(rf"(?<![a-z]){_MONTH}\s{{1,3}}{_DAY},?\s{{1,3}}{_YEAR}", re.I), "Mdy"),
    (late(rf"(?<!\d){_DAY}[\s-]{{1,3}}{_MONTH},?[\s-]{{1,3}}{_YEAR}", re.I), "dMy"),
    (late(rf"(?<![\d.])([0-3]?\d)\.([01]?\d)\.{_YEAR}(?!\d)"), "dmy"),
    (late(r"(?<![\d/])([0-3]?\d)/([0-3]?\d)/((?:19|20)?\d\d)(?![\d/])"), "slash"),
)


@frozen
class Found:
    """A date in a line, with where its text starts and ends."""

    date: datetime.date
    start: int
    end: int


def dates_in(line: str) -> Iterator[Found]:
    """Yield the full dates of a line, in order.

    `1/2/2020` says nothing certain and is left out; `13/2/2020` and `2/13/2020` are read.
    """
    if _YEARS.search(line) is None:
        return
    found = [_found(match, form) for pattern, form in _FORMS for match in pattern.finditer(line)]
    yield from sorted((f for f in found if f is not None), key=lambda f: f.start)


def first_date(line: str) -> datetime.date | None:
    """Return the first full date of a line, or None."""
    return next((found.date for found in dates_in(line)), None)


def _found(match: re.Match[str], form: str) -> Found | None:
    parts = _parts(match.groups(), form)
    if parts is None:
        return None
    try:
        return Found(datetime.date(*parts), match.start(), match.end())
    except ValueError:  # 31 June
        return None


def _parts(groups: tuple[str, ...], form: str) -> tuple[int, int, int] | None:
    a, b, c = groups
    if form == "ymd":
        return int(a), int(b), int(c)
    if form == "Mdy":
        return int(c), _month(a), int(b)
    if form == "dMy":
        return int(c), _month(b), int(a)
    if form == "dmy":
        return int(c), int(b), int(a)
    return _slashed(int(a), int(b), c)


def _slashed(a: int, b: int, year: str) -> tuple[int, int, int] | None:
    y = int(year) if len(year) == 4 else 2000 + int(year)
    if a > 12 >= b:
        return y, b, a
    return (y, a, b) if b > 12 >= a or a == b else None


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1
