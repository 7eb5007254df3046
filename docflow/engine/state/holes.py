"""Holes: where in the files of a part the documents in quarantine are missing, for a replay.

Beside the entries of a part stands a file of frames, one for each: the document as it entered the step, as
it was (entries are JSON and lose dates), and for each file of the part the place at which what becomes of
the document would stand.
"""

from collections.abc import Iterator
from pathlib import Path

from attrs import define, field

from docflow.engine.state.spill import Spill, frames, pack, unpack
from docflow.model import Document
from docflow.value import frozen

__all__ = ["Hole", "HoleFile", "holes"]


@frozen
class Hole:
    """What is missing because of one entry.

    `item` is the number of the item in the part that a reader rejected, `file` that of its file, `rest` says
    that the entry is the rest of the file; in the second pass of a corpus step `item` is the number of the
    document. `places` are in the order of the part's files: bytes (uncompressed) of a file,
    documents of a folder, of a spill. `document` is None for a rejected record, and where `whole` is False
    because it holds what cannot be kept.
    """

    step: str
    reason: str
    error: bool
    copy: bool
    item: int
    file: int
    rest: bool
    places: tuple[int, ...]
    document: Document | None
    whole: bool = True


@define
class HoleFile:
    """The holes of one part, being written; in the order of the entries."""

    spill: Spill
    count: int = field(default=0, init=False)

    def add(self, hole: Hole) -> None:
        """Write one; raises OSError."""
        doc = hole.document
        kept = None if doc is None else (doc.id, doc.text, doc.source, doc.fields)
        head = (hole.step, hole.reason, hole.error, hole.copy, hole.item, hole.file, hole.rest)
        try:
            data = pack((*head, hole.places, kept, hole.whole))
        except (TypeError, RecursionError):
            data = pack((*head, hole.places, None, False))
        self.spill.add(data)
        self.count += 1


def holes(path: Path) -> Iterator[Hole]:
    """Yield the holes of a part, in the order of its entries; raises OSError."""
    for frame in frames(path):
        step, reason, error, copy, item, file, rest, places, kept, whole = unpack(frame)
        doc = None if kept is None else Document(*kept)
        yield Hole(step, reason, error, copy, item, file, rest, tuple(places), doc, whole)
