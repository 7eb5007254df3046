"""All phrases on many lines, in time that hardly grows with the number of phrases.

A line meets the phrases of its first word only, found by a table; the lines of a batch with one first word
are searched together. The few phrases that can begin with anything, and those that may stand inside a line,
take one search each over all lines of the batch. The time is linear in the text.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from docflow_residue.families.columns import FAMILIES
from docflow_residue.families.heads import head
from docflow_residue.families.index import Hit, Joint, Table, phrases
from docflow_residue.families.phrasebook import Rule, languages, rules, words

__all__ = ["LONGEST_WHOLE", "Matcher", "match"]

LONGEST_WHOLE = 160
"""Characters of the longest line that a phrase for the whole line can take."""


class Matcher:
    """The rules as one machine; its answer for a line depends on that line alone.

    Raises PluginError for rules that do not compile.
    """

    def __init__(self, book: Iterable[Rule]) -> None:
        every = phrases(book, words())
        self._inside = Joint([p for p in every if p.kind in {"holds", "ends"}])
        self._short = Table(p for p in every if p.kind in {"whole", "start"})
        self._long = Table(p for p in every if p.kind == "start")

    def match(self, lines: Sequence[str]) -> NDArray[np.bool_]:
        """Return for every line which families it reads like, as an array of `len(lines)` by `len(FAMILIES)`.

        A newline inside a line counts as a blank.
        """
        answer = np.zeros((len(lines), len(FAMILIES)), dtype=np.bool_)
        if not lines:
            return answer
        at: list[int] = []
        columns: list[int] = []
        for number, found in self._hits(lines):
            at += [number] * len(found)
            columns += found
        answer[at, columns] = True
        return answer

    def _hits(self, lines: Sequence[str]) -> Iterable[Hit]:
        heads = [head(line) for line in lines]
        size = np.fromiter(map(len, lines), dtype=np.int64, count=len(lines))
        short = np.flatnonzero(size <= LONGEST_WHOLE).tolist()
        long = np.flatnonzero(size > LONGEST_WHOLE).tolist()
        data = _encoded(lines)
        return chain(
            self._short.hits(short, heads, data),
            self._long.hits(long, heads, data),
            self._inside.hits(range(len(lines)), data),
        )


def match(lines: Sequence[str]) -> NDArray[np.bool_]:
    """Return for every line which families it reads like, as an array of `len(lines)` by `len(FAMILIES)`.

    All languages are tried on every line. The first call reads the phrases.
    """
    return _everything().match(lines)


@cache
def _everything() -> Matcher:
    return Matcher(rule for language in languages() for rule in rules(language))


def _encoded(lines: Sequence[str]) -> list[bytes]:
    """Return the lines as re2 sees them."""
    text = "\n".join(lines)
    if text.count("\n") != len(lines) - 1:
        text = "\n".join(line.replace("\n", " ") for line in lines)
    return text.encode("utf-8", "replace").split(b"\n")
