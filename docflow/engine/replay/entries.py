"""The quarantine of a part after a replay: what is left, and in the place of the others what came of them."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from docflow.engine.replay.shifts import Shifts
from docflow.engine.replay.splice import Folders
from docflow.engine.state.holes import Hole, HoleFile, holes
from docflow.engine.state.piece import HOLES, QUARANTINE, Piece, piece_of
from docflow.engine.state.spill import Spill
from docflow.io import disk
from docflow.value import evolve

__all__ = ["splice_entries"]

Places = tuple[int, ...]


def splice_entries(
    old: Sequence[Hole],
    done: Mapping[int, tuple[int, int]],
    begun: Mapping[int, Places],
    shifts: Sequence[Shifts],
    folders: Folders,
) -> tuple[Piece, ...]:
    """Make the entries and holes of a part; `done` maps those that were done again to their new entries.

    `begun` says where in the new files the results of an entry begin. Raises OSError.
    """
    new = list(zip(_lines(folders.fresh / QUARANTINE), holes(folders.fresh / HOLES), strict=True))
    found: list[tuple[bytes, Hole]] = []
    for number, (line, hole) in enumerate(zip(_lines(folders.kept / QUARANTINE), old, strict=True)):
        moved = tuple(each.moved(at, number) for each, at in zip(shifts, hole.places, strict=True))
        if number not in done:
            found.append((line, evolve(hole, places=moved)))
            continue
        first, end = done[number]
        base = tuple(map(int.__sub__, moved, begun[number]))
        for again, made in new[first:end]:
            places = tuple(map(int.__add__, base, made.places))
            found.append((again, evolve(made, places=places, item=hole.item, file=hole.file)))
    return _written(found, folders.out)


def _written(found: Sequence[tuple[bytes, Hole]], out: Path) -> tuple[Piece, ...]:
    if not found:
        return ()
    into = HoleFile(Spill(out / HOLES))
    with disk.open_new(out / QUARANTINE) as file:
        for line, hole in found:
            file.write(line)
            into.add(hole)
    into.spill.close()
    return tuple(piece_of(out / name, len(found)) for name in (QUARANTINE, HOLES))


def _lines(path: Path) -> Iterator[bytes]:
    if path.exists():
        with path.open("rb") as file:
            yield from file
