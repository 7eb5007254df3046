"""The quarantine on the disk: one JSON object a line, written beside the outputs and committed with them."""

import json
from pathlib import Path
from typing import BinaryIO

import msgspec
from attrs import define, field

from docflow.engine.desk import Entry
from docflow.engine.state.holes import Hole, HoleFile
from docflow.engine.state.piece import HOLES, QUARANTINE, Piece, piece_of
from docflow.engine.state.spill import Spill
from docflow.io import disk
from docflow.io.escape import safe

__all__ = ["Store"]

_ENCODER = msgspec.json.Encoder(order="sorted")


def _line(entry: Entry) -> bytes:
    record = entry.record()
    try:
        return _ENCODER.encode(record) + b"\n"
    except (UnicodeEncodeError, TypeError, OverflowError, ValueError):
        # Lone surrogates, or what a plugin put into a field and JSON does not know: kept in escaped form.
        return json.dumps(record, default=repr, sort_keys=True, skipkeys=True).encode("ascii") + b"\n"


@define
class Store:
    """The entries of one part, in its folder; a part without entries leaves no file."""

    _folder: Path | None = field(default=None, init=False)
    _file: BinaryIO | None = field(default=None, init=False)
    count: int = field(default=0, init=False)
    _holes: HoleFile = field(factory=lambda: HoleFile(Spill(Path())), init=False)

    def begin(self, folder: Path) -> None:
        """Write what follows into the folder of this part."""
        self.close()
        self._folder, self.count = folder, 0
        self._holes = HoleFile(Spill(folder / HOLES))

    def add(self, entry: Entry) -> None:
        """Keep one entry; raises OSError."""
        if self._folder is None:
            return
        if self._file is None:
            self._file = disk.open_new(self._folder / QUARANTINE)
        self._file.write(_line(entry))
        self.count += 1
        if entry.places is not None:
            self._holes.add(_hole(entry, entry.places))

    def close(self) -> None:
        """Finish the file of the part."""
        if self._file is not None:
            file, self._file = self._file, None
            try:
                file.close()
            finally:
                self._holes.spill.close()

    def finish(self) -> tuple[Piece, ...]:
        """Finish the file of the part and say what is there."""
        self.close()
        if self._folder is None or not self.count:
            return ()
        entries = piece_of(self._folder / QUARANTINE, self.count)
        return (entries, piece_of(self._folder / HOLES, self.count)) if self._holes.count else (entries,)


def _hole(entry: Entry, places: tuple[int, ...]) -> Hole:
    reason = safe(entry.reason)  # as it is counted
    where = entry.copy, entry.item, entry.file, entry.rest
    return Hole(entry.spot.id, reason, entry.error, *where, places, entry.document)
