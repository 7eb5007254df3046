"""What came of a test: the flow or stage run over the given documents, in memory."""

from attrs import define, field

from docflow.engine.accounts import facts_of
from docflow.engine.components import Components
from docflow.engine.halt import Halt
from docflow.engine.memory import Arrival, Stream, stream
from docflow.engine.steps.record import Recorder
from docflow.model import Document
from docflow.plan.case import Case
from docflow.plan.compile import Facts
from docflow.plan.ir import Plan, SinkStep
from docflow.plan.optimise import optimise
from docflow.plan.walk import every_step

__all__ = ["Outcome", "outcome_of"]


@define
class Outcome:
    """What came of a test: the documents (copies apart), by sink, and the sums."""

    made: Stream
    documents: list[Document] = field(factory=list)
    sinks: dict[str, list[Document]] = field(factory=dict)

    def take(self, arrival: Arrival) -> None:
        """Keep a document that arrived."""
        if arrival.sink:
            self.sinks.setdefault(arrival.sink, []).append(arrival.document)
        if not arrival.copy:
            self.documents.append(arrival.document)

    @property
    def lost(self) -> int:
        """How many documents were dropped or quarantined, copies apart."""
        sums = self.made.maker.desk.tally.main
        return sums.dropped + sums.quarantined

    def facts(self) -> Facts:
        """Return what claims may look at; a test takes no time, so that it is the same every time."""
        sinks = {
            name: {"count": len(docs), "first": docs[0] if docs else None}
            for name, docs in self.sinks.items()
        }
        run = facts_of(self.made.maker.desk.tally, 0.0)
        return Facts(self.documents[0] if self.documents else None, run, sinks)


def outcome_of(case: Case, components: Components, recorder: Recorder | None = None) -> Outcome:
    """Run the steps under test over the given documents.

    Raises RunError when the flow says `fail`, PluginError for a component that is gone.
    """
    flow = optimise(Plan("test", (case.flow,))).flows[0]
    mocks = {mock.step: mock.value for mock in case.mocks}
    made = stream(flow, components, mocks, recorder)
    sinks = [step.id for step in every_step(flow.body) if isinstance(step, SinkStep)]
    outcome = Outcome(made, sinks={name: [] for name in sinks})
    try:
        for doc in case.given:
            for arrival in made.feed(doc):
                outcome.take(arrival)
        for arrival in made.end():
            outcome.take(arrival)
    except Halt as halt:
        raise halt.error from halt.__cause__
    return outcome
