"""One phrase, asked about many lines at once: most phrases take none of them, and one search says so."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from attrs import frozen

from docflow_residue.families.patterns import frame, plain
from docflow_residue.families.program import Gate
from docflow_residue.families.table import Phrase

__all__ = ["Asked", "Asking", "Possible"]


class Asked:
    """One phrase as it is asked about lines; its program is made for the first line that may fit."""

    def __init__(self, phrase: Phrase, words: Mapping[str, str]) -> None:
        self.column = phrase.column
        self.kind = phrase.kind
        self._phrase = phrase
        self._words = words
        self._made = not phrase.factors

    def begins(self, first: str) -> bool:
        """Return whether a line with this head can be the phrase."""
        return self._phrase.heads is None or first in self._phrase.heads

    def takes(self, lines: Iterable[str]) -> Iterator[int]:
        """Yield which of some lines the phrase takes."""
        text = "\n".join(lines)
        self._made = self._made or self._may(text)
        if self._made:
            for number, _ in self._gate.numbered(text.encode()):
                yield number

    def _may(self, text: str) -> bool:
        """Return whether some line holds what the phrase cannot do without."""
        small = plain(text.lower())
        return any(factor in small for factor in self._phrase.factors)

    @cached_property
    def _gate(self) -> Gate:
        return Gate(frame(self._phrase.text, self._phrase.kind, self._words, case=self._phrase.case))


@frozen(eq=False)
class Possible:
    """The phrases that a line can be; `plain` says whether it can be a plain line, too."""

    phrases: tuple[Asked, ...]
    plain: bool = False


class Asking:
    """Questions about lines, gathered and then put phrase by phrase."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._asked: dict[Possible, list[int]] = {}

    def add(self, number: int, possible: Possible) -> None:
        """Ask whether some phrases take a line."""
        self._asked.setdefault(possible, []).append(number)

    def answers(self) -> Iterator[tuple[int, int]]:
        """Yield the number of a line and the column of a phrase that takes it, in no order."""
        lines = self._lines
        by_phrase: dict[Asked, list[int]] = {}
        for possible, numbers in self._asked.items():
            for one in possible.phrases:
                by_phrase.setdefault(one, []).extend(numbers)
        for one, numbers in by_phrase.items():
            for at in one.takes([lines[number] for number in numbers]):
                yield numbers[at], one.column
