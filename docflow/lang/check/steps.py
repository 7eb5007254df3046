"""Walking steps: each is checked against the fields before it and gives the fields after it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from docflow.errors import Label, Span
from docflow.lang import tree
from docflow.lang.check.branches import tee, when
from docflow.lang.check.components import bind_call, check_reads, lower_call, written_fields
from docflow.lang.check.conditions import drop_when, expect, outcome_step, set_field
from docflow.lang.check.fields import Fields
from docflow.lang.check.here import Here, Way, where, writer_of
from docflow.lang.check.names import find_stage, resolve
from docflow.lang.check.outcomes import OUTCOMES, lower_outcome
from docflow.lang.check.routes import route
from docflow.lang.check.sinks import sink
from docflow.lang.check.stages import expand
from docflow.lang.typing.arguments import Bound
from docflow.plan import ir
from docflow.plugin.spec import ComponentSpec
from docflow.value import evolve

__all__ = ["walk"]


def walk(steps: tuple[tree.Step, ...], fields: Fields, here: Here) -> Way:
    """Check the steps of a block one after the other and lower them.

    What stands behind the end of a path is checked for its own mistakes, but not lowered.
    """
    way = Way((), fields)
    for at, step in enumerate(steps):
        here.module.note(step.span, partial(here.seen, way.fields, step.span), testing=here.testing)
        if way.end is not None:
            _unreachable(steps[at:], way, way.end, here)
            here.walk(steps[at:], way.fields.loosen(), here)
            break
        done = _step(step, way.fields, here)
        way = Way(way.steps + done.steps, done.fields, done.end, done.sink)
    return way


def _unreachable(rest: tuple[tree.Step, ...], way: Way, end: Span, here: Here) -> None:
    again = next((s for s in rest if isinstance(s.action, tree.Sink)), None)
    if way.sink and again is not None:
        here.findings.add(
            "DF0408",
            "no document comes here: an earlier `to` on this path has written it already",
            again.action.span,
            help="to write twice, write the first time in a branch: `| tee { | to ... }`",
            labels=(Label(end, "documents end here"),),
        )
        return
    here.findings.add(
        "DF0403",
        "no document reaches this step",
        rest[0].action.span,
        help="`to` ends a path; to write and go on, say `| tee { | to ... }`"
        if way.sink
        else "move the step up, or delete it",
        labels=(Label(end, "every document has ended here"),),
    )


def _step(step: tree.Step, fields: Fields, here: Here) -> Way:
    if step.on_error is not None:
        outcome = lower_outcome(
            step.on_error.outcome, "error", here.constants(), here.findings, here.on_error
        )
        here = evolve(here, on_error=outcome)
    return _ACTIONS[type(step.action)](step, step.action, fields, here)


def _broken(step: tree.Step, action: tree.Broken, fields: Fields, here: Here) -> Way:  # noqa: ARG001
    here.tally.broken = True
    return Way((), fields.loosen())


def _call(step: tree.Step, call: tree.Call, fields: Fields, here: Here) -> Way:
    stage = find_stage(call.path, here.module)
    if stage is not None:
        return expand(step, call, stage, fields, here)
    if call.path.text in OUTCOMES and call.path.text not in ("skip", "retry"):
        return outcome_step(step, call, fields, here)
    spec = resolve(call.path, "step", here.module)
    if not isinstance(spec, ComponentSpec):
        here.tally.broken = True
        here.look_at_arguments(call)
        return Way((), fields.loosen())
    return _component(step, call, spec, fields, here)


def _component(step: tree.Step, call: tree.Call, spec: ComponentSpec, fields: Fields, here: Here) -> Way:
    if spec.kind == "corpus" and here.branch is not None:
        here.findings.add(
            "DF0410",
            f"`{call.path.text}` sees all documents at once, so it cannot stand inside `{here.branch}`",
            call.path.span,
            help=f"move it out of the `{here.branch}`, or put the branch into a flow of its own",
        )
    bound = bind_call(call, spec, here)
    before = check_reads(call, spec, bound, fields, here)
    name = here.name_step(call.path.text, step)
    made = ir.ApplyStep(name, lower_call(spec, bound), here.on_error, where(call.span))
    after = before.loosen() if _writes_unknown(spec, bound) else before
    for written, type_ in written_fields(spec, bound).items():
        after = here.write(after, written, type_, writer_of(call.path.text, call.span), call.span)
    return Way((made,), here.settle(after, before) if after is not before else before)


def _writes_unknown(spec: ComponentSpec, bound: Bound) -> bool:
    """Whether a step writes fields that only its arguments tell, which are wrong or wait for a param."""
    own = spec.kind == "extractor" and not spec.writes
    return own and bound.component is None


_ACTIONS: dict[type, Callable[[tree.Step, Any, Fields, Here], Way]] = {
    tree.Broken: _broken,
    tree.Call: _call,
    tree.Drop: drop_when,
    tree.Expect: expect,
    tree.Route: route,
    tree.Set: set_field,
    tree.Sink: sink,
    tree.Tee: tee,
    tree.When: when,
}
