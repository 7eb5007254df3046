"""The few calls that change the disk; every write of docflow goes through them.

This is the seam for tests: patch a function of this module (`monkeypatch.setattr(disk, "replace", ...)`)
and the fault happens wherever docflow writes. Callers therefore say `disk.replace(...)` and never import
the functions by name.
"""

import errno
import os
import shutil
import stat
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

__all__ = [
    "copy_mode",
    "fsync_file",
    "fsync_folder",
    "link",
    "make_folder",
    "open_more",
    "open_new",
    "remove",
    "remove_tree",
    "replace",
    "same",
    "write_new",
]

BUFFER = 256 * 1024
_NEW = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
_MORE = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
_OLD = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC


def open_new(path: Path) -> BinaryIO:
    """Open a file for writing bytes, empty; a symbolic link at its place is refused, not followed.

    Raises OSError.
    """
    return os.fdopen(os.open(path, _NEW, 0o666), "wb", buffering=BUFFER)


def open_more(path: Path, size: int) -> BinaryIO:
    """Open a file to write on behind its first `size` bytes, what stands there goes; it is made if need be.

    Raises OSError, also for a file that has fewer bytes.
    """
    handle = os.open(path, _MORE, 0o666)
    try:
        if os.fstat(handle).st_size < size:
            raise OSError(errno.EIO, "the file is shorter than it was", str(path))
        os.ftruncate(handle, size)
        os.lseek(handle, 0, os.SEEK_END)
    except OSError:
        os.close(handle)
        raise
    return os.fdopen(handle, "wb", buffering=BUFFER)


def write_new(path: str, data: bytes) -> None:
    """Write a small file at once, as `open_new` opens it: without a buffer, for folders of many files."""
    handle = os.open(path, _NEW, 0o666)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(handle, left) :]
    finally:
        os.close(handle)


def same(one: str, other: str) -> bool:
    """Return whether two paths are ordinary files, no links, with the same bytes; raises OSError."""
    try:
        status = os.lstat(other)
    except FileNotFoundError:
        return False
    mine = os.lstat(one)
    if not stat.S_ISREG(status.st_mode) or status.st_size != mine.st_size:
        return False
    if os.path.samestat(status, mine):
        return True
    left, right = os.open(one, _OLD), os.open(other, _OLD)
    try:
        while data := os.read(left, BUFFER):
            if data != os.read(right, BUFFER):
                return False
    finally:
        os.close(left)
        os.close(right)
    return True


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


def replace(temp: Path | str, final: Path | str) -> None:
    """Give a file its final name in one step; what stood there before is gone; raises OSError."""
    os.replace(temp, final)  # noqa: PTH105 - many files: a Path for each takes longer than the rename


def link(path: Path | str, other: Path | str) -> None:
    """Give a file a second name; a copy where the file system has no such names. Raises OSError."""
    try:
        os.link(path, other, follow_symlinks=False)
    except OSError:
        shutil.copyfile(path, other, follow_symlinks=False)


def copy_mode(one: Path, other: Path) -> None:
    """Give the second file the permissions of the first; raises OSError."""
    other.chmod(stat.S_IMODE(one.stat().st_mode))


def make_folder(path: Path) -> None:
    """Make a folder and those above it; one that is there is fine; raises OSError."""
    path.mkdir(parents=True, exist_ok=True)


def remove(path: Path | str) -> None:
    """Remove a file, if it is there; raises OSError."""
    with suppress(FileNotFoundError):
        os.unlink(path)  # noqa: PTH108 - as in replace


def remove_tree(path: Path) -> None:
    """Remove a folder with all that is in it, if it is there; links are removed, never followed."""
    if path.is_symlink():
        path.unlink()
    elif path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
