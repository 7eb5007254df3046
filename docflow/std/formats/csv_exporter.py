"""Comma-separated values: one row a document."""

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
from docflow.std.formats.csv_reader import check_delimiter

__all__ = ["CsvFile"]


@component(
    "csv",
    examples=(
        Example(
            (Document("a", 'One, "two".', "in.txt"),),
            b'id,source,text\na,in.txt,"One, ""two""."\n',
        ),
        Example(
            (Document("a", "=1+1", "in.txt", {"year": 1999, "tags": ["x"], "lang": "en"}),),
            b"""id;year;text;fields\na;1999;'=1+1;"{""tags"": [""x""], ""lang"": ""en""}"\n""",
            {"columns": ("id", "year", "text", "fields"), "delimiter": ";", "spreadsheet": True},
        ),
    ),
)
class CsvFile(Exporter):
    """Write a CSV file with a header row, one row a document.

    Lists and maps are JSON, dates ISO texts, true and false words; null is an empty cell. Lines end in a
    newline. A field that is called like id, source or text gets a number, such as `text_2`.
    """

    suffix: ClassVar[str] = ".csv"

    columns: tuple[str, ...] | None = option(default=None, doc=COLUMNS_DOC, check=check_columns)
    delimiter: str = option(default=",", doc="The character between two cells.", check=check_delimiter)
    spreadsheet: bool = option(default=False, doc=SPREADSHEET_DOC)

    def open(self, context: OpenContext) -> "CsvFile":
        """Return this exporter with the columns that the documents have here."""
        columns = columns_of(self.columns, context)
        return CsvFile(columns=columns, delimiter=self.delimiter, spreadsheet=self.spreadsheet)

    def prologue(self) -> bytes:
        """Return the header."""
        return row_of(self._columns, self.delimiter)

    def encode(self, documents: Sequence[Document]) -> bytes:
        """Return one row for each document."""
        return rows_of(documents, self._columns, self.delimiter, self.spreadsheet)

    @property
    def _columns(self) -> tuple[str, ...]:
        return columns_of(self.columns, OpenContext())
