"""`docflow test`: run the tests that stand in flow files."""

from collections.abc import Sequence

import click

from docflow.cli.output import coloured
from docflow.cli.selection import select
from docflow.cli.testing import FORMATS, Session
from docflow.report.failures import Look

__all__ = ["command"]


@click.command("test")
@click.argument("targets", nargs=-1, metavar="[FILE|FILE:LINE|FILE::NAME|FOLDER]...")
@click.option("-k", "words", metavar="WORDS", multiple=True, help="Run the tests whose name holds WORDS.")
@click.option("-x", "--fail-fast", "fast", is_flag=True, help="Stop at the first test that fails.")
@click.option("-q", "--quiet", is_flag=True, help="Show only what fails, and the sum.")
@click.option("-v", "--verbose", is_flag=True, help="Show the claims of each test.")
@click.option("--update", is_flag=True, help="Write the snapshots anew, and remove those that are obsolete.")
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", help="How to print it.")
def command(
    *,
    targets: Sequence[str],
    words: Sequence[str],
    fast: bool,
    quiet: bool,
    verbose: bool,
    update: bool,
    format_: str,
) -> int:
    """Run the tests that stand in flow files; without a file, all below this folder.

    Exits with 1 when a test fails, with 2 when a flow is wrong (the tests of the others run all the same).
    A test needs no files, params, secrets or network: it brings its own documents.
    """
    session = Session(format_, Look(color=coloured()), quiet=quiet, verbose=verbose, update=update, fast=fast)
    for selection in select(targets):
        if not session.file(selection, words):
            break
    return session.close(words)
