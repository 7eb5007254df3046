"""The phrases that are filed by the first words of a line, and the plain lines."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from docflow_residue.families.asking import Asked, Asking
from docflow_residue.families.heads import head
from docflow_residue.families.index import Index
from docflow_residue.families.patterns import plain, stripped
from docflow_residue.families.table import Phrase

__all__ = ["Begun"]


class Begun:
    """Phrases by first words: all of them for short lines, those that a line begins with for long ones."""

    def __init__(
        self,
        some: Sequence[tuple[Phrase, Asked]],
        openings: Iterable[str],
        lines: Mapping[str, tuple[int, ...]],
    ) -> None:
        self._lines = lines
        self._short = Index(some, openings)
        self._long = Index([item for item in some if item[0].kind == "start"])

    def hits(self, lines: Sequence[str], short: int) -> Iterator[tuple[int, Sequence[int]]]:
        """Yield the number of a line that a phrase takes, and its columns; the first `short` are short."""
        asking = Asking(lines)
        for number in self._short.candidates(lines, range(short)):
            line = lines[number]
            possible = self._short.possible(line)
            if possible is not None:
                asking.add(number, possible)
                if possible.plain:
                    yield number, self._plain(line)
        for number in self._long.candidates(lines, range(short, len(lines))):
            possible = self._long.possible(lines[number])
            if possible is not None:
                asking.add(number, possible)
        for number, column in asking.answers():
            yield number, (column,)

    def _plain(self, line: str) -> tuple[int, ...]:
        """Return the columns of a plain line; what stands before it must have no letter of its own."""
        key = plain(stripped(line).lower())
        found = self._lines.get(key, ())
        return found if not found or line.isascii() or head(key) == head(line) else ()
