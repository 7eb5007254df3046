"""Days in the forms that machines write, and in the clearest of those that people do."""

import datetime
from typing import Final

from docflow.plugin import late

__all__ = ["read_date"]

_ISO: Final = late(
    r"(\d{4})-(\d\d?)-(\d\d?)(?=$|[T ,.+Z-])|(\d{4})/(\d\d?)/(\d\d?)(?=$|[T ])|(\d{4})(\d\d)(\d\d)(?=$|T)"
)
_DAY_FIRST: Final = late(
    r"(?:[a-z]{3,9},?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s-]+([a-z]{3,9})\.?,?[\s-]+(\d{4})\b", 2
)
_MONTH_FIRST: Final = late(
    r"(?:[a-z]{3,9},?\s+)?([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b", 2
)
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FIRST_YEAR: Final = 1600
_LAST_YEAR: Final = 2100


def read_date(written: object) -> datetime.date | None:
    """Return the day of a time stamp, as the place says that wrote it; None where it is not clear.

    ISO 8601 (`2020-05-04T10:00:00+02:00`, `20200504`), the form of mail (RFC 5322: `Mon, 04 May 2020 08:00:00
    GMT`), and English months in words. `04/05/2020` may be two days, and is none.
    """
    if not isinstance(written, str):
        return None
    text = written.strip()[:60]
    if found := _ISO.match(text):
        year, month, day = (int(part) for part in found.groups() if part)
        return _date(year, month, day)
    if found := _DAY_FIRST.match(text):
        return _date(int(found[3]), _month(found[2]), int(found[1]))
    if found := _MONTH_FIRST.match(text):
        return _date(int(found[3]), _month(found[1]), int(found[2]))
    return None


def _month(word: str) -> int:
    short = word[:3].lower()
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day) if _FIRST_YEAR <= year <= _LAST_YEAR else None
    except ValueError:
        return None
