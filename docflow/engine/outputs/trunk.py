"""The file of an output that grows: parts that are done one after the other write straight into it.

Nothing is copied afterwards, and the output is not read again for its digest. What stands behind the last
part that was finished is nobody's: the next part begins there and cuts it off.
"""

from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from attrs import define, field

from docflow.io import disk

__all__ = ["Trunk"]


@define
class Trunk:
    """One such file; `size` and digest are those of the parts that were finished. Methods raise OSError."""

    path: Path
    size: int = field(default=0, init=False)
    _known: Any = field(factory=sha256, init=False)
    _hash: Any = field(factory=sha256, init=False)
    _file: BinaryIO | None = field(default=None, init=False)

    def open(self) -> "Trunk":
        """Begin a part behind those that were finished."""
        self._file = disk.open_more(self.path, self.size)
        self._hash = self._known.copy()
        return self

    def write(self, data: bytes, /) -> None:
        """Write what comes next of a part that was begun."""
        if self._file is not None:
            self._file.write(data)
            self._hash.update(data)

    def close(self) -> None:
        """Close the file; a part that is not finished is forgotten."""
        file, self._file = self._file, None
        if file is not None:
            file.close()

    def cut(self, size: int) -> None:
        """Take away all behind `size` bytes, and a file that has no other; it is not written any more."""
        with suppress(OSError):
            self.close()
        if size:
            disk.open_more(self.path, size).close()
        else:
            disk.remove(self.path)

    def finish(self, size: int) -> str:
        """Count a part of `size` bytes, which was closed; return the sha256 of the file up to its end."""
        self._known = self._hash
        self.size += size
        return str(self._known.hexdigest())
