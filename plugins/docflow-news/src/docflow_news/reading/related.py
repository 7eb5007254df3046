"""Headlines of other articles, which the residue rules remove."""

import functools
import re
from collections.abc import Sequence

from attrs import frozen

from docflow.plugin import LineRule, late
from docflow_news.families import FAMILIES
from docflow_news.reading.dates import first_date
from docflow_news.reading.people import is_person
from docflow_news.rulebook import entries, line_rules

__all__ = ["read_related"]

LONGEST_HEADLINE = 15
"""Words; what is longer and holds a full stop is the teaser below a headline."""
_LABELLED = ("related.label_headline", "related.label_bare_headline")
_LABEL_END = late(r"[^:|»>]{2,60}[:|»>]\s*(?P<headline>.+)")
_BARE_LABEL = late(
    r"(?:(?:see|read) also|also read|read (?:more|next)|related|recommended|also on \S+|next up in)\W*", re.I
)


@frozen
class _Label:
    """A rule of the family, compiled; `follow` takes the lines below it."""

    name: str
    line: re.Pattern[str]
    follow: re.Pattern[str] | None
    reach: int
    least: int


def read_related(lines: Sequence[str]) -> list[str]:
    """Return the headlines of `SEE ALSO: ...` lines and of the lists below `Related`, in order, each once.

    Reads by the same rules by which `news.residue` removes.
    """
    found: dict[str, None] = {}
    for i, line in enumerate(lines):
        for label in _labels():
            if label.line.search(line) is None:
                continue
            if label.name in _LABELLED:
                found[_headline(line)] = None
                break
            below = _below(lines, i, label)
            if len(below) >= label.least:
                found.update((line.strip("•·-– \t"), None) for line in below if not _is_frame(line))
                break
    return [headline for headline in found if headline]


def _below(lines: Sequence[str], i: int, label: _Label) -> list[str]:
    taken: list[str] = []
    for line in lines[i + 1 : i + 1 + label.reach]:
        follows = label.follow is not None and label.follow.search(line) is not None
        if not follows or any(other.line.search(line) for other in _labels()):
            break
        taken.append(line)
    return taken


def _is_frame(line: str) -> bool:
    """What stands between the headlines of a list: dates, names, teasers, buttons."""
    dated = first_date(line) is not None and len(line.split()) <= 8
    named = len(line.split()) == 2 and is_person(line)
    teaser = ". " in line and len(line.split()) > LONGEST_HEADLINE
    return dated or named or teaser or any(pattern.search(line) for pattern in _frame())


def _headline(line: str) -> str:
    text = line.strip("•·|>»*–—-[]() \t")
    found = _LABEL_END.fullmatch(text)
    if found is not None and ":" in text[:60]:
        return found["headline"].strip()
    return _BARE_LABEL.sub("", text, count=1).strip()


@functools.cache
def _labels() -> tuple[_Label, ...]:
    return tuple(
        _Label(rule.name, _compiled(rule), _following(rule), rule.reach, rule.least)
        for rule in (entry.rule for entry in entries("related"))
    )


@functools.cache
def _frame() -> tuple[re.Pattern[str], ...]:
    others = tuple(family for family in FAMILIES if family != "related")
    return tuple(_compiled(rule) for rule in line_rules(others))


def _compiled(rule: LineRule) -> re.Pattern[str]:
    return re.compile(rule.pattern or "", re.I if "i" in rule.flags else 0)


def _following(rule: LineRule) -> re.Pattern[str] | None:
    return re.compile(rule.follow, re.I if "i" in rule.flags else 0) if rule.follow else None
