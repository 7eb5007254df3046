"""The two folders that places in a plan are relative to."""

import os
from pathlib import Path

from attrs import field, frozen

from docflow.io.paths import written_path
from docflow.model import Place

__all__ = ["Bases"]


def _absolute(path: Path | str) -> Path:
    return Path(path).absolute()


@frozen
class Bases:
    """The folder of the flow file, and the folder of the caller (for what came by `--set`)."""

    flow: Path = field(converter=_absolute)
    caller: Path = field(converter=_absolute)

    def folder(self, place: Place) -> Path:
        """Return the folder that a place is relative to."""
        return self.caller if place.base == "caller" else self.flow

    def path(self, place: Place) -> Path:
        """Return the absolute path of a place, `~` expanded, links not resolved. Raises RefusedError."""
        return (self.folder(place) / written_path(place.path)).absolute()

    def show(self, path: Path) -> str:
        r"""Return a path as users want to read it: relative to the caller's folder where it is below it.

        Bytes of a name that are no UTF-8 show as `\xff`.
        """
        shown = os.fspath(path).removeprefix(f"{os.fspath(self.caller).rstrip('/')}/")
        return shown if shown.isascii() else os.fsencode(shown).decode("utf-8", "backslashreplace")
