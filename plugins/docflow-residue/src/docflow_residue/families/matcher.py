"""All phrases on many lines, in time that hardly grows with the number of phrases.

The first words of a line tell whether it can be a phrase at all; most lines end there. Phrases that are a few
plain lines are one look-up; each of the others is asked once about all lines of the batch that it may take,
by a program that is made when it is first needed. The phrases that can begin with anything, and those that
may stand inside a line, take a search over all lines of the batch. What was found for a short line is kept,
since such lines come again. The time is linear in the text.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from docflow_residue.families.asking import Asked
from docflow_residue.families.begun import Begun
from docflow_residue.families.columns import FAMILIES
from docflow_residue.families.inside import Inside, Searched, strong
from docflow_residue.families.table import Table, load

__all__ = ["LONGEST_WHOLE", "Matcher", "match"]

LONGEST_WHOLE = 160
"""Characters of the longest line that a phrase for the whole line can take."""
_KEPT = 50_000
_Hit = tuple[int, Sequence[int]]


class Matcher:
    """The rules as one machine; its answer for a line depends on that line alone."""

    def __init__(self, table: Table) -> None:
        every = [(phrase, Asked(phrase, table.words)) for phrase in table.phrases]
        self._begun = Begun(
            [item for item in every if item[0].kind in {"whole", "start"}], table.openings, table.lines
        )
        free = [item for item in every if item[0].heads is None and not item[0].openings]
        self._known: dict[str, Sequence[int]] = {}
        self._inside = Inside(item for item in free if strong(item[0]))
        weak = [phrase for phrase, _ in free if not strong(phrase)]
        self._searched = Searched([p for p in weak if p.kind != "whole"], table.words)
        self._searched_short = Searched([p for p in weak if p.kind == "whole"], table.words)

    def match(self, lines: Sequence[str]) -> NDArray[np.bool_]:
        """Return for every line which families it reads like, as an array of `len(lines)` by `len(FAMILIES)`.

        A newline inside a line counts as a blank.
        """
        answer = np.zeros((len(lines), len(FAMILIES)), dtype=np.bool_)
        at: list[int] = []
        columns: list[int] = []
        for number, found in self._hits(lines):
            at += [number] * len(found)
            columns += found
        answer[at, columns] = True
        return answer

    def _hits(self, lines: Sequence[str]) -> Iterator[_Hit]:
        """Yield the number and the columns of each line that some phrase takes; short ones are asked once."""
        known = self._known
        if len(known) > _KEPT:
            known.clear()
        fresh: dict[str, list[int]] = {}
        long: list[int] = []
        for number, line in enumerate(lines):
            if len(line) > LONGEST_WHOLE:
                long.append(number)
            elif (found := known.get(line)) is not None:
                if found:
                    yield number, found
            elif line in fresh:
                fresh[line].append(number)
            else:
                fresh[line] = [number]
        some = self._ask([*fresh, *(lines[number] for number in long)], len(fresh))
        for place, line in enumerate(fresh):
            known[line] = tuple(some.get(place, ()))
        places = [*fresh.values(), *([number] for number in long)]
        for place, found in some.items():
            yield from ((number, found) for number in places[place])

    def _ask(self, lines: Sequence[str], short: int) -> dict[int, Sequence[int]]:
        """Return the columns of those lines that some phrase takes; the first `short` lines are short."""
        taken: dict[int, Sequence[int]] = {}
        if not lines:
            return taken
        lines, data = _encoded(lines)
        for number, found in chain(
            self._begun.hits(lines, short),
            self._inside.hits(lines, data, short),
            self._searched.columns(data),
            self._searched_short.columns("\n".join(lines[:short]).encode()),
        ):
            if found:
                taken[number] = (*taken.get(number, ()), *found)
        return taken


def match(lines: Sequence[str]) -> NDArray[np.bool_]:
    """Return for every line which families it reads like, as an array of `len(lines)` by `len(FAMILIES)`.

    All languages are tried on every line. The first call reads the phrases.
    """
    return _everything().match(lines)


@cache
def _everything() -> Matcher:
    return Matcher(load())


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
