"""`docflow run`: run a flow and print the report."""

from pathlib import Path

import click

from docflow import api
from docflow.cli.budget import budget_of, budget_option
from docflow.cli.hearing import without_secrets
from docflow.cli.limiting import limit_option, limits_of
from docflow.cli.options import flow_file, format_option, parameters
from docflow.cli.params import read_params, read_sets
from docflow.cli.trust import sandboxing, trusting
from docflow.cli.watching import Watching, hinted, show_report, tell_findings, watched, watching_options
from docflow.errors import RefusedError
from docflow.flowfile.file import Checked
from docflow.flowfile.trust import Trust
from docflow.io.confine import Root
from docflow.lang.elaborate import Values
from docflow.settings import settings_for

__all__ = ["command", "pick"]


def pick(file: str | None, text: str | None, trust: Trust | None = None) -> api.Flow:
    """Return the flow that FILE or `-e TEXT` names, as far as it is trusted.

    Raises RefusedError for none or both, and for a file that the trust does not admit.
    """
    if (file is None) == (text is None):
        raise RefusedError("give a flow file, or the flow itself with `-e TEXT` (one of the two)")
    trust = trust or Trust()
    if file is None:
        return api.Flow(text or "", "<flow>", Path.cwd()).within(trust)
    trust.admit(Path(file))
    return api.load(file).within(trust)


def warn(checked: Checked, folder: Path, watching: Watching, root: Root | None = None) -> None:
    """Tell of the warnings of a flow without errors on standard error, but those that its project has off."""
    if checked.ok and checked.diagnostics:
        tell_findings(settings_for(folder, root).shown(checked.diagnostics), checked.sources, watching)


@click.command("run")
@flow_file
@parameters
@click.option(
    "--workers", type=click.IntRange(1), help="Worker processes (default: what the flow says, or one a core)."
)
@click.option(
    "--engine",
    metavar="NAME",
    help="Where the work is done: processes (default), inline (this process, without protection), or a pool"
    " that a plugin brings.",
)
@click.option("--fresh", is_flag=True, help="Reuse nothing of an earlier run.")
@limit_option
@budget_option
@watching_options
@sandboxing
@trusting
@format_option
def command(
    *,
    file: str | None,
    text: str | None,
    sets: tuple[str, ...],
    params_file: str | None,
    flow: str | None,
    workers: int | None,
    engine: str | None,
    fresh: bool,
    limits: tuple[str, ...],
    max_errors: str | None,
    watching: Watching,
    trust: Trust,
    format_: str,
) -> int:
    """Run a flow: FILE, or the flow itself with -e.

    Prints where every document went, what each rule removed and where the outputs are.
    """
    picked = pick(file, text, trust)
    values = Values(set_=read_sets(sets), params_file=read_params(params_file))
    warn(picked.check(values, flow=flow), picked.folder, watching, trust.project_root(picked.folder))
    with watched(watching, without_secrets(picked, values=values, flow=flow)) as seen:
        report = picked.run(
            values,
            flow=flow,
            workers=workers,
            engine=engine,
            watch=seen.watch,
            limits=limits_of(limits),
            budget=budget_of(max_errors),
            fresh=fresh,
        )
    show_report(report, seen, watching, format_, hinted(file, trust))
    return report.exit_code
