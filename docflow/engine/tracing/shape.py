"""The steps of a flow by id: in which branch each stands, and how the flow says it."""

from collections.abc import Iterable, Iterator
from typing import Any

from docflow.plan.explain import WORDS
from docflow.plan.ir import ApplyStep, FlowPlan, RouteStep, SinkStep, Step, TeeStep, WhenStep
from docflow.plan.phrase import expr_text
from docflow.plan.walk import flatten
from docflow.value import frozen

__all__ = ["Spot", "branches", "kind_of", "rest_of", "spots", "words_of"]

_KINDS = {
    "WhenStep": "when",
    "RouteStep": "route",
    "TeeStep": "tee",
    "ExpectStep": "expect",
    "SetStep": "set",
    "DropStep": "drop",
    "EndStep": "end",
    "SinkStep": "to",
}


@frozen
class Spot:
    """Where a step stands: the words of the branches around it, outermost first, and whether it is the last.

    `last` holds for the last step of the flow itself: what comes out of it is at the end.
    """

    path: tuple[str, ...]
    last: bool


def spots(flow: FlowPlan) -> dict[str, Spot]:
    """Return where each step of a flow stands, by id."""
    body = flatten(flow.body)
    found = dict(_spots(body, ()))
    if body:
        last = _id(body[-1])
        found[last] = Spot(found[last].path, last=True)
    return found


def _id(step: Any) -> str:
    return str(step.id)


def _spots(steps: Iterable[Step], path: tuple[str, ...]) -> Iterator[tuple[str, Spot]]:
    for step in steps:
        yield _id(step), Spot(path, last=False)
        for words, body in branches(step):
            yield from _spots(body, (*path, words))


def branches(step: Step) -> Iterator[tuple[str, tuple[Step, ...]]]:
    """Yield the inner bodies of a step with the words that open them."""
    if isinstance(step, WhenStep):
        yield f"when {expr_text(step.condition)}", step.then
        yield "else", step.otherwise
    elif isinstance(step, RouteStep):
        for arm in step.arms:
            yield "else" if arm.condition is None else f"when {expr_text(arm.condition)}", arm.body
    elif isinstance(step, TeeStep):
        for number, body in enumerate(step.branches, 1):
            yield "tee" if len(step.branches) == 1 else f"tee, copy {number}", body


def kind_of(step: Step) -> str:
    """Return the kind of a step: that of its component, else the word of the language."""
    return step.call.kind if isinstance(step, ApplyStep) else _KINDS[type(step).__name__]


def words_of(step: Step) -> str:
    """Return the step as the flow says it, on one line."""
    words = WORDS[type(step)](step)
    return words.replace("to core.", "to ", 1) if isinstance(step, SinkStep) else words


def rest_of(steps: tuple[Step, ...], id_: str) -> tuple[Step, ...] | None:
    """Return that step and what comes after it for a document in it; None when it is not there.

    Behind the end of a branch come the steps after the branch; a copy in a `tee` ends there.
    """
    for number, step in enumerate(steps):
        if _id(step) == id_:
            return steps[number:]
        for _, body in branches(step):
            inner = rest_of(body, id_)
            if inner is not None:
                return inner if isinstance(step, TeeStep) else inner + steps[number + 1 :]
    return None
