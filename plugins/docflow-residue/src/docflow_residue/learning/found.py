"""What was learned of a site, as rules that people read: lines with counts, positions and examples."""

from attrs import frozen

from docflow_residue.packs.keys import Position

__all__ = ["FoundRule", "FoundSite"]


@frozen
class FoundRule:
    """One rule: a whole `line` (numbers and dates aside), or a `pattern` where names or a label vary.

    `documents` are those of the site in which it takes a line, `positions` its lines before, after and
    within the text of theirs; `examples` are lines that it takes, the most frequent first.
    """

    name: str
    line: str
    pattern: str
    position: Position
    documents: int
    positions: tuple[int, int, int]
    examples: tuple[str, ...]
    spare: str


@frozen
class FoundSite:
    """The rules of a site, those in most documents first; `documents` is how many it has."""

    site: str
    documents: int
    rules: tuple[FoundRule, ...]
