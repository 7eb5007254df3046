"""`docflow quarantine`: what failed, and how it is done again after a fix."""

from pathlib import Path

import click

from docflow import api
from docflow.cli.budget import budget_of, budget_option
from docflow.cli.hearing import without_secrets
from docflow.cli.limiting import limit_option, limits_of
from docflow.cli.options import format_option, parameters
from docflow.cli.output import coloured, columns, put, put_json
from docflow.cli.params import read_params, read_sets
from docflow.cli.trust import sandboxing, trusting
from docflow.cli.verbs.run import pick
from docflow.cli.watching import Watching, hinted, show_report, watched, watching_options
from docflow.engine.replay.pick import Pick, Replay
from docflow.engine.state.entries import Kept, entries, entry_of, find_quarantine, quarantine_file
from docflow.flowfile.quarantined import state_of
from docflow.flowfile.trust import Trust
from docflow.lang.elaborate import Values
from docflow.report import runs
from docflow.report.quarantine import entry as one
from docflow.report.quarantine import outcome, overview

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
    wanted = overview.Pick(step, reason, limit)
    found = overview.overview(file or Path(place), entries(file) if file else (), wanted)
    if format_ == "json":
        put_json(overview.as_json(found))
    elif file is None:
        put("nothing is in quarantine")
    else:
        put(overview.render(found, wanted, place, color=coloured(), columns=columns()), end="")
    return 0


@command.command("show", short_help="Show an entry in full, and what to do next.")
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
        flow_file = _flow_file(found, place, file)
        where = one.Where(file, str(flow_file or found.at.file), _written(found, flow_file))
        put(one.render(found, where, full=full, color=coloured(), columns=columns()), end="")
    return 0


@command.command("replay", short_help="Do entries again and put the results where they belong.")
@click.argument("file", metavar="FLOW")
@click.option(
    "--entry",
    "numbers",
    type=click.IntRange(1),
    multiple=True,
    metavar="N",
    help="Only this entry; may be repeated.",
)
@click.option("--step", default="", metavar="ID", help="Only entries of this step.")
@click.option("--reason", default="", metavar="WORDS", help="Only entries with this reason.")
@parameters
@click.option("--workers", type=click.IntRange(1), help="Worker processes, as in `docflow run`.")
@click.option("--engine", metavar="NAME", help="Where the work is done, as in `docflow run`.")
@limit_option
@budget_option
@watching_options
@sandboxing
@trusting
@format_option
def replay(
    *,
    file: str,
    numbers: tuple[int, ...],
    step: str,
    reason: str,
    sets: tuple[str, ...],
    params_file: str | None,
    flow: str | None,
    workers: int | None,
    engine: str | None,
    limits: tuple[str, ...],
    max_errors: str | None,
    watching: Watching,
    trust: Trust,
    format_: str,
) -> int:
    """Do entries again after a fix, and put what becomes of them where it belongs.

    Each goes on from the step at which it stopped, as the flow and its plugins are now; no other document is
    run. The outputs are then those of a run in which these documents had not failed. A fix may be one of a
    plugin, of the flow from that step on, of a limit (--limit time=60s) or of the machine; where the input
    changed, `docflow run` does what changed.
    """
    picked = pick(file, None, trust)
    values = Values(set_=read_sets(sets), params_file=read_params(params_file))
    asked = Replay(Pick(frozenset(numbers), step, reason))
    with watched(watching, without_secrets(picked, values=values, flow=flow)) as seen:
        report = picked.run(
            values,
            flow=flow,
            workers=workers,
            engine=engine,
            watch=seen.watch,
            limits=limits_of(limits),
            budget=budget_of(max_errors),
            replay=asked,
        )
    if format_ == "json":
        figures = seen.figures
        whole = runs.as_json(report, parts=figures.all_parts, reused=figures.all_reused)
        put_json(
            whole | {"replayed": {"entries": asked.entries, "again": asked.again, "mixed": asked.others}}
        )
        return report.exit_code
    if not watching.quiet:
        put("\n".join([*outcome.lines(asked), ""]))
    show_report(report, seen, watching, format_, hinted(file, trust))
    return report.exit_code


def _place(place: str, values: Values, flow: str | None) -> str:
    """Return where the quarantine of a place is: of a flow file, its state folder."""
    return str(state_of(api.load(place), values, flow=flow)) if place.endswith(".flow") else place


def _flow_file(entry: Kept, place: str, file: Path) -> Path | None:
    """Return the flow file of an entry, which knows its name only: as PLACE, here, or above the outputs."""
    name = Path(entry.at.file).name
    if not name.endswith(".flow"):
        return None
    tried = (Path(place), Path(name), *(folder / name for folder in file.parents))
    return next((path for path in tried if path.name == name and path.is_file()), None)


def _written(entry: Kept, flow: Path | None) -> str:
    """Return the line at which a step is written, as the flow file is now; "" where it is not at hand."""
    if flow is None or not entry.at.line:
        return ""
    lines = flow.read_text(encoding="utf-8", errors="replace").split("\n")
    return lines[entry.at.line - 1] if entry.at.line <= len(lines) else ""
