"""Rows of a table (CSV, TSV) with the lines and bytes that each came from; for the readers of tables.

The parser is the standard library's, strict. It is fed line by line, so that a fault costs the lines of
one row, and a quote that is never closed at most `max_doc` bytes.
"""

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from typing import BinaryIO

from attrs import evolve, frozen

from docflow.plugin import FileInfo, Rejected
from docflow.std.formats.encodings import AUTO, marked
from docflow.std.formats.lines import LongLine, read_blocks

__all__ = ["Row", "read_rows"]

NO_LIMIT = 2**31 - 1
SAMPLE = 1000


@frozen
class Row:
    """The cells of a row; lines count from 1, `offset` is of the first byte (of UTF-8, when transcoded)."""

    cells: list[str]
    line: int
    offset: int
    raw: bytes


class _RowError(Exception):
    """A row that is too long; passes through the parser, which begins anew with the next line."""


def read_rows(stream: BinaryIO, file: FileInfo, delimiter: str, encoding: str) -> Iterator[Row | Rejected]:
    """Yield the rows of a table that are not empty, and a rejection for each that cannot be read."""
    # The parser's own limit is one number for the whole process; ours is counted in the feed instead.
    csv.field_size_limit(NO_LIMIT)
    feed = _Feed(stream, file.max_doc, encoding)
    parser = csv.reader(feed, delimiter=delimiter, strict=True)
    while True:
        feed.begin()
        try:
            cells = next(parser)
        except StopIteration:
            return
        except (csv.Error, _RowError, UnicodeError) as error:
            yield feed.refuse(error)
            continue
        if feed.undecodable is not None:
            yield feed.refuse(feed.undecodable)
        elif cells:
            yield Row(cells, feed.first, feed.offset, feed.raw)


class _Feed:
    """The lines of a table as text, and where the row in hand began."""

    def __init__(self, stream: BinaryIO, limit: int, encoding: str) -> None:
        self._limit = limit
        head = stream.read(4)
        name, skip = marked(head) if encoding == AUTO else (encoding, 0)
        self._shown = name or "utf-8"
        self._wide = not _keeps_ascii(self._shown)
        self._encoding = "utf-8" if self._wide else self._shown
        joined = _Rejoined(head[skip:], stream)
        self._lines = _lines(_Transcoded(joined, self._shown) if self._wide else joined, limit)
        self._at = skip
        self._line = 1
        self.begin()

    def begin(self) -> None:
        """Note that a row begins here."""
        self.first, self.offset = self._line, self._at
        self._kept: list[bytes] = []
        self.undecodable: UnicodeDecodeError | None = None

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        before = self._at - self.offset
        self._line += 1
        self._at += line.length + 1 if isinstance(line, LongLine) else len(line)
        if before < SAMPLE:
            self._kept.append(line.head if isinstance(line, LongLine) else line)
        if isinstance(line, LongLine) or self._at - self.offset > self._limit + 1:
            raise _RowError
        try:
            text = line.decode(self._encoding)
        except UnicodeDecodeError as error:
            self.undecodable = self.undecodable or error
            return line.decode("latin-1")
        return text.removeprefix("\ufeff") if self._line == 2 else text

    @property
    def raw(self) -> bytes:
        """The beginning of the row in hand."""
        return b"".join(self._kept)[:SAMPLE]

    def refuse(self, error: Exception) -> Rejected:
        """Return the rejection of the row in hand."""
        last = max(self.first, self._line - 1)
        where = f"line {self.first}" if last == self.first else f"lines {self.first} to {last}"
        if isinstance(error, _RowError):
            reason, what = (
                "limit:max_doc",
                (
                    f"more than {self._limit} bytes in one row, the most of one document; a quote may be "
                    "open, or raise the limit with `with max_doc: ...`"
                ),
            )
        elif isinstance(error, UnicodeDecodeError):
            byte = error.object[error.start]
            reason, what = (
                "encoding",
                (
                    f"byte 0x{byte:02X} is not {self._shown.upper()}; "
                    'if it is Western European text, write `encoding: "windows-1252"`'
                ),
            )
        else:
            reason, what = "table", str(error)
        made = Rejected(reason, f"{where}: {what}", line=self.first, raw=self.raw)
        # Of a transcoded file the places in the original bytes are not known.
        return made if self._wide else evolve(made, offset=self.offset, length=self._at - self.offset)


def _keeps_ascii(encoding: str) -> bool:
    """Return whether bytes below 128 are ASCII everywhere, so that lines can be cut before decoding."""
    name = codecs.lookup(encoding).name
    return not name.startswith(("utf-16", "utf-32", "utf-7", "iso2022", "hz", "cp037", "cp500", "cp1140"))


def _lines(stream: "_Rejoined | _Transcoded", limit: int) -> Iterator[bytes | LongLine]:
    for block in read_blocks(stream, limit):
        if isinstance(block, LongLine):
            yield block
        else:
            yield from io.BytesIO(block.data)  # cuts at newlines only, unlike splitlines


class _Rejoined:
    """A stream whose first bytes were read already."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest: Callable[[int], bytes] = getattr(rest, "read1", rest.read)

    def read1(self, size: int, /) -> bytes:
        head, self._head = self._head, b""
        return head or self._rest(size)


class _Transcoded:
    """The text of a stream in an encoding whose lines cannot be cut as bytes, in UTF-8."""

    def __init__(self, stream: _Rejoined, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._fault: UnicodeDecodeError | None = None
        self._done = False

    def read1(self, size: int, /) -> bytes:
        while not self._done:
            if self._fault is not None:
                self._done = True
                raise self._fault
            chunk = self._stream.read1(size)
            self._done = not chunk
            text = self._decode(chunk)
            if text:
                return text.encode()
        return b""

    def _decode(self, chunk: bytes) -> str:
        """Return the text of a chunk up to its first fault, which is raised by the next read."""
        try:
            return self._decoder.decode(chunk, final=self._done)
        except UnicodeDecodeError as error:
            self._fault, self._done = error, False
        text = ""
        for at in range(0, len(chunk), 2):  # a failed call leaves the decoder as it was
            try:
                text += self._decoder.decode(chunk[at : at + 2])
            except UnicodeDecodeError:
                break
        return text
