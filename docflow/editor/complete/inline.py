"""Completion between the braces of an f-text: `f"{doc.¦}"`."""

import re
from collections.abc import Iterator

from docflow.editor.analysis import Analysis
from docflow.editor.complete.cursor import Cursor
from docflow.editor.complete.item import Completions, Item
from docflow.editor.complete.members import after_dot
from docflow.editor.complete.values import values

__all__ = ["in_braces"]

_INNER = re.compile(r"\{(?P<before>[^{}]*?)(?P<names>(?:\w+\.)*)(?P<word>\w*)$")
_WORD = re.compile(r"\w*")


def in_braces(cursor: Cursor, analysis: Analysis) -> Completions | None:
    """Return what may be written in an open brace of an f-text, None outside of braces."""
    written = cursor.text[cursor.start : cursor.offset]
    found = _INNER.search(written.replace("{{", "  ")) if written.startswith('f"') else None
    if found is None:
        return None
    names = found["names"].split(".")[:-1]
    start = cursor.offset - len(found["word"])
    rest = _WORD.match(cursor.text, cursor.offset)
    end = rest.end() if rest is not None else cursor.offset
    return Completions(start, end, tuple(sorted(_items(names, cursor, analysis), key=lambda item: item.rank)))


def _items(names: list[str], cursor: Cursor, analysis: Analysis) -> Iterator[Item]:
    scope = analysis.scope_at(cursor.known)
    if names:
        yield from after_dot(names, "function", analysis, scope, setting=False)
    else:
        yield from values(scope, None)
