"""The two folders that places in a plan are relative to, and the root that none of them may leave."""

import os
from pathlib import Path

from attrs import field, frozen

from docflow.io.confine import Root
from docflow.io.paths import written_path
from docflow.model import Place

__all__ = ["Bases"]


def _absolute(path: Path | str) -> Path:
    return Path(path).absolute()


def _root(given: Root | Path | str | None) -> Root | None:
    return None if given is None else Root.of(given)


@frozen
class Bases:
    """The folder of the flow file, and the folder of the caller (for what came by `--set`).

    `root` (a folder, or None for no limit) is what `--root` names: no place may lead out of it. Raises
    RefusedError for a root that is not there.
    """

    flow: Path = field(converter=_absolute)
    caller: Path = field(converter=_absolute)
    root: Root | None = field(default=None, converter=_root)

    def folder(self, place: Place) -> Path:
        """Return the folder that a place is relative to."""
        return self.caller if place.base == "caller" else self.flow

    def path(self, place: Place) -> Path:
        """Return the absolute path of a place, `~` expanded, links not resolved.

        Raises RefusedError for a path that cannot be one, or that leads out of the root.
        """
        return self.inside((self.folder(place) / written_path(place.path)).absolute(), place.path)

    def inside(self, path: Path, written: str) -> Path:
        """Return the path, which the flow calls `written`; raises RefusedError outside of the root."""
        return path if self.root is None else self.root.inside(path, written)

    def show(self, path: Path) -> str:
        r"""Return a path as users want to read it: relative to the caller's folder where it is below it.

        Bytes of a name that are no UTF-8 show as `\xff`.
        """
        shown = os.fspath(path).removeprefix(f"{os.fspath(self.caller).rstrip('/')}/")
        return shown if shown.isascii() else os.fsencode(shown).decode("utf-8", "backslashreplace")
