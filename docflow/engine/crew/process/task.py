"""A job on its way: what happened to it so far, and how it is tried next.

Where a worker ran out of memory at a document, it may be that those before it left too much behind. So the
part is cut there: one worker does what comes before it, a fresh one begins with it. Only when that one runs
out of memory at it, too, it is the document's fault. A component that loses memory with each document thus
costs workers, and no document.
"""

from collections.abc import Sequence

from attrs import define, evolve, field

from docflow.engine.crew.process.verdict import LOST, MEMORY, Broken, Death, Guilty, Retry, verdict
from docflow.engine.hand import Loss
from docflow.engine.work.job import Done, Job, PartJob, Slice
from docflow.engine.work.refill.part import ReplayPart

__all__ = ["Task"]


@define(eq=False)
class Task:
    """One job: its place in the order of jobs, the losses that its deaths proved, deaths since the last.

    `slice` is what of the part is done next.
    """

    index: int
    job: Job
    careful: bool = False
    losses: list[Loss] = field(factory=list)
    history: list[Death] = field(factory=list)
    slice: Slice = field(factory=Slice)

    @property
    def folder(self) -> str:
        """The folder of this attempt."""
        if not isinstance(self.job, PartJob):
            return ""
        return f"{self.job.folder}-{self.slice.first}" if self.slice.until else self.job.folder

    def attempt(self) -> Job:
        """Return the job as a worker gets it now."""
        if isinstance(self.job, PartJob) and self.careful:
            losses = tuple(self.losses)
            return evolve(self.job, folder=self.folder, careful=True, losses=losses, slice=self.slice)
        return self.job

    def died(self, death: Death) -> Retry | Guilty | Broken:
        """Take the death of the worker that had it, and say what comes now."""
        if self._cut(death):
            return Retry()
        self.history.append(death)
        judged = verdict(self.history, self.losses)
        if isinstance(judged, Guilty):
            self.losses.append(judged.loss)
            self.history.clear()
        self.careful = self.careful or isinstance(judged, Guilty) or _hurt(self.history)
        return judged

    def go_on(self, done: Done) -> None:
        """Take what a slice gave: the rest of the part comes next, in a fresh worker."""
        self.slice = Slice(self.slice.until, 0, self.folder, done)
        self.history.clear()

    def _cut(self, death: Death) -> bool:
        """Cut the part before the document in hand, unless a worker began with it; says whether."""
        part = isinstance(self.job, PartJob) and not isinstance(self.job.part, ReplayPart)
        if not (part and death.careful and death.at_document and death.cause == MEMORY):
            return False
        if death.item > self.slice.first:
            self.slice = evolve(self.slice, until=death.item)
            self.history.clear()
            return True
        if death.item < self.slice.first:  # the reader, on its way to where the slice begins
            self.slice = Slice()
        return False


def _hurt(history: Sequence[Death]) -> bool:
    return any(death.cause != LOST for death in history)
