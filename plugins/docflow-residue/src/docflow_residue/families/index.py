"""The phrases sorted by the words that they begin with: a line meets only those of its first word."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from attrs import frozen

from docflow_residue.families.columns import FAMILIES
from docflow_residue.families.heads import heads, options
from docflow_residue.families.patterns import frame
from docflow_residue.families.phrasebook import Rule
from docflow_residue.families.program import Gate, Which

__all__ = ["Hit", "Joint", "Phrase", "Table", "phrases"]

Hit = tuple[int, tuple[int, ...]]
"""The number of a line, and the numbers of the columns that take it."""
_FEW = 3


@frozen
class Phrase:
    """One phrase: its column, how it stands in a line, its heads (None: any), and its pattern for re2."""

    column: int
    kind: str
    heads: frozenset[str] | None
    pattern: str


def phrases(book: Iterable[Rule], words: Mapping[str, str]) -> tuple[Phrase, ...]:
    """Return the phrases of the rules, each option of a phrase by itself.

    Raises PluginError for a phrase with an unknown `<word>`.
    """
    return tuple(
        Phrase(
            FAMILIES.index(rule.column),
            kind,
            heads(option, words) if kind in {"whole", "start"} else None,
            frame(option, kind, words, case=rule.case),
        )
        for rule in book
        for kind, some in rule.phrases.items()
        for phrase in some
        for option in options(phrase)
    )


class Joint:
    """Some phrases over some lines: one search over them all, then a question for each that it stops at."""

    def __init__(self, some: Sequence[Phrase]) -> None:
        self._columns = sorted({phrase.column for phrase in some})
        self._patterns = ["|".join(p.pattern for p in some if p.column == n) for n in self._columns]

    def hits(self, numbers: Sequence[int], lines: Sequence[bytes]) -> Iterator[Hit]:
        """Yield the lines that some phrase takes; `numbers` says which of the lines to look at."""
        if len(numbers) < _FEW:
            for number in numbers:
                yield number, self._of(lines[number])
            return
        data = b"\n".join([lines[number] for number in numbers])
        at, counted = 0, 0
        for start, end in self._gate.lines(data):
            counted += data.count(b"\n", at, start)
            at = start
            yield numbers[counted], self._of(data[start:end])

    def _of(self, line: bytes) -> tuple[int, ...]:
        return tuple(self._columns[n] for n in self._which.of(line))

    @cached_property
    def _gate(self) -> Gate:
        return Gate("|".join(self._patterns))

    @cached_property
    def _which(self) -> Which:
        return Which(self._patterns)


class Table:
    """Phrases by the first word of a line; a program is made when lines first need it, and kept."""

    def __init__(self, some: Iterable[Phrase]) -> None:
        self._by_head: dict[str, list[Phrase]] = {}
        self._open: list[Phrase] = []
        for phrase in some:
            if phrase.heads is None:
                self._open.append(phrase)
            for word in phrase.heads or ():
                self._by_head.setdefault(word, []).append(phrase)
        self._any = Joint(self._open)
        self._made: dict[str, Joint] = {}

    def hits(self, numbers: Sequence[int], words: Sequence[str], lines: Sequence[bytes]) -> Iterator[Hit]:
        """Yield the lines that some phrase takes; `words` are the heads of all lines."""
        if self._open:
            yield from self._any.hits(numbers, lines)
        groups: dict[str, list[int]] = {}
        for number in numbers:
            if words[number] in self._by_head:
                groups.setdefault(words[number], []).append(number)
        for word, group in groups.items():
            yield from self._joint(word).hits(group, lines)

    def _joint(self, word: str) -> Joint:
        made = self._made.get(word)
        if made is None:
            made = self._made[word] = Joint(self._by_head[word])
        return made
