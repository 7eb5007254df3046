"""Walking the steps of a plan: the one place that knows which steps hold others."""

from collections.abc import Callable, Iterable, Iterator

from docflow.plan.ir import (
    ApplyStep,
    Barrier,
    Call,
    FlowPlan,
    Fused,
    LineGroup,
    RouteStep,
    SinkStep,
    Step,
    TeeStep,
    WhenStep,
)
from docflow.value import evolve

__all__ = ["bodies", "calls_of", "every_step", "flatten", "is_kind", "with_bodies"]

Steps = tuple[Step, ...]


def with_bodies(step: Step, change: Callable[[Steps], Steps]) -> Step:
    """Return the step with each of its inner bodies (when, route, tee) replaced by `change(body)`."""
    if isinstance(step, WhenStep):
        return evolve(step, then=change(step.then), otherwise=change(step.otherwise))
    if isinstance(step, RouteStep):
        return evolve(step, arms=tuple(evolve(arm, body=change(arm.body)) for arm in step.arms))
    if isinstance(step, TeeStep):
        return evolve(step, branches=tuple(change(branch) for branch in step.branches))
    return step


def flatten(steps: Steps) -> Steps:
    """Return the steps as they were lowered: without Fused, Barrier and LineGroup, at any depth."""
    return tuple(_flat(steps))


def _flat(steps: Iterable[Step]) -> Iterator[Step]:
    for step in steps:
        if isinstance(step, (Fused, LineGroup)):
            yield from _flat(step.steps)
        elif isinstance(step, Barrier):
            yield step.step
        else:
            yield with_bodies(step, flatten)


def bodies(step: Step) -> tuple[Steps, ...]:
    """Return the inner bodies of a step, in the order in which they were written."""
    if isinstance(step, WhenStep):
        return (step.then, step.otherwise)
    if isinstance(step, RouteStep):
        return tuple(arm.body for arm in step.arms)
    if isinstance(step, TeeStep):
        return step.branches
    if isinstance(step, (Fused, LineGroup)):
        return (step.steps,)
    if isinstance(step, Barrier):
        return ((step.step,),)
    return ()


def every_step(steps: Iterable[Step]) -> Iterator[Step]:
    """Yield every step at any depth, an outer one before its inner ones; the containers themselves too."""
    for step in steps:
        yield step
        for body in bodies(step):
            yield from every_step(body)


def is_kind(step: Step, kind: str) -> bool:
    """Return whether the step applies a component of that kind."""
    return isinstance(step, ApplyStep) and step.call.kind == kind


def calls_of(flow: FlowPlan) -> Iterator[Call]:
    """Yield every call of a flow, sources first; readers that `files` may choose are among them."""
    for source in flow.sources:
        if isinstance(source, Call):
            yield source
            yield from source.readers
    for step in every_step(flow.body):
        if isinstance(step, (ApplyStep, SinkStep)):
            yield step.call
