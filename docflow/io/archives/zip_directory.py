"""The directory at the end of a zip file: where each member is.

Our own reader instead of `zipfile`, which keeps all entries however many there are, cuts a member silently
at the size that the directory says, and (before 3.11.8) reads members that lie over each other.
"""

import struct
from collections.abc import Iterator
from typing import BinaryIO

from attrs import frozen

from docflow.io.archives.member import clean_name

__all__ = ["LOCAL", "Directory", "Entry", "NoDirectory", "find_directory", "read_entries", "wide"]

LOCAL, END, END64, LOCATOR, ENTRY = b"PK\3\4", b"PK\5\6", b"PK\6\6", b"PK\6\7", b"PK\1\2"
FULL = 0xFFFFFFFF
UTF8 = 1 << 11


class NoDirectory(Exception):  # noqa: N818 - a fact, which the salvage answers
    """A zip file has no directory at its end that can be read; the message says why, "" when it has none."""


@frozen
class Directory:
    """Where the directory is, how many entries it should have, and how many bytes stand before the zip."""

    start: int
    end: int
    count: int
    shift: int
    trailing: int
    """Bytes behind the end that belong to nothing."""


@frozen
class Entry:
    """A member as the directory says: `offset` is that of its local header in the file."""

    name: bytes
    shown: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    mode: int
    """The type and rights of a Unix file, 0 when it comes from elsewhere."""


def find_directory(file: BinaryIO, size: int) -> Directory:
    """Return where the directory is; raises NoDirectory."""
    file.seek(max(0, size - 22 - 0xFFFF))
    tail = file.read(22 + 0xFFFF)
    found = _end_record(tail)
    if found < 0:
        raise NoDirectory("")
    disk, first, _, count, length, offset, comment = struct.unpack("<4H2LH", tail[found + 4 : found + 22])
    end = size - len(tail) + found
    trailing = max(0, len(tail) - found - 22 - comment)
    if FULL in (length, offset) or 0xFFFF in (count, disk):
        end, disk, first, count, length, offset = _wide_end(file, end) or (
            end, disk, first, count, length, offset
        )  # fmt: skip
    if disk != first or disk:
        raise NoDirectory("it is one of several volumes")
    shift = end - length - offset
    if shift < 0:
        raise NoDirectory("its directory is not where it says")
    file.seek(0)
    if shift and file.read(4) == LOCAL:
        raise NoDirectory("")  # cut short inside a zip of its own, whose directory this is
    return Directory(end - length, end, count, shift, trailing)


def _end_record(tail: bytes) -> int:
    """Return where the end record is: the last one whose comment fits exactly, else the last one."""
    last = at = tail.rfind(END, 0, len(tail) - 18)
    while at >= 0:
        if at + 22 + int.from_bytes(tail[at + 20 : at + 22], "little") == len(tail):
            return at
        at = tail.rfind(END, 0, at)
    return last


def _wide_end(file: BinaryIO, end: int) -> tuple[int, int, int, int, int, int] | None:
    """Read the record of zip files beyond 4 GB or 65,535 members; None where there is none."""
    file.seek(max(0, end - 20))
    locator = file.read(20)
    if len(locator) < 20 or locator[:4] != LOCATOR:
        return None
    at = int.from_bytes(locator[8:16], "little")
    file.seek(min(at, end))
    record = file.read(56)
    if len(record) < 56 or record[:4] != END64:
        raise NoDirectory("its directory is not where it says")
    disk, first, _, count, length, offset = struct.unpack("<2L4Q", record[16:56])
    return at, disk, first, count, length, offset


def read_entries(file: BinaryIO, directory: Directory) -> Iterator[Entry]:
    """Yield the entries of the directory in its order; raises NoDirectory where it is damaged."""
    at = directory.start
    while at < directory.end:
        file.seek(at)
        head = file.read(46)
        if len(head) < 46 or head[:4] != ENTRY:
            raise NoDirectory("its directory is damaged")
        made_by, _, flags, method, _, crc, packed, size = struct.unpack("<4H4L", head[4:28])
        lengths = struct.unpack("<3H", head[28:34])
        rights, offset = struct.unpack("<2L", head[38:46])
        rest = file.read(sum(lengths))
        at += 46 + sum(lengths)
        if len(rest) < sum(lengths) or at > directory.end:
            raise NoDirectory("its directory is damaged")
        name, extra = rest[: lengths[0]], rest[lengths[0] : lengths[0] + lengths[1]]
        size, packed, offset = wide(extra, size, packed, offset)
        mode = rights >> 16 if made_by >> 8 == 3 else 0
        shown = _shown(name, flags)
        yield Entry(name, shown, flags, method, crc, packed, size, offset + directory.shift, mode)


def wide(extra: bytes, *numbers: int) -> tuple[int, ...]:
    """Return the numbers, those that are full from the extra field for large files; raises NoDirectory."""
    at, values = 0, list(numbers)
    while FULL in values and at + 4 <= len(extra):
        kind, length = struct.unpack("<2H", extra[at : at + 4])
        if kind == 1:
            data = extra[at + 4 : at + 4 + length]
            for number, value in enumerate(values):
                if value == FULL:
                    if len(data) < 8:
                        raise NoDirectory("its directory is damaged")
                    values[number], data = int.from_bytes(data[:8], "little"), data[8:]
            break
        at += 4 + length
    return tuple(values)


def _shown(name: bytes, flags: int) -> str:
    """Return the name to show: UTF-8 where it is, else the code page of the first zip program."""
    if not flags & UTF8:
        try:
            name.decode("utf-8")
        except UnicodeDecodeError:
            return clean_name(name, "cp437")
    return clean_name(name)
