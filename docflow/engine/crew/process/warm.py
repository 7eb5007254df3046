"""What the nursery does once for all workers: plugins imported, options checked, line rules compiled.

Nothing here is needed: what fails fails again in the worker, which tells of it. Components are built, not
opened, as authors are promised that `open` runs in each worker.
"""

from collections.abc import Iterator
from contextlib import suppress

from docflow.catalog.catalog import Catalog
from docflow.engine.components import Components
from docflow.engine.secrets import masking
from docflow.engine.work.order import Order
from docflow.plan.ir import ApplyStep, LineGroup, Plan
from docflow.plan.walk import calls_of, every_step
from docflow.plugin.kinds import Component, LineRules

__all__ = ["components_for", "warmed"]


def components_for(order: Order) -> Components:
    """Return the components of an order."""
    return Components(Catalog.installed(), order.bases, order.secrets, masking(order.secrets))


def warmed(components: Components, plan: Plan) -> None:
    """Import and build everything that the plan calls."""
    for flow in plan.flows:
        for call in calls_of(flow):
            with suppress(Exception, SystemExit):
                components.built(call)
    for steps in _line_rules(plan):
        with suppress(Exception, SystemExit):
            built = [components.built(step.call) for step in steps]
            if all(isinstance(each, LineRules) and _opens_as_itself(each) for each in built):
                matcher = components.matcher(tuple(tuple(each.rules()) for each in built))  # type: ignore[attr-defined]
                matcher.apply("a line\n\u00e9")


def _opens_as_itself(built: Component) -> bool:
    return type(built).open is Component.open


def _line_rules(plan: Plan) -> Iterator[tuple[ApplyStep, ...]]:
    for flow in plan.flows:
        for step in every_step(flow.body):
            if isinstance(step, LineGroup):
                yield step.steps
            elif isinstance(step, ApplyStep) and step.call.kind == "line_rules":
                yield (step,)
