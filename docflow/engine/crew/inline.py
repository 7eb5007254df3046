"""The crew of this process: jobs are done one after the other, without any protection from what they do."""

from collections.abc import Iterable, Iterator

from attrs import define, field

from docflow.engine.components import Components
from docflow.engine.halt import Signals
from docflow.engine.pool import INLINE, each_once
from docflow.engine.work.bench import Bench
from docflow.engine.work.job import Done, EndsJob, FlowFacts, Job, PartsJob, ReduceJob
from docflow.engine.work.order import Order
from docflow.errors import RunError
from docflow.plugin.pool import Pool

__all__ = ["InlineCrew"]


@define
class InlineCrew:
    """Does jobs in this process; `pool` may be one that a plugin brings, which then runs the parts."""

    components: Components
    signals: Signals
    pool: Pool = INLINE
    _bench: Bench | None = field(default=None, init=False)

    @property
    def size(self) -> int:
        """One job at a time."""
        return 1

    @property
    def in_order(self) -> bool:
        """Where no plugin's pool does the jobs."""
        return self.pool is INLINE

    @property
    def layers(self) -> tuple[str, ...]:
        """This process is not confined."""
        return ()

    def start(self, order: Order) -> tuple[FlowFacts, ...]:
        """Build the components of all flows."""
        self._bench = Bench(order, self.components, signals=self.signals)
        return self._bench.facts()

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Done]]:
        """Do the jobs in their order."""
        bench = self._begun()
        if self.pool is INLINE:
            for job in jobs:
                yield job, bench.do(job)
            return
        todo = tuple(jobs)
        if any(isinstance(job, (PartsJob, EndsJob)) for job in todo):
            yield from ((job, bench.do(job)) for job in todo)
            return
        yield from each_once(self.pool, bench.do, todo)

    def reduce(self, job: ReduceJob) -> None:
        """Make the state of a corpus step."""
        self._begun().reduce(job)

    def close(self) -> None:
        """Forget the components."""
        self._bench = None

    def _begun(self) -> Bench:
        if self._bench is None:
            raise RunError("internal mistake: the crew was not started")
        return self._bench
