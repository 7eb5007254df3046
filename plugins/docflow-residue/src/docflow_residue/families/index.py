"""Which phrases a line can be, found by its first words; a program is made only for a phrase that may fit."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from docflow_residue.families.heads import head
from docflow_residue.families.openings import ANY, Pair, pair
from docflow_residue.families.patterns import frame, plain
from docflow_residue.families.program import Which
from docflow_residue.families.table import Phrase

__all__ = ["Asked", "Group", "Index"]

_AGAIN: Mapping[str, Sequence["Asked"]] = {}
"""Stands for a first word that does not tell; the whole line does."""
_OFTEN = 40
_BEGUN = 64
_KEPT = 20_000
_LONGEST = 40


class Asked:
    """One phrase as it is asked about one line; its program is made for the first line that may fit."""

    def __init__(self, phrase: Phrase, words: Mapping[str, str]) -> None:
        self.column = phrase.column
        self.kind = phrase.kind
        self._phrase = phrase
        self._words = words
        self._factors = phrase.factors
        self._which: Which | None = None

    @cached_property
    def pattern(self) -> str:
        """The phrase as re2 reads it."""
        return frame(self._phrase.text, self._phrase.kind, self._words, case=self._phrase.case)

    def begins(self, first: str) -> bool:
        """Return whether a line with this head can be the phrase."""
        return self._phrase.heads is None or first in self._phrase.heads

    def takes(self, line: str, small: str) -> bool:
        """Return whether the phrase takes a line; `small` is the line as `plain` gives it."""
        if self._factors and not any(factor in small for factor in self._factors):
            return False
        if self._which is None:
            self._which = Which([self.pattern])
        return bool(self._which.of(line.encode()))


class Group:
    """The phrases that lines with some first words can be; asked often, they become one program."""

    def __init__(self, some: Sequence[Asked]) -> None:
        self._some = some
        self._uses = 0

    def columns(self, line: str) -> list[int]:
        """Return the columns of the phrases that take a line."""
        if not self._some:
            return []
        self._uses += 1
        if self._uses > _OFTEN + len(self._some):
            return [self._columns[n] for n in self._which.of(line.encode())]
        small = plain(line.lower())
        found: list[int] = []
        for one in self._some:
            if one.column not in found and one.takes(line, small):
                found.append(one.column)
        return found

    @cached_property
    def _columns(self) -> list[int]:
        return sorted({one.column for one in self._some})

    @cached_property
    def _which(self) -> Which:
        some = self._some
        return Which(["|".join(o.pattern for o in some if o.column == n) for n in self._columns])


class Index:
    """Phrases and plain lines by the first two words of a line."""

    def __init__(self, some: Iterable[tuple[Phrase, Asked]], lines: Iterable[str] = ()) -> None:
        self._by_word: dict[str, dict[str, list[Asked]]] = {}
        self._by_head: dict[str, list[Asked]] = {}
        for phrase, asked in some:
            for opening in phrase.openings:
                self._at(opening).append(asked)
            for word in () if phrase.openings else phrase.heads or ():
                self._by_head.setdefault(word, []).append(asked)
        for opening in lines:
            self._at(opening)
        self._groups: dict[tuple[str, str, str], Group] = {}
        self._shared: dict[tuple[Asked, ...], Group] = {}
        self._known: dict[str, Mapping[str, Sequence[Asked]] | None] = {}

    def _at(self, opening: str) -> list[Asked]:
        first, _, second = opening.partition(" ")
        return self._by_word.setdefault(first, {}).setdefault(second, [])

    def candidates(self, lines: Sequence[str], numbers: Iterable[int]) -> list[int]:
        """Return the numbers of those lines whose first word some phrase has."""
        known = self._known
        if len(known) > _KEPT:
            known.clear()
        found = []
        for number in numbers:
            word = lines[number].partition(" ")[0]
            try:
                meant = known[word]
            except KeyError:
                meant = self._meant(word)
            if meant is not None:
                found.append(number)
        return found

    def group(self, line: str) -> Group | None:
        """Return the phrases that a line can be, None when it can be no plain line either."""
        word, second = _pair(line)
        seconds = self._by_word.get(word, {})
        if not self._by_head and second not in seconds and ANY not in seconds:
            return None
        first = head(line)
        key = (word, second if second in seconds else ANY, first)
        made = self._groups.get(key)
        if made is None:
            found = [*seconds.get(second, ()), *seconds.get(ANY, ()), *self._by_head.get(first, ())]
            if not found and second not in seconds:
                return None
            if len(self._groups) > _KEPT:
                self._groups.clear()
                self._shared.clear()
            some = tuple(one for one in found if one.begins(first))
            made = self._groups[key] = self._shared.setdefault(some, Group(some))
        return made

    def _meant(self, word: str) -> Mapping[str, Sequence[Asked]] | None:
        """Return what a first word leads to; keep it unless it is long."""
        small = plain(word.lower())
        first, _ = pair(small)
        known = first and word[:1].isalpha()
        meant = _AGAIN if not known or first in self._by_word or head(word) in self._by_head else None
        if len(word) <= _LONGEST:
            self._known[word] = meant
        return meant


def _pair(line: str) -> Pair:
    """Return the pair of a line; of a long one the beginning tells, unless the second word may go on."""
    begun = line[:_BEGUN].lower()
    if not begun.isascii():
        begun = plain(begun)
    found = pair(begun)
    if len(line) <= _BEGUN or (found[1] and not begun.endswith(found[1])):
        return found
    return pair(plain(line.lower()))
