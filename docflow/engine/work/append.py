"""A part that was done in slices: the files of the last one come behind those of all before."""

from collections import Counter

from docflow.engine.ledger import Tally
from docflow.engine.stage import Stage
from docflow.engine.state.piece import Piece
from docflow.engine.work.job import Done
from docflow.engine.work.refill.entries import append_entries
from docflow.engine.work.refill.shifts import Insert, Shifts
from docflow.engine.work.refill.splice import Folders, splice
from docflow.io import disk
from docflow.value import evolve

__all__ = ["append"]


def append(stage: Stage, before: Done, done: Done, folders: Folders) -> Done:
    """Make the files of all slices in `folders.out` and return what is done now; those of `done` go.

    Only the last slice came to the ends of all inputs, so it knows their digests. Raises OSError.
    """
    counts = Counter[str]()
    for piece in (*before.pieces, *done.pieces):
        counts[piece.name] += piece.documents
    pieces: list[Piece] = []
    for file, end, length in zip(stage.files, before.ends, done.ends, strict=True):
        pieces += splice(file, folders, Shifts([Insert(end, 0, 0, length)]), counts)
    pieces += append_entries(folders, before.ends)
    disk.remove_tree(folders.fresh)
    ends = tuple(map(int.__add__, before.ends, done.ends))
    unsteady = before.unsteady or done.unsteady
    tally = _added(before.tally, done.tally)
    seconds = before.seconds + done.seconds
    return evolve(done, tally=tally, pieces=tuple(pieces), ends=ends, unsteady=unsteady, seconds=seconds)


def _added(before: Tally, last: Tally) -> Tally:
    total = Tally()
    total.add(before)
    total.add(last)
    total.notes = [*dict.fromkeys(total.notes)]  # of files that both read
    return total
