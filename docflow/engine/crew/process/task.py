"""A job on its way: what happened to it so far, and how it is tried next."""

from collections.abc import Sequence

from attrs import define, evolve, field

from docflow.engine.crew.process.verdict import LOST, Broken, Death, Guilty, Retry, verdict
from docflow.engine.hand import Loss
from docflow.engine.work.job import Job, PartJob

__all__ = ["Task"]


@define(eq=False)
class Task:
    """One job: its place in the order of jobs, the losses that its deaths proved, deaths since the last."""

    index: int
    job: Job
    careful: bool = False
    losses: list[Loss] = field(factory=list)
    history: list[Death] = field(factory=list)

    def attempt(self) -> Job:
        """Return the job as a worker gets it now."""
        if isinstance(self.job, PartJob) and self.careful:
            return evolve(self.job, careful=True, losses=tuple(self.losses))
        return self.job

    def died(self, death: Death) -> Retry | Guilty | Broken:
        """Take the death of the worker that had it, and say what comes now."""
        self.history.append(death)
        judged = verdict(self.history, self.losses)
        if isinstance(judged, Guilty):
            self.losses.append(judged.loss)
            self.history.clear()
        self.careful = self.careful or isinstance(judged, Guilty) or _hurt(self.history)
        return judged


def _hurt(history: Sequence[Death]) -> bool:
    return any(death.cause != LOST for death in history)
