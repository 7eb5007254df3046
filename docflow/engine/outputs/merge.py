"""Pieces -> the finished file of a sink, still in staging: head, parts in source order, tail."""

import hashlib
from collections.abc import Iterable, Iterator
from io import FileIO
from pathlib import Path
from typing import Any, BinaryIO

from attrs import define, field

from docflow.engine.outputs.target import Target
from docflow.engine.state.piece import Piece, piece_of
from docflow.io import disk
from docflow.io.codecs import open_write
from docflow.value import frozen

__all__ = ["EMPTY", "HEAD", "TAIL", "Joiner", "Segment", "merged", "write_ends"]

CHUNK = 2 * disk.BUFFER
"""More than a file buffers, so that it is written at once: a copy on the way costs as much as the writing."""
HEAD, TAIL, EMPTY = "head", "tail", "empty"


@frozen
class Segment:
    """A run of bytes of a file: a whole piece, or a range of a finished output."""

    path: Path
    start: int
    size: int


def write_ends(target: Target, exporter: Any, folder: Path) -> tuple[Piece, ...]:
    """Write what stands before and after the documents of a file, and what a file of nothing holds.

    Compressed pieces join as they are (members, frames). Raises OSError.
    """
    pieces = []
    for name, data in ((HEAD, exporter.prologue()), (TAIL, exporter.epilogue()), (EMPTY, b"")):
        if data or (name == EMPTY and target.codec):  # a .gz of nothing has a header
            with open_write(folder / name, target.codec) as file:
                file.write(data)
            pieces.append(piece_of(folder / name, 0))
    return tuple(pieces)


@define
class Joiner:
    """Joins segments into a new file, hashing on the way: reading it again costs a fifth of hashing it.

    Methods raise OSError.
    """

    path: Path
    size: int = field(default=0, init=False)
    _hash: Any = field(factory=hashlib.sha256, init=False)
    _view: memoryview = field(factory=lambda: memoryview(bytearray(CHUNK)), init=False)
    _out: BinaryIO = field(init=False)

    def __attrs_post_init__(self) -> None:
        disk.make_folder(self.path.parent)
        self._out = disk.open_new(self.path)

    def add(self, segment: Segment) -> int:
        """Add a segment; return where it begins."""
        start = self.size
        with segment.path.open("rb", buffering=0) as file:
            file.seek(segment.start)
            for data in _bytes_of(file, segment, self._view):
                self._out.write(data)
                self._hash.update(data)
        self.size += segment.size
        return start

    def digest(self) -> str:
        """Return the sha256 of what was added so far."""
        return str(self._hash.hexdigest())

    def sync(self) -> None:
        """Return when all that was added is on the disk."""
        self._out.flush()
        disk.fsync_file(self.path)

    def close(self) -> str:
        """Close the file and return its sha256."""
        self._out.close()
        return self.digest()


def merged(whole: Path, segments: Iterable[Segment]) -> tuple[int, str]:
    """Write the segments one after the other into a new file; return its size and sha256. Raises OSError."""
    out = Joiner(whole)
    try:
        for segment in segments:
            out.add(segment)
    finally:
        digest = out.close()
    return out.size, digest


def _bytes_of(file: FileIO, segment: Segment, view: memoryview) -> Iterator[memoryview]:
    """Yield the bytes of a segment, always in the same memory."""
    left = segment.size
    while left:
        count = file.readinto(view[: min(CHUNK, left)])
        if not count:
            raise OSError(f"{segment.path.name} is shorter than it was")
        yield view[:count]
        left -= count
