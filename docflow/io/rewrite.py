"""Writing a file of the user in place: at every moment its name stands over the old text or the new one."""

import os
from pathlib import Path

from docflow.io import atomic, disk

__all__ = ["rewrite"]


def rewrite(path: Path, data: bytes) -> None:
    """Give a file other contents; where it exists its permissions stay, and a link still leads to it.

    Raises MachineError when it cannot be written; then it holds what it held before.
    """
    final = path.resolve()
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
