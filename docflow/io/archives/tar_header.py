"""The headers of a tar file: blocks of 512 bytes, with the extensions of GNU and POSIX (pax).

Our own few lines instead of `tarfile`, which reads a header of any size into memory, keeps a list of all
members and goes on at a damaged header as if the archive ended there.
"""

import struct

from attrs import frozen

__all__ = ["BLOCK", "SPARSE", "Header", "HeaderError", "pax_records", "read_header"]

BLOCK = 512
SPARSE = b"GNU.sparse."
_USED = frozenset((b"path", b"linkpath", b"size"))


class HeaderError(Exception):
    """A block is no header of a tar file."""


@frozen
class Header:
    """One header. `kind` is the type as one character, `size` the bytes of data that follow."""

    name: bytes
    link: bytes
    kind: str
    size: int
    more: bool
    """An old sparse file whose map goes on in the next block."""


def read_header(block: bytes) -> Header:
    """Return what a block of 512 bytes says; raises HeaderError."""
    _check(block)
    name = _text(block[:100])
    if block[257:263] == b"ustar\0" and block[345]:
        name = _text(block[345:500]) + b"/" + name
    kind = chr(block[156])
    if kind in "\0007":
        kind = "0"
    if kind == "0" and name.endswith(b"/"):
        kind = "5"  # before there were types, a slash said that it is a folder
    size = _number(block[124:136])
    return Header(name, _text(block[157:257]), kind, size, kind == "S" and block[482] != 0)


def _check(block: bytes) -> None:
    """Compare the sum of all bytes, the sum itself counted as spaces; some old programs added signed ones."""
    written = _number(block[148:156])
    bare = block[:148] + b" " * 8 + block[156:]
    if written not in (sum(bare), sum(struct.unpack("512b", bare))):
        raise HeaderError


def _number(field: bytes) -> int:
    """Return a number in octal digits, or in base 256 where the first bit is set."""
    if field[0] & 0x80:
        if field[0] != 0x80:
            raise HeaderError  # negative, or larger than any file
        return int.from_bytes(field[1:], "big")
    digits = field.strip(b" \0").partition(b"\0")[0].strip()
    if digits.strip(b"01234567"):
        raise HeaderError
    return int(digits or b"0", 8)


def _text(field: bytes) -> bytes:
    return field.partition(b"\0")[0]


def pax_records(data: bytes) -> dict[bytes, bytes]:
    """Return those records `LENGTH KEY=VALUE` of a pax header that say where data is; raises HeaderError.

    The others (times, owners, attributes) are passed over: a header may hold 100,000 of them.
    """
    records: dict[bytes, bytes] = {}
    at = 0
    while at < len(data) and data[at : at + 1] != b"\0":
        digits = data[at : at + 20].partition(b" ")[0]
        length = int(digits) if digits.isdigit() else 0
        record = data[at + len(digits) + 1 : at + length]
        key, equals, value = record.partition(b"=")
        if not equals or not record.endswith(b"\n") or at + length > len(data):
            raise HeaderError
        if key in _USED:
            records[key] = value[:-1]
        elif key.startswith(SPARSE):
            records[SPARSE] = b""
        at += length
    return records
