"""The unit of a replay: entries of one part, with the files that the part left."""

from pathlib import Path

from docflow.engine.inputs.part import WorkPart
from docflow.engine.state.piece import Piece
from docflow.value import frozen

__all__ = ["ReplayPart"]


@frozen
class ReplayPart:
    """Entries of a part that are done again; a crew runs it as any other part.

    `part` is what the entries came from (rejected records are read again), `kept` the folder of its files
    (`pieces`, as the part left them), `entries` are numbers in the part, from 0, in order, and `seen` is how
    many items the part had.
    """

    number: int
    source: int
    part: WorkPart
    kept: Path
    entries: tuple[int, ...]
    seen: int
    pieces: tuple[Piece, ...] = ()
