"""The visits of one document in a flow -> its way: the steps in order, the pieces, and every end."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from docflow.engine.steps.record import Fate, Visit
from docflow.engine.tracing.shape import Spot, spots
from docflow.engine.tracing.steps import ENDED, traced_step
from docflow.model import Document
from docflow.plan.ir import FlowPlan, RouteStep, SinkStep, TeeStep
from docflow.plan.trace import End, Piece, TracedFlow, TracedStep
from docflow.plan.walk import is_kind
from docflow.value import evolve

__all__ = ["way"]


def way(
    flow: FlowPlan, given: Document, visits: Sequence[Visit], callables: Mapping[str, Callable[..., Any]]
) -> TracedFlow:
    """Return the way of a document; `flow` is the plan that ran (or its rest, for a quarantined one)."""
    where = spots(flow)
    ends = [end for visit in visits for end in _ends(visit, where[visit.step.id])]
    if not visits:
        ends = [End("passed", "", flow.at, False, (), given)]
    steps = []
    for visit in visits:
        made = traced_step(visit, where[visit.step.id], callables)
        steps.append(_with_pieces(made, visit, ends))
    return TracedFlow(flow.name, flow.at, given, tuple(steps), tuple(ends))


def _ends(visit: Visit, spot: Spot) -> Iterator[End]:
    step = visit.step
    ended = [fate for fate in visit.fates if fate.action in ENDED]
    if isinstance(step, TeeStep):
        for fate in ended:
            yield _end(visit, fate, copy=True)
    elif ended:
        yield _end(visit, ended[-1], copy=visit.copy)
        return
    elif isinstance(step, SinkStep):
        yield End("written", step.id, step.at, visit.copy, visit.strand, visit.before)
        return
    if spot.last:
        for number, doc in enumerate(visit.after):
            strand = (*visit.strand, number) if len(visit.after) > 1 else visit.strand
            yield End("passed", "", step.at, visit.copy, strand, doc)


def _end(visit: Visit, fate: Fate, *, copy: bool) -> End:
    doc = visit.before
    return End(ENDED[fate.action], visit.step.id, visit.step.at, copy, visit.strand, doc, fate.reason)


def _with_pieces(step: TracedStep, visit: Visit, ends: Sequence[End]) -> TracedStep:
    """Add the pieces of a splitter, and the documents that went on from a `route all`."""
    copies = isinstance(visit.step, RouteStep) and visit.step.every
    if len(visit.after) < 2 or not (copies or is_kind(visit.step, "splitter")):
        return step
    pieces = tuple(_piece(doc, (*visit.strand, n), ends) for n, doc in enumerate(visit.after))
    return evolve(step, pieces=pieces)


def _piece(doc: Document, strand: tuple[int, ...], ends: Sequence[End]) -> Piece:
    mine = [end for end in ends if end.strand[: len(strand)] == strand]
    own = [end for end in mine if not end.copy] or mine
    action = own[0].action if len(own) == 1 else f"{len(own)} documents" if own else ""
    where = own[0].step if len(own) == 1 else ""
    return Piece(strand, doc.id, len(doc.text), doc.text.count("\n") + 1, action, where)
