"""The rows of data tables, put together again from the lines of their cells."""

from collections.abc import Iterator, Sequence

from docflow_html.page.page import NOWHERE, Line, Page

__all__ = ["cells_of", "grouped"]


def grouped(page: Page, lines: Sequence[Line]) -> Iterator[tuple[int, list[Line]]]:
    """Give the lines in order: alone (NOWHERE, one line), or all of a row of a table (the row, its lines)."""
    row, held = NOWHERE, list[Line]()
    for line in lines:
        here = page.parents[line.cell] if line.cell != NOWHERE else NOWHERE
        if held and here != row:
            yield row, held
            held = []
        row = here
        if here == NOWHERE:
            yield NOWHERE, [line]
        else:
            held.append(line)
    if held:
        yield row, held


def cells_of(page: Page, row: int) -> list[int]:
    """Return the cells of a row, empty ones too."""
    cells, number, end = [], row + 1, page.ends[row]
    while number < end:
        if page.tags[number] in ("td", "th"):
            cells.append(number)
        number = page.ends[number]
    return cells
