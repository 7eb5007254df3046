"""Where the documents of a corpus step wait between its two passes, with their sketches.

On the disk or, for flows in memory, in lists; both hold the same frames.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from attrs import define, field

from docflow.engine.state.spill import Spill, frames

__all__ = ["DiskShelf", "MemoryShelf", "Shelf"]


class Shelf(Protocol):
    """Frames of documents by part, and frames of sketches."""

    def begin(self, part: int) -> None:
        """Put what follows under this part."""

    def add(self, document: bytes, sketch: bytes | None) -> None:
        """Put down a document, with its sketch if it has one."""

    def close(self) -> None:
        """Finish the part."""

    def documents(self, part: int) -> Iterator[bytes]:
        """Yield the documents of a part."""
        ...

    def sketches(self) -> Iterator[bytes]:
        """Yield the sketches of all parts."""
        ...


@define
class DiskShelf:
    """Files in staging: one of documents and one of sketches for each part."""

    folder: Path = field(default=Path())
    _documents: Spill | None = field(default=None, init=False)
    _sketches: Spill | None = field(default=None, init=False)

    def begin(self, part: int) -> None:
        """Put what follows under this part."""
        self._documents = Spill(self.folder / f"{part:08}.documents")
        self._sketches = Spill(self.folder / f"{part:08}.sketches")

    def add(self, document: bytes, sketch: bytes | None) -> None:
        """Put down a document, with its sketch if it has one; raises OSError."""
        if self._documents is not None:
            self._documents.add(document)
        if self._sketches is not None and sketch is not None:
            self._sketches.add(sketch)

    def close(self) -> None:
        """Finish the part."""
        for spill in (self._documents, self._sketches):
            if spill is not None:
                spill.close()

    def documents(self, part: int) -> Iterator[bytes]:
        """Yield the documents of a part."""
        return frames(self.folder / f"{part:08}.documents")

    def sketches(self) -> Iterator[bytes]:
        """Yield the sketches of all parts."""
        for path in sorted(self.folder.glob("*.sketches")):
            yield from frames(path)


@define
class MemoryShelf:
    """Lists, for one part."""

    _documents: list[bytes] = field(factory=list, init=False)
    _sketches: list[bytes] = field(factory=list, init=False)

    def begin(self, part: int) -> None:
        """Do nothing: there is one part."""

    def add(self, document: bytes, sketch: bytes | None) -> None:
        """Put down a document, with its sketch if it has one."""
        self._documents.append(document)
        if sketch is not None:
            self._sketches.append(sketch)

    def close(self) -> None:
        """Do nothing: there is nothing to close."""

    def documents(self, part: int) -> Iterator[bytes]:  # noqa: ARG002 - there is one part
        """Yield the documents."""
        return iter(self._documents)

    def sketches(self) -> Iterator[bytes]:
        """Yield the sketches."""
        return iter(self._sketches)
