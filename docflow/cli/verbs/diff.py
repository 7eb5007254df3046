"""`docflow diff`: how an edit of a flow changes its results."""

import importlib
from pathlib import Path
from typing import Any

import click

from docflow.cli.hearing import hear, without_secrets
from docflow.cli.options import parameters
from docflow.cli.output import coloured, put, put_error, put_json
from docflow.cli.params import read_params, read_sets
from docflow.errors import InputError, MachineError, RefusedError
from docflow.flowfile import comparing
from docflow.flowfile.file import FlowFile, read_flow
from docflow.io.escape import safe
from docflow.lang.elaborate import Values
from docflow.plan.comparison import Comparison
from docflow.report.compare.json import as_json

__all__ = ["command"]

FORMATS = ["text", "json", "markdown"]


@click.command("diff")
@click.argument("paths", nargs=-1, metavar="FLOW [INPUT...]")
@click.option(
    "--against",
    default="HEAD",
    metavar="FILE|REV",
    help="The other version: a file, a revision of git, or REV:PATH (default: HEAD).",
)
@click.option(
    "--input", "inputs", multiple=True, metavar="GLOB", help="Read these files in both; may be repeated."
)
@parameters
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Compare the first N documents.")
@click.option(
    "--examples", type=click.IntRange(0), default=8, metavar="N", help="Show N examples (default: 8)."
)
@click.option("--check", is_flag=True, help="Exit 1 when any result changes.")
@click.option("-o", "--output", "output", metavar="FILE", help="Write the result into a file.")
@click.option(
    "--format", "format_", type=click.Choice(FORMATS), default="text", help="How to print the result."
)
def command(
    *,
    paths: tuple[str, ...],
    against: str,
    inputs: tuple[str, ...],
    sets: tuple[str, ...],
    params_file: str | None,
    flow: str | None,
    limit: int | None,
    examples: int,
    check: bool,
    output: str | None,
    format_: str,
) -> int:
    """Run two versions of a flow on the same documents and show what the edit changes.

    Which documents change, are newly dropped or kept, by which step and rule, with examples. Writes no
    output of the flow. Without INPUT or --input both versions read their own inputs.
    """
    if not paths:
        raise RefusedError(
            "no flow to compare; write `docflow diff FILE [--against FILE|REV] [--input GLOB]`"
        )
    new = FlowFile(*read_flow(paths[0]))
    values = Values(set_=read_sets(sets), params_file=read_params(params_file))
    ask = comparing.Ask((*inputs, *paths[1:]), limit, examples)
    old = comparing.other_version(new, against)
    mask = without_secrets(*([new] if old is None else [new, old]), values=values, flow=flow)
    with hear(mask):
        made = comparing.diff(new, old, ask, values, flow)
    _show(made, format_, output)
    if not made.same and not made.documents:
        put_error("docflow: no version read any document, so nothing was compared")
        return InputError.exit_code
    return 1 if check and made.differs else 0


def _show(made: Comparison, format_: str, output: str | None) -> None:
    if output is None and format_ == "json":
        put_json(as_json(made))
        return
    color = coloured() and output is None
    text = _rendered(made, format_, color=color)
    if output is None:
        put(text, end="")
        return
    try:
        Path(output).write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise MachineError(f"cannot write `{safe(output)}`: {error.strerror or error}") from error


def _rendered(made: Comparison, format_: str, *, color: bool) -> str:
    renderer: Any = importlib.import_module(f"docflow.report.compare.{format_}")
    text: str = renderer.render(made, color=color) if format_ == "text" else renderer.render(made)
    return text
