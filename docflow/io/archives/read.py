"""Archives opened: their members as streams, those that are compressed themselves (`a.jsonl.gz`) as plain."""

import io
from collections.abc import Generator, Iterator
from typing import Any, BinaryIO, cast

from docflow.io.archives.kinds import Kind
from docflow.io.archives.member import Fault, Member
from docflow.io.archives.tar import read_tar
from docflow.io.archives.zip import read_zip
from docflow.io.codecs import FLOOR, StreamError, codec_of, inflated, too_large

__all__ = ["read_archive"]

BUFFER = 64 * 1024


def read_archive(
    raw: Any, size: int, kind: Kind, *, members: int, ratio: int
) -> Generator[Member | Fault, None, None]:
    """Yield the files of an archive in the order in which they stand there, and what is wrong with it.

    `raw` is the open file of `size` bytes, unbuffered and at its start (a zip must be able to seek). All
    members together may not hold more than `ratio` times the bytes of the archive, and no compressed stream
    in it may grow to more than `ratio` times its own size; the first 1,000,000 bytes always may. Links,
    devices, encrypted members and the like are faults; folders are passed over. Damage and errors of the
    disk are faults, too.
    """
    allowance = _Allowance(max(FLOOR, size * ratio), ratio)
    try:
        for found in _members(raw, kind, size, members, ratio):
            if isinstance(found, Member):
                codec = codec_of(found.name)
                stream = inflated(found.stream, codec, ratio) if codec else found.stream
                counted = io.BufferedReader(_Counted(stream, allowance), BUFFER)
                yield Member(found.name, cast("BinaryIO", counted))
            else:
                yield found
            if allowance.left < 0:
                if allowance.told is None:
                    yield Fault("limit:ratio", too_large("the archive", ratio, 0).message)
                return
    except StreamError as error:
        if error is not allowance.told or error.reason != "truncated":  # once is enough
            yield Fault(error.reason, error.message + "; the rest of the archive is not read")
    except OSError as error:
        yield Fault("unreadable", f"cannot read on: {error.strerror or error}")


def _members(raw: Any, kind: Kind, size: int, members: int, ratio: int) -> Iterator[Member | Fault]:
    if kind.format == "tar":
        yield from read_tar(inflated(raw, kind.codec, ratio), members)
        return
    buffered = io.BufferedReader(raw, BUFFER)
    try:
        yield from read_zip(cast("BinaryIO", buffered), size, members, ratio)
    finally:
        buffered.detach()  # the file is not ours to close


class _Allowance:
    """How many bytes the members of an archive may still give, and the last error that a reader heard."""

    def __init__(self, left: int, ratio: int) -> None:
        self.left = left
        self.ratio = ratio
        self.told: StreamError | None = None


class _Counted(io.RawIOBase):
    """The bytes of a member, counted."""

    def __init__(self, stream: BinaryIO, allowance: _Allowance) -> None:
        self._stream: Any = stream
        self._allowance = allowance
        self._offset = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        try:
            count = self._next(buffer)
        except StreamError as error:
            self._allowance.told = error
            raise StreamError(error.message, self._offset, error.reason) from error
        self._allowance.left -= count
        self._offset += count
        return count

    def _next(self, buffer: Any) -> int:
        if self._allowance.left < 0:
            said = "the archive, with this file,"
            raise too_large(said, self._allowance.ratio, self._offset)
        count: int = self._stream.readinto1(buffer)
        return count
