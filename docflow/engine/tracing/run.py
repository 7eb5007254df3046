"""Running the flows over one document with a recorder, and over all others where a step needs to see them."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from attrs import define, field

from docflow.engine.bases import Bases
from docflow.engine.components import Components
from docflow.engine.halt import Halt
from docflow.engine.memory import Arrival, Stream, stream
from docflow.engine.reading import read_documents
from docflow.engine.state.shelf import DiskShelf, Shelf
from docflow.engine.steps.record import Recorder
from docflow.engine.tracing.way import way
from docflow.engine.values import copy_document
from docflow.errors import InputError, MachineError, RunError
from docflow.model import Document
from docflow.plan.ir import FlowPlan, FlowRef, Plan
from docflow.plan.trace import TracedFlow
from docflow.plan.walk import every_step, flatten, is_kind

__all__ = ["Job", "readers_of", "sees_all"]


def sees_all(flow: FlowPlan) -> bool:
    """Return whether the flow has a step that sees all documents."""
    return any(is_kind(step, "corpus") for step in every_step(flatten(flow.body)))


@define
class Job:
    """One trace being made: `flows` collects the ways, `notes` what is to be said about them.

    `results` are the documents that flows left for others; those of the traced document are in `traced`
    too, the very same objects. `folder` takes what corpus steps put aside.
    """

    bases: Bases
    components: Components
    folder: Path
    flows: list[TracedFlow] = field(factory=list)
    notes: list[str] = field(factory=list)
    results: dict[str, list[Document]] = field(factory=dict)
    traced: list[Document] = field(factory=list)
    _shelves: int = 0

    def alone(self, flow: FlowPlan, doc: Document) -> None:
        """Trace a document through a flow that sees no other."""
        recorder = Recorder()
        made = stream(flow, self.components, recorder=recorder, shelves=self._shelf)
        left: list[Document] = []
        with self._stopping(made):
            for arrival in chain(made.feed(doc), made.end()):
                _keep(arrival, left)
        self.flows.append(way(flow, doc, recorder.take(), made.maker.callables))
        self.results.setdefault(flow.name, []).extend(left)
        self.traced += left

    def among(self, flow: FlowPlan, number: int | None) -> None:
        """Run a flow over all that it reads; trace the document of that number and those traced before."""
        recorder, given, current = Recorder(), list[Document](), list[Document]()
        made = stream(flow, self.components, recorder=recorder, shelves=self._shelf)
        left, mine = list[Document](), list[Document]()

        def is_mine(_: Document) -> bool:
            wanted = recorder.fed == number or any(each is current[-1] for each in self.traced)
            given.extend(current[-1:] if wanted else [])
            return wanted

        def push(doc: Document) -> None:
            current[:] = [doc]
            for arrival in made.pushed(copy_document(doc)):
                _keep(arrival, left, mine if recorder.listens else None)

        recorder.aim = is_mine
        with self._stopping(made):
            read_documents(made, self.bases, push, self.results)
            for arrival in made.end():
                _keep(arrival, left, mine if recorder.root in recorder.aimed else None)
        visits = recorder.take()
        for root, doc in zip(sorted(recorder.aimed), given, strict=True):
            own = [visit for visit in visits if visit.root == root]
            self.flows.append(way(made.plan, doc, own, made.maker.callables))
        self.results[flow.name] = left
        self.traced += mine

    @contextmanager
    def _stopping(self, made: Stream) -> Iterator[None]:
        """Make a stop of the flow (by `fail`) a note: what was seen until then is the trace."""
        try:
            yield
        except (Halt, RunError) as stop:
            error = stop.error if isinstance(stop, Halt) else stop
            if isinstance(error, (InputError, MachineError)) or not isinstance(error, RunError):
                raise error from stop
            self.notes.append(f"the flow stopped: {error}")
        finally:
            for each in made.corpora:
                each.abandon()

    def _shelf(self) -> Shelf:
        self._shelves += 1
        return DiskShelf(self.folder / f"{self._shelves}.shelf")


def _keep(arrival: Arrival, *lists: list[Document] | None) -> None:
    """Keep what other flows get to read: copies are not among it."""
    for each in lists:
        if each is not None and not arrival.copy:
            each.append(arrival.document)


def readers_of(plan: Plan, name: str) -> set[str]:
    """Return the flows that read the results of a flow, directly or through others."""
    found: set[str] = set()
    for flow in plan.flows:
        read = {source.flow for source in flow.sources if isinstance(source, FlowRef)}
        if read & (found | {name}):
            found.add(flow.name)
    return found
