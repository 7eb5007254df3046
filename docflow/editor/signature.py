"""Signature help: what is being called, and which argument the cursor is in."""

from attrs import frozen

from docflow.editor.analysis import Analysis
from docflow.editor.callee import Callee
from docflow.editor.complete.context import Frame, context_of
from docflow.editor.complete.cursor import cursor_at
from docflow.editor.complete.wanted import argument_at, callee_of

__all__ = ["Signature", "signature_at"]


@frozen
class Signature:
    """A call as it is declared: the label, its arguments as they stand in the label, the one at hand."""

    label: str
    arguments: tuple[tuple[str, str], ...]
    active: int | None
    page: str = ""


def signature_at(analysis: Analysis, text: str, offset: int) -> Signature | None:
    """Return the innermost call around an offset that takes anything, None outside of calls."""
    context = context_of(cursor_at(analysis, text, offset))
    for frame in reversed(context.frames):
        callee = callee_of(frame, analysis)
        if callee is not None and callee.arguments:
            return _signature(callee, frame)
        if frame.kind == "block":
            return None
    return None


def _signature(callee: Callee, frame: Frame) -> Signature:
    shown = ", ".join(argument.shown for argument in callee.arguments)
    label = f"{callee.name}({shown})" + (f" -> {callee.gives}" if callee.gives else "")
    chosen = argument_at(frame, callee)
    active = callee.arguments.index(chosen) if chosen is not None else None
    return Signature(label, tuple((a.shown, a.doc) for a in callee.arguments), active)
