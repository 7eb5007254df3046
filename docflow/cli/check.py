"""`docflow check`: every mistake of the flows, without running anything."""

from pathlib import Path

import click

from docflow.cli.options import format_option
from docflow.cli.output import coloured, put, put_json
from docflow.errors import RefusedError
from docflow.flowfile import Checked, FlowFile, read_flow
from docflow.plan.ir import FlowPlan
from docflow.report import diagnostics
from docflow.report.table import count

__all__ = ["command"]


@click.command("check")
@click.argument("files", nargs=-1, metavar="FILE...")
@click.option("-e", "text", metavar="TEXT", help="The flow itself, instead of a file.")
@format_option
def command(files: tuple[str, ...], text: str | None, format_: str) -> int:
    """Check flows and report every mistake; exit 2 when there is an error.

    Needs no params, secrets or network, and imports only the plugins that the flows name.
    """
    flows = [FlowFile(*read_flow(file)) for file in files]
    if text is not None:
        flows.append(FlowFile(text, "<flow>", Path.cwd()))
    if not flows:
        raise RefusedError("no flow to check; write `docflow check FILE` or `docflow check -e TEXT`")
    checked = [(flow, flow.check()) for flow in flows]
    if format_ == "json":
        _print_json(checked)
    else:
        for flow, result in checked:
            _print_text(flow, result)
    return 0 if all(result.ok for _, result in checked) else 2


def _print_text(flow: FlowFile, checked: Checked) -> None:
    if checked.diagnostics:
        put(diagnostics.render(checked.diagnostics, checked.sources, color=coloured()), end="")
    else:
        put(f"{flow.name}: no findings in {_extent(checked)}")


def _extent(checked: Checked) -> str:
    plan = checked.elaborated.outline
    flows: tuple[FlowPlan, ...] = plan.flows if plan else ()
    steps, tests = sum(len(flow.body) for flow in flows), len(checked.elaborated.cases)
    parts = [count(len(flows), "flow"), count(steps, "step"), count(tests, "test")]
    return ", ".join(parts)


def _print_json(checked: list[tuple[FlowFile, Checked]]) -> None:
    rows = [
        {"file": flow.name, "ok": result.ok, "diagnostics": diagnostics.as_json(result.diagnostics)}
        for flow, result in checked
    ]
    put_json({"files": rows})
