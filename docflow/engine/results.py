"""The result of a flow for `from flow.x`: the documents that it wrote or let through, spilled by part."""

from pathlib import Path

from attrs import define, field

from docflow.engine.desk import Desk
from docflow.engine.halt import Halt
from docflow.engine.inputs.part import SpillPart
from docflow.engine.state.piece import RESULT, Piece, piece_of
from docflow.engine.state.spill import Spill, spilled
from docflow.engine.steps.piece import Push
from docflow.errors import RunError
from docflow.io.escape import safe
from docflow.model import Document

__all__ = ["Result", "read_result"]


@define
class Result:
    """The documents of a flow that others read; copies (of tee and `route all`) are not among them."""

    flow: str
    desk: Desk
    _spill: Spill | None = field(default=None, init=False)
    _count: int = field(default=0, init=False)

    def begin(self, folder: Path, part: int) -> None:  # noqa: ARG002 - as part files are begun
        """Keep what follows as a part of its own."""
        self._spill, self._count = Spill(folder / RESULT), 0

    def add(self, doc: Document) -> None:
        """Keep one document."""
        if self.desk.lane is self.desk.tally.copies or self._spill is None:
            return
        try:
            self._spill.add_document(doc)
            self._count += 1
        except TypeError as error:
            said = f"the document `{safe(doc.id)}` cannot go from flow `{self.flow}` to another: {error}"
            raise Halt(RunError(said, document=safe(doc.id))) from error

    def finish(self) -> tuple[Piece, ...]:
        """Close the part; one without documents leaves no file."""
        if self._spill is None:
            return ()
        self._spill.close()
        return (piece_of(self._spill.path, self._count, hashed=True),) if self._count else ()

    def place(self) -> int:
        """Return how many documents it holds."""
        return self._count

    def abandon(self) -> None:
        """Close the part as it is."""
        if self._spill is not None:
            self._spill.close()


def read_result(part: SpillPart, push: Push, desk: Desk) -> None:
    """Push the documents of a part of an earlier flow."""
    lane, hand = desk.tally.main, desk.hand
    for _, doc in spilled(part.path):
        desk.signals.obey()
        mine = hand.turn(lane.seen)
        lane.seen += 1
        if mine:
            push(doc)
