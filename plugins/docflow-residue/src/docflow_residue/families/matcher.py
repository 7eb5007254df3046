"""All phrases on many lines: one pass over the joined text, then the lines that it stopped at, one by one.

A line costs next to nothing when no phrase takes it: it is a stretch of one search. What the search stops at
is asked for its columns with one `re2.Set`; short lines that come again are remembered, a bounded number.
"""

from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from docflow_residue.families.columns import FAMILIES
from docflow_residue.families.patterns import pattern, plain
from docflow_residue.families.phrasebook import KINDS, Rule, languages, rules, words
from docflow_residue.families.program import Gate, Which

__all__ = ["Matcher", "match"]

_REMEMBERED = 8192
_SHORT = 120
_NEWLINE = 10


class Matcher:
    """The rules as one machine.

    Raises PluginError for rules that do not compile. Its answers depend on the line alone.
    """

    def __init__(self, book: Sequence[Rule]) -> None:
        known = words()
        by_column = [[rule for rule in book if rule.column == name] for name in FAMILIES]
        self._columns = [n for n, some in enumerate(by_column) if some]
        patterns = [pattern(some, known, KINDS) for some in by_column if some]
        self._gate = Gate("|".join(patterns))
        self._which = Which(patterns)
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._which.of)

    def match(self, lines: Sequence[str]) -> NDArray[np.bool_]:
        """Return for every line which families it reads like, as an array of `len(lines)` by `len(FAMILIES)`.

        A newline inside a line counts as a blank.
        """
        answer = np.zeros((len(lines), len(FAMILIES)), dtype=np.bool_)
        if not lines:
            return answer
        data = _joined(lines)
        taken = list(self._gate.lines(data))
        ends = np.flatnonzero(np.frombuffer(data, dtype=np.uint8) == _NEWLINE)
        numbers = np.searchsorted(ends, [start for start, _ in taken])
        at: list[int] = []
        columns: list[int] = []
        for number, (start, end) in zip(numbers.tolist(), taken, strict=True):
            ask = self._remembered if end - start <= _SHORT else self._which.of
            found = ask(data[start:end])
            at += [number] * len(found)
            columns += [self._columns[n] for n in found]
        answer[at, columns] = True
        return answer


def match(lines: Sequence[str]) -> NDArray[np.bool_]:
    """Return for every line which families it reads like, as an array of `len(lines)` by `len(FAMILIES)`.

    All languages are tried on every line. The first call reads and compiles the phrases.
    """
    return _everything().match(lines)


@cache
def _everything() -> Matcher:
    return Matcher([rule for language in languages() for rule in rules(language)])


def _joined(lines: Sequence[str]) -> bytes:
    data = plain("\n".join(lines).encode("utf-8", "replace"))
    if data.count(b"\n") != len(lines) - 1:
        data = plain("\n".join(line.replace("\n", " ") for line in lines).encode("utf-8", "replace"))
    return data
