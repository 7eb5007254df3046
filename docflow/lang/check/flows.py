"""The flows of a file: each checked after those that it reads, and lowered."""

from collections.abc import Mapping, Sequence

import attrs
from attrs import field

from docflow.errors import Label, Span
from docflow.lang import tree
from docflow.lang.check.fields import Fields, join
from docflow.lang.check.here import Here, Tally, where
from docflow.lang.check.module import Module
from docflow.lang.check.outcomes import lower_outcome
from docflow.lang.check.settings import lower_settings
from docflow.lang.check.sources import flow_read, lower_source
from docflow.lang.check.stepnames import counted, names_of_steps
from docflow.lang.check.steps import walk
from docflow.lang.check.words import words_of
from docflow.lang.findings import Findings
from docflow.lang.typing.always import report_always
from docflow.lang.typing.expressions import condition
from docflow.lang.typing.scope import Scope
from docflow.plan import ir
from docflow.plan.expr import Const
from docflow.value import evolve, frozen

__all__ = [
    "Lowered",
    "Pipelined",
    "lower_flow",
    "lower_pipeline",
    "order_flows",
    "pipelines_of",
    "report_no_sink",
]

_NOWHERE = Span("", 0, 0, 1, 1, 1, 1)
_NOTHING = tree.Pipeline(_NOWHERE, tree.Source(_NOWHERE, ()), (), ())


@frozen
class Pipelined:
    """A flow of a file: its name ("" for a bare pipeline), settings and pipeline (None when unreadable)."""

    name: str
    span: Span
    settings: tuple[tree.With | tree.OnError, ...]
    pipeline: tree.Pipeline | None

    @property
    def reads(self) -> tuple[tuple[str, tree.Call], ...]:
        """The flows that it reads, each with the call."""
        calls = self.pipeline.source.calls if self.pipeline else ()
        return tuple((name, call) for call in calls if (name := flow_read(call)) is not None)


@attrs.frozen
class Lowered:
    """A flow after checking: its plan, the fields of what it passes on, and what was found on the way."""

    plan: ir.FlowPlan
    result: Fields
    tally: Tally = field(eq=False)


def pipelines_of(program: tree.Program, findings: Findings) -> dict[str, Pipelined]:
    """Return the flows of a file by name, in order of the file; a second bare pipeline is DF0203."""
    found: dict[str, Pipelined] = {}
    for item in program.items:
        if isinstance(item, tree.Flow):
            found.setdefault(item.name, Pipelined(item.name, item.name_span, item.settings, item.pipeline))
        elif isinstance(item, tree.Pipeline) and "" in found:
            findings.add(
                "DF0203",
                "a file has one pipeline without a name",
                item.source.span,
                help="give each a name: `flow NAME { from ... }`",
                labels=(Label(found[""].span, "the first is here"),),
            )
        elif isinstance(item, tree.Pipeline):
            found[""] = Pipelined("", item.source.span, (), item)
    return found


def order_flows(flows: Mapping[str, Pipelined], findings: Findings) -> list[Pipelined]:
    """Return the flows so that each comes after those that it reads; circles are DF0409."""
    done: dict[str, Pipelined] = {}

    def visit(flow: Pipelined, way: tuple[str, ...]) -> None:
        for name, call in flow.reads:
            if name in (*way, flow.name):
                _circle((*way, flow.name), name, call, findings)
            elif name in flows and name not in done:
                visit(flows[name], (*way, flow.name))
        done[flow.name] = flow

    for flow in flows.values():
        if flow.name not in done:
            visit(flow, ())
    return list(done.values())


def _circle(way: tuple[str, ...], name: str, call: tree.Call, findings: Findings) -> None:
    names = [*way[way.index(name) :], name]
    findings.add(
        "DF0409",
        f"the flow `{name}` reads itself"
        if len(names) == 2
        else "these flows read each other in a circle: " + " -> ".join(names),
        call.span,
        help="a flow reads flows that are finished; take one `from flow...` away",
    )


def lower_flow(
    flow: Pipelined, module: Module, results: Mapping[str, Fields], *, read_by: bool
) -> Lowered | None:
    """Check one flow. A second walk is made only to tell where a missing field is written."""
    if flow.pipeline is None:
        return None
    before = list(module.findings.diagnostics)
    lowered = lower_pipeline(flow, module, results, Tally(flow.name), read_by=read_by)
    missing = any(d.code in ("DF0207", "DF0406") for d in module.findings.diagnostics[len(before) :])
    if missing and lowered.tally.written:
        plugins = [d for d in module.findings.diagnostics[len(before) :] if d.code.startswith("DF05")]
        module.findings.diagnostics[:] = [*before, *plugins]
        again = Tally(flow.name, foreseen=lowered.tally.written)
        lowered = lower_pipeline(flow, module, results, again, read_by=read_by)
    return lowered


def lower_pipeline(
    flow: Pipelined,
    module: Module,
    results: Mapping[str, Fields],
    tally: Tally,
    *,
    read_by: bool = False,
    given: Fields | None = None,
) -> Lowered:
    """Check the settings, sources, steps and gates of a flow and lower them.

    `read_by` says that another flow reads this one, which then needs no sink. `given` are the fields that the
    documents of a test have besides those of the sources, which then need no values.
    """
    scope = module.scope(module.names)
    settings, on_error = lower_settings(flow.settings, scope, module.findings)
    testing = given is not None
    here = Here(module, module.findings, tally, walk, module.names, on_error, testing=testing)
    pipeline = flow.pipeline or _NOTHING
    sources, fields = lower_source(pipeline.source, results, here)
    for name, known in (given or Fields()).known.items():
        fields = fields.write(name, known.type, known.writer, known.span)
    made, result = _body(flow, pipeline.steps, fields, here, read_by=read_by or testing)
    module.note(_behind(pipeline.span), lambda: _end_scope(result, here), testing=testing)
    gates = tuple(_gate(gate, here) for gate in pipeline.gates)
    plan = ir.FlowPlan(flow.name, sources, made, gates, settings, where(flow.span))
    return Lowered(plan, result, tally)


def _body(
    flow: Pipelined, steps: tuple[tree.Step, ...], fields: Fields, here: Here, *, read_by: bool
) -> tuple[tuple[ir.Step, ...], Fields]:
    """Check the steps of a flow; returns them with the fields of the documents that it passes on."""
    way = here.walk(steps, fields, here)
    if way.end is None and not read_by and not here.tally.broken and not here.module.program.broken:
        _no_sink(flow, steps, here)
    passed = list(here.tally.sinks.values())
    if way.end is None:
        passed.append(way.fields)
    return way.steps, join(passed).all_read() if passed else way.fields.all_read()


def _no_sink(flow: Pipelined, steps: tuple[tree.Step, ...], here: Here) -> None:
    title = f"the flow `{flow.name}`" if flow.name else "this pipeline"
    written = bool(here.tally.sinks)
    last = steps[-1].action if steps else None
    if isinstance(last, tree.Tee):
        help_ = "a tee sends copies only; say the last of them as `| to ...` after the tee"
    elif written:
        help_ = 'end the path in `| to ...`, or in `| drop("...")` if the others are not wanted'
    else:
        help_ = 'end it in a sink, for example `| to jsonl("out.jsonl")`'
    here.findings.add(
        "DF0401",
        f"{title} does not write the documents that reach its end" if written else f"{title} writes nothing",
        last.span if last is not None and written else flow.span,
        help=help_,
    )


def report_no_sink(lowered: Sequence[Lowered], module: Module) -> None:
    """Report (DF0401) a file whose flows end all their paths, none in a sink: there is nothing to run."""
    wrong = module.findings.failed or module.program.broken
    if not lowered or wrong or any(made.tally.sinks for made in lowered):
        return
    at = next(flow.span for flow in pipelines_of(module.program, module.findings).values())
    module.findings.add(
        "DF0401",
        "no flow of this file writes anything",
        at,
        help='write the documents that are wanted, for example `| to jsonl("out.jsonl")`',
    )


def _behind(span: Span) -> Span:
    """Return the place behind the last step, where a gate may be written."""
    at = span.end + 1
    return Span(span.file, at, at, span.end_line, span.end_column, span.end_line, span.end_column)


def _gate(gate: tree.Gate, here: Here) -> ir.Gate:
    scope = _gate_scope(here.constants(), here.tally)
    here.module.note(gate.span, lambda: scope, testing=here.testing)
    inner = Findings()
    typed = condition(gate.condition, scope, inner)
    report_always(gate.condition, typed, "gate", inner, here.findings)
    here.need(typed, gate.condition)
    fail = ir.Outcome("fail")
    outcome = fail
    if gate.otherwise is not None:
        outcome = lower_outcome(gate.otherwise, "gate", here.constants(), here.findings, fail)
    judged = counted(typed.expr or Const(True), names_of_steps(here.tally.ids))
    return ir.Gate(judged, outcome, words_of(gate.condition, here), where(gate.span))


def _end_scope(fields: Fields, here: Here) -> Scope:
    """Return what a gate may see there, and with it the fields that a step there could read."""
    return evolve(_gate_scope(here.constants(), here.tally), fields=fields.known)


def _gate_scope(scope: Scope, tally: Tally) -> Scope:
    return evolve(
        scope, roots=frozenset({"run"}), steps=None if tally.broken else tuple(names_of_steps(tally.ids))
    )
