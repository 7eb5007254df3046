"""`docflow plan`: what a flow would do, without doing it."""

import click

from docflow import api
from docflow.cli.options import flow_file, format_option, parameters
from docflow.cli.output import put, put_error, put_json
from docflow.cli.params import read_params, read_sets
from docflow.cli.trust import trusting
from docflow.cli.verbs.run import pick
from docflow.errors import FlowError, InputError, RefusedError
from docflow.flowfile.trust import Trust
from docflow.lang.elaborate import Values
from docflow.plan.explain import explain, explain_json
from docflow.plan.forecast import Forecast
from docflow.plan.optimise import optimise
from docflow.report.forecast import as_json, render

__all__ = ["command"]


@click.command("plan")
@flow_file
@parameters
@trusting
@format_option
def command(
    *,
    file: str | None,
    text: str | None,
    sets: tuple[str, ...],
    params_file: str | None,
    flow: str | None,
    trust: Trust,
    format_: str,
) -> int:
    """Show the plan of a flow: sources, steps as they are fused, sinks, gates and the digest.

    Needs no values: what waits for a param is shown as it is written. Where the flow has run already, it
    also says which parts a run would do now, and why; nothing is written.
    """
    picked = pick(file, text, trust)
    given = Values(set_=read_sets(sets), params_file=read_params(params_file))
    checked = picked.check(given if sets or params_file else None, flow=flow)
    if not checked.ok or checked.elaborated.outline is None:
        raise FlowError(checked.diagnostics, checked.sources)
    plan = optimise(checked.elaborated.outline)
    ahead, said = _ahead(picked, given, flow)
    if format_ == "json":
        put_json(explain_json(plan) | ({"run": as_json(ahead)} if ahead is not None else {}))
        return 0
    put(explain(plan))
    if ahead is not None:
        put(f"\n{render(ahead)}".rstrip("\n"))
    elif said:
        put_error(f"docflow: {said}")
    return 0


def _ahead(picked: api.Flow, given: Values, flow: str | None) -> tuple[Forecast | None, str]:
    """Return what a run would do, where one was and all values are known; or why that cannot be said."""
    checked = picked.check(given, flow=flow)
    if not checked.ok or checked.elaborated.plan is None:
        return None, ""
    try:
        return picked.forecast(given, flow=flow), ""
    except (RefusedError, InputError) as error:
        return None, str(error)
