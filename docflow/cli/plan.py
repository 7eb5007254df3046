"""`docflow plan`: what a flow would do, without doing it."""

import json

import click

from docflow.cli.options import flow_file, format_option, parameters, read_params, read_sets
from docflow.cli.run import pick
from docflow.lang.elaborate import Values
from docflow.plan.explain import explain, explain_json
from docflow.plan.optimise import optimise

__all__ = ["command"]


@click.command("plan")
@flow_file
@parameters
@format_option
def command(
    *,
    file: str | None,
    text: str | None,
    sets: tuple[str, ...],
    params_file: str | None,
    flow: str | None,
    format_: str,
) -> int:
    """Show the plan of a flow: sources, steps as they are fused, sinks, gates and the digest."""
    values = Values(set_=read_sets(sets), params_file=read_params(params_file))
    plan = optimise(pick(file, text).compile(values, flow=flow))
    if format_ == "json":
        click.echo(json.dumps(explain_json(plan), ensure_ascii=False, indent=2))
    else:
        click.echo(explain(plan))
    return 0
