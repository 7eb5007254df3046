"""Options that several verbs share."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

__all__ = ["flow_file", "format_option", "parameters"]

F = TypeVar("F", bound=Callable[..., Any])


def format_option(command: F) -> F:
    """Add `--format text|json`."""
    choice = click.Choice(["text", "json"])
    return click.option("--format", "format_", type=choice, default="text", help="How to print the result.")(
        command
    )


def flow_file(command: F) -> F:
    """Add the argument FILE and the option `-e TEXT`, one of which names the flow."""
    command = click.option("-e", "text", metavar="TEXT", help="The flow itself, instead of a file.")(command)
    return click.argument("file", required=False)(command)


def parameters(command: F) -> F:
    """Add `--set`, `--params` and `--flow`."""
    command = click.option("--flow", metavar="NAME", help="Take this flow of the file (and those it reads).")(
        command
    )
    command = click.option(
        "--params", "params_file", metavar="FILE", help="Read values of params from a TOML file."
    )(command)
    return click.option(
        "--set", "sets", metavar="NAME=VALUE", multiple=True, help="Give a param a value; may be repeated."
    )(command)
