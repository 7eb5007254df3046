"""Writing so that a final name never stands over wrong bytes, whatever the moment of a kill.

A run writes part files into a staging folder inside its output folder (so that the rename stays on one
file system), and gives them their final names at the end: `commit`. What a killed run left in staging
is removed by the next one: `clear_stale`. `locked` and `claimed` keep two runs out of one folder.
"""

import errno
import fcntl
import os
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path

from docflow.errors import MachineError
from docflow.io import disk

__all__ = ["claimed", "clear_stale", "commit", "commit_all", "locked", "probe", "stage", "told"]


_CLOCK = "%Y-%m-%d %H:%M:%S"


def stage(folder: Path, name: str) -> Path:
    """Return the path of an empty staging folder `folder/name`; what was there before is removed.

    Raises MachineError when it cannot be made.
    """
    staging = folder / name
    try:
        disk.remove_tree(staging)
        disk.make_folder(staging)
    except OSError as error:
        raise _failed("cannot make the staging folder", staging, error) from error
    return staging


def commit(temp: Path, final: Path) -> None:
    """Give one finished file its final name: fsync the file, rename it, fsync the folder.

    Raises MachineError; then the final name holds what it held before, and `temp` is still there.
    """
    commit_all(((temp, final),))


def commit_all(pairs: Iterable[tuple[Path, Path]]) -> None:
    """Commit many (temp, final) files; each file is synced once, each folder once.

    All files are synced before the first rename, so a disk that is full is found while no final name
    has changed. Raises MachineError.
    """
    todo = tuple(pairs)
    for temp, _ in todo:
        _try("cannot write", temp, partial(disk.fsync_file, temp))
    folders: dict[Path, None] = {}
    for temp, final in todo:
        if final.parent not in folders:
            _try("cannot make the folder", final.parent, partial(disk.make_folder, final.parent))
            folders[final.parent] = None
        _try("cannot write", final, partial(disk.replace, temp, final))
    for folder in folders:
        _try("cannot write", folder, partial(disk.fsync_folder, folder))


def clear_stale(folder: Path, keep: Iterable[str] = ()) -> tuple[str, ...]:
    """Remove what earlier runs left in a staging folder, besides the names in `keep`.

    Returns the names that were removed, sorted. Call it under `locked` only. Raises MachineError.
    """
    wanted = frozenset(keep)
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    stale = tuple(name for name in names if name not in wanted)
    for name in stale:
        _try("cannot remove", folder / name, partial(disk.remove_tree, folder / name))
    return stale


def probe(folder: Path) -> None:
    """Make a folder where it is missing and prove that files can be written there, before work starts.

    The file has a name for a moment only, and always the same one: what a kill in that moment leaves, the
    next run takes away. Raises MachineError, naming the folder and why it cannot be written.
    """
    trial = folder / ".docflow-probe"
    try:
        disk.make_folder(folder)
        with disk.open_new(trial) as file:
            disk.remove(trial)
            file.write(b"docflow\n")
    except OSError as error:
        with suppress(OSError):  # a disk that is full makes the file and fails to fill it
            disk.remove(trial)
        raise _failed("cannot write to the output folder", folder, error) from error


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file `path` for the block; the lock goes with the process, however it ends.

    The file stays: removing it would let a third process lock a name that the second already holds.
    Raises MachineError that names the process that holds it.
    """
    try:
        disk.make_folder(path.parent)
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
    except OSError as error:
        raise _failed("cannot make the lock", path, error) from error
    try:
        _take(handle, path)
        yield
    finally:
        os.close(handle)


@contextmanager
def claimed(folders: Iterable[Path]) -> Iterator[None]:
    """Hold the folders themselves for the block, so that nobody who claims one of them writes there.

    A file system that cannot lock folders (some of the network) is let pass. Raises MachineError.
    """
    with ExitStack() as handles:
        for folder in sorted(set(folders)):
            with suppress(OSError):
                handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
                handles.callback(os.close, handle)
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError as error:
                    raise _held("another process", folder) from error
        yield


def _held(who: str, folder: Path) -> MachineError:
    return MachineError(f"{who} is writing to `{folder}`; wait until it ends, or write to another folder")


def _take(handle: int, path: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()} {time.strftime(_CLOCK)}\n".encode(), 0)
    except BlockingIOError as error:
        raise _held(_holder(os.pread(handle, 60, 0)), path.parent) from error
    except OSError as error:
        raise _failed("cannot lock", path, error) from error


def _holder(told: bytes) -> str:
    """Return who holds a lock, and since when, as it wrote into it."""
    number, _, since = told.decode("ascii", "replace").strip().partition(" ")
    if not number.isdigit():
        return "another process"
    try:
        time.strptime(since, _CLOCK)
    except ValueError:
        return f"process {number}"
    return f"process {number} (since {since})"


def _try(what: str, path: Path, act: Callable[[], None]) -> None:
    with told(what, path):
        act()


@contextmanager
def told(what: str, path: Path) -> Iterator[None]:
    """Turn an OSError in the block into a MachineError that says what failed, where and why."""
    try:
        yield
    except OSError as error:
        raise _failed(what, path, error) from error


_WHY = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the quota of this user is used up",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.EROFS: "the file system is read-only",
    errno.ENOTDIR: "a part of the path is a file, not a folder",
    errno.EEXIST: "a file stands in the place of the folder",
    errno.EISDIR: "a folder stands in the place of the file",
    errno.ELOOP: "a symbolic link stands in its place, and links are not followed",
    errno.EXDEV: "the staging folder is on another file system",
}


def _failed(what: str, path: Path, error: OSError) -> MachineError:
    why = _WHY.get(error.errno or 0) or (error.strerror or str(error))
    return MachineError(f"{what} `{path}`: {why}")
