"""Why documents of a test did not come out: the test run once more, with a recorder, when it has failed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from docflow.engine.cases.outcome import outcome_of
from docflow.engine.components import Components, callables_of
from docflow.engine.steps.record import Fate, Recorder, Visit
from docflow.errors import DocflowError
from docflow.io.escape import safe
from docflow.plan.case import Case, Gone, Side
from docflow.plan.decide import deciding
from docflow.plan.ir import DropStep, ExpectStep

__all__ = ["decisive", "gone_of"]

MOST = 3
Callables = Mapping[str, Callable[..., Any]]


def gone_of(case: Case, components: Components, *, stopped: bool = False) -> tuple[Gone, ...]:
    """Return what became of the first documents that did not come out, copies apart.

    When the flow `stopped`, it is the document that stopped it.
    """
    recorder = Recorder()
    with suppress(DocflowError):  # what a component says the second time is not the test's failure
        outcome_of(case, components, recorder)
    callables = callables_of(components.catalog, case.flow)
    ends = ("fail",) if stopped else ("drop", "quarantine")
    found: list[Gone] = []
    for visit in recorder.take():
        if len(found) == MOST:
            break
        found += [] if visit.copy and not stopped else _ends(visit, ends, callables)
    return tuple(found[:MOST])


def _ends(visit: Visit, ends: Sequence[str], callables: Callables) -> Iterator[Gone]:
    for fate in visit.fates:
        if fate.action in ends:
            sides = decisive(visit, callables) if not fate.error else ()
            yield Gone(
                safe(visit.before.id), fate.action, visit.step.id, visit.step.at, *_said(visit, fate), sides
            )


def _said(visit: Visit, fate: Fate) -> tuple[str, str]:
    """The reason and the message; the condition is no reason, nor is "error": values or message say more."""
    known = fate.reason == getattr(visit.step, "text", "") or (fate.error and fate.reason == "error")
    reason = "" if known else safe(fate.reason)
    return reason, safe(fate.message, 300) if fate.error else ""


def decisive(visit: Visit, callables: Callables) -> tuple[Side, ...]:
    """Return the values that decided at an `expect` or `drop when`."""
    step = visit.step
    if not isinstance(step, (ExpectStep, DropStep)):
        return ()
    return tuple(Side(text, value) for text, value in deciding(step.condition, visit.before, callables))
