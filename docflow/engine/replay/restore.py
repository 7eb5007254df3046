"""The pieces of a part, brought back to one folder from wherever they are: its own, or the outputs."""

import os
from pathlib import Path

from docflow.engine.outputs.merge import merged
from docflow.engine.outputs.placed import given, names_of
from docflow.engine.resume.row import Row
from docflow.engine.resume.where import PARTS, Where
from docflow.engine.state.piece import Piece, piece_of, sink_name
from docflow.io import disk
from docflow.value import evolve

__all__ = ["restored"]

_SINK = "sink-"


def restored(row: Row, where: Where, first: int, into: Path) -> tuple[Piece, ...]:
    """Return the pieces of a part with the names that they have in a run whose first sink has that number.

    Raises OSError.
    """
    disk.make_folder(into)
    return tuple(_brought(piece, row, where, first, into) for piece in row.pieces)


def _brought(piece: Piece, row: Row, where: Where, first: int, into: Path) -> Piece:
    folder = where.folder / PARTS / row.folder
    if not piece.name.startswith(_SINK):
        disk.link(folder / piece.name, into / piece.name)
        return piece
    name = sink_name(int(piece.name.removeprefix(_SINK)) - row.first + first)
    if (folder / f"{piece.name}.names").exists():
        _files(piece, row, where, into / name)
    else:
        merged(into / name, [where.segment(row, piece)])
        if piece.digest:  # it was written straight into an output, and has none of its own
            return piece_of(into / name, piece.documents)
    return evolve(piece, name=name)


def _files(piece: Piece, row: Row, where: Where, into: Path) -> None:
    """Bring the files of a folder output back under their numbers."""
    folder, place = where.folder / PARTS / row.folder, row.places.get(piece.name)
    disk.make_folder(into)
    disk.link(folder / f"{piece.name}.names", into.with_name(f"{into.name}.names"))
    names = given(folder, piece.name) if place is not None else iter(())
    for number, _, _ in names_of(folder, piece.name):
        name = next(names, ("", 0, 0))[0]
        staged = f"{folder}/{piece.name}/{number}"
        if place is not None and name and not os.path.lexists(staged):
            staged = f"{where.final(place.final)}/{name}"
        disk.link(staged, f"{into}/{number}")
