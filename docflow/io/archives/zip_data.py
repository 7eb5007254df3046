"""The bytes of one member of a zip file, checked to the last: length, packed length and checksum."""

import io
import sys
import zlib
from typing import Any, BinaryIO

from docflow.io.codecs import FLOOR, StreamError, too_large

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

__all__ = ["METHODS", "Data"]

CHUNK = 64 * 1024
STORED, DEFLATED, ZSTD = 0, 8, 93
METHODS = {1: "shrink", 6: "implode", 9: "deflate64", 12: "bzip2", 14: "lzma", 95: "xz", 98: "ppmd"}
"""Ways of packing that are known by name and not read."""


class Data(io.RawIOBase):
    """The unpacked bytes of a member; `size`, `packed` and `crc` are None where they are not known before.

    Reading raises StreamError for data that is damaged, cut short, longer or shorter than it should be, or
    that grows to more than `ratio` times its packed size.
    """

    def __init__(
        self,
        file: BinaryIO,
        start: int,
        method: int,
        ratio: int,
        *,
        packed: int | None = None,
        size: int | None = None,
        crc: int | None = None,
    ) -> None:
        self._file, self._at, self._ratio = file, start, ratio
        self._packed, self._size, self._crc = packed, size, crc
        self._method = method
        self._decoder = _decoder(method)
        self._input = b""
        self._taken = self._sum = 0
        self._done = False
        self._damage: StreamError | None = None
        self.offset = 0

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Read the next bytes."""
        view = memoryview(buffer).cast("B")
        if self._damage is not None:
            raise self._damage
        try:
            data = b"" if self._done or not len(view) else self._next(len(view))
        except StreamError as error:
            self._damage = error
            raise
        view[: len(data)] = data
        self.offset += len(data)
        return len(data)

    @property
    def end(self) -> int:
        """The offset in the file behind the packed data, once it was read to its end."""
        return self._at - len(self._input)

    def skip(self) -> None:
        """Read what nobody read."""
        buffer = bytearray(CHUNK)
        while self.readinto(buffer):
            pass

    def _next(self, most: int) -> bytes:
        while True:
            data = self._unpack(most)
            self._sum = zlib.crc32(data, self._sum)
            size = self.offset + len(data)
            if self._size is not None and size > self._size:
                raise self._wrong("it holds more bytes than the archive says")
            if size > max(FLOOR, self._ratio * (self._taken - len(self._input))):
                raise too_large("this file of the archive", self._ratio, self.offset)
            if self._done:
                self._check(size)
            if data or self._done:
                return data

    def _unpack(self, most: int) -> bytes:
        """Return up to `most` bytes, perhaps none; sets `_done` at the end of the data."""
        decoder = self._decoder
        if not self._input and (decoder is None or self._method == DEFLATED or decoder.needs_input):
            self._input = self._read(most if decoder is None else CHUNK)
            if not self._input and self._taken != self._packed:
                raise StreamError("the zip file is cut short", self.offset, "truncated")
        if decoder is None:
            stored, self._input = self._input, b""
            self._done = self._taken == self._packed
            return stored
        last = not self._input
        try:
            data: bytes = decoder.decompress(self._input, most)
        except (zlib.error, zstd.ZstdError):
            raise self._wrong("it cannot be unpacked") from None
        self._input = decoder.unconsumed_tail if self._method == DEFLATED else b""
        if decoder.eof:
            self._input, self._done = decoder.unused_data, True
        elif last and not data:
            raise self._wrong("its packed data ends too early")
        return data

    def _read(self, most: int) -> bytes:
        left = CHUNK if self._packed is None else self._packed - self._taken
        self._file.seek(self._at)
        data = self._file.read(min(most, left, CHUNK))
        self._taken += len(data)
        self._at += len(data)
        return data

    def _check(self, size: int) -> None:
        if self._packed is not None and (self._input or self._taken != self._packed):
            raise self._wrong("its packed data has another length than the archive says")
        if self._size is not None and size != self._size:
            raise self._wrong("it holds fewer bytes than the archive says")
        if self._crc is not None and self._sum != self._crc:
            raise self._wrong("its checksum does not match, so what was read of it before may be wrong, too")

    def _wrong(self, what: str) -> StreamError:
        return StreamError(f"this file of the archive is damaged: {what}", self.offset)


def _decoder(method: int) -> Any:
    if method == DEFLATED:
        return zlib.decompressobj(wbits=-15)
    return zstd.ZstdDecompressor() if method == ZSTD else None
