"""Writing a file of the user in place: at every moment its name stands over the old text or the new one."""

import os
import stat
from contextlib import suppress
from pathlib import Path

from docflow.errors import MachineError
from docflow.io import atomic, disk

__all__ = ["rewrite"]


def rewrite(path: Path, data: bytes) -> None:
    """Give a file other contents; where it exists its permissions stay, and a link still leads to it.

    Raises MachineError when it cannot be written, is read-only or is no ordinary file; then it holds what
    it held before.
    """
    _permitted(path)
    final = Path(os.path.realpath(path))
    temp = final.with_name(f".{final.name}.docflow-{os.getpid()}")
    try:
        with atomic.told("cannot write", final):
            with disk.open_new(temp) as file:
                file.write(data)
            if final.exists():
                disk.copy_mode(final, temp)
        atomic.commit(temp, final)
    finally:
        disk.remove(temp)


def _permitted(path: Path) -> None:
    """Look at the file itself, since a rename asks for rights on its folder only and replaces anything."""
    with atomic.told("cannot write", path), suppress(FileNotFoundError):
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise MachineError(f"cannot write `{path}`: it is no ordinary file")
        if not mode & 0o222 or not os.access(path, os.W_OK):  # root may write all, and means it as little
            raise MachineError(f"cannot write `{path}`: it is read-only")
