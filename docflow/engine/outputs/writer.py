"""Writing a sink's documents in parts: a file a part in staging, or a file a document for folders.

Documents are encoded in batches. When a batch fails, its documents are encoded one by one, so that only
the guilty ones are lost to it.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from attrs import define, field

from docflow.engine.desk import BrokenContract, Desk, Spot
from docflow.engine.ledger import Lane
from docflow.engine.outputs.target import Target
from docflow.engine.state.spill import Spill, pack
from docflow.engine.steps.guard import Ends, guard
from docflow.engine.values import kind_of
from docflow.io import disk
from docflow.io.codecs import open_write
from docflow.model import Document

__all__ = ["Writer"]

BATCH = 256
BATCH_CHARS = 4_000_000
"""A batch is encoded early when its texts are that long: memory must not depend on the documents."""
Kept = Callable[[Document], None]


@define
class Writer:
    """One sink at work. `begin` opens a part, `add` is the step, `finish` closes the part.

    `kept` gets every document that was written, for flows that read this one's result; encoding is one
    by one then, so that they arrive in source order.
    """

    target: Target
    spot: Spot
    exporter: Any
    desk: Desk
    kept: Kept | None = None
    staging: Path = field(default=Path(), init=False)
    documents: int = field(default=0, init=False)
    size: int = field(default=0, init=False)
    _part: Path = field(init=False)
    _waiting: list[Document] = field(factory=list, init=False)
    _lanes: list[Lane] = field(factory=list, init=False)
    _chars: int = field(default=0, init=False)
    _file: BinaryIO | None = field(default=None, init=False)
    _names: Spill | None = field(default=None, init=False)
    _single: Callable[[Document], bytes | None] = field(init=False)

    def __attrs_post_init__(self) -> None:
        ends: Ends[bytes | None] = Ends(self._skipped, None)
        self._single = guard(self._encode_one, self.spot, self.desk, ends, restore=False)

    def stage(self, folder: Path) -> None:
        """Say where the parts are written; the folder is made."""
        self.staging = folder
        disk.make_folder(folder)

    def begin(self, part: int) -> None:
        """Write what follows into this part."""
        self._part = self.staging / f"{part:08}"
        self._file, self._names = None, None

    def add(self, doc: Document) -> None:
        """Take a document: it ends here. Raises OSError when the disk fails."""
        waiting = self._waiting
        waiting.append(doc)
        self._lanes.append(self.desk.lane)
        self._chars += len(doc.text)
        if len(waiting) >= BATCH or self._chars > BATCH_CHARS or self.kept is not None:
            self._flush()

    def finish(self) -> None:
        """Write what waits and close the part."""
        self._flush()
        self._close()

    def abandon(self) -> None:
        """Close the part as it is; what waits is forgotten."""
        self._waiting, self._lanes, self._chars = [], [], 0
        self._close()

    def _close(self) -> None:
        if self._names is not None:
            self._names.close()
        if self._file is not None:
            self._file.close()

    def _flush(self) -> None:
        waiting, lanes = self._waiting, self._lanes
        self._waiting, self._lanes, self._chars = [], [], 0
        if not waiting:
            return
        whole = self._together(waiting) if self.target.layout == "file" and len(waiting) > 1 else None
        if whole is not None:
            self._write(whole)
            self.documents += len(waiting)
            for lane in lanes:
                lane.written += 1
            return
        here = self.desk.lane
        for doc, lane in zip(waiting, lanes, strict=True):
            self.desk.lane = lane
            self._one(doc)
        self.desk.lane = here

    def _one(self, doc: Document) -> None:
        data = self._single(doc)
        if data is None:
            return
        if self.target.layout == "folder":
            self._write_file(doc, data)
        else:
            self._write(data)
        self.documents += 1
        self.desk.lane.written += 1
        if self.kept is not None:
            self.kept(doc)

    def _skipped(self, doc: Document) -> None:  # noqa: ARG002 - as guards call it
        """Count a document whose error was to be skipped: after a sink there is nothing to go on to."""
        self.desk.drop(self.spot.id, "could not be written")

    def _together(self, docs: list[Document]) -> bytes | None:
        try:
            data = self.exporter.encode(docs)
        except self.desk.passing:
            raise
        except BaseException:  # noqa: BLE001 - done again one by one, which finds the guilty document
            return None
        return data if type(data) is bytes else None

    def _encode_one(self, doc: Document) -> bytes:
        data = self.exporter.encode([doc])
        if type(data) is not bytes:
            raise BrokenContract(f"returned {kind_of(data)} instead of bytes")
        return data

    def _write(self, data: bytes) -> None:
        if self._file is None:
            self._file = open_write(self._part, self.target.codec)
        self._file.write(data)

    def _write_file(self, doc: Document, data: bytes) -> None:
        if self._names is None:
            self._names = Spill(self._part.with_suffix(".names"))
            disk.make_folder(self._part)
        number = self.documents
        whole = self.exporter.prologue() + data + self.exporter.epilogue()
        disk.write_new(f"{self._part}/{number}", whole)
        self.size += len(whole)
        self._names.add(pack((number, doc.id)))
