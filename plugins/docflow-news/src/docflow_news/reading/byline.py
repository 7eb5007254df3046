"""Who wrote it: bylines."""

import re
from collections.abc import Sequence

from docflow_news.late import late
from docflow_news.reading.lines import HEAD, bare
from docflow_news.reading.people import is_person, read_names

__all__ = ["read_authors", "read_byline"]

_BY = late(
    r"(?:(?:Written|Posted|Published|Reported|Story|Words|Text|Article|WRITTEN|POSTED)\s{1,3})?(?:(?:[Bb]y|BY)\s?:?\s{1,3}|By(?=[A-Z]))(.+)"
)
_AUTHOR = late(r"(?:Authors?|AUTHORS?|Writer|Reporter|Words|Text)\s?:\s{0,3}(.+)")
_LABEL = late(r"(?:(?:written |posted |article )?by|authors?|words|text)\s?:?", re.I)
_JOB = late(
    r".{3,60}(?:,| \||\s[–—-])\s?(?:[\w.’'-]+ ){0,3}"
    r"(?:writer|reporter|correspondent|columnist|contributor|editor)",
    re.I,
)
_PAPER = late(
    r"(.{5,50}?) [|•] .{0,40}\b(?:Times|News|Post|Herald|Tribune|Journal|Gazette|Press|Daily|Observer"
    r"|Telegraph|Chronicle|Globe|Standard|Inquirer|Courier|Dispatch|Sentinel|Today|Reporter|Network)\b.{0,20}"
)
_DATED = late(r".{6,60}(?:[|•·]|\d)\s{0,3}(?:by|By|BY)\s{1,3}(.+)")


def read_authors(lines: Sequence[str]) -> list[str]:
    """Return the authors: of the first line that is a byline, in its order; the head comes first."""
    for part in (range(min(HEAD, len(lines))), range(HEAD, len(lines))):
        for i in part:
            names = read_byline(lines[i]) or _below_label(lines, i)
            if names:
                return list(names)
    return []


def read_byline(line: str) -> tuple[str, ...]:
    """Return the people that a byline names; nothing when the line is none, as `By the time ...`."""
    text = bare(line)
    found = _BY.fullmatch(text) or _AUTHOR.fullmatch(text) or _DATED.fullmatch(text)
    if found is not None:
        names = read_names(found[1])
        return names.people if names.closed and _ends_like_a_label(text) else ()
    if _JOB.fullmatch(text) or _PAPER.fullmatch(text):
        names = read_names(text)
        return names.people if names.closed else ()
    return ()


def _below_label(lines: Sequence[str], i: int) -> tuple[str, ...]:
    if i + 1 >= len(lines) or not _LABEL.fullmatch(lines[i]):
        return ()
    names = read_names(lines[i + 1])
    whole = not names.rest and all(is_person(n) for n in names.people)
    return names.people if whole else ()


def _ends_like_a_label(text: str) -> bool:
    """A sentence ends in a full stop after a word; a byline at most after an initial, `Jr.` or `p.m.`."""
    if not text.endswith((".", "!", "?", ":")):
        return True
    return len(text.split()) <= 5 and text.endswith(".")
