"""Writing a sink's documents in parts: a file a part in staging, or a file a document for folders.

Documents are encoded in batches. When a batch fails, its documents are encoded one by one, so that only
the guilty ones are lost to it.
"""

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from attrs import define, field

from docflow.engine.desk import BrokenContract, Desk, Spot
from docflow.engine.ledger import Lane
from docflow.engine.outputs.target import Target
from docflow.engine.outputs.trunk import Trunk
from docflow.engine.state.piece import Piece, piece_of, sink_name
from docflow.engine.state.spill import Spill, pack
from docflow.engine.steps.guard import Ends, guard
from docflow.engine.values import kind_of
from docflow.io import disk
from docflow.io.codecs import open_write
from docflow.model import Document

__all__ = ["Writer"]

BATCH = 64
BATCH_CHARS = 256_000
"""A batch is encoded early when its texts are that long: while they are still in the cache of the processor.

Batches of 1.3 MB cost 8 us more for a document of 4.9 kB than those of 0.3 MB (`bench/overhead.py`).
"""
Kept = Callable[[Document], None]


@define
class Writer:
    """One sink at work. `begin` opens a part, `add` is the step, `finish` closes the part.

    `kept` gets every document that was written, for flows that read this one's result; encoding is one
    by one then, so that they arrive in source order. With a `trunk` a part goes behind those before it.
    """

    target: Target
    spot: Spot
    exporter: Any
    desk: Desk
    kept: Kept | None = None
    trunk: Trunk | None = field(default=None, init=False)
    documents: int = field(default=0, init=False)
    size: int = field(default=0, init=False)
    _part: Path = field(init=False)
    _crc: int = field(default=0, init=False)
    _waiting: list[Document] = field(factory=list, init=False)
    _lanes: list[Lane] = field(factory=list, init=False)
    _chars: int = field(default=0, init=False)
    _file: BinaryIO | Trunk | None = field(default=None, init=False)
    _names: Spill | None = field(default=None, init=False)
    _batch: int = field(default=BATCH, init=False)
    _single: Callable[[Document], bytes | None] = field(init=False)

    def __attrs_post_init__(self) -> None:
        ends: Ends[bytes | None] = Ends(self._skipped, None)
        if self.kept is not None or self.desk.hand.careful:
            self._batch = 1
        self._single = guard(self._encode_one, self.spot, self.desk, ends, restore=False)

    def begin(self, folder: Path, part: int) -> None:  # noqa: ARG002 - as part files are begun
        """Write what follows into this folder, as a part of its own."""
        self._part = folder / sink_name(self.target.number)
        self._file, self._names = None, None
        self.documents = self.size = self._crc = 0

    def add(self, doc: Document) -> None:
        """Take a document: it ends here. Raises OSError when the disk fails."""
        waiting = self._waiting
        waiting.append(doc)
        self._lanes.append(self.desk.lane)
        self._chars += len(doc.text)
        if len(waiting) >= self._batch or self._chars > BATCH_CHARS:
            self._flush()

    def finish(self) -> tuple[Piece, ...]:
        """Write what waits, close the part and return its file; one without documents leaves none."""
        self._flush()
        self._close()
        if self._names is not None:
            index = piece_of(self._names.path, self.documents)
            return (Piece(self._part.name, self.size, index.crc, self.documents),)
        if self._file is None:
            return ()
        if self.trunk is not None:
            return (Piece(self._part.name, self.size, 0, self.documents, self.trunk.finish(self.size)),)
        if self.target.codec:
            return (piece_of(self._part, self.documents),)
        return (Piece(self._part.name, self.size, self._crc, self.documents),)

    def place(self) -> int:
        """Write what waits; return the bytes so far, uncompressed, or for a folder the documents."""
        self._flush()
        return self.documents if self.target.layout == "folder" else self.size

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
            self._file = self.trunk.open() if self.trunk else open_write(self._part, self.target.codec)
        self._file.write(data)
        self.size += len(data)
        if not self.target.codec and self.trunk is None:  # of a compressed file other bytes are on the disk
            self._crc = zlib.crc32(data, self._crc)

    def _write_file(self, doc: Document, data: bytes) -> None:
        if self._names is None:
            self._names = Spill(self._part.with_suffix(".names"))
            disk.make_folder(self._part)
        number = self.documents
        whole = self.exporter.prologue() + data + self.exporter.epilogue()
        disk.write_new(f"{self._part}/{number}", whole)
        self.size += len(whole)
        self._names.add(pack((number, doc.id, len(whole), zlib.crc32(whole))))
