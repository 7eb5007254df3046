"""Tab-separated values: one row a document."""

from collections.abc import Sequence
from typing import ClassVar

from docflow.plugin import Document, Example, Exporter, OpenContext, component, option
from docflow.std.formats.cells import (
    COLUMNS_DOC,
    SPREADSHEET_DOC,
    check_columns,
    columns_of,
    row_of,
    rows_of,
)

__all__ = ["TsvFile"]


@component(
    "tsv",
    examples=(
        Example(
            (Document("a", "One\ttwo.", "in.txt", {"year": 1999}),),
            b'id\tyear\ttext\na\t1999\t"One\ttwo."\n',
            {"columns": ("id", "year", "text")},
        ),
    ),
)
class TsvFile(Exporter):
    """Write a tab-separated file with a header row, one row a document.

    Lists and maps are JSON, dates ISO texts, true and false words; null is an empty cell. Lines end in a
    newline. A field that is called like id, source or text gets a number, such as `text_2`.
    """

    suffix: ClassVar[str] = ".tsv"

    columns: tuple[str, ...] | None = option(default=None, doc=COLUMNS_DOC, check=check_columns)
    spreadsheet: bool = option(default=False, doc=SPREADSHEET_DOC)

    def open(self, context: OpenContext) -> "TsvFile":
        """Return this exporter with the columns that the documents have here."""
        columns = columns_of(self.columns, context)
        return TsvFile(columns=columns, spreadsheet=self.spreadsheet)

    def prologue(self) -> bytes:
        """Return the header."""
        return row_of(self._columns, "\t")

    def encode(self, documents: Sequence[Document]) -> bytes:
        """Return one row for each document."""
        return rows_of(documents, self._columns, "\t", self.spreadsheet)

    @property
    def _columns(self) -> tuple[str, ...]:
        return columns_of(self.columns, OpenContext())
