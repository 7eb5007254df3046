"""The jobs of one call of `run`: taken lazily, those that come back, and the mistake that ends them."""

from collections import deque
from collections.abc import Iterator

from attrs import define, field

from docflow.engine.crew.process.task import Task
from docflow.engine.hand import InHand
from docflow.engine.work.job import Done, Job, PartJob

__all__ = ["Shift"]


@define
class Shift:
    """`back` are jobs whose worker is gone, to be done first; `error` is that of the first job that failed.

    After a failure no job behind it is begun, and answers of such jobs are not given: for any number of
    workers the run stops with the same mistake.
    """

    jobs: Iterator[Job]
    back: deque[Task] = field(factory=deque)
    error: Exception | None = None
    failed: int = -1
    taken: int = 0
    documents: int = 0
    bytes: int = 0
    flow: int = 0
    stage: int = 0

    def next(self) -> Task | None:
        """Return a job that was never begun, None when there is none."""
        if self.error is not None:
            return None
        job = next(self.jobs, None)
        if job is None:
            return None
        self.taken += 1
        if isinstance(job, PartJob):
            self.flow, self.stage = job.flow, job.stage
        return Task(self.taken - 1, job)

    def fail(self, task: Task, error: Exception) -> None:
        """Take the mistake of a job; that of the first one counts."""
        if self.wants(task):
            self.error, self.failed = error, task.index
            self.back = deque(each for each in self.back if self.wants(each))

    def wants(self, task: Task) -> bool:
        """Return whether a job is still to be done."""
        return self.error is None or task.index < self.failed

    def put_back(self, task: Task) -> None:
        """Take a job back whose worker is gone; the first jobs go first."""
        if self.wants(task):
            self.back.append(task)
            self.back = deque(sorted(self.back, key=lambda each: each.index))

    def count(self, done: Done, hand: InHand) -> None:
        """Count the documents and bytes of a part that is done."""
        self.documents += done.tally.main.seen
        self.bytes += hand.read
