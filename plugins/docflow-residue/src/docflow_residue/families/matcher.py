"""All phrases on many lines, in time that hardly grows with the number of phrases.

The first words of a line tell whether it can be a phrase at all; most lines end there. Phrases that are a few
plain lines are one look-up; the others are asked one by one, each by a program that is made when it is first
needed. The phrases that can begin with anything, and those that may stand inside a line, take one search over
all lines of the batch. The time is linear in the text.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from docflow_residue.families.columns import FAMILIES
from docflow_residue.families.heads import head
from docflow_residue.families.index import Asked, Index
from docflow_residue.families.inside import Inside, Searched, strong
from docflow_residue.families.patterns import plain, stripped
from docflow_residue.families.table import Table, load

__all__ = ["LONGEST_WHOLE", "Matcher", "match"]

LONGEST_WHOLE = 160
"""Characters of the longest line that a phrase for the whole line can take."""
_KEPT = 20_000
_Hits = Iterator[tuple[int, Sequence[int]]]


class Matcher:
    """The rules as one machine; its answer for a line depends on that line alone."""

    def __init__(self, table: Table) -> None:
        self._lines = table.lines
        self._known: dict[str, Sequence[int]] = {}
        every = [(phrase, Asked(phrase, table.words)) for phrase in table.phrases]
        start = [item for item in every if item[0].kind == "start"]
        self._short = Index([item for item in every if item[0].kind in {"whole", "start"}], table.openings)
        self._long = Index(start)
        free = [item for item in every if item[0].heads is None and not item[0].openings]
        self._inside = Inside(item for item in free if strong(item[0]))
        weak = [phrase for phrase, _ in free if not strong(phrase)]
        self._searched = Searched([p for p in weak if p.kind != "whole"], table.words)
        self._searched_short = Searched([p for p in weak if p.kind == "whole"], table.words)

    def match(self, lines: Sequence[str]) -> NDArray[np.bool_]:
        """Return for every line which families it reads like, as an array of `len(lines)` by `len(FAMILIES)`.

        A newline inside a line counts as a blank.
        """
        answer = np.zeros((len(lines), len(FAMILIES)), dtype=np.bool_)
        if not lines:
            return answer
        at: list[int] = []
        columns: list[int] = []
        lines, data = _encoded(lines)
        for hits in (self._begun(lines), self._held(lines, data), self._found(lines, data)):
            for number, found in hits:
                at += [number] * len(found)
                columns += found
        answer[at, columns] = True
        return answer

    def _begun(self, lines: Sequence[str]) -> _Hits:
        """Yield what the phrases take that are filed by their first words."""
        size = np.fromiter(map(len, lines), dtype=np.int64, count=len(lines))
        known = self._known
        for number in self._short.candidates(lines, np.flatnonzero(size <= LONGEST_WHOLE).tolist()):
            line = lines[number]
            found = known.get(line)
            if found is None:
                if len(known) > _KEPT:
                    known.clear()
                found = known[line] = self._of(self._short, line, self._lines)
            if found:
                yield number, found
        for number in self._long.candidates(lines, np.flatnonzero(size > LONGEST_WHOLE).tolist()):
            yield number, self._of(self._long, lines[number], {})

    def _of(self, index: Index, line: str, known: Mapping[str, tuple[int, ...]]) -> Sequence[int]:
        group = index.group(line)
        if group is None:
            return ()
        found = group.columns(line)
        return (*_known(line, known), *found) if known else found

    def _held(self, lines: Sequence[str], data: bytes) -> _Hits:
        """Yield what the phrases take that must hold a rare string."""
        for number, (short, long) in self._inside.asked(data):
            line = lines[number]
            group = short if len(line) <= LONGEST_WHOLE else long
            yield number, group.columns(line)

    def _found(self, lines: Sequence[str], data: bytes) -> _Hits:
        """Yield what the remaining phrases take."""
        yield from self._searched.columns(data)
        for number, found in self._searched_short.columns(data):
            if len(lines[number]) <= LONGEST_WHOLE:
                yield number, found


def match(lines: Sequence[str]) -> NDArray[np.bool_]:
    """Return for every line which families it reads like, as an array of `len(lines)` by `len(FAMILIES)`.

    All languages are tried on every line. The first call reads the phrases.
    """
    return _everything().match(lines)


@cache
def _everything() -> Matcher:
    return Matcher(load())


def _known(line: str, known: Mapping[str, tuple[int, ...]]) -> Sequence[int]:
    """Return the columns of a plain line; what stands before it must have no letter of its own."""
    key = plain(stripped(line).lower())
    found = known.get(key, ())
    return found if not found or line.isascii() or head(key) == head(line) else ()


def _encoded(lines: Sequence[str]) -> tuple[Sequence[str], bytes]:
    """Return the lines as they are compared, and all of them as re2 sees them."""
    text = "\n".join(lines)
    if text.count("\n") != len(lines) - 1:
        lines = [line.replace("\n", " ") for line in lines]
        text = "\n".join(lines)
    try:
        return lines, text.encode()
    except UnicodeEncodeError:
        data = text.encode("utf-8", "replace")
        return data.decode().split("\n"), data
