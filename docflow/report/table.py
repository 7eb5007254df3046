"""Plain text tables: columns aligned, numbers to the right, nothing that a pipe would choke on."""

from collections.abc import Sequence

__all__ = ["count", "table"]


def count(number: int, noun: str) -> str:
    """Return `1 document` or `1,204 documents`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def table(rows: Sequence[Sequence[object]], heads: Sequence[str] = (), indent: str = "  ") -> list[str]:
    """Return the lines of a table; integers are right-aligned with thousands separators."""
    if not rows:
        return []
    cells = [[_cell(value) for value in row] for row in rows]
    right = [all(isinstance(row[i], int) for row in rows) for i in range(len(rows[0]))]
    shown = [list(heads), *cells] if heads else cells
    widths = [max(len(row[i]) for row in shown) for i in range(len(rows[0]))]
    return [indent + _line(row, widths, right) for row in shown]


def _cell(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _line(row: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    cells = [
        cell.rjust(width) if flush else cell.ljust(width)
        for cell, width, flush in zip(row, widths, right, strict=True)
    ]
    return "  ".join(cells).rstrip()
