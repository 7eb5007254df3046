"""An expression as it was written: what reports, reasons and outlines show."""

from docflow.lang import tree
from docflow.lang.check.here import Here

__all__ = ["words_of"]


def words_of(node: tree.Expr, here: Here) -> str:
    """Return an expression as it was written, on one line: what reports and reasons show."""
    text = here.module.program.text[node.span.start : node.span.end]
    return " ".join(text.split())
