"""Tab-separated values: one row, one document."""

from collections.abc import Iterator, Mapping
from typing import BinaryIO, ClassVar

from docflow.plugin import Document, Example, FileInfo, Reader, Rejected, Type, component, option
from docflow.std.formats.encodings import AUTO, ENCODING_DOC, check_encoding
from docflow.std.formats.records import ID_DOC, SOURCE_DOC, TEXT_DOC, Shape
from docflow.std.formats.tables import read_table
from docflow.std.formats.values import FIELDS_DOC, check_fields, declared

__all__ = ["Tsv"]


@component("tsv", open_fields=True, examples=(Example(b"id\ttext\na\tOne.\nb\tTwo.\n", ("One.", "Two.")),))
class Tsv(Reader):
    """Read a tab-separated file with a header row, one document a row.

    Cells in double quotes may hold tabs, line ends and doubled quotes, as spreadsheets write them. Other
    columns become fields, as in `csv`.
    """

    suffixes: ClassVar[tuple[str, ...]] = (".tsv",)

    text: str = option(default="text", doc=TEXT_DOC)
    id: str = option(default="id", doc=ID_DOC)
    source: str = option(default="source", doc=SOURCE_DOC)
    declare: Mapping[str, str] = option(default={}, alias="fields", doc=FIELDS_DOC, check=check_fields)
    encoding: str = option(default=AUTO, doc=ENCODING_DOC, check=check_encoding)

    def fields(self) -> Mapping[str, Type]:
        """Return the declared fields."""
        return declared(self.declare)

    def read(self, stream: BinaryIO, file: FileInfo) -> Iterator[Document | Rejected]:
        """Read one file."""
        shape = Shape(self.text, self.id, self.source, self.fields())
        return read_table(stream, file, shape, "\t", self.encoding)
