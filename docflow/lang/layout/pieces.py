"""Layouts as values: tokens and line breaks, in groups that stand on one line or are broken."""

from collections.abc import Iterable
from typing import TypeAlias

from docflow.value import frozen

__all__ = [
    "COMMA", "SPACE", "Comments", "Doc", "Group", "Indent", "Line", "Sign", "Tok", "Trail", "broken", "group",
    "hard", "joined",
]  # fmt: skip


@frozen
class Tok:
    """A token of the text, by its number."""

    index: int


@frozen
class Sign:
    """What the layout itself writes: a comma or a space; a space at the start of a line is left out."""

    text: str


@frozen
class Trail:
    """The comma behind the last element; it stands only where its group is broken."""


@frozen
class Comments:
    """The comments that stand on lines of their own before a token, at the indentation of this place.

    `inner`: only the first of them, as far as they were indented.
    """

    before: int
    inner: bool = False


@frozen
class Line:
    """A place where a line may end: `flat` in a group on one line.

    `hard` ends the line always. `blank` keeps one blank line that was there, `force` makes one.
    """

    flat: str = " "
    hard: bool = False
    blank: bool = False
    force: bool = False


@frozen
class Indent:
    """Lines in `body` are indented by two more columns."""

    body: "Doc"


@frozen
class Group:
    """Stands on one line where it fits and is not `broken`; else all of its own lines are line ends."""

    body: "Doc"
    broken: bool


Doc: TypeAlias = Tok | Sign | Trail | Comments | Line | Indent | Group | tuple["Doc", ...]

SPACE = Sign(" ")
COMMA = Sign(",")


def hard(*, blank: bool = True, force: bool = False) -> Line:
    """Return the end of a line."""
    return Line(hard=True, blank=blank, force=force)


def group(*body: Doc, broken: bool = False) -> Group:
    """Make a group; one with a line end in it is broken."""
    return Group(body, broken or _ends_lines(body))


def broken(doc: Doc) -> bool:
    """Whether a layout can only be written on several lines."""
    return _ends_lines(doc)


def joined(docs: Iterable[Doc], between: Doc) -> tuple[Doc, ...]:
    """Return the layouts with `between` between any two."""
    parts: list[Doc] = []
    for doc in docs:
        parts += [between, doc] if parts else [doc]
    return tuple(parts)


def _ends_lines(doc: Doc) -> bool:
    if isinstance(doc, tuple):
        return any(_ends_lines(part) for part in doc)
    if isinstance(doc, Indent):
        return _ends_lines(doc.body)
    return (isinstance(doc, Group) and doc.broken) or (isinstance(doc, Line) and doc.hard)
