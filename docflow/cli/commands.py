"""What the hook `docflow_commands` gets: a place for verbs, and what verbs of plugins may use."""

from collections.abc import Callable, Collection, Mapping, Sequence
from importlib import import_module

import click

from docflow.catalog.catalog import Catalog
from docflow.cli.output import put, put_error, put_json
from docflow.errors import RefusedError
from docflow.flowfile.file import FlowFile, read_flow
from docflow.lang.elaborate import Values
from docflow.model import Document

__all__ = ["Commands"]


class Commands:
    """A `docflow.plugin.CommandLine`; `found` are the verbs that plugins added."""

    def __init__(self, taken: Collection[str], catalog: Catalog) -> None:
        self.found: dict[str, click.Command] = {}
        self._taken = taken
        self._catalog = catalog
        self._said: set[str] = set()

    def add_command(self, command: click.Command) -> None:
        """Add a click command as a verb of docflow."""
        if command.name and command.name not in self._taken:
            self.found[command.name] = command

    def put(self, text: str) -> None:
        """Print a result."""
        put(text)

    def put_json(self, value: object) -> None:
        """Print a result for programs."""
        put_json(value)

    def note(self, text: str) -> None:
        """Print a line for people, on standard error."""
        put_error(text)

    def read(
        self,
        take: Callable[[Document], None],
        *,
        flow: str | None = None,
        inputs: Sequence[str] = (),
        sets: Mapping[str, str] | None = None,
    ) -> None:
        """Read documents as a run would and give each to `take`, in order (see `CommandLine`)."""
        if flow is None and not inputs:
            raise RefusedError("there is nothing to read; name a flow file, or give `--input PATH`")
        sources = import_module("docflow.flowfile.sources")
        if flow is None:
            found: FlowFile = sources.plain_reading(inputs, self._catalog)
        else:
            found = FlowFile(*read_flow(flow), self._catalog)
        rejected: int = sources.read_sources(found, take, inputs, Values(set_=dict(sets or {})))
        if rejected:
            what = "1 document" if rejected == 1 else f"{rejected:,} documents"
            self._once(
                f"docflow: {what} could not be read; a run keeps what it cannot read in its quarantine"
            )

    def _once(self, text: str) -> None:
        """Say something, once only: a verb may read its documents more often."""
        if text not in self._said:
            self._said.add(text)
            put_error(text)
