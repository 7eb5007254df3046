"""The beginning of a file, by its sha256: the proof of pieces that were written straight into an output."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from attrs import define, field

__all__ = ["Beginning"]

CHUNK = 1 << 20


@define
class Beginning:
    """Hashes a file up to ever later places: it is read once for all pieces that are asked in their order."""

    path: Path
    _size: int = field(default=0, init=False)
    _hash: Any = field(factory=sha256, init=False)

    def digest(self, end: int) -> str:
        """Return the sha256 of the first `end` bytes, "" where there are fewer; raises OSError."""
        if end < self._size:
            self._size, self._hash = 0, sha256()
        with self.path.open("rb", buffering=0) as file:
            file.seek(self._size)
            while self._size < end and (data := file.read(min(CHUNK, end - self._size))):
                self._hash.update(data)
                self._size += len(data)
        return str(self._hash.hexdigest()) if self._size == end else ""
