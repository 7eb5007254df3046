"""Who contributed: credits below an article."""

import re
from collections.abc import Sequence

from docflow.plugin import late
from docflow_news.reading.lines import bare
from docflow_news.reading.people import is_person, is_wire

__all__ = ["read_contributors"]

_GAVE = late(
    r"(?P<who>.{3,300}?),? (?:also )?(?:contributed|assisted) "
    r"(?:(?:to|in|with) (?:this|the) (?:report|story|article|piece|post|column|analysis|investigation)"
    r"|(?:additional )?(?:reporting|research|writing)|from )\b",
)
_WORK = (
    r"(?:reporting|writing|editing|research|translation|graphics|video|photography"
    r"|compiled|edited|translated|produced)"
)
_FIRST = (
    "with", "additional", "reporting", "writing", "editing", "research", "translation", "graphics",
    "video", "photography", "compiled", "edited", "translated", "produced",
)  # fmt: skip
_BY = late(rf"(?:additional )?{_WORK}(?: and {_WORK})? (?:by|from):? (?P<who>.{{3,300}})", re.I)
_WORK_BY = late(rf"^(?:additional )?{_WORK}(?: and {_WORK})? (?:by|from):? ", re.I)
_WITH = late(r"with (?:files|inputs?|reports?|reporting|material) (?:from|by) (?P<who>.{3,200})", re.I)
_TEAM = late(r".{0,60}\b(?:writers?|reporters?|correspondents?|journalists?|editors?) ")
_SPLIT = late(r",? and |, |; | & ")
_PLACE = late(r" (?:in|from|at|of|with) .*")


def read_contributors(lines: Sequence[str]) -> list[str]:
    """Return the people and news agencies that credits name, in order, each once."""
    found: dict[str, None] = {}
    for line in lines:
        for clause in _clauses(bare(line)):
            found.update(dict.fromkeys(_names(clause)))
    return list(found)


def _clauses(text: str) -> list[str]:
    gave = _GAVE.match(text) if "contributed" in text or "assisted" in text else None
    if gave is not None:
        return [gave["who"]]
    if not text.lower().startswith(_FIRST):
        return []
    with_ = _WITH.match(text)
    if with_ is not None:
        return [with_["who"].rstrip(" .)")]
    if _BY.match(text) is None:
        return []
    found = [_BY.match(part.strip(" ().")) for part in text.split(";")]
    clauses = [match["who"] for match in found if match is not None]
    return [] if any(_is_prose(clause) for clause in clauses) else clauses


def _is_prose(clause: str) -> bool:
    """`Edited by Tom Lind, the diary came out in May.` says more than names and places."""
    said = (_PLACE.sub("", part.strip(" .;,()")) for part in _SPLIT.split(clause))
    small = (part for part in said if part[:1].islower() and len(part.split()) > 2)
    return not all(part.startswith(_FIRST) or _TEAM.match(part) for part in small)


def _names(clause: str) -> list[str]:
    team = _TEAM.match(clause)
    parts = _SPLIT.split(clause[team.end() :] if team else clause)
    bare_parts = (part.strip(" .;,()").removeprefix("and ").removeprefix("with ") for part in parts)
    names = [_PLACE.sub("", _WORK_BY.sub("", part)) for part in bare_parts]
    return [name for name in names if is_person(name) or is_wire(name) or _is_office(name)]


def _is_office(name: str) -> bool:
    """`The Harbour Press`: a body whose every word has a capital."""
    words = name.split()
    return 3 <= len(words) <= 6 and words[0] == "The" and all(w[0].isupper() or w == "of" for w in words)
