"""Rows of a table as text: what the exporters of CSV and TSV share.

Our own writer of a few lines instead of `csv.writer`, which leaves a carriage return unquoted on
some versions of Python: the same documents must give the same bytes on all. Lines end in a newline
alone: RFC 4180 says CRLF, but every reader takes both, and line tools and diffs want the newline.
"""

import datetime
import functools
import re
from collections.abc import Iterable, Sequence

from docflow.plugin import Document, OpenContext
from docflow.std.formats.plain_json import json_text
from docflow.std.formats.written import NAMES, record_of

__all__ = ["COLUMNS_DOC", "REST", "SPREADSHEET_DOC", "check_columns", "columns_of", "row_of", "rows_of"]

REST = "fields"
COLUMNS_DOC = (
    "The columns, in order; without it id, source, text and all fields known here. "
    "A column `fields` holds all that have no column, as JSON."
)
SPREADSHEET_DOC = (
    "Put an apostrophe before a cell that a spreadsheet would run as a formula (= + - @), "
    "for files that people open; off, the cells are to the letter."
)


def check_columns(columns: Sequence[str]) -> str | None:
    """Return a sentence when the columns are none or one is twice, else None."""
    if not columns:
        return "a table needs at least one column"
    twice = next((name for name in columns if columns.count(name) > 1), None)
    return None if twice is None else f"the column `{twice}` is twice in the list"


def columns_of(chosen: Sequence[str] | None, context: OpenContext) -> tuple[str, ...]:
    """Return the columns: the chosen ones, else those known, and `fields` when there may be others."""
    if chosen is not None:
        return tuple(chosen)
    names = [name for name, _ in context.fields]
    rest = (REST,) if context.open_fields or REST in names else ()
    return (*NAMES, *(name for name in names if name not in (*NAMES, REST)), *rest)


def rows_of(documents: Iterable[Document], columns: Sequence[str], delimiter: str, guard: bool) -> bytes:
    """Return a row for each document, in UTF-8; half of a surrogate pair is written as its escape."""
    return b"".join(row_of(_values(doc, columns), delimiter, guard) for doc in documents)


def row_of(values: Iterable[object], delimiter: str, guard: bool = False) -> bytes:
    """Return one row with its line end."""
    cells = [_cell(value, guard) for value in values]
    special = _special(delimiter)
    line = delimiter.join(_quoted(cell) if special.search(cell) else cell for cell in cells)
    return f"{line or _quoted('')}\n".encode("utf-8", "backslashreplace")


@functools.cache
def _special(delimiter: str) -> re.Pattern[str]:
    """Return what a cell is quoted for; outer spaces too, as many readers strip them."""
    return re.compile(rf'["\r\n{re.escape(delimiter)}]|^\s|\s$')


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def _values(doc: Document, columns: Sequence[str]) -> list[object]:
    record = record_of(doc)
    if REST in columns:
        own = {*NAMES, *columns} - {REST}
        record[REST] = {name: value for name, value in record.items() if name not in own} or None
    return [record.get(column) for column in columns]


def _cell(value: object, guard: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if guard and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.date):
        return value.isoformat()
    return json_text(value) if isinstance(value, (dict, list, tuple)) else str(value)
