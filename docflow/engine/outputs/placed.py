"""The files of a part of a folder output: in the part's folder, or under the names that they were given."""

import os
import stat
import zlib
from collections.abc import Iterator
from pathlib import Path

from docflow.engine.state.piece import Piece
from docflow.engine.state.spill import frames, unpack
from docflow.io.names import encode

__all__ = ["given", "is_placed", "list_of", "names_of"]

CHUNK = 1 << 20
FILES = "files"


def list_of(folder: Path, output: Path) -> Path:
    """Return where the state folder lists the files of an output folder; a moved folder keeps its list.

    It gets its name after all files got theirs.
    """
    return folder / FILES / f"{encode(os.path.relpath(output, folder))}.txt"


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


def is_placed(folder: Path, piece: Piece, final: Path | None, listed: Path | None = None) -> bool:
    """Return whether all files of a part are there with their bytes: as named in `final`, or not yet.

    A file that changed after `listed`, the list of the files there, was written is read: size and time of
    change can be put back by hand, the time of the inode cannot.
    """
    try:
        return _all_there(folder, piece, final, os.lstat(listed).st_ctime_ns if listed else 0)
    except (OSError, ValueError, TypeError):
        return False


def _all_there(folder: Path, piece: Piece, final: Path | None, settled: int) -> bool:
    index = folder / f"{piece.name}.names"
    if zlib.crc32(index.read_bytes()) != piece.crc:
        return False
    names = given(folder, piece.name) if final is not None else iter(())
    for number, size, crc in names_of(folder, piece.name):
        name, inode, time = next(names, ("", 0, 0))
        staged, there = f"{folder}/{piece.name}/{number}", f"{final}/{name}"
        if name and "/" not in name and _is(there, size, crc, (inode, time, settled)):
            continue
        if not _is(staged, size, crc, None):
            return False
    return True


def _is(path: str, size: int, crc: int, known: tuple[int, int, int] | None) -> bool:
    try:
        status = os.lstat(path)
    except OSError:
        return False
    if not stat.S_ISREG(status.st_mode) or status.st_size != size:
        return False
    if known and known[:2] == (status.st_ino, status.st_mtime_ns) and status.st_ctime_ns < known[2]:
        return True
    found = 0
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - one for each file of a folder
        while data := file.read(CHUNK):
            found = zlib.crc32(data, found)
    return found == crc
