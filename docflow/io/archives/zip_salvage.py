"""A zip file without its directory: the members are found one behind the other by their own headers."""

import io
import struct
from collections.abc import Iterator
from typing import BinaryIO, cast

from attrs import frozen

from docflow.io.archives.member import Fault, Member, clean_name
from docflow.io.archives.zip_data import DEFLATED, STORED, ZSTD, Data
from docflow.io.archives.zip_directory import LOCAL, NoDirectory, wide
from docflow.io.codecs import StreamError

__all__ = ["salvage"]

BUFFER = 64 * 1024
DESCRIPTOR = b"PK\7\x08"
_SIZES_LATER = 1 << 3
_ENCRYPTED = 1 | 1 << 6 | 1 << 13


@frozen
class _Header:
    name: str
    folder: bool
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    start: int


def salvage(file: BinaryIO, size: int, most: int, ratio: int, why: str) -> Iterator[Member | Fault]:
    """Yield what can be read of a zip file from its start, and at the end what is wrong with it."""
    at = count = 0
    while (header := _header(file, at)) is not None:
        if count == most:
            yield Fault("limit:members", f"the archive has more than {most:,} members; the rest is not read")
            return
        count += 1
        data = _data(file, header, ratio)
        if data is None:
            yield Fault("archive", "this file is encrypted, or packed in a way that is not read", header.name)
            if header.flags & _SIZES_LATER:
                break
            at = header.start + header.packed
            continue
        if not header.folder:
            yield Member(header.name, cast("BinaryIO", io.BufferedReader(data, BUFFER)))
        at = _behind(file, data, header)
        if at < 0 or at >= size:
            break
    yield _fault(count, why)


def _fault(count: int, why: str) -> Fault:
    if not count and not why:
        return Fault("archive", "this is no zip file")
    what = (
        f"the zip file cannot be read as a whole: {why}"
        if why
        else ("the zip file is cut short: the directory at its end is missing")
    )
    members = "1 member" if count == 1 else f"{count} members"
    return Fault("archive" if why else "truncated", f"{what}; {members} were found by their own headers")


def _header(file: BinaryIO, at: int) -> _Header | None:
    """Return the header of the member that begins at `at`, None where none does."""
    file.seek(at)
    head = file.read(30)
    if len(head) < 30 or head[:4] != LOCAL:
        return None
    flags, method = struct.unpack("<2H", head[6:10])
    crc, packed, size = struct.unpack("<3L", head[14:26])
    name_length, extra_length = struct.unpack("<2H", head[26:30])
    name, extra = file.read(name_length), file.read(extra_length)
    try:
        size, packed = wide(extra, size, packed)
    except NoDirectory:
        return None
    start = at + 30 + name_length + extra_length
    folder = name.endswith((b"/", b"\\"))
    return _Header(clean_name(name), folder, flags, method, crc, packed, size, start)


def _data(file: BinaryIO, header: _Header, ratio: int) -> Data | None:
    later = bool(header.flags & _SIZES_LATER)
    known = (STORED, DEFLATED, ZSTD)[later:]
    if header.flags & _ENCRYPTED or header.method not in known:
        return None
    if later:
        return Data(file, header.start, header.method, ratio)
    sizes = {"packed": header.packed, "size": header.size, "crc": header.crc}
    return Data(file, header.start, header.method, ratio, **sizes)


def _behind(file: BinaryIO, data: Data, header: _Header) -> int:
    """Return where the next member begins; -1 when the end of this one cannot be found."""
    if not header.flags & _SIZES_LATER:
        return header.start + header.packed
    try:
        data.skip()
    except StreamError:
        return -1
    file.seek(data.end)
    after = file.read(28)
    first = 4 if after[:4] == DESCRIPTOR else 0
    return next((data.end + first + n for n in (12, 20) if after[first + n : first + n + 4] == LOCAL), -1)
