"""How a failed command ends: one message on standard error, an exit code, no traceback."""

import itertools
import json
import os
import sys
from collections.abc import Sequence

import click

from docflow.errors import DocflowError, FlowError
from docflow.io.escape import safe
from docflow.report import diagnostics

__all__ = ["BUG", "bug", "colours", "show", "wants_json"]

BUG = 70
"""Exit code of an internal error (EX_SOFTWARE of sysexits.h); never a user's mistake."""


def colours(stream_is_terminal: bool) -> bool:
    """Whether to colour output: NO_COLOR and FORCE_COLOR first, then whether it is a terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or stream_is_terminal


def wants_json(arguments: Sequence[str]) -> bool:
    """Whether the command line asked for `--format json`, also when the command did not get that far."""
    return "--format=json" in arguments or ("--format", "json") in itertools.pairwise(arguments)


def show(error: DocflowError, *, as_json: bool) -> int:
    """Print an error for people (standard error) or programs (standard output); return its exit code."""
    if as_json:
        click.echo(json.dumps(_as_json(error), ensure_ascii=False, indent=2))
    elif isinstance(error, FlowError):
        colour = colours(sys.stderr.isatty())
        click.echo(diagnostics.render(error.diagnostics, error.sources, color=colour), err=True, nl=False)
    else:
        click.echo(f"docflow: {safe(str(error))}", err=True)
    return error.exit_code


def _as_json(error: DocflowError) -> dict[str, object]:
    if isinstance(error, FlowError):
        return {"exit_code": error.exit_code, "diagnostics": diagnostics.as_json(error.diagnostics)}
    return {"exit_code": error.exit_code, "error": safe(str(error))}


def bug(error: Exception) -> int:
    """Print one line about an internal error; `DOCFLOW_TRACEBACK=1` shows where it happened."""
    if os.environ.get("DOCFLOW_TRACEBACK"):
        sys.__excepthook__(type(error), error, error.__traceback__)
    click.echo(
        f"docflow: internal error: {type(error).__name__}: {safe(str(error))}\n"
        "This is a bug in docflow or a plugin, not in your flow. Set DOCFLOW_TRACEBACK=1 to see where.",
        err=True,
    )
    return BUG
