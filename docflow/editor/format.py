"""Formatting, as the changes that an editor makes."""

from docflow.editor.change import Change, between
from docflow.lang.layout.format import LayoutError, format_text

__all__ = ["format_changes"]


def format_changes(text: str, file: str, lines: tuple[int, int] | None = None) -> tuple[Change, ...]:
    """Return what brings a text, or some of its lines (first and last, from 1), into the layout.

    None of a text that has mistakes of syntax.
    """
    try:
        made = format_text(text, file, lines=lines)
    except LayoutError:
        return ()
    return between(text, made.text) if made.changed else ()
