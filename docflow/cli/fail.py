"""How a failed command ends: one message on standard error, an exit code, no traceback."""

import io
import itertools
import os
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from docflow.cli.output import coloured_errors, put_document, put_error, put_json
from docflow.errors import DocflowError, FlowError, MachineError
from docflow.io.escape import safe
from docflow.report import diagnostics

__all__ = ["BUG", "adrift", "bug", "misused", "show", "wanted_format", "wanted_log"]

MOST = 2000
"""The most characters of a message; those of the engine are short, but hold paths of the user."""
BUG = 70
"""Exit code of an internal error (EX_SOFTWARE of sysexits.h); never a user's mistake."""
_FOR_PROGRAMS = ("json", "github", "sarif", "junit")


def wanted_format(arguments: Sequence[str]) -> str:
    """Return what programs read that the command line asked for, also when it did not get that far.

    One of json, github, sarif and junit; "text" for any other.
    """
    wanted = "text"
    for before, argument in itertools.pairwise(("", *arguments)):
        if argument.startswith("--format="):
            wanted = argument.removeprefix("--format=")
        elif before == "--format":
            wanted = argument
    return wanted if wanted in _FOR_PROGRAMS else "text"


def wanted_log(arguments: Sequence[str]) -> str:
    """Return "json" when the command line asked for a log that programs read, else ""."""
    asked = [after for before, after in itertools.pairwise((*arguments, "")) if before == "--log"]
    asked += [each.removeprefix("--log=") for each in arguments if each.startswith("--log=")]
    if asked:
        return "json" if asked[-1] == "json" else ""
    verbose = any(each in ("-v", "--verbose") for each in arguments)
    return "json" if verbose and "run" in arguments and wanted_format(arguments) == "json" else ""


def show(error: DocflowError, *, format_: str, log: str = "") -> int:
    """Print an error for people (standard error) and programs (standard output); return its exit code.

    With a `log` for programs standard error gets an event in place of a message.
    """
    if log:
        import_module("docflow.report.log").tell_failure(put_error, error)
        if format_ == "json":
            put_json(_as_json(error))
        return error.exit_code
    if format_ == "json":
        put_json(_as_json(error))
        return error.exit_code
    if isinstance(error, FlowError):
        if format_ != "text":
            put_document(format_, _documents().flow_error(format_, error))
        put_error(diagnostics.render(error.diagnostics, error.sources, color=coloured_errors()), end="")
    else:
        _refuse(safe(str(error), MOST), error.exit_code, format_)
        put_error(f"docflow: {safe(str(error), MOST)}")
    return error.exit_code


def _refuse(message: str, exit_code: int, format_: str) -> None:
    """Print a document of a service that reads findings; nothing for people."""
    if format_ not in ("text", "json"):
        put_document(format_, _documents().refusal(format_, message, exit_code))


def _documents() -> Any:
    return import_module("docflow.cli.documents")


def _as_json(error: DocflowError) -> dict[str, object]:
    if isinstance(error, FlowError):
        return {"exit_code": error.exit_code, "diagnostics": diagnostics.as_json(error.diagnostics)}
    return {"exit_code": error.exit_code, "error": safe(str(error), MOST)}


def misused(error: click.ClickException, *, format_: str) -> int:
    """Print what is wrong with a command line; return the exit code 2."""
    said = safe(error.format_message(), MOST)
    if format_ == "json":
        put_json({"exit_code": 2, "error": said})
    else:
        _refuse(said, 2, format_)
        shown = io.StringIO()
        error.show(shown)
        put_error(shown.getvalue(), end="")
    return 2


def adrift(error: FileNotFoundError, *, format_: str, log: str = "") -> int:
    """Print that the current folder was deleted, if it was; what else is missing is a bug."""
    try:
        os.getcwd()  # noqa: PTH109 - asks for nothing else
    except FileNotFoundError:
        gone = MachineError("the current folder was deleted; change to another one and try again")
        return show(gone, format_=format_, log=log)
    return bug(error, format_=format_, log=log)


def bug(error: Exception, *, format_: str, log: str = "") -> int:
    """Print one line about an internal error; `DOCFLOW_TRACEBACK=1` shows where it happened."""
    if os.environ.get("DOCFLOW_TRACEBACK"):
        put_error("".join(import_module("traceback").format_exception(error)), end="")
    said = f"internal error: {type(error).__name__}: {safe(str(error))}"
    if format_ == "json":
        put_json({"exit_code": BUG, "error": said})
    _refuse(said, BUG, format_)
    if log:
        import_module("docflow.report.log").tell_stop(put_error, BUG, said)
        return BUG
    put_error(
        f"docflow: {said}\n"
        "This is a bug in docflow or a plugin, not in your flow. Set DOCFLOW_TRACEBACK=1 to see where."
    )
    return BUG
