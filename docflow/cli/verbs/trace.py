"""`docflow trace`: what each step of a flow did to one document."""

import sys
from pathlib import Path

import click

from docflow.cli.hearing import hear, without_secrets
from docflow.cli.options import flow_file, parameters
from docflow.cli.output import coloured, put, put_error
from docflow.cli.params import read_params, read_sets
from docflow.cli.verbs.run import pick
from docflow.errors import RefusedError
from docflow.io.escape import json_text, safe
from docflow.io.rewrite import rewrite
from docflow.lang.elaborate import Values
from docflow.model import Document
from docflow.plan.trace import Trace
from docflow.report.trace import data, page, text
from docflow.report.trace.view import View, is_there

__all__ = ["command"]


@click.command("trace")
@flow_file
@click.argument("doc", required=False)
@parameters
@click.option(
    "--quarantine",
    metavar="OUT",
    help="Take DOC (an id or a number) from the quarantine of this output folder or file.",
)
@click.option("--piece", metavar="N", help="Follow the Nth piece of a splitter (N.M for the next splitter).")
@click.option("--full", is_flag=True, help="Show every changed line, also those of white space.")
@click.option("--context", type=click.IntRange(0), default=1, help="Unchanged lines around a change (1).")
@click.option(
    "--format", "format_", type=click.Choice(["text", "json", "html"]), default="text", help="How to show it."
)
@click.option("-o", "--output", metavar="FILE", help="Write into this file instead of the terminal.")
def command(
    *,
    file: str | None,
    text: str | None,
    doc: str | None,
    sets: tuple[str, ...],
    params_file: str | None,
    flow: str | None,
    quarantine: str | None,
    piece: str | None,
    full: bool,
    context: int,
    format_: str,
    output: str | None,
) -> int:
    """Show what each step of a flow did to one document.

    DOC is a file (FILE#ID or FILE#N for one of many in it), an id in the inputs of the flow, `-` for
    standard input, or an entry of a quarantine (OUT/.docflow/NAME/quarantine.jsonl#N). For each step: the
    lines and words that went, with the rule that took them, the fields, and what decided. Writes nothing
    but --output.
    """
    if text is not None and doc is None:
        file, doc = None, file
    picked = pick(file, text)
    values = Values(set_=read_sets(sets), params_file=read_params(params_file))
    if doc is None and quarantine is None:
        raise RefusedError("no document to trace; write `docflow trace FLOW DOC` with a file or an id")
    wanted = Document("-", sys.stdin.read(), "standard input") if doc == "-" else doc or ""
    with hear(without_secrets(picked, values=values, flow=flow)):
        found = picked.trace(wanted, values, flow=flow, quarantine=quarantine)
    view = View(_piece(piece), full=full, context=context)
    if not is_there(found, view):
        raise RefusedError(
            f"there is no piece {piece}; without `--piece` the trace lists the pieces there are"
        )
    _give(found, view, format_, output)
    return 0


def _piece(given: str | None) -> tuple[int, ...]:
    if given is None:
        return ()
    parts = given.split(".")
    if not all(part.isdecimal() and int(part) > 0 for part in parts):
        raise RefusedError(f"`--piece {given}` is no number of a piece; write 2, or 2.1 behind two splitters")
    return tuple(map(int, parts))


def _give(trace: Trace, view: View, format_: str, output: str | None) -> None:
    colour = coloured() and output is None
    if format_ == "json":
        shown = json_text(data.as_json(trace), indent=2, plain=True) + "\n"
    elif format_ == "html":
        shown = page.page(trace, view)
    else:
        shown = text.render(trace, view, color=colour)
    if output is None:
        put(shown, end="")
        return
    rewrite(Path(output), shown.encode("utf-8", "backslashreplace"))
    put_error(f"written: {safe(output)}")
