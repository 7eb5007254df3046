"""The phrases that may begin with anything or stand inside a line: found by strings that they must hold."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from docflow_residue.families.asking import Asked, Asking, Possible
from docflow_residue.families.literals import strength
from docflow_residue.families.patterns import frame, sought
from docflow_residue.families.program import Gate, Which
from docflow_residue.families.table import Phrase

__all__ = ["Inside", "Searched", "strong"]

_STRONG = 8
_KEPT = 5000


class Inside:
    """Phrases with strings that are rare in texts: one search for all strings over all lines."""

    def __init__(self, some: Iterable[tuple[Phrase, Asked]]) -> None:
        self._by_factor: dict[str, list[Asked]] = {}
        for phrase, asked in some:
            for factor in phrase.factors:
                self._by_factor.setdefault(factor, []).append(asked)
        self._possible: dict[tuple[int, ...], tuple[Possible, Possible]] = {}
        self._factors = sorted(self._by_factor)

    def hits(self, lines: Sequence[str], data: bytes, short: int) -> Iterator[tuple[int, Sequence[int]]]:
        """Yield the number and a column of each line (`data` is all of them) that some phrase takes.

        A phrase for the whole line takes one of the first `short` lines only.
        """
        if not self._factors:
            return
        asking = Asking(lines)
        for number, line in self._gate.numbered(data):
            asking.add(number, self._holding(self._which.of(line))[number >= short])
        for number, column in asking.answers():
            yield number, (column,)

    def _holding(self, held: tuple[int, ...]) -> tuple[Possible, Possible]:
        """Return what a line with some strings can be: a short line, a long one."""
        made = self._possible.get(held)
        if made is None:
            if len(self._possible) > _KEPT:
                self._possible.clear()
            some = dict.fromkeys(one for n in held for one in self._by_factor[self._factors[n]])
            long = tuple(one for one in some if one.kind != "whole")
            made = self._possible[held] = Possible(tuple(some)), Possible(long)
        return made

    @cached_property
    def _gate(self) -> Gate:
        return Gate(f"(?i:{'|'.join(map(sought, self._factors))})")

    @cached_property
    def _which(self) -> Which:
        return Which([f"(?i:{sought(factor)})" for factor in self._factors])


class Searched:
    """Phrases without such strings: one search with all of them."""

    def __init__(self, some: Iterable[Phrase], words: Mapping[str, str]) -> None:
        self._some = list(some)
        self._words = words

    def columns(self, data: bytes) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Yield the number of each line that some phrase takes, and the columns."""
        if not self._some:
            return
        for number, line in self._gate.numbered(data):
            yield number, tuple(self._some[n].column for n in self._which.of(line))

    @cached_property
    def _patterns(self) -> list[str]:
        return [frame(p.text, p.kind, self._words, case=p.case) for p in self._some]

    @cached_property
    def _gate(self) -> Gate:
        return Gate("|".join(self._patterns))

    @cached_property
    def _which(self) -> Which:
        return Which(self._patterns)


def strong(phrase: Phrase) -> bool:
    """Return whether every string that a phrase must hold is rare."""
    return bool(phrase.factors) and all(
        strength([text]) >= _STRONG or not any(c.isalnum() or c in " .,/" for c in text) or not text.isascii()
        for text in phrase.factors
    )
