"""A flow in memory: documents in, documents out, no file read or written.

Sources are replaced by the documents given, sinks by recorders. Without a corpus step each document
comes out before the next is taken; a corpus step has to see all first, so they are held in memory then.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from attrs import define, field, frozen

from docflow.catalog.catalog import Catalog
from docflow.engine.accounts import check_balance, flow_report
from docflow.engine.barrier import Corpus, corpus
from docflow.engine.bases import Bases
from docflow.engine.components import Components
from docflow.engine.desk import Desk, Entry, Spot
from docflow.engine.halt import Halt
from docflow.engine.prepare import chosen
from docflow.engine.recorded import WatchedCorpus
from docflow.engine.secrets import masking, secret_values
from docflow.engine.stage import between
from docflow.engine.state.shelf import MemoryShelf, Shelf
from docflow.engine.steps.make import maker_of
from docflow.engine.steps.maker import Maker
from docflow.engine.steps.piece import Call, Push
from docflow.engine.steps.record import Recorder, WatchedDesk
from docflow.engine.values import copy_document
from docflow.errors import RefusedError
from docflow.model import Document
from docflow.plan.ir import ApplyStep, FlowPlan, Plan, SinkStep
from docflow.plan.optimise import optimise
from docflow.plan.report import FlowReport
from docflow.plan.walk import calls_of

__all__ = ["Arrival", "Stream", "over", "stream"]

MOST_ENTRIES = 1000


@frozen
class Arrival:
    """A document at its end: `sink` is the id of the sink that it reached, "" at the end of the flow."""

    document: Document
    sink: str
    copy: bool


@define
class Stream:
    """A flow over documents that come one by one, and that knows its sums.

    `quarantined` holds the first `MOST_ENTRIES` entries; the report counts them all.
    """

    plan: FlowPlan
    maker: Maker
    components: Components
    arrived: deque[Arrival]
    quarantined: list[Entry]
    recorder: Recorder | None = None
    pushes: list[Push] = field(factory=list)
    corpora: list[Corpus] = field(factory=list)
    flushes: list[list[Callable[[], None]]] = field(factory=list)

    def feed(self, doc: Document) -> Iterator[Arrival]:
        """Push a copy of one document into the flow; yield what arrives without waiting for others."""
        self.maker.desk.lane.seen += 1
        yield from self.pushed(copy_document(doc))

    def pushed(self, doc: Document) -> Iterator[Arrival]:
        """Push a document that a reader has counted, and that nobody else uses."""
        if self.recorder is not None:
            self.recorder.begin(doc)
        self.pushes[0](doc)
        yield from self._drained()

    def end(self) -> Iterator[Arrival]:
        """Say that there are no more documents; yield what was waiting."""
        yield from self._flushed(0)
        for number, each in enumerate(self.corpora):
            each.finish()
            each.reduce(self.components, [(0, each.shelf.sketches())])
            for doc in each.second(0, each.shelf.documents()):
                self.pushes[number + 1](doc)
                yield from self._drained()
            yield from self._flushed(number + 1)
        check_balance(self.plan.name, self.maker.desk.tally)

    def report(self) -> FlowReport:
        """Return the sums so far, as a run reports them."""
        lines = {spot.id: spot.at.line for spot in self.maker.spots.values()}
        return flow_report(self.plan, self.maker.desk.tally, lines, (), ())

    def _flushed(self, stage: int) -> Iterator[Arrival]:
        for flush in self.flushes[stage]:
            flush()
        yield from self._drained()

    def _drained(self) -> Iterator[Arrival]:
        while self.arrived:
            yield self.arrived.popleft()


def stream(
    flow: FlowPlan,
    components: Components,
    mocks: Mapping[str, object] | None = None,
    recorder: Recorder | None = None,
    shelves: Callable[[], Shelf] = MemoryShelf,
) -> Stream:
    """Compile an optimised flow for documents in memory; raises as `over`.

    A `recorder` is told what every step did to every document, but it costs two copies of it a step.
    `shelves` gives each corpus step the place where documents wait.
    """
    arrived: deque[Arrival] = deque()
    entries: list[Entry] = []

    def store(entry: Entry) -> None:
        if len(entries) < MOST_ENTRIES:
            entries.append(entry)

    passing = (Halt, KeyboardInterrupt)
    desk = (
        Desk(flow.name, store, components.mask, passing=passing)
        if recorder is None
        else WatchedDesk(flow.name, store, components.mask, passing=passing, recorder=recorder)
    )

    def sink(step: SinkStep, spot: Spot) -> Call:  # noqa: ARG001 - as runs build sinks
        return lambda doc: _arrive(doc, step.id, desk, arrived)

    maker = maker_of(flow, components, desk, sink, mocks=mocks, recorder=recorder)
    made = Stream(flow, maker, components, arrived, entries, recorder)
    for each in between(flow.body, mocks or ()):
        maker.flushes = []
        tail = None if each.tail is None else _corpus(each.tail, components, desk, recorder, shelves())
        end: Push = tail.push if tail else lambda doc: _arrive(doc, "", desk, arrived)
        made.pushes.append(maker.stage(each.steps, end))
        made.flushes.append(maker.flushes)
        if tail is not None:
            maker.spots[tail.spot.id] = tail.spot
            made.corpora.append(tail)
    return made


def _corpus(
    step: ApplyStep, components: Components, desk: Desk, recorder: Recorder | None, shelf: Shelf
) -> Corpus:
    make = Corpus if recorder is None else partial(WatchedCorpus, recorder=recorder)
    made = corpus(step, components, desk, shelf, make)
    made.begin(Path(), 0)
    return made


def _arrive(doc: Document, sink: str, desk: Desk, arrived: deque[Arrival]) -> None:
    desk.lane.written += 1
    arrived.append(Arrival(doc, sink, desk.lane is desk.tally.copies))


def over(
    plan: Plan,
    catalog: Catalog,
    documents: Iterable[Document],
    *,
    flow: str | None = None,
    bases: Bases | None = None,
) -> Iterator[Document]:
    """Yield the documents that reach a sink or the end of a flow, in order; those given are not changed.

    With `flow` None the plan must have one flow. Copies (of tee and `route all`) are left out, as are
    documents that are dropped or quarantined; `stream` tells of them too. Lazy, unless a corpus step
    has to see all documents first. `bases` are the folders that paths in the options of steps start from;
    without them they are left as they are.

    Raises RefusedError or PluginError for a plan that cannot run, RunError when the flow says `fail`.
    """
    made = _opened(plan, catalog, flow, bases)
    return (arrival.document for arrival in _arrivals(made, documents) if not arrival.copy)


def _opened(plan: Plan, catalog: Catalog, flow: str | None, bases: Bases | None) -> Stream:
    if flow is None and len(plan.flows) > 1:
        names = ", ".join(f"`{each.name}`" for each in plan.flows)
        raise RefusedError(f"the file has several flows ({names}); say which one")
    wanted = next(each for each in optimise(chosen(plan, flow)).flows if flow in (None, each.name))
    values = secret_values(tuple(calls_of(wanted)))
    return stream(wanted, Components(catalog, bases, values, masking(values)))


def _arrivals(made: Stream, documents: Iterable[Document]) -> Iterator[Arrival]:
    try:
        for doc in documents:
            yield from made.feed(doc)
        yield from made.end()
    except Halt as halt:
        raise halt.error from halt.__cause__
