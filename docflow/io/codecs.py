"""Compressed files, by suffix: `.gz` and `.zst` are read and written as if they were plain.

Reading goes through our own raw stream instead of `gzip.open`: one loop serves both codecs, every
damage becomes one error in plain words with its place, what was good before the damage is delivered, and
memory is bounded whatever the ratio of a bomb, and a stream that grows beyond a ratio ends as `limit:ratio`,
counted on the bytes that were really read. Both formats may hold several members or frames one
after the other, so compressed parts concatenate.

Levels were measured on 8.5 MB of JSON lines (CPU ms per MB and ratio, CPython 3.11): gzip 1 12.3 / 2.46,
2 12.1 / 2.49, 4 18.7 / 2.72, 6 34.0 / 2.81, 9 68.7 / 2.83; zstd 1 3.9 / 2.91, 3 6.9 / 3.31, 5 16.4 / 3.32.
So gzip 2 costs a third of the usual 6 for files 13 % larger; who wants small files takes `.zst`, which
is smaller and cheaper than any gzip level.
"""

import io
import sys
import zlib
from pathlib import Path
from typing import Any, BinaryIO, cast

from docflow.io import disk
from docflow.io.suffixes import Codec, codec_of

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

__all__ = ["FLOOR", "Codec", "StreamError", "codec_of", "inflated", "open_read", "open_write", "too_large"]

GZIP_LEVEL = 2
ZSTD_LEVEL = 3
CHUNK = 64 * 1024
BUFFER = 64 * 1024
"""Of 3,000 small files one takes 50 us to open and read with it, 121 with 256 kB; `read1` goes past it."""


FLOOR = 1_000_000
"""So many bytes may come out of any compressed data, whatever the ratio: small files never count."""


class StreamError(Exception):
    """Compressed or packed data is cut short, damaged or grows too much.

    `message` is a plain sentence, `offset` the number of good (decompressed) bytes before the place,
    `reason` the word for the quarantine: `damaged`, `truncated` or `limit:ratio`.
    """

    def __init__(self, message: str, offset: int, reason: str = "damaged") -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset
        self.reason = reason


def open_read(path: Path, codec: Codec | None = None, ratio: int | None = None) -> BinaryIO:
    """Open a file and return its decompressed bytes as a buffered stream.

    `codec` None takes it from the suffix. Reading raises StreamError for a file that is cut short or
    damaged, after all good bytes before it were read (with `read1` none is lost), and for one that grows to
    more than `ratio` times its size (None: any). Raises OSError.
    """
    chosen = codec_of(path.name) if codec is None else codec
    if not chosen:
        return path.open("rb", buffering=BUFFER)
    return inflated(path.open("rb", buffering=0), chosen, ratio)


def inflated(file: Any, codec: Codec, ratio: int | None = None) -> BinaryIO:
    """Return the bytes of an open stream, decompressed and buffered; closing it closes the stream.

    `file` is anything with `read(size)` and `close()`. Reading raises as for `open_read`.
    """
    raw = _Inflated(file, codec, ratio) if codec else file
    return cast("BinaryIO", io.BufferedReader(raw, BUFFER))


def too_large(what: str, ratio: int, offset: int) -> StreamError:
    """Return the error of data that grows to more than `ratio` times its size."""
    said = f"{what} grows to more than {ratio} times its size; allow it with `--limit ratio=...`"
    return StreamError(said, offset, "limit:ratio")


def open_write(path: Path, codec: Codec | None = None, level: int | None = None) -> BinaryIO:
    """Open a new file whose bytes are compressed as `codec` says (None: by the suffix).

    The same bytes written give the same file: no time and no file name go into it. Raises OSError.
    """
    chosen = codec_of(path.name) if codec is None else codec
    file = disk.open_new(path)
    if not chosen:
        return file
    packer: Any = (
        zlib.compressobj(level or GZIP_LEVEL, wbits=31)
        if chosen == "gz"
        else zstd.ZstdCompressor(level or ZSTD_LEVEL)
    )
    return cast("BinaryIO", io.BufferedWriter(_Deflated(packer, file), BUFFER))


class _Deflated(io.RawIOBase):
    """A stream that compresses into a file and closes it; no bytes at all are still one (empty) member."""

    def __init__(self, packer: Any, file: BinaryIO) -> None:
        self._packer = packer
        self._file = file

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self._file.write(self._packer.compress(data))
        return len(data)

    def close(self) -> None:
        if self.closed:
            return
        try:
            self._file.write(self._packer.flush())
        finally:
            super().close()
            self._file.close()


class _Inflated(io.RawIOBase):
    """The decompressed bytes of a file of one or more members."""

    def __init__(self, file: Any, codec: Codec, ratio: int | None = None) -> None:
        self._file = file
        self._ratio = ratio
        self._taken = 0
        self._gz = codec == "gz"
        self._name = "gzip" if self._gz else "zstd"
        self._decoder: Any = None
        self._pending = b""
        self._offset = 0
        self._damage: StreamError | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        view = memoryview(buffer).cast("B")
        data = self._next(len(view))
        view[: len(data)] = data
        self._offset += len(data)
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._file.close()
            super().close()

    def _next(self, most: int) -> bytes:
        """Return up to `most` bytes, b"" only at the end; damage raises on every further read."""
        if self._damage is not None:
            raise self._damage
        try:
            return self._weighed(self._inflate(most))
        except StreamError as error:
            self._damage = error
        except (zlib.error, zstd.ZstdError) as error:
            self._damage = StreamError(f"the {self._name} data is damaged: {_plain(error)}", self._offset)
        except EOFError:
            self._damage = StreamError(f"the {self._name} file is cut short", self._offset, "truncated")
        raise self._damage

    def _weighed(self, data: bytes) -> bytes:
        """Return the bytes; raises StreamError where all that came out is too much for what went in."""
        size = self._offset + len(data)
        if self._ratio is not None and size > max(FLOOR, self._ratio * (self._taken - len(self._pending))):
            raise too_large(f"the {self._name} file", self._ratio, self._offset)
        return data

    def _read(self) -> bytes:
        chunk: bytes = self._file.read(CHUNK)
        self._taken += len(chunk)
        return chunk

    def _inflate(self, most: int) -> bytes:
        while True:
            if self._decoder is None and not self._start():
                return b""
            data = self._step(most)
            if self._decoder.eof:
                self._pending, self._decoder = self._decoder.unused_data, None
            if data:
                return data

    def _start(self) -> bool:
        """Begin the next member; False at a clean end. Zero bytes after a member are padding (as in gzip)."""
        first = self._taken == 0
        rest = self._pending.lstrip(b"\0") if self._gz and not first else self._pending
        while not rest:
            chunk = self._read()
            if not chunk:
                if first:
                    raise EOFError
                return False
            rest = chunk if first or not self._gz else chunk.lstrip(b"\0")
        self._pending = rest
        self._decoder = zlib.decompressobj(wbits=31) if self._gz else zstd.ZstdDecompressor()
        return True

    def _step(self, most: int) -> bytes:
        """Feed the decoder once; EOFError when the file ends inside a member."""
        decoder = self._decoder
        if not self._pending and (self._gz or decoder.needs_input):
            self._pending = self._read()
            if not self._pending:
                raise EOFError
        data: bytes = decoder.decompress(self._pending, most)
        self._pending = decoder.unconsumed_tail if self._gz else b""
        return data


def _plain(error: Exception) -> str:
    """Return what the library says, without its numbers and prefixes."""
    text = str(error).rpartition(": ")[2] or str(error)
    if text == "incorrect data check":
        return "its checksum does not match, so what was read of it before may be wrong, too"
    return text.strip().rstrip(".")
