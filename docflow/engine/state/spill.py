"""Documents spilled to the disk and read again as they were: msgpack, one frame a document.

Read back equal: dates, whole numbers beyond 64 bits and lone surrogates, which msgpack does not have,
travel as extension types. Sketches of corpus steps use the same frames.
"""

import datetime
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from attrs import define, field

from docflow.io import disk
from docflow.model import Document

__all__ = ["COPY", "PAST", "Spill", "frames", "pack", "spilled", "unpack", "unspilled"]

COPY, PAST = 1, 2
"""Marks of a spilled document: it is a copy; it goes past the corpus step (its error said so)."""
_DATE, _INT, _TEXT, _MAP = 1, 2, 3, 4
_PLAIN = frozenset({str, int, float, bool, type(None)})
_FRAME = struct.Struct("<I")
_ENCODER = msgspec.msgpack.Encoder()


def _revive(code: int, data: memoryview) -> Any:
    raw = bytes(data)
    if code == _MAP:
        return dict(_DECODER.decode(raw))
    if code == _DATE:
        return datetime.date.fromisoformat(raw.decode("ascii"))
    return int(raw) if code == _INT else raw.decode("utf-8", "surrogatepass")


_DECODER: msgspec.msgpack.Decoder[Any] = msgspec.msgpack.Decoder(ext_hook=_revive)


def pack(value: Any) -> bytes:
    """Return a value of the language (or bytes) as msgpack; raises TypeError for anything else."""
    try:
        return _ENCODER.encode(value if _is_plain(value) else _strict(value))
    except (UnicodeEncodeError, OverflowError):
        return _ENCODER.encode(_strict(value))


def unpack(data: bytes) -> Any:
    """Return what `pack` was given; tuples come back as lists."""
    return _DECODER.decode(data)


def _is_plain(value: Any) -> bool:
    kind = type(value)
    if kind in _PLAIN:
        return True
    if kind is list or kind is tuple:
        return all(map(_is_plain, value))
    return kind is dict and all(map(_is_plain, value.values()))


def _strict(value: Any) -> Any:
    """Return the value with what msgpack lacks as extension types."""
    if isinstance(value, str):
        return (
            value if _is_utf8(value) else msgspec.msgpack.Ext(_TEXT, value.encode("utf-8", "surrogatepass"))
        )
    if type(value) is int and not -(2**63) <= value < 2**63:
        return msgspec.msgpack.Ext(_INT, str(value).encode("ascii"))
    if type(value) is datetime.date:
        return msgspec.msgpack.Ext(_DATE, value.isoformat().encode("ascii"))
    if isinstance(value, (list, tuple)):
        return [_strict(item) for item in value]
    if isinstance(value, Mapping):
        pairs = [(_strict(key), _strict(item)) for key, item in value.items()]
        odd = any(type(key) is msgspec.msgpack.Ext for key, _ in pairs)  # they are no keys
        return msgspec.msgpack.Ext(_MAP, _ENCODER.encode(pairs)) if odd else dict(pairs)
    if type(value) in _PLAIN or isinstance(value, bytes):
        return value
    raise TypeError(f"a value of the Python type {type(value).__name__} cannot be kept")


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


@define
class Spill:
    """A file of frames being written; opened with the first one, so that nothing leaves no file."""

    path: Path
    _file: BinaryIO | None = field(default=None, init=False)

    def add(self, data: bytes) -> None:
        """Write one frame; raises OSError."""
        if self._file is None:
            disk.make_folder(self.path.parent)
            self._file = disk.open_new(self.path)
        self._file.write(_FRAME.pack(len(data)))
        self._file.write(data)

    def add_document(self, doc: Document, marks: int = 0) -> None:
        """Write one document; raises TypeError for a field that no flow can have, OSError."""
        self.add(pack((marks, doc.id, doc.text, doc.source, doc.fields)))

    def close(self) -> None:
        """Finish the file."""
        if self._file is not None:
            self._file.close()


def frames(path: Path) -> Iterator[bytes]:
    """Yield the frames of a file; none when there is no file."""
    if not path.exists():
        return
    with path.open("rb") as file:
        while head := file.read(_FRAME.size):
            yield file.read(_FRAME.unpack(head)[0])


def spilled(path: Path) -> Iterator[tuple[int, Document]]:
    """Return the marks and documents of a file, as they were."""
    return map(unspilled, frames(path))


def unspilled(frame: bytes) -> tuple[int, Document]:
    """Return the marks and the document of a frame."""
    marks, id_, text, source, fields = _DECODER.decode(frame)
    return marks, Document(id_, text, source, fields)
