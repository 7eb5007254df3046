"""From spans, changes and names to what the protocol has for them."""

from collections.abc import Callable, Iterable

from lsprotocol import types

from docflow.editor.change import Change
from docflow.editor.positions import Lines
from docflow.errors import Span

__all__ = ["LinesOf", "edits", "location", "position", "range_between", "range_of"]

LinesOf = Callable[[str], tuple[str, Lines]]
"""Gives the address and the lines of a file, by the name that spans carry."""


def position(offset: int, lines: Lines) -> types.Position:
    """Return the position of an offset."""
    return types.Position(*lines.place(offset))


def range_between(start: int, end: int, lines: Lines) -> types.Range:
    """Return the range between two offsets."""
    return types.Range(position(start, lines), position(end, lines))


def range_of(span: Span, lines: Lines) -> types.Range:
    """Return the range of a span."""
    return range_between(span.start, span.end, lines)


def location(span: Span, lines_of: LinesOf) -> types.Location:
    """Return the place of a span in any file."""
    uri, lines = lines_of(span.file)
    return types.Location(uri, range_of(span, lines))


def edits(changes: Iterable[Change], lines: Lines) -> list[types.TextEdit]:
    """Return changes of one text."""
    return [types.TextEdit(range_between(c.start, c.end, lines), c.new) for c in changes]
