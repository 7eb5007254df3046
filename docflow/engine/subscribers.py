"""Plugins that want to know of runs: the hook `docflow_run_events` of the namespaces that a plan names."""

from collections.abc import Sequence
from typing import Any

from docflow.catalog.catalog import Catalog
from docflow.engine.desk import explain
from docflow.engine.halt import Halt
from docflow.engine.watch import RunStarted, Watch
from docflow.errors import PluginError
from docflow.plan.ir import Plan
from docflow.plan.report import Report
from docflow.plan.walk import calls_of

__all__ = ["Subscribers", "subscribed", "tell_end"]

Subscribers = Sequence[tuple[str, Any]]


def subscribed(plan: Plan, catalog: Catalog, event: RunStarted) -> Subscribers:
    """Ask the plugins of a plan for subscribers and start them; each with its namespace.

    Raises PluginError, naming the plugin, when one fails: nothing has been written yet.
    """
    names = {call.component.partition(".")[0] for flow in plan.flows for call in calls_of(flow)}
    found: list[tuple[str, Any]] = []
    for name in sorted(names):
        namespace = catalog.namespace(name)
        if namespace is None:
            continue
        try:
            for each in namespace.hooks.docflow_run_events(run=event):
                if each is not None:
                    each.start(event)
                    found.append((name, each))
        except (Halt, KeyboardInterrupt):
            raise
        except BaseException as error:
            said = f"its `docflow_run_events` failed: {explain(error)}"
            raise PluginError(said, namespace=name, distribution=namespace.distribution) from error
    return found


def tell_end(subscribers: Subscribers, report: Report, watch: Watch) -> None:
    """Hand the report of a finished run to the subscribers; the outputs stand, so a failure is a warning."""
    for name, each in subscribers:
        try:
            each.end(report)
        except (Halt, KeyboardInterrupt):
            raise
        except BaseException as error:  # noqa: BLE001 - of a plugin
            watch.warning(f"the plugin `{name}` failed after the run: {explain(error)}")
