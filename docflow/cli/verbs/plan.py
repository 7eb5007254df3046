"""`docflow plan`: what a flow would do, without doing it."""

import click

from docflow.cli.options import flow_file, format_option, parameters
from docflow.cli.output import put, put_json
from docflow.cli.params import read_params, read_sets
from docflow.cli.trust import trusting
from docflow.cli.verbs.run import pick
from docflow.errors import FlowError
from docflow.flowfile.trust import Trust
from docflow.lang.elaborate import Values
from docflow.plan.explain import explain, explain_json
from docflow.plan.optimise import optimise

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

    Needs no values: what waits for a param is shown as it is written.
    """
    picked = pick(file, text, trust)
    given = Values(set_=read_sets(sets), params_file=read_params(params_file))
    checked = picked.check(given if sets or params_file else None, flow=flow)
    if not checked.ok or checked.elaborated.outline is None:
        raise FlowError(checked.diagnostics, checked.sources)
    plan = optimise(checked.elaborated.outline)
    if format_ == "json":
        put_json(explain_json(plan))
    else:
        put(explain(plan))
    return 0
