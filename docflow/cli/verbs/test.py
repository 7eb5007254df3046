"""`docflow test`: run the tests that stand in flow files."""

from collections.abc import Sequence
from importlib import import_module

import click

from docflow.cli.covering import Cover
from docflow.cli.options import parameters
from docflow.cli.output import coloured, columns
from docflow.cli.selection import select
from docflow.cli.testing import Session
from docflow.cli.verdict import FORMATS
from docflow.errors import RefusedError
from docflow.report.failures import Look

__all__ = ["command"]


@click.command("test")
@click.argument("targets", nargs=-1, metavar="[FILE|FILE:LINE|FILE::NAME|FOLDER]...")
@click.option("-k", "words", metavar="WORDS", multiple=True, help="Run the tests whose name holds WORDS.")
@click.option("-x", "--fail-fast", "fast", is_flag=True, help="Stop at the first test that fails.")
@click.option("-q", "--quiet", is_flag=True, help="Show only what fails, and the sum.")
@click.option("-v", "--verbose", is_flag=True, help="Show the claims of each test.")
@click.option("--update", is_flag=True, help="Write the snapshots anew, and remove those that are obsolete.")
@click.option("--coverage", is_flag=True, help="Tell what no test reaches, and how much they reach.")
@click.option("--coverage-min", metavar="PERCENT", help="Exit with 1 when the tests reach less (`90%`).")
@click.option("--deny", multiple=True, metavar="CODE", help="Exit with 1 for a warning: DF0605, warnings.")
@click.option(
    "--record", "document", metavar="DOC", help="Write a test from a file, an id of the inputs, `-`."
)
@click.option("--name", metavar="NAME", help="With --record: the name of the test.")
@click.option(
    "--of", metavar="FLOW|STAGE", help="With --record: what it is of, with arguments if it has any."
)
@parameters
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", help="How to print it.")
def command(
    *,
    targets: Sequence[str],
    words: Sequence[str],
    fast: bool,
    quiet: bool,
    verbose: bool,
    update: bool,
    coverage: bool,
    coverage_min: str | None,
    deny: Sequence[str],
    document: str | None,
    name: str | None,
    of: str | None,
    sets: tuple[str, ...],
    params_file: str | None,
    flow: str | None,
    format_: str,
) -> int:
    """Run the tests that stand in flow files; without a file, all below this folder.

    Exits with 1 when a test fails, with 2 when a flow is wrong (the tests of the others run all the same).
    A test needs no files, params, secrets or network: it brings its own documents.
    """
    if document is not None:
        recording = import_module("docflow.cli.recording")  # a test run needs no formatter and no inputs
        asked = recording.Asked(document, of or flow, name, sets, params_file)
        code: int = recording.record_document(_only(targets), asked, format_)
        return code
    if sets or params_file or flow or name or of:
        raise RefusedError("a test has its own values; `--set`, `--of` and `--name` are for `--record DOC`")
    least = _percent(coverage_min)
    look = Look(color=coloured(), width=columns())
    session = Session(format_, look, quiet=quiet, verbose=verbose, update=update, fast=fast)
    if coverage or least is not None or deny:
        session.verdict.cover = Cover(least, deny)
    for selection in select(targets):
        if not session.file(selection, words):
            break
    return session.close(words)


def _only(targets: Sequence[str]) -> str:
    if len(targets) != 1:
        raise RefusedError("a test is recorded into one flow file: `docflow test FILE --record DOC`")
    return targets[0]


def _percent(text: str | None) -> float | None:
    """Read `90` or `90%`; raises RefusedError for anything else."""
    if text is None:
        return None
    try:
        value = float(text.strip().removesuffix("%"))
    except ValueError:
        value = -1.0
    if not 0 <= value <= 100:
        raise RefusedError(
            f"`--coverage-min {text}` is no percentage; write for example `--coverage-min 90%`"
        )
    return value
