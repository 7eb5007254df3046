"""The folder of a run's state, `OUT/.docflow/NAME`: one run at a time, and staging that never outlives it."""

import errno
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

from attrs import define, field

from docflow.engine.halt import Signals
from docflow.errors import MachineError, RefusedError
from docflow.io import disk
from docflow.io.atomic import claimed, locked, probe, stage
from docflow.io.names import encode

__all__ = ["STATE", "Room", "entered", "state_folder"]

STATE = ".docflow"
LOCK = ".lock"
"""One for all flows that write into a folder; with a dot, as a flow may be called `lock`."""
_BROKEN = (errno.ENOSPC, errno.EDQUOT, errno.EIO)
"""The machine is at fault, not the request."""


@define
class Room:
    """The state folder of a run that is under way: `folder` stays, `staging` goes with the run.

    Outputs on another file system than `staging` are staged in a folder of their own beside them.
    """

    name: str
    folder: Path
    staging: Path
    _others: dict[Path, Path] = field(factory=dict)

    def staging_for(self, target: Path) -> Path:
        """Return the folder in which the files of a target are staged: on the target's file system."""
        below = _existing(target)
        if below.stat().st_dev == self.staging.stat().st_dev:
            return self.staging
        if below not in self._others:
            self._others[below] = stage(state_folder(below, self.name), "staging")
        return self._others[below]

    def clear(self) -> None:
        """Remove all staging, and the folders around the staging of other file systems where empty."""
        for folder in (self.staging, *self._others.values()):
            with suppress(OSError):
                disk.remove_tree(folder)
        for folder in self._others.values():
            with suppress(OSError):
                folder.parent.rmdir()
                folder.parent.parent.rmdir()


def state_folder(out: Path, name: str) -> Path:
    """Return where the state of a plan stands below an output folder."""
    return out / STATE / encode(name or "flow")


@contextmanager
def entered(
    out: Path, name: str, folders: Iterable[Path] = (), signals: Signals | None = None
) -> Iterator[Room]:
    """Make the state folder and lock its place for the block; what a killed run left in staging is removed.

    `folders` are those of the outputs: each is made, proven to be writable, and held, so that no run of
    another flow writes there at the same time (its state may stand elsewhere, if its outputs do).

    Raises RefusedError when nothing can be written there, MachineError when another run is at work or
    the disk is full or broken.
    """
    folder = state_folder(out, name)
    wanted = (folder, *dict.fromkeys(folders))
    made = {path for each in wanted for path in (each, *each.parents) if not path.exists()}
    try:
        for each in wanted:
            probe(each)
    except MachineError as error:
        for path in sorted(made, reverse=True):  # a refusal leaves nothing behind
            with suppress(OSError):
                path.rmdir()
        raise _refused(error) from error
    with locked(out / STATE / LOCK), claimed(wanted[1:]):
        room = Room(name, folder, stage(folder, "staging"))
        try:
            yield room
        finally:
            with signals.later() if signals else nullcontext():  # a second Ctrl-C must not leave staging
                room.clear()


def _refused(error: MachineError) -> Exception:
    cause = error.__cause__
    if isinstance(cause, OSError) and cause.errno in _BROKEN:
        return error
    return RefusedError(f"{error}; nothing was run")


def _existing(path: Path) -> Path:
    """Return the nearest folder at or above a path that exists."""
    while not path.is_dir():
        path = path.parent
    return path
