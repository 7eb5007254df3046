"""The phrases sorted by the words that they begin with: a line meets only those of its first word."""

from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from docflow_residue.families.columns import FAMILIES
from docflow_residue.families.heads import heads, options
from docflow_residue.families.patterns import frame
from docflow_residue.families.phrasebook import Rule
from docflow_residue.families.program import Which

__all__ = ["Asked", "Phrase", "phrases"]


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


class Asked:
    """Some phrases together: which columns take a line."""

    def __init__(self, some: Sequence[Phrase]) -> None:
        self._columns = sorted({phrase.column for phrase in some})
        joined = ("|".join(p.pattern for p in some if p.column == column) for column in self._columns)
        self._which = Which(list(joined))

    def of(self, line: bytes) -> tuple[int, ...]:
        """Return the numbers of the columns that take the line."""
        return tuple(self._columns[n] for n in self._which.of(line))
