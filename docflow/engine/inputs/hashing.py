"""The content of an input as a sha256, computed while it is read: resume knows a part by it.

Hashed are the bytes as they are on the disk, compressed or not. A zip is read from its end and by leaps, so
it is hashed before it is read; all else is read once.
"""

import errno
import hashlib
import io
import os
import stat
from pathlib import Path
from typing import Any

from docflow.engine.hand import BYTES, PASSED, Hand
from docflow.engine.inputs.span import Range, Span

__all__ = ["Hashed", "open_hashed"]

CHUNK = 256 * 1024


class Hashed(io.RawIOBase):
    """A raw stream that hashes what is read through it, in order.

    A stream above it may close it at any time, which does nothing: `digest` still reads the rest, `release`
    closes the file. What is read is counted in the hand, and apart while it `passes`: then no document waits
    for it, so its time is none of a document.
    """

    def __init__(self, file: Any, size: int, hand: Hand) -> None:
        self.file = file
        self.size = size
        self.passes = False
        self._slots = hand.slots
        self._hash = hashlib.sha256()

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Read and hash the next bytes."""
        view = memoryview(buffer).cast("B")
        count: int = self.file.readinto(view) or 0
        self._hash.update(view[:count])
        self._slots[BYTES] += count
        if self.passes:
            self._slots[PASSED] += count
        return count

    def digest(self) -> str:
        """Return the sha256 of the whole input as hex digits, once what nobody read was read, too.

        Raises OSError.
        """
        self.passes = True
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


def open_hashed(path: Path, hand: Hand, span: Span | None = None) -> Hashed:
    """Open a file, or a range of it, to be read and hashed.

    Raises OSError, also for what became a pipe or a device since it was found; it is not waited for.
    """
    file = open(path, "rb", buffering=0, opener=_at_once)  # noqa: SIM115 - a Path has no opener
    found = os.fstat(file.fileno())
    if not stat.S_ISREG(found.st_mode):
        file.close()
        raise OSError(errno.EINVAL, "it is no ordinary file")
    if span is None:
        return Hashed(file, found.st_size, hand)
    file.seek(span.start)
    return Hashed(Range(file, span.end - span.start), span.end - span.start, hand)


def _at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
