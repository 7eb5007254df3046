"""Zip files: the members that the directory at the end names, in its order, each checked before it is read.

Members in the order of the directory, which is that in which they were added: so a zip and a tar of the same
files read the same, and a tar cannot be sorted before it was read whole.
"""

import io
import stat
import struct
from collections.abc import Iterator, Sequence
from typing import BinaryIO, cast

from docflow.io.archives.member import Fault, Member
from docflow.io.archives.zip_data import DEFLATED, METHODS, STORED, ZSTD, Data
from docflow.io.archives.zip_directory import (
    LOCAL,
    Directory,
    Entry,
    NoDirectory,
    find_directory,
    read_entries,
)
from docflow.io.archives.zip_salvage import salvage

__all__ = ["read_zip"]

BUFFER = 64 * 1024
_ENCRYPTED = 1 | 1 << 6 | 1 << 13


def read_zip(file: BinaryIO, size: int, most: int, ratio: int) -> Iterator[Member | Fault]:
    """Yield the files of a zip of `size` bytes, at most `most` members of any kind, and what is wrong.

    `file` can seek and belongs to the zip alone. Where the directory is gone, as in a file that was cut
    short, the members are found by their own headers. The streams of members raise StreamError.
    """
    try:
        directory = find_directory(file, size)
    except NoDirectory as error:
        yield from salvage(file, size, most, ratio, str(error))
        return
    entries, after = _entries(file, directory, most)
    ends = _ends(entries, directory)
    for number, entry in enumerate(entries):
        if not entry.name.endswith((b"/", b"\\")) and not stat.S_ISDIR(entry.mode):
            yield _member(file, entry, ends[number], ratio)
    yield from after


def _entries(file: BinaryIO, directory: Directory, most: int) -> tuple[list[Entry], list[Fault]]:
    """Return the entries that are read, and what is to say after them."""
    entries: list[Entry] = []
    try:
        for entry in read_entries(file, directory):
            if len(entries) == most:
                said = f"the archive has more than {most:,} members; the rest is not read"
                return entries, [Fault("limit:members", said)]
            entries.append(entry)
    except NoDirectory as error:
        count = "1 member" if len(entries) == 1 else f"{len(entries)} members"
        return entries, [Fault("damaged", f"the zip file is damaged: {error}, after {count}")]
    if len(entries) & 0xFFFF != directory.count & 0xFFFF:
        said = f"its directory names {len(entries)} members and says that there are {directory.count}"
        return entries, [Fault("damaged", f"the zip file is damaged: {said}")]
    if directory.trailing:
        said = f"after the end of the zip file come {directory.trailing} bytes more, which are not read"
        return entries, [Fault("archive", said)]
    return entries, []


def _ends(entries: Sequence[Entry], directory: Directory) -> list[int]:
    """Return for each entry where the next one (or the directory) begins: its data must end before.

    Of entries with one and the same place only the first may have it.
    """
    ends, end = [0] * len(entries), directory.start
    for number in sorted(range(len(entries)), key=lambda n: (entries[n].offset, -n), reverse=True):
        ends[number] = end
        end = entries[number].offset
    taken: dict[int, int] = {}
    for number, entry in enumerate(entries):
        first = taken.setdefault(entry.offset, number)
        if first != number:
            ends[first], ends[number] = max(ends[first], ends[number]), 0
    return ends


def _member(file: BinaryIO, entry: Entry, end: int, ratio: int) -> Member | Fault:
    wrong = _refused(entry)
    if wrong:
        return Fault("archive", wrong, entry.shown)
    file.seek(entry.offset)
    head = file.read(30)
    if len(head) < 30 or head[:4] != LOCAL:
        return Fault("archive", "this file is not where the directory of the zip says", entry.shown)
    flags, method = struct.unpack("<2H", head[6:10])
    name_length, extra_length = struct.unpack("<2H", head[26:30])
    start = entry.offset + 30 + name_length + extra_length
    if file.read(name_length) != entry.name or method != entry.method or (flags ^ entry.flags) & _ENCRYPTED:
        said = "the directory of the zip and the header before the data of this file do not agree"
        return Fault("archive", said, entry.shown)
    if start + entry.packed > end:
        said = "the data of this file lies over that of another, as in a zip bomb, so it is not read"
        return Fault("archive", said, entry.shown)
    data = Data(file, start, method, ratio, packed=entry.packed, size=entry.size, crc=entry.crc)
    return Member(entry.shown, cast("BinaryIO", io.BufferedReader(data, BUFFER)))


def _refused(entry: Entry) -> str:
    """Say why a member is not read, "" for an ordinary one."""
    kind = stat.S_IFMT(entry.mode)
    if kind == stat.S_IFLNK:
        return "this is a symbolic link, which is not followed"
    if kind not in (0, stat.S_IFREG):
        return "this is a device or a pipe, not a file"
    if entry.flags & _ENCRYPTED:
        return "this file is encrypted, and there is no password for it"
    if entry.method not in (STORED, DEFLATED, ZSTD):
        name = METHODS.get(entry.method, f"method {entry.method}")
        return f"this file is packed with {name}; read are stored, deflate and zstd"
    return ""
