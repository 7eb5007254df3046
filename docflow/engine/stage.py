"""Stages: what lies between two barriers runs as one loop over each part.

`work` is the unit that a pool runs: it takes a part, touches nothing but its own staging files, and
returns the counters. Parts, plan and part files are all data, so that a process or a machine can take the
place of the loop (`engine.pool`).
"""

from collections.abc import Callable, Container, Sequence
from contextlib import suppress
from typing import Protocol

from attrs import define, frozen

from docflow.engine.barrier import Corpus
from docflow.engine.desk import Desk
from docflow.engine.inputs.part import WorkPart
from docflow.engine.ledger import Tally
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

    def begin(self, part: int) -> None:
        """Open the file of a part."""

    def finish(self) -> None:
        """Write what waits and close it."""

    def abandon(self) -> None:
        """Close it as it is, because the run stops."""


@define
class Stage:
    """One stage of a flow, compiled. `head` is the corpus step that feeds it, None for the first."""

    number: int
    desk: Desk
    push: Push
    read: Callable[[WorkPart, Push], None]
    files: Sequence[PartFile]
    flushes: Sequence[Callable[[], None]]
    head: Corpus | None = None
    tail: Corpus | None = None

    def work(self, part: WorkPart) -> Tally:
        """Run one part through the stage and return its counters."""
        tally = Tally()
        self.desk.begin(tally)
        try:
            self._through(part)
        except BaseException:
            for file in self.files:
                with suppress(Exception):  # the first error is the one to tell
                    file.abandon()
            raise
        return tally

    def _through(self, part: WorkPart) -> None:
        for file in self.files:
            file.begin(part.number)
        if self.head is None:
            self.read(part, self.push)
        else:
            for doc in self.head.second(part.number):
                self.push(doc)
        for flush in self.flushes:
            flush()
        for file in self.files:
            file.finish()
