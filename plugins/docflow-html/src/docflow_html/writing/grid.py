"""Data tables as those of GitHub's Markdown."""

from collections.abc import Mapping, Sequence
from typing import Final

from docflow_html.page.page import Page
from docflow_html.writing.rows import cells_of

__all__ = ["grid"]

_WIDEST_SPAN: Final = 20


def grid(page: Page, rows: Sequence[int], texts: Mapping[int, str]) -> list[str]:
    """Return the lines of a table: of these rows, with the written text of each cell.

    A first row of header cells is the header, else the header is empty. Cells over several columns or
    rows are followed by empty ones. Rows that are shorter than the header need no filling up.
    """
    filled = _placed(page, rows, texts)
    columns = max(map(len, filled)) or 1
    head = filled.pop(0) if _is_header(page, rows[0], texts) else []
    head += [""] * (columns - len(head))
    return [_row(head), "|" + " --- |" * columns, *map(_row, filter(None, filled))]


def _placed(page: Page, rows: Sequence[int], texts: Mapping[int, str]) -> list[list[str]]:
    taken: dict[int, int] = {}
    placed = []
    for row in rows:
        line: list[str] = []
        still = {column: left - 1 for column, left in taken.items() if left > 1}
        for cell in cells_of(page, row):
            while len(line) in taken:
                line.append("")
            attributes = page.attributes(cell)
            wide, high = _span(attributes.get("colspan")), _span(attributes.get("rowspan"))
            if high > 1:
                still |= dict.fromkeys(range(len(line), min(len(line) + wide, _WIDEST_SPAN)), high - 1)
            line += [texts.get(cell, ""), *[""] * (wide - 1)]
        taken = still
        while line and not line[-1]:
            line.pop()
        placed.append(line)
    return placed


def _span(written: str | None) -> int:
    return (
        min(max(int(written), 1), _WIDEST_SPAN) if written and written.isascii() and written.isdigit() else 1
    )


def _is_header(page: Page, row: int, texts: Mapping[int, str]) -> bool:
    if page.tags[page.parents[row]] == "thead":
        return True
    return all(page.tags[cell] == "th" for cell in cells_of(page, row) if texts.get(cell))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |" if cells else "| |"
