"""Archives made by hand, so that every field can lie."""

import io
import struct
import sys
import tarfile
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve, frozen

from docflow.io.archives.kinds import kind_of
from docflow.io.archives.member import Member
from docflow.io.archives.read import read_archive
from docflow.io.codecs import StreamError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Told = tuple[str, bytes, str]
"""Name, the bytes that were read, and the reason why no more were; of a fault name, b"" and reason."""


@frozen
class Zipped:
    """A member of a zip, with what the directory says where that is not the truth."""

    name: bytes
    data: bytes
    method: int = 8
    flags: int = 0
    mode: int = 0
    said_name: bytes | None = None
    size: int | None = None
    packed: int | None = None
    crc: int | None = None
    at: int | None = None
    """The number of the member whose place this one says it has."""


def pack(data: bytes, method: int) -> bytes:
    if method == 8:
        packer = zlib.compressobj(9, wbits=-15)
        return packer.compress(data) + packer.flush()
    return zstd.compress(data) if method == 93 else data


def zip_bytes(*members: Zipped, later: bool = False, comment: bytes = b"", count: int | None = None) -> bytes:
    """Return a zip; with `later` the sizes stand behind the data, as in a zip that was written to a pipe."""
    out, places, entries = bytearray(), [], []
    for member in members:
        packed = pack(member.data, member.method)
        places.append(len(out))
        flags = member.flags | (8 if later else 0)
        sums = (zlib.crc32(member.data), len(packed), len(member.data))
        head = (0, 0, 0) if later else sums
        out += struct.pack("<4s5H3L2H", b"PK\3\4", 20, flags, member.method, 0, 0, *head, len(member.name), 0)
        out += member.name + packed
        if later:
            out += struct.pack("<4s3L", b"PK\7\x08", *sums)
        entries.append((member, flags, sums))
    start = len(out)
    for number, (member, flags, sums) in enumerate(entries):
        name = member.name if member.said_name is None else member.said_name
        said = [
            x if y is None else y for x, y in zip(sums, (member.crc, member.packed, member.size), strict=True)
        ]
        place = places[number if member.at is None else member.at]
        out += struct.pack("<4s6H3L", b"PK\1\2", 3 << 8 | 20, 20, flags, member.method, 0, 0, *said)
        out += struct.pack("<5H2L", len(name), 0, 0, 0, 0, member.mode << 16, place) + name
    number = len(members) if count is None else count
    out += struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, number, number, len(out) - start, start, len(comment))
    return bytes(out) + comment


def tar_bytes(*members: tuple[str, bytes] | tarfile.TarInfo, form: int = tarfile.PAX_FORMAT) -> bytes:
    """Return a tar as Python writes it."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as tar:
        for member in members:
            if isinstance(member, tarfile.TarInfo):
                tar.addfile(member, io.BytesIO(bytes(member.size)))
            else:
                info = tarfile.TarInfo(member[0])
                info.size = len(member[1])
                tar.addfile(info, io.BytesIO(member[1]))
    return out.getvalue()


def told(data: bytes, name: str = "a.zip", *, members: int = 10_000, ratio: int = 200) -> list[Told]:
    """Return all that an archive gives, each member read to its end or to its damage."""
    kind = kind_of(name)
    assert kind is not None
    found: list[Told] = []
    for each in read_archive(io.BytesIO(data), len(data), kind, members=members, ratio=ratio):
        if isinstance(each, Member):
            found.append((each.name, *_read(each.stream)))
        else:
            assert each.message.isprintable()
            found.append((each.name, b"", each.reason))
    return found


def _read(stream: Any) -> tuple[bytes, str]:
    got = bytearray()
    try:
        while block := stream.read1(65536):
            got += block
    except StreamError as error:
        return bytes(got), error.reason if error.offset == len(got) else f"wrong offset {error.offset}"
    return bytes(got), ""


@frozen
class Kit:
    """What the tests of archives share."""

    zipped: Callable[..., Zipped] = Zipped
    zip: Callable[..., bytes] = zip_bytes
    tar: Callable[..., bytes] = tar_bytes
    told: Callable[..., list[Told]] = told
    evolve: Callable[..., Zipped] = evolve


@pytest.fixture
def kit() -> Kit:
    return Kit()
