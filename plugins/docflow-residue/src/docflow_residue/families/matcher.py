"""All phrases on many lines, in time that hardly grows with the number of phrases.

A line is asked for the phrases of its first word only (a table look-up), and a short one for the few that
can begin with anything. Phrases that may stand inside a line are sought in one pass over all lines joined.
Programs are made when a line first needs them, and kept: as many as there are first words in the data.
"""

from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from docflow_residue.families.columns import FAMILIES
from docflow_residue.families.heads import head
from docflow_residue.families.index import Asked, Phrase, phrases
from docflow_residue.families.patterns import plain
from docflow_residue.families.phrasebook import Rule, languages, rules, words
from docflow_residue.families.program import Gate

__all__ = ["LONGEST_WHOLE", "Matcher", "match"]

LONGEST_WHOLE = 160
"""Characters of the longest line that a phrase for the whole line can take."""
_NEWLINE = 10


class Matcher:
    """The rules as one machine; its answer for a line depends on that line alone.

    Raises PluginError for rules that do not compile.
    """

    def __init__(self, book: Iterable[Rule]) -> None:
        every = phrases(book, words())
        inside = [p for p in every if p.kind in {"holds", "ends"}]
        first = [p for p in every if p.kind in {"whole", "start"}]
        self._gate = Gate("|".join(p.pattern for p in inside)) if inside else None
        self._inside = Asked(inside)
        self._short = Table(first)
        self._long = Table([p for p in first if p.kind == "start"])

    def match(self, lines: Sequence[str]) -> NDArray[np.bool_]:
        """Return for every line which families it reads like, as an array of `len(lines)` by `len(FAMILIES)`.

        A newline inside a line counts as a blank.
        """
        answer = np.zeros((len(lines), len(FAMILIES)), dtype=np.bool_)
        at: list[int] = []
        columns: list[int] = []
        for number, line in enumerate(lines):
            table = self._short if len(line) <= LONGEST_WHOLE else self._long
            found = table.of(line)
            if found:
                at += [number] * len(found)
                columns += found
        for number, found in self._held(lines):
            at += [number] * len(found)
            columns += found
        answer[at, columns] = True
        return answer

    def _held(self, lines: Sequence[str]) -> Iterable[tuple[int, tuple[int, ...]]]:
        """Yield the lines that hold a phrase or end with one, with their columns."""
        if not lines or self._gate is None:
            return
        data = _joined(lines)
        taken = list(self._gate.lines(data))
        ends = np.flatnonzero(np.frombuffer(data, dtype=np.uint8) == _NEWLINE)
        numbers = np.searchsorted(ends, [start for start, _ in taken]).tolist()
        for number, (start, end) in zip(numbers, taken, strict=True):
            yield number, self._inside.of(data[start:end])


class Table:
    """Phrases by the first word of a line, with programs for those words that lines had so far."""

    def __init__(self, some: Sequence[Phrase]) -> None:
        self._by_head: dict[str, list[Phrase]] = {}
        for phrase in some:
            for word in phrase.heads or ():
                self._by_head.setdefault(word, []).append(phrase)
        open_ended = [phrase for phrase in some if phrase.heads is None]
        self._any = Asked(open_ended) if open_ended else None
        self._made: dict[str, Asked] = {}

    def of(self, line: str) -> tuple[int, ...]:
        """Return the numbers of the columns that take the line."""
        word = head(line)
        known = word in self._by_head
        if not known and self._any is None:
            return ()
        data = plain(line.replace("\n", " ").encode("utf-8", "replace"))
        found = () if self._any is None else self._any.of(data)
        return found + self._program(word).of(data) if known else found

    def _program(self, word: str) -> Asked:
        made = self._made.get(word)
        if made is None:
            made = self._made[word] = Asked(self._by_head[word])
        return made


def match(lines: Sequence[str]) -> NDArray[np.bool_]:
    """Return for every line which families it reads like, as an array of `len(lines)` by `len(FAMILIES)`.

    All languages are tried on every line. The first call reads the phrases.
    """
    return _everything().match(lines)


@cache
def _everything() -> Matcher:
    return Matcher(rule for language in languages() for rule in rules(language))


def _joined(lines: Sequence[str]) -> bytes:
    text = "\n".join(lines)
    if text.count("\n") != len(lines) - 1:
        text = "\n".join(line.replace("\n", " ") for line in lines)
    return plain(text.encode("utf-8", "replace"))
