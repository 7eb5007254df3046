"""The quarantine of a part after a replay: what is left, and in the place of the others what came of them."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from docflow.engine.state.holes import Hole, HoleFile, holes
from docflow.engine.state.piece import HOLES, QUARANTINE, Piece, piece_of
from docflow.engine.state.spill import Spill
from docflow.engine.work.refill.shifts import Shifts
from docflow.engine.work.refill.splice import Folders
from docflow.io import disk
from docflow.value import evolve, frozen

__all__ = ["append_entries", "splice_entries"]

Places = tuple[int, ...]


@frozen
class Numbers:
    """What was counted on the way.

    `done` maps entries to their new entries, `begun` to places in the new files. `items` are those of the new
    entries, `more` says how many items came in the place of one.
    """

    done: Mapping[int, tuple[int, int]]
    begun: Mapping[int, Places]
    items: Sequence[int]
    more: Mapping[int, int]

    def moved(self, item: int) -> int:
        """Return the number that an item of then has now."""
        return item + sum(more for before, more in self.more.items() if before < item)


def splice_entries(
    old: Sequence[Hole], numbers: Numbers, shifts: Sequence[Shifts], folders: Folders
) -> tuple[Piece, ...]:
    """Make the entries and holes of a part. Raises OSError."""
    new = list(_entries(folders.fresh))
    found: list[tuple[bytes, Hole]] = []
    for number, (line, hole) in enumerate(zip(_lines(folders.kept / QUARANTINE), old, strict=True)):
        moved = tuple(each.moved(at, number) for each, at in zip(shifts, hole.places, strict=True))
        if number not in numbers.done:
            found.append((line, evolve(hole, places=moved, item=numbers.moved(hole.item))))
            continue
        base = tuple(map(int.__sub__, moved, numbers.begun[number]))
        for at in range(*numbers.done[number]):
            again, made = new[at]
            places = tuple(map(int.__add__, base, made.places))
            found.append((again, evolve(made, places=places, item=numbers.items[at], file=hole.file)))
    return _written(found, folders.out)


def append_entries(folders: Folders, ends: Places) -> tuple[Piece, ...]:
    """Make the entries and holes of a part whose fresh files come behind the kept ones. Raises OSError."""
    found = list(_entries(folders.kept))
    for line, hole in _entries(folders.fresh):
        found.append((line, evolve(hole, places=tuple(map(int.__add__, hole.places, ends)))))
    return _written(found, folders.out)


def _entries(folder: Path) -> Iterator[tuple[bytes, Hole]]:
    return zip(_lines(folder / QUARANTINE), holes(folder / HOLES), strict=True)


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
