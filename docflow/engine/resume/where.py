"""Where the pieces of parts are, and whether they still are what they were when the part was done.

A piece of a file output is in the folder of its part, then in a file that is being joined, and at last a
range of the output itself; of a folder output each file has its final name. Nothing is believed: what the
file system says must be as it was, or else the bytes must have their CRC; where a piece was written straight
into an output, the output up to its end must have its sha256.
"""

import os
import stat
import zlib
from pathlib import Path

from attrs import define, field, fields, frozen

from docflow.engine.outputs.merge import Segment
from docflow.engine.outputs.placed import is_placed, list_of
from docflow.engine.resume.beginning import Beginning
from docflow.engine.resume.row import Place, Row
from docflow.engine.resume.seen import Seen
from docflow.engine.resume.store import Store
from docflow.engine.state.piece import Piece

__all__ = ["PARTS", "PLACED", "WHOLE", "Record", "Where"]

PARTS, WHOLE = "parts", "whole"
"""Folders of the state: pieces of parts that are done, files being joined."""
PLACED = "placed"
"""The `whole` of a place that is a folder of files with their final names."""
OUTPUT = "output"
CHUNK = 1 << 20
_FIELDS = (str, str, int, int, int, str, int, int)


@frozen
class Record:
    """A finished output: the name under which it was joined (or `placed`), sha256, and what it is made of.

    `head` is the size of what stands before the first piece, `recipe` that of its sink, `files` how many
    files it has, `pieces` of how many parts it is made. Of a folder of files, the digest is of its list and
    of the order of its parts.
    """

    whole: str
    digest: str
    size: int
    documents: int
    head: int
    recipe: str
    files: int
    pieces: int


@define
class Where:
    """Finds pieces below the state folder; never raises OSError: what cannot be read is not there."""

    folder: Path
    seen: Seen
    store: Store
    _intact: dict[bytes, str] = field(factory=dict, init=False)
    _begins: dict[Path, Beginning] = field(factory=dict, init=False)

    def has(self, row: Row) -> bool:
        """Return whether all pieces of a part are there and are what they were."""
        return all(self._holds(row, piece) for piece in row.pieces)

    def segment(self, row: Row, piece: Piece) -> Segment:
        """Return the bytes of a piece of a file output."""
        place = row.places.get(piece.name)
        if place is None:
            return Segment(self.folder / PARTS / row.folder / piece.name, 0, piece.size)
        return Segment(self._file(place), place.start, piece.size)

    def _file(self, place: Place) -> Path:
        whole = self.folder / WHOLE / place.whole
        return whole if whole.exists() else self.final(place.final)

    def final(self, name: bytes) -> Path:
        """Return the path of an output, given from the state folder."""
        return Path(os.path.normpath(self.folder / os.fsdecode(name)))

    def name_of(self, path: Path) -> bytes:
        """Return the path of an output from the state folder."""
        return os.fsencode(os.path.relpath(path, self.folder))

    def _holds(self, row: Row, piece: Piece) -> bool:
        place = row.places.get(piece.name)
        folder = self.folder / PARTS / row.folder
        try:
            if place is not None and place.whole == PLACED:
                final = self.final(place.final)
                return is_placed(folder, piece, final, list_of(self.folder, final))
            if place is None and (folder / piece.name).is_dir():
                return is_placed(folder, piece, None)
            if place is not None and self._whole_output(place, piece):
                return True
            segment = self.segment(row, piece)
            if not stat.S_ISREG(segment.path.lstat().st_mode):
                return False
            if piece.digest and place is not None:
                end = segment.start + segment.size
                return (
                    self._begins.setdefault(segment.path, Beginning(segment.path)).digest(end) == piece.digest
                )
            if piece.digest:
                return (
                    segment.path.stat().st_size == piece.size
                    and self.seen.digest(segment.path) == piece.digest
                )
            return _crc(segment) == piece.crc
        except OSError:
            return False

    def _whole_output(self, place: Place, piece: Piece) -> bool:
        """Whether a piece is in an output that nobody touched."""
        record = self.record(place.final)
        if record is None or record.whole != place.whole or (self.folder / WHOLE / place.whole).exists():
            return False
        return place.start + piece.size <= record.size and self.is_intact(place.final, record)

    def is_intact(self, final: bytes, record: Record) -> bool:
        """Return whether an output has the bytes that a run gave it; hashed once a run at most."""
        if final not in self._intact:
            path = self.final(final)
            try:
                regular = stat.S_ISREG(path.lstat().st_mode)
                self._intact[final] = self.seen.digest(path) if regular else ""
            except OSError:
                self._intact[final] = ""
        return self._intact[final] == record.digest

    def record(self, final: bytes) -> Record | None:
        """Return what was written down of an output."""
        data = self.store.get(OUTPUT, final)
        sound = isinstance(data, list) and [type(each) for each in data] == [*_FIELDS]
        return Record(*data) if sound else None

    def write(self, final: bytes, record: Record) -> None:
        """Write down an output; counts from `store.keep` on."""
        self.store.put(OUTPUT, final, [getattr(record, each.name) for each in fields(Record)])


def _crc(segment: Segment) -> int:
    crc, left = 0, segment.size
    with segment.path.open("rb", buffering=0) as file:
        file.seek(segment.start)
        while left and (data := file.read(min(CHUNK, left))):
            crc, left = zlib.crc32(data, crc), left - len(data)
    return -1 if left else crc
