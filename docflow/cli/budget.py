"""The option `--max-errors`: how many documents may fail."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from docflow.engine.budget import Budget
from docflow.errors import RefusedError
from docflow.io.escape import safe
from docflow.lang.typing.coercion import Misfit
from docflow.lang.typing.fromtext import parse_value
from docflow.model import RATIO

__all__ = ["budget_of", "budget_option"]

F = TypeVar("F", bound=Callable[..., Any])


def budget_option(command: F) -> F:
    """Add `--max-errors`; the command gets it as text, for `budget_of`."""
    return click.option(
        "--max-errors",
        metavar="N|RATIO",
        help="So many documents of a flow (10), or such a share (1%), may fail before the exit code is 3,"
        " whatever the flow says with `max_errors`.",
    )(command)


def budget_of(given: str | None) -> Budget | None:
    """Return the budget that the caller names, None for the flow's own; raises RefusedError."""
    if given is None:
        return None
    if given.isascii() and given.isdecimal():
        return Budget(count=int(given))
    found = parse_value(given, RATIO)
    if isinstance(found, Misfit) or not isinstance(found, (int, float)) or not 0 <= found <= 1:
        said = f"`--max-errors {safe(given)}` is neither a number of documents nor a share of them"
        raise RefusedError(f"{said}; write 10, or 1%")
    return Budget(float(found))
