"""The result of a flow for `from flow.x`: the documents that it wrote or let through, spilled by part."""

from pathlib import Path

from attrs import define, field

from docflow.engine.desk import Desk
from docflow.engine.halt import Halt
from docflow.engine.inputs.part import SpillPart
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
    folder: Path = field(default=Path(), init=False)
    parts: list[Path] = field(factory=list)
    _begun: int = field(default=0, init=False)
    _spill: Spill | None = field(default=None, init=False)

    def begin(self, part: int) -> None:  # noqa: ARG002 - parts of each stage, in order
        """Keep what follows as a part of its own."""
        self._begun += 1
        self._spill = Spill(self.folder / f"{self._begun:08}.documents")

    def add(self, doc: Document) -> None:
        """Keep one document."""
        if self.desk.lane is self.desk.tally.copies or self._spill is None:
            return
        try:
            self._spill.add_document(doc)
        except TypeError as error:
            said = f"the document `{safe(doc.id)}` cannot go from flow `{self.flow}` to another: {error}"
            raise Halt(RunError(said, document=safe(doc.id))) from error

    def finish(self) -> None:
        """Close the part."""
        if self._spill is not None:
            self._spill.close()
            if self._spill.path.exists():
                self.parts.append(self._spill.path)

    def abandon(self) -> None:
        """Close the part as it is."""
        if self._spill is not None:
            self._spill.close()


def read_result(part: SpillPart, push: Push, desk: Desk) -> None:
    """Push the documents of a part of an earlier flow."""
    for _, doc in spilled(part.path):
        desk.signals.obey()
        desk.tally.main.seen += 1
        push(doc)
