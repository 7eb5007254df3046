"""What stands around a text: found line by line over the whole document, removed with a reason."""

from collections.abc import Iterable
from importlib import import_module

from docflow.plugin import Cleaned, CommandLine, Hazard, ProgramView, hookimpl
from docflow_residue.remove import Remove
from docflow_residue.repeated import Repeated

__all__ = ["docflow_checks", "docflow_cleaned", "docflow_commands", "docflow_components"]


@hookimpl
def docflow_components() -> tuple[type, ...]:
    """Return the components of the namespace."""
    return (Remove, Repeated)


@hookimpl
def docflow_commands(cli: CommandLine) -> None:
    """Add the verbs `learn` and `residue`."""
    cli.add_command(import_module("docflow_residue.learning.command").learn_command(cli))
    cli.add_command(import_module("docflow_residue.packs.command").residue_command(cli))


@hookimpl
def docflow_checks(program: ProgramView) -> Iterable[Hazard]:
    """Say what is wrong with the packs that the steps name; read where there are any."""
    if not any(name == "packs" for step in program.steps for name, _ in step.options):
        return ()
    found: Iterable[Hazard] = import_module("docflow_residue.packs.hazards").pack_hazards(program)
    return found


@hookimpl
def docflow_cleaned(cleaned: Cleaned) -> Iterable[str]:
    """Say what repeats across documents after they were cleaned."""
    said: Iterable[str] = import_module("docflow_residue.learning.remark").remarks(cleaned)
    return said
