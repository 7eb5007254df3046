"""Links that were planted where a run keeps its state: they would have it write somewhere else."""

import os
from collections.abc import Iterator
from pathlib import Path

from docflow.engine.state.room import STATE
from docflow.errors import RefusedError
from docflow.io.confine import Root
from docflow.io.escape import safe

__all__ = ["refuse_linked_state"]


def refuse_linked_state(folder: Path, root: Root | None) -> None:
    """Refuse a link in any `.docflow` of an output folder or of a folder above it, up to the root.

    A run never makes one, so somebody else did. Without a root nothing is looked for.
    Raises RefusedError that names the link.
    """
    if root is None:
        return
    for each in (folder, *folder.parents):
        if not root.holds(each):
            return
        for link in _links(each / STATE):
            raise RefusedError(
                f"`{safe(str(link), None)}` is a link; docflow keeps its state there and would write"
                " through it; delete it"
            )


def _links(state: Path) -> Iterator[Path]:
    """Yield the links in a folder of state; itself, if it is one."""
    if state.is_symlink():
        yield state
        return
    for folder, folders, files in os.walk(state):
        for name in (*folders, *files):
            path = Path(folder, name)
            if path.is_symlink():
                yield path
