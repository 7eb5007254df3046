"""One version of a flow file, run in memory over its inputs; what came of each document waits on the disk."""

import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import define, field

from docflow.engine.accounts import facts_of, judge_gates
from docflow.engine.bases import Bases
from docflow.engine.compare.journal import Journal
from docflow.engine.components import Components
from docflow.engine.halt import Halt
from docflow.engine.memory import Arrival, Stream, stream
from docflow.engine.reading import Enough, read_into, redirected
from docflow.engine.state.shelf import DiskShelf, Shelf
from docflow.engine.state.spill import Spill, spilled
from docflow.errors import InputError, MachineError, RefusedError, RunError
from docflow.model import Document
from docflow.plan.ir import ApplyStep, Call, FlowPlan, FlowRef, Plan
from docflow.plan.report import FlowReport
from docflow.plan.walk import every_step
from docflow.value import evolve

__all__ = ["Ran", "Side", "run_side"]


@define
class Side:
    """A version ready to run: its optimised plan and its components; `name` is how messages call it."""

    name: str
    plan: Plan
    components: Components
    bases: Bases


@define
class Ran:
    """A flow of one version after it ran. `stopped` is the sentence with which it stopped, "" at its end.

    `rules` are the names of the line rules of each step, whether they took anything or not.
    """

    flow: FlowPlan
    report: FlowReport
    journal: Journal
    rules: Mapping[str, frozenset[str]]
    callables: Mapping[str, Any]
    stopped: str = ""


@define
class _Work:
    side: Side
    inputs: Sequence[str]
    limit: int | None
    folder: Path
    results: dict[str, Path] = field(factory=dict)
    made: int = 0

    def shelf(self) -> Shelf:
        """Return a place on the disk for the documents of a corpus step."""
        self.made += 1
        return DiskShelf(self.folder / f"{self.made}.shelf")


def run_side(side: Side, inputs: Sequence[str], limit: int | None, folder: Path) -> dict[str, Ran]:
    """Run all flows of a version, those read by others first; after one that stops none is run.

    `inputs` take the place of what the flows read (none: their own), `limit` is how many documents a flow
    reads at most.

    Raises RefusedError, PluginError, InputError, MachineError, and RunError for a component that cannot
    start; a flow that stops at a document is a result.
    """
    work, done = _Work(side, inputs, limit, folder), dict[str, Ran]()
    for flow in side.plan.flows:
        try:
            made = _run(flow, work)
        except (RefusedError, RunError) as error:
            raise type(error)(f"{error} (in {side.name})") from error
        done[flow.name] = made
        if made.stopped:
            break
    return done


def _run(flow: FlowPlan, work: _Work) -> Ran:
    journal = Journal(folder=work.folder / f"{len(work.results)}.flow")
    made = stream(_sources(flow, work), work.side.components, recorder=journal, shelves=work.shelf)
    result = Spill(work.folder / f"{len(work.results)}.documents")
    work.results[flow.name] = result.path
    keep = result if flow.name in _read_by_others(work.side.plan) else None
    begun, stopped, full = time.monotonic(), "", True
    try:
        full = _read(made, journal, keep, work)
        for arrival in made.end():
            _arrive(arrival, journal, keep)
    except (RunError, Halt) as stop:
        error = stop.error if isinstance(stop, Halt) else stop
        if isinstance(error, (InputError, MachineError)) or not isinstance(error, RunError):
            raise error from stop
        stopped = str(error)
    finally:
        for each in made.corpora:
            each.abandon()
        journal.close()
        result.close()
    report = made.report()
    if full and not stopped:
        facts = facts_of(made.maker.desk.tally, time.monotonic() - begun)
        report = evolve(report, gates=judge_gates(flow.gates, facts, made.maker.callables))
    return Ran(flow, report, journal, _rules(flow, work.side.components), made.maker.callables, stopped)


def _sources(flow: FlowPlan, work: _Work) -> FlowPlan:
    """Return the flow with the given inputs; what it reads of other flows stays."""
    readers = [each for each in flow.sources if isinstance(each, Call) and each.kind != "source"]
    if not work.inputs or not readers:
        return flow
    others = tuple(each for each in flow.sources if isinstance(each, FlowRef))
    found = redirected(flow, work.inputs, work.side.components)
    return evolve(found, sources=found.sources + others)


def _read(made: Stream, journal: Journal, keep: Spill | None, work: _Work) -> bool:
    """Read all documents; return whether the limit did not end it."""
    left = work.limit if any(isinstance(each, Call) for each in made.plan.sources) else None
    count = 0

    def take(read: Document, arrivals: Sequence[Arrival]) -> None:
        nonlocal count
        for arrival in arrivals:
            _arrive(arrival, journal, keep)
        journal.done(read)
        count += 1
        if left is not None and count >= left:
            raise Enough

    read_into(made, work.side.bases, take, _Results(work.results))
    return left is None or count < left


class _Results(Mapping[str, Iterator[Document]]):
    """What other flows left, by name; read when it is asked for."""

    def __init__(self, paths: Mapping[str, Path]) -> None:
        self._paths = paths

    def __getitem__(self, name: str) -> Iterator[Document]:
        return (doc for _, doc in spilled(self._paths[name]))

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


def _arrive(arrival: Arrival, journal: Journal, keep: Spill | None) -> None:
    journal.arrive(arrival)
    if keep is not None and not arrival.copy:
        keep.add_document(arrival.document)


def _read_by_others(plan: Plan) -> set[str]:
    return {each.flow for flow in plan.flows for each in flow.sources if isinstance(each, FlowRef)}


def _rules(flow: FlowPlan, components: Components) -> dict[str, frozenset[str]]:
    return {
        step.id: frozenset(rule.name for rule in components.opened(step.call, step.id).rules())
        for step in every_step(flow.body)
        if isinstance(step, ApplyStep) and step.call.kind in ("line_rules", "remover")
    }
