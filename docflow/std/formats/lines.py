"""Bytes in lines, in blocks: memory is bounded by the longest line that is allowed, and nothing is lost.

Blocks come from `read1`, which hands out all that is good before damaged compressed data raises;
`readline` would lose the line in hand.
"""

from collections.abc import Iterator
from typing import BinaryIO, Protocol

from attrs import frozen

__all__ = ["Block", "Blockwise", "LongLine", "read_blocks"]

BLOCK = 256 * 1024
SAMPLE = 1000


class Blockwise(Protocol):
    """A stream that gives what it has at hand, at most `size` bytes; b"" at the end."""

    def read1(self, size: int, /) -> bytes:
        """Return the next bytes."""
        ...


@frozen
class LongLine:
    """A line of more bytes than allowed; `head` is its beginning, `length` without the line end."""

    offset: int
    length: int
    head: bytes

    def grown(self, more: bytes) -> "LongLine":
        """Return this line with more bytes of it seen."""
        return LongLine(self.offset, self.length + len(more), (self.head + more[:SAMPLE])[:SAMPLE])


@frozen
class Block:
    """Whole lines, each but perhaps the last of the file with its line end; `offset` is the first byte's."""

    offset: int
    data: bytes


def read_blocks(stream: BinaryIO | Blockwise, limit: int, offset: int = 0) -> Iterator[Block | LongLine]:
    """Yield the lines of a stream in order; a line of more than `limit` bytes is a LongLine instead.

    `offset` is that of the first byte. At most `limit` plus one block is held.
    """
    read = stream.read1 if hasattr(stream, "read1") else stream.read
    carry, long = _Carry(), None
    while chunk := read(BLOCK):
        if long is not None:
            at = chunk.find(b"\n")
            if at < 0:
                long = long.grown(chunk)
                continue
            long = long.grown(chunk[:at])
            yield long
            offset, long, chunk = offset + long.length + 1, None, chunk[at + 1 :]
        cut = chunk.rfind(b"\n") + 1
        if cut:
            data = carry.take(memoryview(chunk)[:cut])
            yield from _split(Block(offset, data), limit)
            offset += len(data)
        carry.keep(chunk[cut:])
        if carry.size > limit:
            head = carry.take(b"")
            long = LongLine(offset, len(head), head[:SAMPLE])
    if long is not None:
        yield long
    elif carry.size:
        yield Block(offset, carry.take(b""))


class _Carry:
    """The beginning of a line whose end has not come yet."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self.size = 0

    def keep(self, piece: bytes) -> None:
        self._pieces.append(piece)
        self.size += len(piece)

    def take(self, end: bytes | memoryview) -> bytes:
        joined = b"".join((*self._pieces, end))
        self._pieces, self.size = [], 0
        return joined


def _split(block: Block, limit: int) -> Iterator[Block | LongLine]:
    """Yield a block as it is, or in pieces around the lines that are too long."""
    data, start, at = block.data, 0, 0
    while len(data) > limit and at < len(data):
        end = data.index(b"\n", at) + 1
        if end - 1 - at > limit:
            if at > start:
                yield Block(block.offset + start, data[start:at])
            yield LongLine(block.offset + at, end - 1 - at, data[at : min(end - 1, at + SAMPLE)])
            start = end
        at = end
    if start < len(data):
        yield Block(block.offset + start, data[start:])
