"""Order hazards that plugins know of (DF0411): asked through the hook `docflow_checks`."""

from collections.abc import Iterator, Mapping, Sequence

from docflow.errors import Span
from docflow.lang.check.flows import Lowered
from docflow.lang.check.module import Module
from docflow.plan import ir
from docflow.plugin.hazards import Hazard, ProgramView, StepView

__all__ = ["ask_plugins", "steps_of"]


def ask_plugins(lowered: Sequence[Lowered], module: Module) -> None:
    """Ask the plugins whose components the flows use whether they see a hazard."""
    view = ProgramView(tuple(step for flow in lowered for step in steps_of(flow.plan.name, flow.plan.body)))
    places = {(flow.plan.name, id_): span for flow in lowered for id_, span in flow.tally.ids.items()}
    for namespace in dict.fromkeys(step.component.partition(".")[0] for step in view.steps):
        _ask(namespace, view, places, module)


def _ask(namespace: str, view: ProgramView, places: Mapping[tuple[str, str], Span], module: Module) -> None:
    loaded = module.plugins.catalog.namespace(namespace)
    if loaded is None:
        return
    try:
        found = [hazard for group in loaded.hooks.docflow_checks(program=view) for hazard in group]
    except Exception as error:  # noqa: BLE001 - whatever a plugin raises is its mistake, not the user's
        first = next(s for s in view.steps if s.component.startswith(namespace + "."))
        module.findings.add(
            "DF0504",
            f"the checks of the plugin `{namespace}` failed: {type(error).__name__}: {error}",
            places[first.flow, first.id],
            help="tell its authors; the flow itself was checked",
            severity="warning",
        )
        return
    for hazard in found:
        _report(hazard, places, module)


def _report(hazard: Hazard, places: Mapping[tuple[str, str], Span], module: Module) -> None:
    at = places.get((hazard.step.flow, hazard.step.id))
    if at is not None:
        module.findings.add("DF0411", hazard.message, at, help=hazard.help or None, severity=hazard.severity)


def steps_of(flow: str, body: Sequence[ir.Step], branch: str = "") -> Iterator[StepView]:
    """Yield the component steps of a body in order, those of branches where the branch stands."""
    for step in body:
        if isinstance(step, ir.ApplyStep):
            yield StepView(flow, step.id, step.call.component, branch)
        elif isinstance(step, ir.WhenStep):
            yield from steps_of(flow, (*step.then, *step.otherwise), "when")
        elif isinstance(step, ir.RouteStep):
            yield from (s for arm in step.arms for s in steps_of(flow, arm.body, "route"))
        elif isinstance(step, ir.TeeStep):
            yield from (s for inner in step.branches for s in steps_of(flow, inner, "tee"))
