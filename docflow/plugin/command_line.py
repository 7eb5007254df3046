"""What a plugin gets to add verbs: the argument of `docflow_commands`."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from docflow.model import Document

__all__ = ["CommandLine"]


class CommandLine(Protocol):
    """The command line of docflow, as its plugins see it. May only grow."""

    def add_command(self, command: Any) -> None:
        """Add a click command as a verb; it returns the exit code. Errors of docflow may pass through it."""

    def put(self, text: str) -> None:
        """Print a result. What comes from data passes `safe` of the reader's terminal in any case."""

    def put_json(self, value: object) -> None:
        """Print a result for programs."""

    def note(self, text: str) -> None:
        """Print a line for people, on standard error."""

    def read(
        self,
        take: Callable[[Document], None],
        *,
        flow: str | None = None,
        inputs: Sequence[str] = (),
        sets: Mapping[str, str] | None = None,
    ) -> None:
        """Read documents as a run would and give each to `take`, in order; nothing is written.

        They are those of the sources of the flow file `flow`, with `inputs` (files, folders, globs) in their
        place where some are given; without a flow, `inputs` are read as `docflow clean` reads them. `sets`
        are values of params. What cannot be read is left out, and counted in a note.

        Raises FlowError, RefusedError or InputError, which end the command with their message.
        """
