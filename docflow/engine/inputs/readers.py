"""Which reader reads a file: the one that the flow names, or for `files` the one of the file's suffix."""

from collections.abc import Mapping
from typing import Any

from attrs import evolve, field, frozen

from docflow.engine.components import Components, title
from docflow.engine.desk import Desk, Pointer, Spot
from docflow.engine.limits import Limits
from docflow.engine.steps.piece import Push
from docflow.io.suffixes import suffix_of
from docflow.plan.ir import Call, Where

__all__ = ["FileReaders", "Intake", "PluginSource", "file_readers", "plugin_source"]


@frozen
class FileReaders:
    """The readers of one source of files; `own` reads (or rejects) what no suffix claims.

    `suffixes` are those of the reader that the flow names; without any it reads every file.
    """

    spot: Spot
    own: Any
    by_suffix: Mapping[str, Any]
    max_doc: int
    suffixes: tuple[str, ...] = ()
    limits: Limits = field(factory=Limits)

    def choose(self, name: str) -> Any:
        """Return the reader for a file name."""
        return self.by_suffix.get(suffix_of(name), self.own)

    def claims(self, name: str) -> bool:
        """Return whether a reader names the suffix of a file: then it is read as it is, even an archive."""
        suffix = suffix_of(name)
        return suffix in self.by_suffix or suffix in self.suffixes

    def takes(self, name: str) -> bool:
        """Return whether a file in an archive is for these readers."""
        return not self.suffixes or suffix_of(name) in self.suffixes


@frozen
class Intake:
    """The readers of files with what takes their documents and counts."""

    readers: FileReaders
    push: Push
    desk: Desk

    def between(self) -> None:
        """Say that what is done now is not the reader's; raises Died where workers died of it before."""
        self.desk.hand.between(self.desk.tally.main.seen, self.readers.spot.id)

    def reject(self, where: Pointer, reason: str, message: str) -> None:
        """Put a place of an input into the quarantine."""
        self.desk.reject(where, self.readers.spot, reason, message)


@frozen
class PluginSource:
    """A component that brings its documents itself."""

    spot: Spot
    component: Any
    max_doc: int


def file_readers(
    call: Call, at: Where, max_doc: int, components: Components, limits: Limits | None = None
) -> FileReaders:
    """Build the readers of a call: of each kind in `call.readers` first come, first served by suffix."""
    spot = Spot(f"from {call.component.removeprefix('core.')}", title(call), at)
    by_suffix: dict[str, Any] = {}
    for reader in call.readers:
        given = components.shared(call, reader)
        opened = components.opened(given, spot.id)
        for suffix in components.suffixes(reader):
            by_suffix.setdefault(suffix, opened)
    own = components.opened(evolve(call, readers=()), spot.id)
    return FileReaders(spot, own, by_suffix, max_doc, components.suffixes(call), limits or Limits())


def plugin_source(call: Call, at: Where, max_doc: int, components: Components) -> PluginSource:
    """Build a component of the kind `source`."""
    spot = Spot(f"from {call.component.removeprefix('core.')}", title(call), at)
    return PluginSource(spot, components.opened(call, spot.id), max_doc)
