"""How a failed command ends: one message on standard error, an exit code, no traceback."""

import itertools
import os
import sys
from collections.abc import Sequence

import click

from docflow.cli.output import coloured_errors, put_error, put_json
from docflow.errors import DocflowError, FlowError
from docflow.io.escape import safe
from docflow.report import diagnostics

__all__ = ["BUG", "bug", "misused", "show", "wants_json"]

MOST = 2000
"""The most characters of a message; those of the engine are short, but hold paths of the user."""
BUG = 70
"""Exit code of an internal error (EX_SOFTWARE of sysexits.h); never a user's mistake."""


def wants_json(arguments: Sequence[str]) -> bool:
    """Whether the command line asked for `--format json`, also when the command did not get that far."""
    return "--format=json" in arguments or ("--format", "json") in itertools.pairwise(arguments)


def show(error: DocflowError, *, as_json: bool) -> int:
    """Print an error for people (standard error) or programs (standard output); return its exit code."""
    if as_json:
        put_json(_as_json(error))
    elif isinstance(error, FlowError):
        put_error(diagnostics.render(error.diagnostics, error.sources, color=coloured_errors()), end="")
    else:
        put_error(f"docflow: {safe(str(error), MOST)}")
    return error.exit_code


def _as_json(error: DocflowError) -> dict[str, object]:
    if isinstance(error, FlowError):
        return {"exit_code": error.exit_code, "diagnostics": diagnostics.as_json(error.diagnostics)}
    return {"exit_code": error.exit_code, "error": safe(str(error), MOST)}


def misused(error: click.ClickException, *, as_json: bool) -> int:
    """Print what is wrong with a command line; return the exit code 2."""
    if as_json:
        put_json({"exit_code": 2, "error": safe(error.format_message(), MOST)})
    else:
        error.show()
    return 2


def bug(error: Exception, *, as_json: bool) -> int:
    """Print one line about an internal error; `DOCFLOW_TRACEBACK=1` shows where it happened."""
    if os.environ.get("DOCFLOW_TRACEBACK"):
        sys.__excepthook__(type(error), error, error.__traceback__)
    said = f"internal error: {type(error).__name__}: {safe(str(error))}"
    if as_json:
        put_json({"exit_code": BUG, "error": said})
    put_error(
        f"docflow: {said}\n"
        "This is a bug in docflow or a plugin, not in your flow. Set DOCFLOW_TRACEBACK=1 to see where."
    )
    return BUG
