"""Where the documents of a corpus step wait between its two passes, with their sketches.

On the disk or, for flows in memory, in lists; both hold the same frames.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from attrs import define, field

from docflow.engine.state.piece import DOCUMENTS, SKETCHES, Piece, piece_of
from docflow.engine.state.spill import Spill, frames

__all__ = ["DiskShelf", "MemoryShelf", "Shelf"]


class Shelf(Protocol):
    """Frames of the documents of one part, and frames of their sketches."""

    def begin(self, folder: Path) -> None:
        """Begin a part, whose files stand in this folder."""

    def add(self, document: bytes, sketch: bytes | None) -> None:
        """Put down a document, with its sketch if it has one."""

    def close(self) -> None:
        """Finish the part."""

    def documents(self) -> Iterator[bytes]:
        """Yield the documents of the part."""
        ...

    def sketches(self) -> Iterator[bytes]:
        """Yield the sketches of the part."""
        ...


@define
class DiskShelf:
    """Two files: one of documents and one of sketches; in `folder`, or in that of the part."""

    folder: Path | None = None
    count: int = field(default=0, init=False)
    _at: Path = field(default=Path(), init=False)
    _documents: Spill | None = field(default=None, init=False)
    _sketches: Spill | None = field(default=None, init=False)

    def begin(self, folder: Path) -> None:
        """Begin a part, whose files stand in this folder."""
        self._at = self.folder or folder
        self._documents, self._sketches = Spill(self._at / DOCUMENTS), Spill(self._at / SKETCHES)
        self.count = 0

    def add(self, document: bytes, sketch: bytes | None) -> None:
        """Put down a document, with its sketch if it has one; raises OSError."""
        self.count += 1
        if self._documents is not None:
            self._documents.add(document)
        if self._sketches is not None and sketch is not None:
            self._sketches.add(sketch)

    def close(self) -> None:
        """Finish the part."""
        if self._documents is None or self._sketches is None:
            return
        try:
            self._documents.close()
        finally:
            self._sketches.close()

    def pieces(self) -> tuple[Piece, ...]:
        """Return the files of the finished part; raises OSError."""
        paths = (self._at / DOCUMENTS, self._at / SKETCHES)
        return tuple(piece_of(path, self.count, hashed=True) for path in paths if path.exists())

    def documents(self) -> Iterator[bytes]:
        """Yield the documents of the part."""
        return frames(self._at / DOCUMENTS)

    def sketches(self) -> Iterator[bytes]:
        """Yield the sketches of the part."""
        return frames(self._at / SKETCHES)


@define
class MemoryShelf:
    """Lists, for one part."""

    _documents: list[bytes] = field(factory=list, init=False)
    _sketches: list[bytes] = field(factory=list, init=False)

    def begin(self, folder: Path) -> None:
        """Do nothing: there is one part."""

    def add(self, document: bytes, sketch: bytes | None) -> None:
        """Put down a document, with its sketch if it has one."""
        self._documents.append(document)
        if sketch is not None:
            self._sketches.append(sketch)

    def close(self) -> None:
        """Do nothing: there is nothing to close."""

    def documents(self) -> Iterator[bytes]:
        """Yield the documents."""
        return iter(self._documents)

    def sketches(self) -> Iterator[bytes]:
        """Yield the sketches."""
        return iter(self._sketches)
