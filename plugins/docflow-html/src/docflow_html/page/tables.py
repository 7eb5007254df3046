"""Which tables hold data, and which only lay out the page."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from docflow_html.page.page import Line, Page

__all__ = ["mark_tables"]

_MOST_LINES: Final = 6
_MOST_CHARS: Final = 600
_HEADED: Final = 3
"""A table with header cells may have cells so many times as large."""
_BUILDS: Final = frozenset(
    ("h1", "h2", "h3", "form", "article", "section", "nav", "header", "footer", "figure")
)
_ROLES: Final = frozenset(("presentation", "none"))


def mark_tables(page: Page) -> None:
    """Find the data tables of a page and tell the lines in them their cell.

    Data has rows in which two cells or more say something, and cells that are small: a table with another
    one in it, with headings or forms in it, or with a cell of many lines is layout.
    """
    tags, ends = page.tags, page.ends
    if "table" not in tags:
        return
    found = [number for number, tag in enumerate(tags) if tag == "table"]
    inner = [n for n, after in zip(found, [*found[1:], len(tags)], strict=True) if ends[n] <= after]
    at = 0
    for table in inner:
        while at < len(page.lines) and page.lines[at].first < table:
            at += 1
        start = at
        while at < len(page.lines) and page.lines[at].first < ends[table]:
            at += 1
        if _is_data(page, table, page.lines[start:at]):
            page.tables.append(table)
            _tell(page, table, page.lines[start:at])


def _is_data(page: Page, table: int, lines: list[Line]) -> bool:
    inside = page.tags[table : page.ends[table]]
    if not lines or not _BUILDS.isdisjoint(inside) or page.attributes(table).get("role") in _ROLES:
        return False
    cells = _by_cell(page, table, lines)
    said = Counter(page.parents[cell] for cell, held in cells.items() if any(line.text for line in held))
    if not said or max(said.values()) < 2:
        return False
    times = _HEADED if "th" in inside else 1
    return _largest_cell(cells) <= times


def _largest_cell(cells: Mapping[int, list[Line]]) -> float:
    """Return the size of the largest cell, where 1 is what a plain table may have."""
    largest = 0.0
    for cell in cells.values():
        chars = sum(len(line.text) for line in cell if not line.pre)
        largest = max(largest, len(cell) / _MOST_LINES, chars / _MOST_CHARS)
    return largest


def _tell(page: Page, table: int, lines: list[Line]) -> None:
    for cell, held in _by_cell(page, table, lines).items():
        for line in held:
            line.cell = cell


def _by_cell(page: Page, table: int, lines: list[Line]) -> dict[int, list[Line]]:
    """Return the lines of each cell; those outside cells, such as a caption's, are not there."""
    cells: dict[int, list[Line]] = {}
    at = 0
    for number in range(table, page.ends[table]):
        if page.tags[number] in ("td", "th"):
            while at < len(lines) and lines[at].first < number:
                at += 1
            end = page.ends[number]
            while at < len(lines) and lines[at].first < end:
                cells.setdefault(number, []).append(lines[at])
                at += 1
    return cells
