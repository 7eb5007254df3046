"""What every crew is: it starts with an order, does jobs, and gives their answers back."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from docflow.engine.work.job import Done, FlowFacts, Job, ReduceJob
from docflow.engine.work.order import Order

__all__ = ["Crew"]


class Crew(Protocol):
    """Does the jobs of a run.

    All methods raise DocflowError when the run must stop (RefusedError, PluginError and RunError of
    components that cannot start, MachineError of the disk), and let `Halt` of a signal pass.
    """

    @property
    def size(self) -> int:
        """How many jobs are done at the same time."""
        ...

    @property
    def in_order(self) -> bool:
        """Whether each job is done, in this process, before the next one is taken."""
        ...

    @property
    def layers(self) -> tuple[str, ...]:
        """By what workers are confined, such as `landlock:7`; () before one has started."""
        ...

    def start(self, order: Order) -> tuple[FlowFacts, ...]:
        """Build the components of all flows; return the facts of each flow."""
        ...

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Done]]:
        """Do jobs, taken lazily, and yield each with its answer in the order in which they end.

        When a job fails for good, those given before it are finished and yielded first, so that the same
        mistake stops a run for any number of workers.
        """
        ...

    def reduce(self, job: ReduceJob) -> None:
        """Make the state of a corpus step and keep it for the jobs of the next stage."""
        ...

    def close(self) -> None:
        """End all workers at once, whatever they do; safe to call twice."""
        ...
