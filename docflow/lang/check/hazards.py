"""What plugins know of a checked flow, asked through the hook `docflow_checks`.

Order hazards (DF0411), and mistakes in files that arguments name (DF0316).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from docflow.errors import Span
from docflow.lang.check.beside import Beside
from docflow.lang.check.files import Loaded
from docflow.lang.check.flows import Lowered
from docflow.lang.check.module import Module
from docflow.lang.spans import span_of
from docflow.plan import ir
from docflow.plan.quote import quote
from docflow.plugin.hazards import Hazard, ProgramView, StepView

__all__ = ["ask_plugins", "steps_of"]


def ask_plugins(lowered: Sequence[Lowered], loaded: Loaded) -> None:
    """Ask the plugins whose components the flows use what they find wrong."""
    steps = tuple(step for flow in lowered for step in steps_of(flow.plan.name, flow.plan.body))
    beside = Beside(loaded.home, loaded.read)
    view = ProgramView(steps, beside.read)
    places = {(flow.plan.name, id_): span for flow in lowered for id_, span in flow.tally.ids.items()}
    for namespace in dict.fromkeys(step.component.partition(".")[0] for step in view.steps):
        for hazard in _ask(namespace, view, places, loaded.module):
            _report(hazard, places, loaded, beside)
    loaded.beside.update(beside.shown)


def _ask(
    namespace: str, view: ProgramView, places: Mapping[tuple[str, str], Span], module: Module
) -> list[Hazard]:
    loaded = module.plugins.catalog.namespace(namespace)
    if loaded is None:
        return []
    try:
        return [hazard for group in loaded.hooks.docflow_checks(program=view) for hazard in group]
    except Exception as error:  # noqa: BLE001 - whatever a plugin raises is its mistake, not the user's
        first = next(s for s in view.steps if s.component.startswith(namespace + "."))
        module.findings.add(
            "DF0504",
            f"the checks of the plugin `{namespace}` failed: {type(error).__name__}: {error}",
            places[first.flow, first.id],
            help="tell its authors; the flow itself was checked",
            severity="warning",
        )
        return []


def _report(hazard: Hazard, places: Mapping[tuple[str, str], Span], loaded: Loaded, beside: Beside) -> None:
    at = places.get((hazard.step.flow, hazard.step.id))
    if at is None:
        return
    code, help_ = "DF0411", hazard.help or None
    if hazard.text:
        at = _argument(at, hazard.text, loaded.sources().get(at.file, ""))
    if hazard.file is not None:
        code, at = "DF0316", beside.span(hazard.file, hazard.line) or at
    loaded.module.findings.add(code, hazard.message, at, help=help_, severity=hazard.severity)


def _argument(step: Span, wanted: str, source: str) -> Span:
    """Return the place of a text among the arguments of a step; the step where it is not written so."""
    literal = quote(wanted)
    at = source.find(literal, step.start)
    end = source.find("\n  |", step.end)
    if at < 0 or (end >= 0 and at > end):
        return step
    return span_of(source, step.file, at, at + len(literal))


def steps_of(flow: str, body: Sequence[ir.Step], branch: str = "") -> Iterator[StepView]:
    """Yield the component steps of a body in order, those of branches where the branch stands."""
    for step in body:
        if isinstance(step, ir.ApplyStep):
            yield StepView(flow, step.id, step.call.component, branch, _known(step.call.options))
        elif isinstance(step, ir.WhenStep):
            yield from steps_of(flow, (*step.then, *step.otherwise), "when")
        elif isinstance(step, ir.RouteStep):
            yield from (s for arm in step.arms for s in steps_of(flow, arm.body, "route"))
        elif isinstance(step, ir.TeeStep):
            yield from (s for inner in step.branches for s in steps_of(flow, inner, "tee"))


def _known(options: Sequence[tuple[str, Any]]) -> tuple[tuple[str, object], ...]:
    return tuple((name, value) for name, value in options if not isinstance(value, ir.Waiting))
