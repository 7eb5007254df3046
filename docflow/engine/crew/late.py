"""A crew that starts when its first job is there: a run in which nothing changed needs none."""

from collections.abc import Iterable, Iterator

from attrs import define, field

from docflow.engine.crew.crew import Crew
from docflow.engine.work.job import Done, FlowFacts, Job, ReduceJob
from docflow.engine.work.order import Order

__all__ = ["LateCrew"]


@define
class LateCrew:
    """Does what `crew` does, which gets its order with the first job; raises what `crew` raises."""

    crew: Crew
    order: Order
    _facts: tuple[FlowFacts, ...] | None = field(default=None, init=False)

    def facts(self) -> tuple[FlowFacts, ...]:
        """Return the facts of each flow; starts the crew, if that has not been done."""
        if self._facts is None:
            self._facts = self.crew.start(self.order)
        return self._facts

    @property
    def in_order(self) -> bool:
        """Whether each job is done, in this process, before the next one is taken."""
        return self.crew.in_order

    @property
    def layers(self) -> tuple[str, ...]:
        """By what its workers are confined."""
        return self.crew.layers

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Done]]:
        """Do jobs and yield each with its answer in the order in which they end."""
        self.facts()
        yield from self.crew.run(jobs)

    def reduce(self, job: ReduceJob) -> None:
        """Make the state of a corpus step and keep it for the jobs of the next stage."""
        self.facts()
        self.crew.reduce(job)
