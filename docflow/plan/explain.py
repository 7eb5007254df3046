"""A plan as text for people: what runs, in which loops, in which order, and what happens on error."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeGuard

from docflow.plan.digest import digest
from docflow.plan.ir import (
    ApplyStep,
    Barrier,
    Call,
    DropStep,
    EndStep,
    ExpectStep,
    FlowPlan,
    FlowRef,
    Fused,
    Gate,
    LineGroup,
    Outcome,
    Plan,
    RouteStep,
    SetStep,
    SinkStep,
    Step,
    TeeStep,
    WhenStep,
)
from docflow.plan.json import to_json
from docflow.plan.optimise import optimise
from docflow.plan.phrase import call_text, expr_text, outcome_text, printable
from docflow.plan.quote import ratio, size
from docflow.plan.walk import calls_of, every_step
from docflow.value import frozen

__all__ = ["explain", "explain_json", "may_fail", "usual_outcome"]


@frozen
class Row:
    """One line of the table of steps; `depth` indents the last column."""

    what: str
    depth: int = 0
    line: str = "line"
    step: str = "step"


HEAD = Row("what")
_Failing = ApplyStep | WhenStep | RouteStep | ExpectStep | SetStep | DropStep | SinkStep


def explain(plan: Plan) -> str:
    """Return the plan as an aligned text, staged as the engine runs it, without a final line break.

    Secrets show their provider and name. Long options are cut; `explain_json` has them whole.
    """
    staged = optimise(plan)
    chapters = [f"plan {_name(plan.name)}\ndigest {digest(plan)}"]
    chapters += [_flow(flow) for flow in staged.flows]
    chapters.append(_components(staged))
    return "\n\n".join(chapters)


def explain_json(plan: Plan) -> dict[str, Any]:
    """Return the plan, staged as the engine runs it, as JSON data with its digest."""
    return {"digest": digest(plan), "plan": to_json(optimise(plan))}


def _name(name: str) -> str:
    return printable(name) or "(without a name)"


def _flow(flow: FlowPlan) -> str:
    usual = usual_outcome(flow)
    lines = [f"flow {_name(flow.name)}", f"  with {_settings(flow)}"]
    lines += [f"  on error {outcome_text(usual)}, where a step says nothing else"] if usual else []
    for source in flow.sources:
        lines += _source(source)
    lines += _table(list(_body_rows(flow, usual)))
    if flow.gates:
        lines += ["", "  after everything has been written"]
        lines += [f"    {gate.at.line:>4}  {_expect(gate)}" for gate in flow.gates]
    return "\n".join(lines)


def usual_outcome(flow: FlowPlan) -> Outcome | None:
    """Return what most steps do on error, so that it is said once."""
    found = Counter(step.on_error for step in every_step(flow.body) if may_fail(step))
    return found.most_common(1)[0][0] if found else None


def may_fail(step: Step) -> TypeGuard[_Failing]:
    """Return whether a step has an `on error` of its own."""
    return not isinstance(step, SILENT)


def _expect(step: ExpectStep | Gate) -> str:
    return f"expect {printable(step.text)} else {outcome_text(step.outcome)}"


def _settings(flow: FlowPlan) -> str:
    given = flow.settings
    workers = given.workers or "one a core"
    return f"workers: {workers}, max_doc: {size(given.max_doc)}, max_errors: {ratio(given.max_errors)}"


def _source(source: Call | FlowRef) -> list[str]:
    if isinstance(source, FlowRef):
        return [f"  from flow.{source.flow}"]
    return [f"  from {call_text(source)}", *(f"       may read with {call_text(r)}" for r in source.readers)]


def _components(plan: Plan) -> str:
    """Who ships what runs: the versions that the digest holds."""
    found = {(c.component, c.version, c.distribution) for flow in plan.flows for c in calls_of(flow)}
    width = max((len(name) for name, _, _ in found), default=0)
    lines = [f"  {name:<{width}}  version {version}  {who}".rstrip() for name, version, who in sorted(found)]
    return "\n".join(["components", *lines])


def _body_rows(flow: FlowPlan, usual: Outcome | None) -> Iterator[Row | str]:
    """Yield rows, and texts that stand between them as headings."""
    number = 0
    for part in flow.body:
        if isinstance(part, Barrier):
            yield "barrier, sees all documents before the next stage"
            yield from _step_rows(part.step, 0, usual)
        elif isinstance(part, Fused):
            number += 1
            yield f"stage {number}, one loop a document"
            yield from _rows(part.steps, 0, usual)


def _rows(steps: tuple[Step, ...], depth: int, usual: Outcome | None) -> Iterator[Row]:
    for step in steps:
        yield from _step_rows(step, depth, usual)


def _step_rows(step: Step, depth: int, usual: Outcome | None) -> Iterator[Row]:
    if isinstance(step, LineGroup):
        yield Row(f"line rules of {len(step.steps)} steps, joined into one matcher:", depth, "", "")
        yield from _rows(step.steps, depth + 1, usual)
    elif not isinstance(step, (Fused, Barrier)):
        said = outcome_text(step.on_error) if may_fail(step) and step.on_error != usual else ""
        what = WORDS[type(step)](step) + (f"  on error {said}" if said else "")
        yield Row(what, depth, str(step.at.line), step.id)
        if isinstance(step, (WhenStep, RouteStep, TeeStep)):
            yield from _branches(step, depth, usual)


def _branches(step: WhenStep | RouteStep | TeeStep, depth: int, usual: Outcome | None) -> Iterator[Row]:
    for label, body in _parts(step):
        if label:
            yield Row(label if body else f"{label} => keep", depth + 1, "", "")
        yield from _rows(body, depth + (2 if label else 1), usual)


def _parts(step: WhenStep | RouteStep | TeeStep) -> list[tuple[str, tuple[Step, ...]]]:
    """Return the inner bodies, each with the words that open it ("" for what a `when` does)."""
    if isinstance(step, TeeStep):
        return [(f"copy {n}", branch) for n, branch in enumerate(step.branches, 1)]
    if isinstance(step, RouteStep):
        return [(f"when {expr_text(a.condition)}" if a.condition else "else", a.body) for a in step.arms]
    return [("", step.then), *([("else", step.otherwise)] if step.otherwise else [])]


def _table(rows: list[Row | str]) -> list[str]:
    """Lay the rows out; the columns are as wide as the whole flow needs, so that stages line up."""
    cells = [HEAD, *(row for row in rows if isinstance(row, Row))]
    line, step = max(len(row.line) for row in cells), max(len(row.step) for row in cells)

    def laid(row: Row) -> str:
        return f"    {row.line:>{line}}  {row.step:<{step}}  {'  ' * row.depth}{row.what}"

    found: list[str] = []
    for row in rows:
        found += ["", f"  {row}", laid(HEAD)] if isinstance(row, str) else [laid(row)]
    return found


SILENT = (TeeStep, EndStep, LineGroup, Fused, Barrier)
"""The steps that cannot fail, or whose inner steps say what happens then."""

WORDS: Mapping[type, Callable[[Any], str]] = {
    ApplyStep: lambda step: call_text(step.call),
    SinkStep: lambda step: f"to {call_text(step.call)}",
    SetStep: lambda step: f"set doc.{step.field} = {expr_text(step.value)}",
    DropStep: lambda step: f"drop when {printable(step.text)}",
    ExpectStep: _expect,
    WhenStep: lambda step: f"when {expr_text(step.condition)}",
    RouteStep: lambda step: "route all, a copy to each" if step.every else "route, the first that fits",
    TeeStep: lambda _: "tee",
    EndStep: lambda step: outcome_text(step.outcome),
}
