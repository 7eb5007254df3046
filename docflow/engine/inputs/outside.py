"""Files that a glob finds but that lead out of the root: a link in the data is told of, never followed.

Such a file costs the run one entry of the quarantine (reason `outside`), as any other bad file does: whoever
sends documents must not be able to stop a run with a link. A path that the flow itself writes is refused
instead, before the run begins.
"""

import os
from collections.abc import Callable

from docflow.engine.inputs.part import InputFile
from docflow.io.confine import Root
from docflow.io.globs import Found

__all__ = ["OUTSIDE", "is_outside", "outside", "outside_of"]

OUTSIDE = "outside"
"""The reason in the quarantine."""
_NOWHERE = -1


def outside(found: Found, folder: str) -> InputFile:
    """Return the file as one that is not to be read: nothing of what it leads to is looked at."""
    return InputFile(found, folder, 0, 0, _NOWHERE, _NOWHERE)


def is_outside(file: InputFile) -> bool:
    """Whether a file leads out of the root, so that it must not be read."""
    return file.device == _NOWHERE


def outside_of(root: Root) -> Callable[[Found], bool]:
    """Return the function that judges found files: their folders once each, then themselves if links."""
    folders: dict[str, bool] = {}

    def judge(found: Found) -> bool:
        path = f"{found.root}/{found.tail}"
        folder = path.rpartition("/")[0] or "/"
        if folder not in folders:
            folders[folder] = root.holds(folder)
        if not folders[folder]:
            return True
        return os.path.islink(path) and not root.holds(path)  # noqa: PTH114 - a Path for each costs more

    return judge
