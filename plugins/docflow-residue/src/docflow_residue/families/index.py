"""Which phrases a line can be, found by its first words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from docflow_residue.families.asking import Asked, Possible
from docflow_residue.families.heads import head
from docflow_residue.families.openings import ANY, Pair, pair
from docflow_residue.families.patterns import plain
from docflow_residue.families.table import Phrase

__all__ = ["Index"]

_BEGUN = 64
_KEPT = 20_000
_LONGEST = 40
_NONE: Mapping[str, Sequence[Asked]] = MappingProxyType({})
_NEXT = re.compile("[^a-zA-Z]*([a-zA-Z]*)")
_BOTH = re.compile(2 * _NEXT.pattern)


class _Start:
    """What a first word leads to, given the head of the line: by the second word."""

    def __init__(
        self, first: str = "", seconds: Mapping[str, Sequence[Asked]] = _NONE, heads: Sequence[Asked] = ()
    ) -> None:
        self._first = first
        self._seconds = seconds
        self._heads = heads
        self._made: dict[str, Possible | None] = {}
        self.open = not seconds.keys() - {ANY}

    def of(self, second: str) -> Possible | None:
        """Return what a line with this second word can be."""
        second = second if second in self._seconds else ANY
        try:
            return self._made[second]
        except KeyError:
            found = self._made[second] = self._possible(second)
            return found

    def _possible(self, second: str) -> Possible | None:
        known = second != ANY
        own = self._seconds[second] if known else ()
        found = (*own, *self._seconds.get(ANY, ()), *self._heads)
        if not found and not known:
            return None
        return Possible(tuple(one for one in dict.fromkeys(found) if one.begins(self._first)), known)


_NOTHING = _Start()
_AGAIN = _Start()
"""Stands for a first word that does not tell; the whole line does."""


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
        self._starts: dict[tuple[str, str], _Start] = {}
        self._known: dict[str, _Start] = {}
        self._heads: dict[str, str] = {}

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
                start = known[word]
            except KeyError:
                start = self._meant(word)
            if start is not _NOTHING:
                found.append(number)
        return found

    def possible(self, line: str) -> Possible | None:
        """Return what a line can be, None where it can be nothing."""
        word, _, rest = line.partition(" ")
        start = self._known.get(word) or self._meant(word)
        if start is _AGAIN:
            return self._possible(line)
        if start.open:
            return start.of(ANY)
        begun = rest[:_BEGUN]
        found = _NEXT.match(begun) if begun.isascii() else None
        if found is None or (found.end() == _BEGUN and len(rest) > _BEGUN):
            return self._possible(line)
        return start.of(found[1].lower())

    def _possible(self, line: str) -> Possible | None:
        word, second = _pair(line)
        return self._start(word, self._head(line)).of(second)

    def _head(self, line: str) -> str:
        word = line.partition(" ")[0]
        known = self._heads.get(word)
        if known is not None:
            return known
        first = head(word)
        if not first or len(word) > _LONGEST:
            return head(line)
        if len(self._heads) > _KEPT:
            self._heads.clear()
        self._heads[word] = first
        return first

    def _meant(self, word: str) -> _Start:
        """Return what a first word leads to; keep it unless it is long."""
        if word.isascii() and word.isalpha():
            small = word.lower()
            start = self._start(small, small)
        else:
            first, _ = pair(plain(word.lower()))
            known = first and word[:1].isalpha()
            start = _AGAIN if not known or self._start(first, head(word)) is not _NOTHING else _NOTHING
        if len(word) <= _LONGEST:
            self._known[word] = start
        return start

    def _start(self, word: str, first: str) -> _Start:
        """Return what a first word in letters, and a head, lead to."""
        if word not in self._by_word and first not in self._by_head:
            return _NOTHING
        made = self._starts.get((word, first))
        if made is None:
            if len(self._starts) > _KEPT:
                self._starts.clear()
            seconds, heads = self._by_word.get(word, _NONE), self._by_head.get(first, ())
            made = self._starts[word, first] = _Start(first, seconds, heads)
        return made


def _pair(line: str) -> Pair:
    """Return the pair of a line; of a long one the beginning tells, unless the second word may go on."""
    begun = line[:_BEGUN]
    if begun.isascii():
        found = _BOTH.match(begun)
        if found is not None and (found.end() < _BEGUN or len(line) <= _BEGUN):
            return found[1].lower(), found[2].lower()
    return pair(plain(line.lower()))
