"""What stands around a text: found line by line over the whole document, removed with a reason."""

from importlib import import_module

from docflow.plugin import CommandLine, hookimpl
from docflow_residue.repeated import Repeated

__all__ = ["docflow_commands", "docflow_components"]


@hookimpl
def docflow_components() -> tuple[type, ...]:
    """Return the components of the namespace."""
    return (Repeated,)


@hookimpl
def docflow_commands(cli: CommandLine) -> None:
    """Add the verb `learn`."""
    cli.add_command(import_module("docflow_residue.learning.command").learn_command(cli))
