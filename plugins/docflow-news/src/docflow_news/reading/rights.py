"""Whose copyright it is."""

import re
from collections.abc import Sequence

from docflow.plugin import late
from docflow_news.reading.lines import bare

__all__ = ["read_rights"]

_RIGHTS = late(
    r"(?:(?P<word>copyright)\s{0,3}(?:©|\(c\)|ⓒ)?|©\s{0,3}(?P<word2>copyright)?|\(c\)|ⓒ)\s{0,3}"
    r"(?:(?P<y1>(?:19|20)\d\d)\s{0,2}(?:[-–,/]\s{0,2}(?P<y2>(?:19|20)\d\d)\s{0,2})?)?[,.:;|–—-]?\s{0,3}(?P<rest>.*)",
    re.I,
)
_TRAILING = late(r"(?P<holder>.{2,60}?)\s?(?:©|\(c\)|ⓒ)\s?(?:copyright )?(?P<year>(?:19|20)\d\d)\W*", re.I)
_END = late(
    r"\s{0,3}(?:[.;|•·]\s|[.;|•·]$|[,.]?\s?all rights|[-–—,]\s?all rights"
    r"|\(about us\)|\s-\s|,\s(?:click|this|used|all|or its)).*",
    re.I,
)
_MARKS = ("©", "(c)", "ⓒ")
_TWICE = late(r"copyright\s{0,3}(?:©|\(c\)|ⓒ|by\b)|(?:©|\(c\)|ⓒ)\s{0,3}copyright\b", re.I)
"""Marked so that no year is needed: `© Name` alone is the credit of a photograph."""
_YEAR = late(r"\s{0,3},?\s{0,3}((?:19|20)\d\d)\s{0,3}$")


def read_rights(lines: Sequence[str]) -> dict[str, object] | None:
    """Return `{"holder": text or None, "year": int or None}` of the last copyright line, or None.

    A bare `© Name` without a year is the credit of a photograph and does not count.
    """
    for line in reversed(lines):
        found = _of(line.strip(" \t\u00a0•·|>»*–—-[]"))
        if found is not None:
            return found
    return None


def _of(text: str) -> dict[str, object] | None:
    if not _is_marked(text):
        return None
    match = _RIGHTS.match(text)
    if match is None:
        behind = _TRAILING.fullmatch(text)
        if behind is None or not behind["holder"][0].isupper():
            return None
        return {"holder": bare(behind["holder"]), "year": int(behind["year"])}
    year = match["y2"] or match["y1"]
    holder, late = _holder(match["rest"])
    if year is None and holder is not None:
        year = late
    if year is None and not (_TWICE.match(text) and holder):
        return None
    if holder is None and (year is None or _is_sentence(text, match["rest"])):
        return None
    return {"holder": holder, "year": int(year) if year else None}


def _is_marked(text: str) -> bool:
    """Whether the text has one of the marks that every pattern here asks for."""
    small = text.lower()
    return "copyright" in small or any(mark in small for mark in _MARKS)


def _is_sentence(text: str, rest: str) -> bool:
    """Whether the line says more than a holder: `Copyright 2020 was stamped on the cup`."""
    small = text.lower()
    signed = any(mark in small for mark in _MARKS) or rest.lower().startswith(("all rights", "by ", "the "))
    return rest[:1].islower() and not signed


def _holder(rest: str) -> tuple[str | None, str | None]:
    cut = re.sub(r"^(?:by|copyright)\s{1,3}", "", _END.sub("", rest, count=1).strip(), flags=re.I)
    late = _YEAR.search(cut)
    name = (cut[: late.start()] if late else cut).strip(" .,;:|-–—")
    fine = bool(name) and len(name) <= 60 and (name[0].isupper() or name[0].isdigit())
    fine = fine and all(_titled(word) for word in name.split())
    named = name if fine and not name.lower().startswith(("all rights", "rights")) else None
    return named, late[1] if late else None


def _titled(word: str) -> bool:
    """A holder is a name: capitals, figures, marks, and the small words between them."""
    return (
        not word[0].islower() or word in ("of", "the", "and", "for", "de", "la", "du", "van") or "." in word
    )
