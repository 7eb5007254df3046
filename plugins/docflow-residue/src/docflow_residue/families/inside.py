"""The phrases that may begin with anything or stand inside a line: found by strings that they must hold."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from docflow_residue.families.index import Asked, Group
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
        self._groups: dict[tuple[int, ...], tuple[Group, Group]] = {}
        self._factors = sorted(self._by_factor)

    def asked(self, data: bytes) -> Iterator[tuple[int, tuple[Group, Group]]]:
        """Yield the number of each line that holds such a string, and what it may be: if short, if long."""
        if not self._factors:
            return
        for number, line in self._gate.numbered(data):
            held = self._which.of(line)
            made = self._groups.get(held)
            if made is None:
                if len(self._groups) > _KEPT:
                    self._groups.clear()
                some = dict.fromkeys(a for n in held for a in self._by_factor[self._factors[n]])
                made = self._groups[held] = (
                    Group(tuple(some)),
                    Group(tuple(a for a in some if a.kind != "whole")),
                )
            yield number, made

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
