"""When it was published."""

import datetime
import re
from collections.abc import Sequence

from docflow.plugin import late
from docflow_news.reading.byline import read_byline
from docflow_news.reading.dates import dates_in, first_date
from docflow_news.reading.lines import bare, head_of

__all__ = ["read_published"]

_STAMP = late(
    r"(?:(?:date|first|originally|article|story) )?"
    r"(?:published|posted|publication date|date published|aired)\b",
    re.I,
)
_UPDATED = late(r"(?:last |article |story )?(?:updated?|modified|edited|revised)\b", re.I)
_REST = late(
    r"\d{1,2}[:.h]\d\d(?::\d\d)?(?:\.\d+)?Z?|\b\d+ (?:min|mins|minutes?|hours?|days?)(?: ago)?\b|[\W_]+"
    r"|\b(?:am|pm|a|p|m|et|est|edt|pt|pst|pdt|ct|cst|cdt|gmt|utc|ist|bst|cet|T|Z"
    r"|on|at|by|of|published|updated|posted|last|first|read|minute|min|comments?)\b",
    re.I,
)
_MOST_WORDS = 6


def read_published(lines: Sequence[str]) -> datetime.date | None:
    """Return the date of publication.

    A line that says `Published` wins, wherever it stands; then the first line of the head that is
    little else than a date (a dateline, a byline, a bare date); last a line that says `Updated`.
    """
    head = head_of(lines)
    return _said(lines, _STAMP) or _dated(head) or _said(lines, _UPDATED) or _inside(head)


def _said(lines: Sequence[str], word: re.Pattern[str]) -> datetime.date | None:
    for line in lines:
        text = bare(line)
        said = word.match(text)
        if said and len(text) <= 120:
            found = next(dates_in(text), None)
            if found and found.start - said.end() <= 40 and _is_frame(text[said.end() : found.start]):
                return found.date
    return None


def _is_frame(between: str) -> bool:
    """Between `Published` and its date stand only marks, `on`, a weekday, a time or a name."""
    return not any(w.islower() and w not in ("on", "at", "by", "in", "am", "pm") for w in between.split())


def _dated(head: Sequence[str]) -> datetime.date | None:
    """The first line whose words besides the date are few and capitalised: a publisher, a place, a name."""
    for line in head:
        found = next(dates_in(line), None)
        if found is None or _UPDATED.match(bare(line)) or line.endswith(("?", "!")):
            continue
        if "updated" in line[: found.start].lower() or "(@" in line:
            continue
        if read_byline(line):
            return found.date
        words = _REST.sub(" ", f"{line[: found.start]} {line[found.end :]}").split()
        if len(words) <= _MOST_WORDS and all(w[0].isupper() or w[0].isdigit() for w in words):
            return found.date
    return None


def _inside(head: Sequence[str]) -> datetime.date | None:
    """`CITY, Bureau | Updated : 19 November 2019`: the only stamp there is."""
    for line in head:
        at = line.lower().find("updated")
        if 0 < at < 80 and len(line) <= 120:
            return first_date(line[at:])
    return None
