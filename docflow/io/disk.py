"""The few calls that change the disk; every write of docflow goes through them.

This is the seam for tests: patch a function of this module (`monkeypatch.setattr(disk, "replace", ...)`)
and the fault happens wherever docflow writes. Callers therefore say `disk.replace(...)` and never import
the functions by name.
"""

import os
import shutil
from pathlib import Path
from typing import BinaryIO

__all__ = ["fsync_file", "fsync_folder", "make_folder", "open_new", "remove", "remove_tree", "replace"]

BUFFER = 256 * 1024


def open_new(path: Path) -> BinaryIO:
    """Open a file for writing bytes, empty; a symbolic link at its place is refused, not followed.

    Raises OSError.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
    return os.fdopen(os.open(path, flags, 0o666), "wb", buffering=BUFFER)


def fsync_file(path: Path) -> None:
    """Return when the bytes of a file are on the disk; raises OSError."""
    _fsync(path, os.O_RDONLY)


def fsync_folder(path: Path) -> None:
    """Return when the names in a folder are on the disk; raises OSError."""
    _fsync(path, os.O_RDONLY | os.O_DIRECTORY)


def _fsync(path: Path, flags: int) -> None:
    handle = os.open(path, flags | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace(temp: Path, final: Path) -> None:
    """Give a file its final name in one step; what stood there before is gone; raises OSError."""
    temp.replace(final)


def make_folder(path: Path) -> None:
    """Make a folder and those above it; one that is there is fine; raises OSError."""
    path.mkdir(parents=True, exist_ok=True)


def remove(path: Path) -> None:
    """Remove a file, if it is there; raises OSError."""
    path.unlink(missing_ok=True)


def remove_tree(path: Path) -> None:
    """Remove a folder with all that is in it, if it is there; links are removed, never followed."""
    if path.is_symlink():
        path.unlink()
    elif path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
