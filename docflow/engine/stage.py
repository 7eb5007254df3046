"""Stages: what lies between two barriers runs as one loop over each part.

`work` is the unit that a crew runs: it takes a part, touches nothing but the folder that it is given, and
returns the counters. Parts, plan and part files are all data, so that a process or a machine can take the
place of the loop (`engine.crew`).
"""

from collections.abc import Callable, Container, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from attrs import define, frozen

from docflow.engine.barrier import Corpus
from docflow.engine.desk import Desk
from docflow.engine.hand import FINISHING, WORKING, Enough
from docflow.engine.inputs.part import SpillPart, WorkPart
from docflow.engine.ledger import Tally
from docflow.engine.state.piece import Piece
from docflow.engine.state.spill import frames
from docflow.engine.steps.piece import Push
from docflow.plan.ir import ApplyStep, Barrier, Fused, Step

__all__ = ["Between", "PartFile", "Stage", "between"]


@frozen
class Between:
    """The steps between two corpus steps; `tail` is the one that ends them, None at the end of the flow."""

    steps: tuple[Step, ...]
    tail: ApplyStep | None


def between(body: Sequence[Step], mocked: Container[str] = ()) -> tuple[Between, ...]:
    """Cut an optimised body at its barriers; a corpus step that a test mocks is none."""
    found: list[Between] = []
    steps: list[Step] = []
    for step in body:
        if isinstance(step, Barrier) and step.step.id in mocked:
            steps.append(step.step)
        elif isinstance(step, Barrier):
            found.append(Between(tuple(steps), step.step))
            steps = []
        else:
            steps += step.steps if isinstance(step, Fused) else [step]
    return (*found, Between(tuple(steps), None))


class PartFile(Protocol):
    """What writes one file for each part: sinks, corpus steps, the result for other flows."""

    def begin(self, folder: Path, part: int) -> None:
        """Open the file of a part in its folder."""

    def finish(self) -> tuple[Piece, ...]:
        """Write what waits, close it and say what is there."""
        ...

    def abandon(self) -> None:
        """Close it as it is, because the run stops."""

    def place(self) -> int:
        """Write what waits and return where the next document would stand: bytes, or documents."""
        ...


@define
class Stage:
    """One stage of a flow, compiled. `head` is the corpus step that feeds it, None for the first.

    After a part `ends` are the places behind its last document, and `cut` says that it ended early.
    """

    number: int
    desk: Desk
    push: Push
    read: Callable[[WorkPart, Push], None]
    files: Sequence[PartFile]
    flushes: Sequence[Callable[[], None]]
    head: Corpus | None = None
    tail: Corpus | None = None
    ends: tuple[int, ...] = ()
    cut: bool = False

    def work(self, part: WorkPart, folder: Path) -> tuple[Tally, tuple[Piece, ...]]:
        """Run one part through the stage; return its counters and the files that it left in the folder."""
        tally = Tally()
        self.desk.begin(tally)
        self.desk.places = self.places
        try:
            return tally, self._through(part, folder)
        except BaseException:
            for file in self.files:
                with suppress(Exception):  # the first error is the one to tell
                    file.abandon()
            raise

    def places(self) -> tuple[int, ...]:
        """Return where in the files of the part the document in hand would stand.

        All that waits behind it in the stage comes before it in source order, and goes on first. (What
        waits in front of it comes after it: a batch that is just being done has nothing waiting.)
        """
        for flush in self.flushes:
            flush()
        return tuple(file.place() for file in self.files)

    def _through(self, part: WorkPart, folder: Path) -> tuple[Piece, ...]:
        hand = self.desk.hand
        for file in self.files:
            file.begin(folder, part.number)
        hand.phase(WORKING)
        self.cut = False
        try:
            self._documents(part)
        except Enough:
            self.cut, self.desk.lane = True, self.desk.tally.main
        self.ends = self.places()  # documents that wait to be encoded are still documents in hand
        hand.phase(FINISHING)
        return tuple(piece for file in self.files for piece in file.finish())

    def _documents(self, part: WorkPart) -> None:
        if self.head is None:
            self.read(part, self.push)
        elif isinstance(part, SpillPart):
            for doc in self.head.second(part.number, frames(part.path)):
                self.push(doc)
