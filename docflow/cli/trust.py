"""Options that say how far a flow is trusted: `--root`, `--untrusted`, `--plugins`, `--sandbox`."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from docflow.errors import RefusedError
from docflow.flowfile.trust import Sandbox, Trust

__all__ = ["sandboxing", "trusting"]

Command = Callable[..., Any]
OPTIONS = (
    click.option(
        "--root", metavar="DIR", help="Let the flow read and write below this folder only, links followed."
    ),
    click.option(
        "--untrusted",
        is_flag=True,
        help="For a stranger's flow: its own folder, no secrets, half of each limit, built-in plugins.",
    ),
    click.option(
        "--plugins",
        metavar="NAME[==VERSION],...",
        help="The plugins that the flow may use besides the built-in ones.",
    ),
)
SANDBOX = click.option(
    "--sandbox",
    type=click.Choice(["auto", "require", "off"]),
    default="auto",
    help="Confine workers: as far as this system can, fully or not at all (default: auto).",
)


def trusting(command: Command) -> Command:
    """Add `--root`, `--untrusted` and `--plugins`; the command gets them as `trust`."""

    @wraps(command)
    def with_trust(
        *, root: str | None, untrusted: bool, plugins: str | None, sandbox: Sandbox = "auto", **rest: Any
    ) -> Any:
        folder = None if root is None else _folder(root)
        names = (
            None if plugins is None else tuple(name.strip() for name in plugins.split(",") if name.strip())
        )
        return command(trust=Trust(folder, untrusted, names, sandbox), **rest)

    wrapped: Command = with_trust
    for option in reversed(OPTIONS):
        wrapped = option(wrapped)
    return wrapped


def sandboxing(command: Command) -> Command:
    """Add `--sandbox`; stands above `trusting`, which hands it on."""
    return SANDBOX(command)


def _folder(root: str) -> Path:
    if not root:
        raise RefusedError("`--root` is empty; write `--root .` for this folder")
    return Path(root)
