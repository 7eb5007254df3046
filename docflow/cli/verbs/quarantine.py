"""`docflow quarantine`: what failed, and how it is done again after a fix."""

from pathlib import Path

import click

from docflow import api
from docflow.cli.options import format_option, parameters
from docflow.cli.output import coloured, columns, put, put_json
from docflow.cli.params import read_params, read_sets
from docflow.engine.state.entries import Kept, entries, entry_of, find_quarantine, quarantine_file
from docflow.flowfile.quarantined import state_of
from docflow.io.escape import safe
from docflow.lang.elaborate import Values
from docflow.report.quarantine import entry as one
from docflow.report.quarantine import overview

__all__ = ["command"]


@click.group("quarantine")
def command() -> None:
    """Show what is in quarantine, and do it again after a fix.

    PLACE is an output folder, the quarantine file itself, or a flow file (with its params).
    """


@command.command("list")
@click.argument("place")
@click.option("--step", default="", metavar="ID", help="Only entries of this step.")
@click.option("--reason", default="", metavar="WORDS", help="Only entries with this reason.")
@click.option("--limit", type=click.IntRange(0), default=20, help="List so many entries (20).")
@parameters
@format_option
def list_(
    *,
    place: str,
    step: str,
    reason: str,
    limit: int,
    sets: tuple[str, ...],
    params_file: str | None,
    flow: str | None,
    format_: str,
) -> int:
    """Count the entries by step and reason, and list the first ones."""
    values = Values(set_=read_sets(sets), params_file=read_params(params_file))
    file = find_quarantine(_place(place, values, flow))
    pick = overview.Pick(step, reason, limit)
    found = overview.overview(file or Path(place), entries(file) if file else (), pick)
    if format_ == "json":
        put_json(overview.as_json(found))
    elif file is None:
        put("nothing is in quarantine")
    else:
        put(overview.render(found, pick, place, color=coloured(), columns=columns()), end="")
    return 0


@command.command("show")
@click.argument("place")
@click.argument("entry", required=False, default="")
@click.option("--full", is_flag=True, help="Show all of its text or bytes.")
@parameters
@format_option
def show(
    *,
    place: str,
    entry: str,
    full: bool,
    sets: tuple[str, ...],
    params_file: str | None,
    flow: str | None,
    format_: str,
) -> int:
    """Show an entry in full: where, why, what it holds, and what to do next.

    ENTRY is its number in the list, or the id of its document.
    """
    values = Values(set_=read_sets(sets), params_file=read_params(params_file))
    file = quarantine_file(_place(place, values, flow))
    found = entry_of(file, entry)
    if format_ == "json":
        put_json(one.as_json(found, file))
    else:
        source = _written(found, place)
        put(one.render(found, file, source=source, full=full, color=coloured(), columns=columns()), end="")
    return 0


def _place(place: str, values: Values, flow: str | None) -> str:
    """Return where the quarantine of a place is: of a flow file, its state folder."""
    return str(state_of(api.load(place), values, flow=flow)) if place.endswith(".flow") else place


def _written(entry: Kept, place: str) -> str:
    """Return the line at which a step is written, as the flow file is now; "" where it is not at hand."""
    if not entry.at.line:
        return ""
    for path in (Path(place), Path(entry.at.file)):
        if path.suffix == ".flow" and path.name == Path(entry.at.file).name and path.is_file():
            lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
            return safe(lines[entry.at.line - 1], None) if entry.at.line <= len(lines) else ""
    return ""
