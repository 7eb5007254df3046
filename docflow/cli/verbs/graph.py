"""`docflow graph`: the flow as a picture, with the counts of a run on its edges."""

from pathlib import Path

import click

from docflow.cli.options import flow_file, parameters
from docflow.cli.output import put, put_error
from docflow.cli.params import read_params, read_sets
from docflow.cli.ran import Ran, find_run, refuse_other
from docflow.cli.verbs.run import pick
from docflow.errors import FlowError, RefusedError
from docflow.flowfile.file import Checked
from docflow.io.escape import safe
from docflow.io.paths import written_path
from docflow.io.rewrite import rewrite
from docflow.lang.elaborate import Values
from docflow.plan.digest import digest
from docflow.plan.ir import Plan
from docflow.report.graph.build import build
from docflow.report.graph.formats import FORMATS, SUFFIXES, format_of, rendered
from docflow.report.graph.model import Graph
from docflow.value import evolve

__all__ = ["command"]


@click.command("graph")
@flow_file
@parameters
@click.option(
    "--format", "format_", type=click.Choice(FORMATS), help="How to draw it (default: by --out, else text)."
)
@click.option("-o", "--out", metavar="FILE", help="Write to a file: .svg, .mmd, .dot, .json or .txt.")
@click.option(
    "--direction", type=click.Choice(["down", "right"]), default="down", help="Where the flow goes."
)
@click.option("--run", "run", metavar="RUN", help="Show the counts of a run: its output folder or run.json.")
def command(
    *,
    file: str | None,
    text: str | None,
    sets: tuple[str, ...],
    params_file: str | None,
    flow: str | None,
    format_: str | None,
    out: str | None,
    direction: str,
    run: str | None,
) -> int:
    """Draw a flow: its sources, steps, routes, copies and outputs.

    Needs no values: what waits for a param is shown as it is written. With --run the plan that ran is drawn,
    with the number of documents on each edge.
    """
    chosen = _format(format_, out)
    given = Values(set_=read_sets(sets), params_file=read_params(params_file))
    checked = pick(file, text).check(given if sets or params_file else None, flow=flow)
    plan = checked.elaborated.outline
    if not checked.ok or plan is None:
        raise FlowError(checked.diagnostics, checked.sources)
    graph = build(plan) if run is None else _counted(plan, checked, run, flow)
    made = rendered(graph, chosen, down=direction == "down")
    if chosen == "mermaid":
        _warn_of_size(made)
    if out is None:
        put(made, end="")
    else:
        rewrite(written_path(out), made.encode("utf-8"))
    return 0


_MOST_TEXT, _MOST_EDGES = 50_000, 500
"""What mermaid draws by default, and GitHub with it: `maxTextSize` and `maxEdges` of its configuration."""


def _warn_of_size(made: str) -> None:
    edges = sum("-->" in line or "-.->" in line for line in made.splitlines())
    if len(made) > _MOST_TEXT or edges > _MOST_EDGES:
        put_error(
            f"docflow: GitHub draws mermaid of up to {_MOST_TEXT:,} characters and {_MOST_EDGES} edges, "
            f"and this has {len(made):,} and {edges}; try `--flow NAME`, or an SVG with `-o FILE.svg`"
        )


def _format(format_: str | None, out: str | None) -> str:
    """Return the format; raises RefusedError where nothing says it, or for a file that holds a flow."""
    if out is not None and Path(out).suffix.lower() == ".flow":
        raise RefusedError(f"`--out {safe(out)}` would replace a flow; name a file like `news.svg`")
    found = format_ or ("text" if out is None else format_of(out))
    if found is None:
        raise RefusedError(
            f"`--out {safe(str(out))}` does not say what to draw; "
            f"give `--format`, or a file ending in {', '.join(SUFFIXES)}"
        )
    return found


def _counted(plan: Plan, checked: Checked, run: str, flow: str | None) -> Graph:
    """Return the graph of what ran; a warning says when that was not this flow with these values."""
    ran = find_run(run, plan.name)
    refuse_other(ran, plan)
    if flow is not None:
        wanted = [each.name for each in plan.flows]
        kept = tuple(each for each in ran.plan.flows if each.name in wanted)
        ran = Ran(ran.path, evolve(ran.plan, flows=kept), ran.digest, ran.figures)
        if flow not in [each.name for each in kept]:
            raise RefusedError(f"the run `{safe(str(ran.path))}` did not run the flow `{safe(flow)}`")
    elif checked.elaborated.plan is not None and digest(checked.elaborated.plan) != ran.digest:
        put_error(
            "docflow: the run had other values of params, or the flow has changed in something small; "
            "shown is the plan that ran"
        )
    try:
        return build(ran.plan, ran.figures)
    except KeyError:
        raise RefusedError(f"`{safe(str(ran.path))}` does not hold the counts of each flow") from None
