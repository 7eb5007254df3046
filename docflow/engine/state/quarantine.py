"""The quarantine on the disk: one JSON object a line, written beside the outputs and committed with them."""

import json
from pathlib import Path
from typing import BinaryIO

import msgspec
from attrs import define, field

from docflow.engine.desk import Entry
from docflow.io import disk

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
    """The entries of a run, in staging until the run is committed; a run without entries leaves no file.

    `folder` gets one file a part, named so that their order is that of flows, stages and parts.
    """

    folder: Path
    _part: str = field(default="", init=False)
    _file: BinaryIO | None = field(default=None, init=False)

    def begin(self, flow: int, stage: int, part: int) -> None:
        """Write what follows into the file of this part."""
        self.close()
        self._part = f"{flow:04}-{stage:04}-{part:08}.jsonl"

    def add(self, entry: Entry) -> None:
        """Keep one entry; raises OSError."""
        if self._file is None:
            disk.make_folder(self.folder)
            self._file = disk.open_new(self.folder / self._part)
        self._file.write(_line(entry))

    def close(self) -> None:
        """Finish the file of the part."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def files(self) -> tuple[Path, ...]:
        """Return the files of all parts, in order."""
        return tuple(sorted(self.folder.glob("*.jsonl"))) if self.folder.is_dir() else ()
