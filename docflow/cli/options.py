"""Options that several verbs share."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from docflow.errors import RefusedError

__all__ = ["flow_file", "format_option", "parameters", "read_params", "read_sets"]

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


def read_sets(sets: tuple[str, ...]) -> dict[str, str]:
    """Return `--set name=value` pairs; raises RefusedError for one without `=`."""
    pairs = {}
    for given in sets:
        name, equals, value = given.partition("=")
        if not equals:
            raise RefusedError(f"`--set {given}` has no value; write `--set {given}=VALUE`")
        pairs[name.strip()] = value
    return pairs


def read_params(path: str | None) -> dict[str, Any]:
    """Return the values of a `--params` file; raises RefusedError when it cannot be read."""
    if path is None:
        return {}
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise RefusedError(f"there is no params file `{path}`") from None
    except OSError as error:
        raise RefusedError(f"the params file `{path}` cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RefusedError(f"the params file `{path}` is not valid TOML: {error}") from None
