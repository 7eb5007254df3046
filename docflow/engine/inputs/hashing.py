"""The content of an input as a sha256, computed while it is read: resume knows a part by it.

Hashed are the bytes as they are on the disk, compressed or not. A zip is read from its end and by leaps, so
it is hashed before it is read; all else is read once.
"""

import hashlib
import io
import os
from pathlib import Path
from typing import Any

from docflow.engine.inputs.span import Range, Span

__all__ = ["Hashed", "open_hashed"]

CHUNK = 256 * 1024


class Hashed(io.RawIOBase):
    """A raw stream that hashes what is read through it, in order.

    A stream above it may close it at any time, which does nothing: `digest` still reads the rest, `release`
    closes the file.
    """

    def __init__(self, file: Any, size: int) -> None:
        self.file = file
        self.size = size
        self._hash = hashlib.sha256()

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Read and hash the next bytes."""
        view = memoryview(buffer).cast("B")
        count: int = self.file.readinto(view) or 0
        self._hash.update(view[:count])
        return count

    def digest(self) -> str:
        """Return the sha256 of the whole input as hex digits, once what nobody read was read, too.

        Raises OSError.
        """
        if self.readinto(
            bytearray(1)
        ):  # mostly all was read, and a large buffer costs more than a small file
            buffer = bytearray(CHUNK)
            while self.readinto(buffer):
                pass
        return self._hash.hexdigest()

    def close(self) -> None:
        """Do nothing: see the class."""

    def release(self) -> None:
        """Close the file."""
        self.file.close()


def open_hashed(path: Path, span: Span | None = None) -> Hashed:
    """Open a file, or a range of it, to be read and hashed. Raises OSError."""
    file = path.open("rb", buffering=0)
    if span is None:
        return Hashed(file, os.fstat(file.fileno()).st_size)
    file.seek(span.start)
    return Hashed(Range(file, span.end - span.start), span.end - span.start)
