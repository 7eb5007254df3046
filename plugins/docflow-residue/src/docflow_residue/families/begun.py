"""The phrases that are filed by the first words of a line, and the plain lines."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from docflow_residue.families.asking import Asked, Asking
from docflow_residue.families.heads import head
from docflow_residue.families.index import Index
from docflow_residue.families.patterns import plain, stripped
from docflow_residue.families.table import Phrase

__all__ = ["Begun"]

_KEPT = 20_000


class Begun:
    """Phrases by first words; what was found for a short line is kept, since short lines come again."""

    def __init__(
        self,
        some: Sequence[tuple[Phrase, Asked]],
        openings: Iterable[str],
        lines: Mapping[str, tuple[int, ...]],
    ) -> None:
        self._lines = lines
        self._short = Index(some, openings)
        self._long = Index([item for item in some if item[0].kind == "start"])
        self._known: dict[str, tuple[int, ...]] = {}

    def of_short(self, lines: Sequence[str], numbers: Iterable[int]) -> Iterator[tuple[int, Sequence[int]]]:
        """Yield the numbers of those lines, of some short ones, that a phrase takes, and the columns."""
        known = self._known
        if len(known) > _KEPT:
            known.clear()
        fresh: dict[str, list[int]] = {}
        for number in self._short.candidates(lines, numbers):
            line = lines[number]
            found = known.get(line)
            if found is None:
                fresh.setdefault(line, []).append(number)
            elif found:
                yield number, found
        self._learn(fresh)
        for line, some in fresh.items():
            if known[line]:
                for number in some:
                    yield number, known[line]

    def of_long(self, lines: Sequence[str], numbers: Iterable[int]) -> Iterator[tuple[int, Sequence[int]]]:
        """Yield the same for long lines, which can only begin with a phrase."""
        asking = Asking(lines)
        for number in self._long.candidates(lines, numbers):
            possible = self._long.possible(lines[number])
            if possible is not None:
                asking.add(number, possible)
        for number, column in asking.answers():
            yield number, (column,)

    def _learn(self, lines: Iterable[str]) -> None:
        some = list(lines)
        asking = Asking(some)
        for number, line in enumerate(some):
            possible = self._short.possible(line)
            self._known[line] = self._plain(line) if possible is not None and possible.plain else ()
            if possible is not None:
                asking.add(number, possible)
        for number, column in asking.answers():
            self._known[some[number]] += (column,)

    def _plain(self, line: str) -> tuple[int, ...]:
        """Return the columns of a plain line; what stands before it must have no letter of its own."""
        key = plain(stripped(line).lower())
        found = self._lines.get(key, ())
        return found if not found or line.isascii() or head(key) == head(line) else ()
