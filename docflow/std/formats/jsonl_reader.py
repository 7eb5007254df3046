"""JSON lines: one record a line, one document a record.

Lines are cut out of blocks of 256 kB by `find` and decoded through a view, without a copy: for records of
5 kB that saves a third against iterating over lines. msgspec's `decode_lines` is faster still, but takes two
records in one line and one over two lines, and the checks against that cost more than it saves.
"""

import re
from collections.abc import Generator, Iterator, Mapping
from typing import Any, BinaryIO, ClassVar

from attrs import evolve

from docflow.plugin import Document, Example, FileInfo, Reader, Rejected, Type, component, option
from docflow.std.formats.encodings import marked
from docflow.std.formats.lazy_json import decoder, errors
from docflow.std.formats.lines import Block, LongLine, read_blocks
from docflow.std.formats.nesting import nested, too_deep
from docflow.std.formats.records import ID_DOC, SOURCE_DOC, TEXT_DOC, Shape, document_of
from docflow.std.formats.values import FIELDS_DOC, check_fields, declared, kind_of

__all__ = ["Jsonl"]


@component(
    "jsonl",
    open_fields=True,
    examples=(
        Example(b'{"id": "a", "text": "One."}\n\n{"text": "Two.", "year": 1999}\n', ("One.", "Two.")),
        Example(b'{"body": "One.", "year": 1999}', ("One.",), {"text": "body", "fields": {"year": "int?"}}),
        Example(b'{"id": "a", "lines": ["One.", "Two."]}', ("One.\nTwo.",), {"text": "lines"}),
    ),
)
class Jsonl(Reader):
    """Read JSON lines: one record a line, one document a record.

    Fields that are not declared travel with the document untouched and in their order. Of a name that
    is twice in a record the last value counts.
    """

    suffixes: ClassVar[tuple[str, ...]] = (".jsonl", ".ndjson")
    lines: ClassVar[bool] = True

    text: str = option(default="text", doc=TEXT_DOC)
    id: str = option(default="id", doc=ID_DOC)
    source: str = option(default="source", doc=SOURCE_DOC)
    declare: Mapping[str, str] = option(default={}, alias="fields", doc=FIELDS_DOC, check=check_fields)

    def fields(self) -> Mapping[str, Type]:
        """Return the declared fields."""
        return declared(self.declare)

    def read(self, stream: BinaryIO, file: FileInfo) -> Iterator[Document | Rejected]:
        """Read one file."""
        shape = Shape(self.text, self.id, self.source, self.fields())
        line = file.line
        for block in read_blocks(stream, file.max_doc, file.offset):
            if isinstance(block, LongLine):
                yield _too_long(block, line, file)
                line += 1
                continue
            if block.offset == 0:
                block, foreign = _unmarked(block)  # noqa: PLW2901 - without its mark
                if foreign:
                    yield foreign
                    return
            line = yield from _documents(block, shape, file, line)


def _documents(
    block: Block, shape: Shape, file: FileInfo, line: int
) -> Generator[Document | Rejected, None, int]:
    """Yield a document or a rejection for each line that is not blank; return the next line's number."""
    decode, wrong, data = decoder().decode, errors(), block.data
    find, view, start, size = data.find, memoryview(data), 0, len(data)
    while start < size:
        end = find(b"\n", start)
        if end < 0:
            end = size
        made: Document | Rejected | None
        try:
            record = decode(view[start:end])
        except wrong as error:
            row = data[start:end]
            made = _wrong(error, row, line, file.nesting) if row.strip(b" \t\r") else None
        else:
            if type(record) is dict and _FLAT(map(type, record.values())):
                made = document_of(record, shape, file, line)
            else:
                made = _nested(record, shape, file, line)
        if type(made) is Rejected:
            row = data[start:end]
            offset = block.offset + start + (made.offset or 0)
            made = evolve(made, offset=offset, length=len(row), raw=row)
        if made is not None:
            yield made
        start = end + 1
        line += 1
    return line


_FLAT = frozenset({dict, list}).isdisjoint
"""One call for all values of a record: asking each costs as much as the rest of reading it."""


def _nested(record: Any, shape: Shape, file: FileInfo, line: int) -> Document | Rejected:
    """Return the document of a record with lists or maps in it, or say that it is no record."""
    if type(record) is not dict:
        return Rejected("json", f"line {line} is {kind_of(record)}, not a record {{...}}", line=line)
    if nested(record.values(), file.nesting):
        return too_deep(f"line {line}", file.nesting, line)
    return document_of(record, shape, file, line)


def _unmarked(block: Block) -> tuple[Block, Rejected | None]:
    """Return the first block without the mark of UTF-8, or a rejection of a file in UTF-16 or UTF-32."""
    name, skip = marked(block.data[:4])
    if name in ("", "utf-8"):
        return (Block(skip, block.data[skip:]) if skip else block), None
    return block, Rejected(
        "encoding", f"the file is {name.upper()}; JSON lines are UTF-8", offset=0, raw=block.data[:1000]
    )


def _too_long(line: LongLine, number: int, file: FileInfo) -> Rejected:
    return Rejected(
        "limit:max_doc",
        f"line {number} has {line.length} bytes, more than {file.max_doc}, the most of one document; "
        "raise it with `with max_doc: ...`",
        line=number,
        offset=line.offset,
        length=line.length,
        raw=line.head,
    )


def _wrong(error: Exception, row: bytes, line: int, nesting: int) -> Rejected:
    """Say in plain words why a line is no JSON; `offset` is in the line."""
    if isinstance(error, UnicodeDecodeError):
        return _not_utf8(row, line)
    if isinstance(error, RecursionError):
        return too_deep(f"line {line}", nesting, line)
    said = str(error)
    at = re.search(r"\(byte (\d+)\)", said)
    where = int(at[1]) if at else None
    if "truncated" in said and not re.search(rb"\\u[dD][89a-fA-F]", row):
        return Rejected("truncated", f"line {line} is cut short", line=line, offset=len(row))
    if "truncated" in said or "surrogate" in said:
        return Rejected("json", f"line {line} has half of a surrogate pair (\\ud800 or the like)", line=line)
    what = said.partition(": ")[2].partition(" (byte")[0] or said
    place = f" at byte {where}" if where is not None else ""
    return Rejected("json", f"line {line} is no JSON: {what}{place}", line=line, offset=where)


def _not_utf8(row: bytes, line: int) -> Rejected:
    try:
        row.decode()
    except UnicodeDecodeError as error:
        what = f"line {line} is not UTF-8: byte 0x{row[error.start]:02X}"
        return Rejected("encoding", what, line=line, offset=error.start)
    return Rejected("json", f"line {line} has half of a surrogate pair", line=line)
