"""Pieces -> the finished file of a sink, still in staging: head, parts in source order, tail."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

from docflow.engine.outputs.target import Target
from docflow.engine.state.piece import Piece, piece_of
from docflow.io import disk
from docflow.io.codecs import open_write
from docflow.value import frozen

__all__ = ["EMPTY", "HEAD", "TAIL", "Segment", "merged", "write_ends"]

CHUNK = 1 << 20
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


def merged(whole: Path, segments: Iterable[Segment]) -> int:
    """Write the segments one after the other into a new file; return its size. Raises OSError."""
    size = 0
    with disk.open_new(whole) as out:
        for segment in segments:
            with segment.path.open("rb", buffering=0) as file:
                _append(file.fileno(), out, segment)
            size += segment.size
    return size


def _append(source: int, out: BinaryIO, segment: Segment) -> None:
    left, at = segment.size, segment.start
    while left:
        data = os.pread(source, min(CHUNK, left), at)
        if not data:
            raise OSError(f"{segment.path.name} is shorter than it was")
        out.write(data)
        left, at = left - len(data), at + len(data)
