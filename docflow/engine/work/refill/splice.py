"""Putting the files of a replay into those of its part: the bytes are those of a run without a failure."""

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

from docflow.engine.barrier import Corpus
from docflow.engine.outputs.target import Target
from docflow.engine.outputs.writer import Writer
from docflow.engine.stage import PartFile
from docflow.engine.state.piece import DOCUMENTS, RESULT, SKETCHES, Piece, piece_of, sink_name
from docflow.engine.state.spill import PAST, Spill, frames, pack, unpack, unspilled
from docflow.engine.work.refill.shifts import Shifts
from docflow.io import disk
from docflow.io.codecs import open_read, open_write
from docflow.value import frozen

__all__ = ["Folders", "splice", "splice_file", "splice_folder", "splice_result", "splice_shelf", "woven"]

CHUNK = 256 * 1024
T = TypeVar("T")


@frozen
class Folders:
    """Where the files stand: those that a part left, those of the replay, and those that are made of both."""

    kept: Path
    fresh: Path
    out: Path


def splice(file: PartFile, folders: Folders, shifts: Shifts, counts: Counter[str]) -> tuple[Piece, ...]:
    """Make what a file of the stage left; `counts` are the documents by piece. Raises as those below."""
    if isinstance(file, Corpus):
        return splice_shelf(folders, shifts)
    if not isinstance(file, Writer):
        return splice_result(folders, shifts)
    if file.target.layout == "folder":
        return splice_folder(file.target, folders, shifts)
    return splice_file(file.target, folders, shifts, counts[sink_name(file.target.number)])


def woven(old: Iterator[T], new: list[T], shifts: Shifts) -> Iterator[T]:
    """Yield the old things with the new ones at their places, which count the old ones."""
    count = 0
    for insert in shifts.inserts:
        while count < insert.place:
            yield next(old)
            count += 1
        yield from new[insert.start : insert.end]
    yield from old


def splice_file(target: Target, folders: Folders, shifts: Shifts, documents: int) -> tuple[Piece, ...]:
    """Make the file of a sink; the same bytes compressed are the same file, in whatever runs they come.

    Raises OSError, StreamError for an old file that is damaged.
    """
    name = sink_name(target.number)
    old, new = folders.kept / name, _unpacked(folders.fresh / name, target)
    if not old.exists() and not new.exists():
        return ()
    with open_write(folders.out / name, target.codec) as file:
        source = open_read(old, target.codec) if old.exists() else None
        try:
            _weave(source, new, file, shifts)
        finally:
            if source is not None:
                source.close()
    return (piece_of(folders.out / name, documents),)


def _unpacked(path: Path, target: Target) -> Path:
    """Return a file as it is before compression: runs of it are taken in any order."""
    if not target.codec or not path.exists():
        return path
    plain = path.with_name(f"{path.name}.plain")
    with open_read(path, target.codec) as source, disk.open_new(plain) as file:
        shutil.copyfileobj(source, file, CHUNK)
    return plain


def _weave(old: BinaryIO | None, new: Path, out: BinaryIO, shifts: Shifts) -> None:
    at = 0
    for insert in shifts.inserts:
        if insert.end == insert.start:
            continue
        _copy(old, out, insert.place - at)
        at = insert.place
        with new.open("rb") as fresh:
            fresh.seek(insert.start)
            _copy(fresh, out, insert.end - insert.start)
    if old is not None:
        shutil.copyfileobj(old, out, CHUNK)


def _copy(source: BinaryIO | None, out: BinaryIO, size: int) -> None:
    while size:
        data = source.read(min(CHUNK, size)) if source is not None else b""
        if not data:
            raise OSError("a file of an earlier run is shorter than it was")
        out.write(data)
        size -= len(data)


def splice_folder(target: Target, folders: Folders, shifts: Shifts) -> tuple[Piece, ...]:
    """Make the folder of a sink: one file a document, numbered anew. Raises OSError."""
    name = sink_name(target.number)
    index = Spill(folders.out / f"{name}.names")
    count = size = 0
    for path, facts in woven(_files(folders.kept / name), list(_files(folders.fresh / name)), shifts):
        if not count:
            disk.make_folder(folders.out / name)
        shutil.copyfile(path, folders.out / name / str(count))
        size += path.stat().st_size
        index.add(pack((count, *facts)))
        count += 1
    index.close()
    if not count:
        return ()
    return (Piece(name, size, piece_of(index.path, count).crc, count),)


def _files(folder: Path) -> Iterator[tuple[Path, list[Any]]]:
    for frame in frames(folder.with_name(f"{folder.name}.names")):
        number, *facts = unpack(frame)
        yield folder / str(number), facts


def splice_result(folders: Folders, shifts: Shifts) -> tuple[Piece, ...]:
    """Make the spill of a flow's result."""
    spill, count = Spill(folders.out / RESULT), 0
    for frame in woven(frames(folders.kept / RESULT), list(frames(folders.fresh / RESULT)), shifts):
        spill.add(frame)
        count += 1
    spill.close()
    return (piece_of(spill.path, count, hashed=True),) if count else ()


def splice_shelf(folders: Folders, shifts: Shifts) -> tuple[Piece, ...]:
    """Make the spills of a corpus step; sketches name their documents by number, so they get new ones."""
    documents, sketches, count = Spill(folders.out / DOCUMENTS), Spill(folders.out / SKETCHES), 0
    for document, sketch in woven(_shelf(folders.kept), list(_shelf(folders.fresh)), shifts):
        documents.add(document)
        if sketch is not None:
            sketches.add(pack((count, unpack(sketch)[1])))
        count += 1
    documents.close()
    sketches.close()
    paths = [each.path for each in (documents, sketches) if each.path.exists()]
    return tuple(piece_of(path, count, hashed=True) for path in paths)


def _shelf(folder: Path) -> Iterator[tuple[bytes, bytes | None]]:
    sketches = frames(folder / SKETCHES)
    for document in frames(folder / DOCUMENTS):
        marks, _ = unspilled(document)
        yield document, None if marks & PAST else next(sketches)
