"""Who published it."""

import re
from collections.abc import Sequence

from docflow.plugin import late
from docflow_news.reading.dates import dates_in
from docflow_news.reading.lines import HEAD, head_of
from docflow_news.reading.people import is_wire
from docflow_news.reading.rights import read_rights

__all__ = ["read_publisher"]

_PAPER = late(
    r"\b(?:Times|News|Post|Herald|Tribune|Journal|Gazette|Press|Daily|Observer|Guardian|Telegraph|Chronicle|Review"
    r"|Mail|Star|Sun|Globe|Standard|Examiner|Inquirer|Bulletin|Courier|Dispatch|Register|Sentinel|Today|Weekly|Mirror"
    r"|Independent|Argus|Echo|Record|Mercury|Monitor|Reporter|Magazine|Broadcasting|Radio|TV)\b"
)
_SHORT = late(
    r"[-–—|•]?\s{0,3}(?P<name>[A-Z][^|•·:–—\d]{1,50}?)\s{0,3}(?P<mark>[-–—|•·,])\s{0,3}[^|•·]{0,40}"
)
_LEAD = late(r"(?:[A-Z][^()–—]{1,60}\s)?\((?P<name>[A-Z][A-Za-z .]{1,30})\)\s?[-–—]{1,2}\s.{20,}", re.S)
_CITY_LEAD = late(r"\((?P<name>[A-Z][A-Za-z .]{1,30})\)\s?[-–—]{1,2}\s")


def read_publisher(lines: Sequence[str], text: str) -> str | None:
    """Return the publisher: of the dateline, else the copyright's holder, else the agency of the lead."""
    named = _of_dateline(head_of(lines))
    if named is not None:
        return named
    rights = read_rights(lines)
    if rights is not None and rights["holder"] is not None:
        return str(rights["holder"])
    return _of_lead(text)


def _of_dateline(head: Sequence[str]) -> str | None:
    for line in head:
        found = next(dates_in(line), None)
        if found is None or len(line) > 120:
            continue
        match = _SHORT.match(line[: found.start])
        if match is None:
            continue
        name = match["name"].strip()
        framed = line[0] in "-–—"
        if framed or _PAPER.search(name) or is_wire(name):
            return name if _is_title(name) else None
    return None


def _is_title(name: str) -> bool:
    words = name.split()
    by = words[0].lower() in ("by", "published", "updated", "posted")
    small = ("of", "the", "and", "de", "la", "&", "for", "in")
    return not by and len(words) <= 7 and all(w[0].isupper() or w in small for w in words)


def _of_lead(text: str) -> str | None:
    """`OSLO (Reuters) - The talks ...`: the agency in the brackets of the first paragraphs."""
    for line in text[:6000].split("\n")[: HEAD * 2]:
        match = _CITY_LEAD.search(line[:80])
        if match is not None and _LEAD.match(line[:400].strip()):
            return match["name"].strip()
    return None
