"""The files of a part of a folder output: in the part's folder, or under the names that they were given."""

import os
import stat
import zlib
from collections.abc import Iterator
from pathlib import Path

from docflow.engine.state.piece import Piece
from docflow.engine.state.spill import frames, unpack

__all__ = ["given", "is_placed", "names_of"]

CHUNK = 1 << 20


def names_of(folder: Path, name: str) -> Iterator[tuple[int, int, int]]:
    """Yield number, size and CRC-32 of the files of a sink in a part's folder; raises OSError."""
    for frame in frames(folder / f"{name}.names"):
        number, _, size, crc = unpack(frame)
        yield number, size, crc


def given(folder: Path, name: str) -> Iterator[tuple[str, int, int]]:
    """Yield the names that these files were given, with inode and time of change; raises OSError."""
    for frame in frames(folder / f"{name}.placed"):
        final, inode, time = unpack(frame)
        yield final, inode, time


def is_placed(folder: Path, piece: Piece, final: Path | None) -> bool:
    """Return whether all files of a part are there with their bytes: as named in `final`, or not yet."""
    try:
        return _all_there(folder, piece, final)
    except (OSError, ValueError, TypeError):
        return False


def _all_there(folder: Path, piece: Piece, final: Path | None) -> bool:
    index = folder / f"{piece.name}.names"
    if zlib.crc32(index.read_bytes()) != piece.crc:
        return False
    names = given(folder, piece.name) if final is not None else iter(())
    for number, size, crc in names_of(folder, piece.name):
        name, inode, time = next(names, ("", 0, 0))
        staged, there = f"{folder}/{piece.name}/{number}", f"{final}/{name}"
        if name and "/" not in name and _is(there, size, crc, (inode, time)):
            continue
        if not _is(staged, size, crc, None):
            return False
    return True


def _is(path: str, size: int, crc: int, known: tuple[int, int] | None) -> bool:
    try:
        status = os.lstat(path)
    except OSError:
        return False
    if not stat.S_ISREG(status.st_mode) or status.st_size != size:
        return False
    if known == (status.st_ino, status.st_mtime_ns):
        return True
    found = 0
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - one for each file of a folder
        while data := file.read(CHUNK):
            found = zlib.crc32(data, found)
    return found == crc
