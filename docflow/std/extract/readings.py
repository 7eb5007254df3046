"""What the text of a group says as a value of a type; None when it says no such value."""

import datetime
from collections.abc import Callable, Mapping

from docflow.plugin import compile_linear

__all__ = ["READINGS", "read_date", "read_float", "read_int"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATES = (
    r"(?P<year>\d{4})[-/.](?P<number>\d{1,2})[-/.](?P<day>\d{1,2})(?:[T ].*)?",
    rf"(?:\w+,?\s+)?{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
    rf"(?:\w+,?\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.?\s+{_MONTH},?\s+(?P<year>\d{{4}})",
)
_INT = r"[+-]?(?:\d{1,3}(?:[,_ ]\d{3})+|\d+)"
_FLOAT = rf"{_INT}(?:\.\d+)?(?:e[+-]?\d+)?|[+-]?\.\d+"


def read_int(text: str) -> int | None:
    """Return a whole number; thousands may be grouped by `,`, `_` or a space."""
    text = text.strip()
    if compile_linear(_INT).fullmatch(text) is None or len(text) > 1000:
        return None
    return int(_ungrouped(text))


def read_float(text: str) -> float | None:
    """Return a number with a decimal point, grouped like a whole number."""
    text = text.strip()
    return None if compile_linear(_FLOAT, "i").fullmatch(text) is None else float(_ungrouped(text))


def _ungrouped(text: str) -> str:
    return text.replace(",", "").replace("_", "").replace(" ", "")


def read_date(text: str) -> datetime.date | None:
    """Return a date: 2020-05-04 (also with / or . and a time), May 4, 2020, or 4 May 2020, in English."""
    for pattern in _DATES:
        found = compile_linear(pattern, "i").fullmatch(text.strip())
        if found is not None:
            parts = found.groupdict()
            month = parts.get("month")
            number = _MONTHS.index(month[:3].lower()) + 1 if month else int(parts["number"] or 0)
            try:
                return datetime.date(int(parts["year"] or 0), number, int(parts["day"] or 0))
            except ValueError:
                return None
    return None


READINGS: Mapping[str, Callable[[str], object]] = {
    "text": str,
    "int": read_int,
    "float": read_float,
    "date": read_date,
}
