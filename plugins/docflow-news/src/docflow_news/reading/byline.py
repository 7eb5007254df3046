"""Who wrote it: bylines."""

import re
from collections.abc import Sequence

from docflow.plugin import late
from docflow_news.reading.dates import dates_in
from docflow_news.reading.lines import HEAD, bare, head_of
from docflow_news.reading.people import is_person, read_names

__all__ = ["read_authors", "read_byline"]

MOST_BELOW = 2
LONGEST_TIME = 12
_JOBS = tuple(
    job + s
    for job in ("writer", "reporter", "correspondent", "columnist", "contributor", "editor")
    for s in ("", "s")
)
_BY = late(
    r"(?:(?:Written|Posted|Published|Reported|Story|Words|Text|Article|WRITTEN|POSTED)\s{1,3})?(?:(?:[Bb]y|BY)\s?:?\s{1,3}|By(?=[A-Z]))(.+)"
)
_AUTHOR = late(r"(?:Authors?|AUTHORS?|Writer|Reporter|Words|Text)\s?:\s{0,3}(.+)")
_LABEL = late(r"(?:(?:written |posted |article )?by|authors?|words|text)\s?:?", re.I)
_JOB = late(
    r".{3,60}(?:,| \||\s[–—-])\s?(?!the \w+$)(?:[\w.’'-]+ ){0,3}"
    r"(?:writer|reporter|correspondent|columnist|contributor|editor)s?",
    re.I,
)
_PAPER = late(
    r"(.{5,50}?) [|•] .{0,40}\b(?:Times|News|Post|Herald|Tribune|Journal|Gazette|Press|Daily|Observer"
    r"|Telegraph|Chronicle|Globe|Standard|Inquirer|Courier|Dispatch|Sentinel|Today|Reporter|Network)\b.{0,20}"
)
_DATED = late(r".{6,60}(?:[|•·]|\d)\s{0,3}(?:[Pp]osted )?(?:by|By|BY)\s{1,3}(.+)")


def read_authors(lines: Sequence[str]) -> list[str]:
    """Return the authors: of the first byline of the head, in its order; else of the one byline below.

    Several bylines below the head are those of other articles.
    """
    for i in range(min(HEAD, len(lines))):
        names = read_byline(lines[i]) or _below_label(lines, i)
        if names:
            return list(names)
    for line in head_of(lines):
        names = _dated_name(line)
        if names:
            return list(names)
    below = (read_byline(lines[i]) or _below_label(lines, i) for i in range(HEAD, len(lines)))
    found = [names for names in below if names]
    return list(found[0]) if len(set(found)) == 1 and len(found) <= MOST_BELOW else []


def read_byline(line: str) -> tuple[str, ...]:
    """Return the people that a byline names; nothing when the line is none, as `By the time ...`."""
    text = bare(line)
    small = text.lower()
    found = _BY.fullmatch(text) or _AUTHOR.fullmatch(text) or ("by" in small and _DATED.fullmatch(text))
    if found:
        names = read_names(found[1])
        return names.people if names.closed and _ends_like_a_label(text) else ()
    job = small.endswith(_JOBS) and _JOB.fullmatch(text)
    if job or ((" |" in text or " •" in text) and _PAPER.fullmatch(text)):
        names = read_names(text)
        return names.people if names.closed else ()
    return ()


def _below_label(lines: Sequence[str], i: int) -> tuple[str, ...]:
    if i + 1 >= len(lines) or not _LABEL.fullmatch(lines[i]):
        return ()
    names = read_names(lines[i + 1])
    whole = not names.rest or _is_date(names.rest)
    return names.people if whole and all(is_person(n) for n in names.people) else ()


def _dated_name(line: str) -> tuple[str, ...]:
    """`Anna Berg May 4, 2020`: a name and a date, and nothing else."""
    names = read_names(bare(line))
    return names.people if len(names.people) == 1 and names.rest and _is_date(names.rest) else ()


def _is_date(words: Sequence[str]) -> bool:
    """Whether the words are a date and at most a mark or `on` before it, a time behind it."""
    text = " ".join(words)
    found = next(dates_in(text), None)
    return found is not None and found.start <= 4 and len(text) - found.end <= LONGEST_TIME


def _ends_like_a_label(text: str) -> bool:
    """A sentence ends in a full stop after a word; a byline at most after an initial, `Jr.` or `p.m.`."""
    if not text.endswith((".", "!", "?", ":")):
        return True
    return len(text.split()) <= 5 and text.endswith(".")
