"""Comma-separated values: one row, one document."""

from collections.abc import Iterator, Mapping
from typing import BinaryIO, ClassVar

from docflow.plugin import Document, Example, FileInfo, Reader, Rejected, Type, component, option
from docflow.std.formats.encodings import AUTO, ENCODING_DOC, check_encoding
from docflow.std.formats.records import ID_DOC, SOURCE_DOC, TEXT_DOC, Shape
from docflow.std.formats.tables import read_table
from docflow.std.formats.values import FIELDS_DOC, check_fields, declared

__all__ = ["Csv"]


def check_delimiter(delimiter: str) -> str | None:
    """Return a sentence when `delimiter` is not one character that can separate cells, else None."""
    if len(delimiter) == 1 and delimiter not in '"\r\n':
        return None
    return "the delimiter is one character, and no quote or line end"


@component(
    "csv",
    open_fields=True,
    examples=(
        Example(b'id,text\na,"One,\ntwo."\nb,Three.\n', ("One,\ntwo.", "Three.")),
        Example(
            b"body;year\nOne.;1999\n",
            ("One.",),
            {"text": "body", "delimiter": ";", "fields": {"year": "int?"}},
        ),
    ),
)
class Csv(Reader):
    """Read a CSV file with a header row, one document a row.

    Quoting as in RFC 4180: cells in double quotes may hold delimiters, line ends and doubled quotes. Other
    columns become fields: text, or the type that `fields` declares (an empty cell is null for a
    type with `?`).
    """

    suffixes: ClassVar[tuple[str, ...]] = (".csv",)

    text: str = option(default="text", doc=TEXT_DOC)
    id: str = option(default="id", doc=ID_DOC)
    source: str = option(default="source", doc=SOURCE_DOC)
    declare: Mapping[str, str] = option(default={}, alias="fields", doc=FIELDS_DOC, check=check_fields)
    delimiter: str = option(default=",", doc="The character between two cells.", check=check_delimiter)
    encoding: str = option(default=AUTO, doc=ENCODING_DOC, check=check_encoding)

    def fields(self) -> Mapping[str, Type]:
        """Return the declared fields."""
        return declared(self.declare)

    def read(self, stream: BinaryIO, file: FileInfo) -> Iterator[Document | Rejected]:
        """Read one file."""
        shape = Shape(self.text, self.id, self.source, self.fields())
        return read_table(stream, file, shape, self.delimiter, self.encoding)
