"""Tables with a header row as documents: what the readers of CSV and TSV share."""

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from attrs import evolve

from docflow.plugin import Document, FileInfo, Rejected
from docflow.std.formats.nesting import nested, too_deep
from docflow.std.formats.records import Shape, document_of
from docflow.std.formats.rows import Row, read_rows
from docflow.std.formats.values import MisfitError, from_cell

__all__ = ["read_table"]


def read_table(
    stream: BinaryIO, file: FileInfo, shape: Shape, delimiter: str, encoding: str
) -> Iterator[Document | Rejected]:
    """Yield a document for each row below the header; the other columns become fields, as text.

    A header without the column of the text, or with a name twice, is one rejection of the whole file.
    """
    header: list[str] | None = None
    for row in read_rows(stream, file, delimiter, encoding):
        if isinstance(row, Rejected):
            yield row
            if header is None:
                return
        elif header is None:
            header = [name or f"column_{i}" for i, name in enumerate(row.cells, 1)]
            wrong = _wrong_header(header, shape)
            if wrong:
                yield Rejected("header", wrong, line=row.line, offset=row.offset, raw=row.raw)
                return
        else:
            made = _document(row, header, shape, file)
            yield evolve(made, offset=row.offset, raw=row.raw) if isinstance(made, Rejected) else made


def _wrong_header(header: list[str], shape: Shape) -> str:
    twice = next((name for name in header if header.count(name) > 1), None) if len(header) < 10_000 else None
    if twice is not None:
        return f"the header has the column `{twice}` twice"
    missing = [name for name in (shape.text, *shape.fields) if name not in header]
    if not missing:
        return ""
    names = ", ".join(f"`{name}`" for name in header[:12])
    say = ' Say which column holds the text with `text: "..."`.' if missing[0] == shape.text else ""
    return f"the header has no column `{missing[0]}`; it has {names}.{say}"


def _document(row: Row, header: list[str], shape: Shape, file: FileInfo) -> Document | Rejected:
    if len(row.cells) != len(header):
        cells = f"{len(row.cells)} cell" + ("s" if len(row.cells) != 1 else "")
        return Rejected("columns", f"line {row.line} has {cells}, the header {len(header)}", line=row.line)
    record: dict[str, Any] = dict(zip(header, row.cells, strict=True))
    try:
        values = _typed(record, shape.fields)
    except MisfitError as misfit:
        return Rejected("field", f"line {row.line}: {misfit}", line=row.line)
    if nested(values.values(), file.nesting):
        return too_deep(f"line {row.line}", file.nesting, row.line)
    plain = Shape(shape.text, shape.id, shape.source, {})
    return document_of(record | values, plain, file, row.line)


def _typed(record: Mapping[str, str], fields: Mapping[str, Any]) -> dict[str, Any]:
    values = {}
    for name, wanted in fields.items():
        try:
            values[name] = from_cell(record[name], wanted)
        except MisfitError as misfit:
            raise MisfitError(f"the field `{name}` {misfit}") from None
    return values
