"""Tar files as a stream: one pass forward, so that a compressed one needs no second and no memory."""

import io
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from docflow.io.archives.member import Fault, Member, clean_name
from docflow.io.archives.tar_header import BLOCK, SPARSE, Header, HeaderError, pax_records, read_header
from docflow.io.codecs import StreamError

__all__ = ["read_tar"]

CHUNK = 64 * 1024
MOST_HEADER = 1_000_000
"""Bytes of extended headers before one member."""
_LINKS = {"1": "a hard link", "2": "a symbolic link"}
_DEVICES = {"3": "a character device", "4": "a block device", "6": "a pipe"}


def read_tar(stream: BinaryIO, most: int) -> Iterator[Member | Fault]:
    """Yield the files of a tar, at most `most` members of any kind, and what is wrong, in order.

    Reading it, and the streams of its members, raise StreamError when the bytes below are damaged.
    """
    blocks = _Blocks(stream)
    try:
        yield from _members(blocks, most)
    except HeaderError:
        yield _no_header(blocks)
    except EOFError:
        if not blocks.told:
            yield Fault("truncated", "the tar file is cut short" + _after(blocks))


def _no_header(blocks: "_Blocks") -> Fault:
    if not blocks.count:
        return Fault("archive", "this is no tar file")
    return Fault("damaged", f"a header of the tar file is damaged{_after(blocks)}; the rest is not read")


def _after(blocks: "_Blocks") -> str:
    if not blocks.count:
        return " before its first member"
    return f", after {blocks.count} {'member' if blocks.count == 1 else 'members'}"


def _members(blocks: "_Blocks", most: int) -> Iterator[Member | Fault]:
    common: dict[bytes, bytes] = {}
    while (found := _next_header(blocks, common)) is not None:
        header, own = found
        if blocks.count >= most:
            yield Fault("limit:members", f"the archive has more than {most:,} members; the rest is not read")
            return
        blocks.count += 1
        yield from _member(header, own, blocks)
    if blocks.rest():
        yield Fault("archive", "after the end of the tar file come more bytes, which are not read")


def _member(header: Header, own: dict[bytes, bytes], blocks: "_Blocks") -> Iterator[Member | Fault]:
    name = clean_name(header.name)
    if header.kind in _LINKS:
        to = header.link.decode("utf-8", "backslashreplace")
        yield Fault("archive", f"this is {_LINKS[header.kind]} to `{to}`, which is not followed", name)
    elif header.kind in _DEVICES:
        yield Fault("archive", f"this is {_DEVICES[header.kind]}, not a file", name)
    elif header.kind == "5":
        return
    else:
        while header.more:
            header = Header(header.name, b"", "S", header.size, blocks.take(BLOCK)[504] != 0)
        data = _Data(blocks, header.size)
        if header.kind == "S" or any(key.startswith(SPARSE) for key in own):
            yield Fault("archive", "this is a sparse file, whose form is not read", name)
        elif header.kind != "0":
            yield Fault("archive", f"this is of the unknown type {header.kind!a}, so it is not read", name)
        else:
            yield Member(name, cast("BinaryIO", io.BufferedReader(data, CHUNK)))
        data.skip()


def _next_header(blocks: "_Blocks", common: dict[bytes, bytes]) -> tuple[Header, dict[bytes, bytes]] | None:
    """Return the next member's header and its pax records; None at the end. Updates the common records."""
    own, name, link, left = dict(common), b"", b"", MOST_HEADER
    while True:
        block = blocks.take(BLOCK)
        if not block.strip(b"\0"):
            return None
        header = read_header(block)
        if header.kind not in ("L", "K", "x", "X", "g"):
            break
        left -= header.size + BLOCK
        if left < 0:
            raise HeaderError
        data = blocks.take(header.size, padded=True)
        if header.kind == "L":
            name = data.partition(b"\0")[0]
        elif header.kind == "K":
            link = data.partition(b"\0")[0]
        elif header.kind == "g":
            common |= pax_records(data)
            own = dict(common) | own
        else:
            own |= pax_records(data)
    size = own.get(b"size", b"")
    if size and not (size.isdigit() and len(size) < 20):
        raise HeaderError
    name = own.get(b"path", name) or header.name
    link = own.get(b"linkpath", link) or header.link
    return Header(name, link, header.kind, int(size) if size else header.size, header.more), own


class _Blocks:
    """The stream of a tar file, with how many members were seen."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.count = 0
        self.told = False
        """The reader of a member heard that the file is cut short; once is enough."""

    def some(self, most: int) -> bytes:
        """Return the next bytes, at most so many; raises EOFError at the end."""
        data = self._stream.read(min(most, CHUNK))
        if not data:
            raise EOFError
        return data

    def take(self, size: int, *, padded: bool = False) -> bytes:
        """Return the next bytes; raises EOFError when there are fewer."""
        want = size + (-size % BLOCK if padded else 0)
        pieces, got = [], 0
        while got < want:
            pieces.append(self.some(want - got))
            got += len(pieces[-1])
        return b"".join(pieces)[:size]

    def rest(self) -> bool:
        """Read to the end, which also checks what is compressed; return whether anything but zeros came."""
        more = False
        while data := self._stream.read(CHUNK):
            more = more or bool(data.strip(b"\0"))
        return more


class _Data(io.RawIOBase):
    """The bytes of one member."""

    def __init__(self, blocks: _Blocks, size: int) -> None:
        self._blocks = blocks
        self._left = size
        self._padding = -size % BLOCK
        self._offset = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        view = memoryview(buffer).cast("B")
        most = min(len(view), self._left)
        if not most:
            return 0
        try:
            data = self._blocks.some(most)
        except EOFError:
            self._blocks.told = True
            raise StreamError("the tar file is cut short", self._offset, "truncated") from None
        self._left -= len(data)
        self._offset += len(data)
        view[: len(data)] = data
        return len(data)

    def skip(self) -> None:
        """Pass over what nobody read."""
        while self._left:
            self._left -= len(self._blocks.some(self._left))
        self._blocks.take(self._padding)
        self._padding = 0
