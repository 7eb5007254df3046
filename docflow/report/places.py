"""Where a file is, as the services want it that show findings beside code: from the folder of the command."""

import os
from pathlib import Path

__all__ = ["shown_from"]


def shown_from(folder: Path, name: str) -> str:
    """Return the name of a file relative to a folder with `/` between its parts, absolute outside of it.

    Names in angle brackets, such as `<flow>`, stand for no file and stay.
    """
    if name.startswith("<"):
        return name
    path = os.path.relpath(folder / name, folder)
    return Path(path if not path.startswith("..") else os.path.normpath(folder / name)).as_posix()
