"""The comment that stands above something: what its author says of it."""

from docflow.errors import Span

__all__ = ["above"]


def above(span: Span, text: str) -> str:
    """Return the lines of comment right above the line where a span starts, without their `#`."""
    start = text.rfind("\n", 0, span.start) + 1
    lines: list[str] = []
    while start > 0:
        before = text.rfind("\n", 0, start - 1) + 1
        line = text[before : start - 1].strip()
        if not line.startswith("#"):
            break
        lines.append(line.lstrip("#").strip())
        start = before
    return "\n".join(reversed(lines))
