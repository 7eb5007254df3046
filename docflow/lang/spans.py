"""Places inside a literal, and expressions as they were written."""

from docflow.errors import Span
from docflow.lang import tree

__all__ = ["dotted", "inside", "span_of", "written"]


def inside(span: Span, start: int, length: int = 1) -> Span:
    """Return the span of `length` characters from offset `start` of the file, within a one-line `span`."""
    column = span.column + (start - span.start)
    return Span(span.file, start, start + length, span.line, column, span.line, column + length)


def span_of(text: str, file: str, start: int, end: int) -> Span:
    """Return the span between two offsets of the whole text of a file."""
    line, last = text.count("\n", 0, start) + 1, text.count("\n", 0, end) + 1
    column, end_column = start - text.rfind("\n", 0, start), end - text.rfind("\n", 0, end)
    return Span(file, start, end, line, column, last, end_column)


def dotted(node: tree.Expr) -> tuple[str, ...] | None:
    """Return `doc.a.b` as names; None for anything but a name with members."""
    names: list[str] = []
    while isinstance(node, tree.Access):
        names.append(node.name)
        node = node.of
    return (node.name, *reversed(names)) if isinstance(node, tree.Name) else None


def written(node: tree.Expr) -> str | None:
    """Return the text of a short expression (a dotted name or a literal), None for a longer one."""
    names = dotted(node)
    if names is not None:
        return ".".join(name if name.isidentifier() else f'"{name}"' for name in names)
    if isinstance(node, tree.Number):
        return node.digits + node.suffix
    if isinstance(node, tree.Text) and len(node.value) <= 30 and not node.block:
        return '"' + node.value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
    if isinstance(node, tree.Boolean):
        return "true" if node.value else "false"
    return "null" if isinstance(node, tree.Null) else None
