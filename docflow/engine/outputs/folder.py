"""Folder outputs: one file a document, named after its id; what an earlier run left over goes."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from docflow.engine.outputs.listing import left_over, listed, union, write
from docflow.engine.outputs.naming import Staged, named
from docflow.engine.outputs.target import Target
from docflow.engine.state.sorting import Sorter
from docflow.io import disk
from docflow.io.atomic import commit

__all__ = ["place"]


def place(
    target: Target,
    folders: Sequence[Path],
    staging: Path,
    known: Path,
    noted: Callable[[Iterator[Staged]], None],
) -> int:
    """Give the staged files their names and remove what is left over; return the number of files.

    `noted` takes the staged files with the names that they get, before the first one gets it.

    `known` is the list of the files that this flow made here. Before the first file gets its name, the
    list holds the old names and the new ones, so that a run killed in between leaves no file unknown.
    Files are not synced one by one (7 ms each); the folder is, once. Raises OSError, MachineError.
    """
    now = write(staging / "list-now", _sorted_names(target, folders, staging))
    noted(named(folders, staging, target.suffix))
    disk.make_folder(known.parent)
    commit(write(staging / "list-union", union(listed(known), listed(now))), known)
    disk.make_folder(target.path)
    folder, count = str(target.path), 0
    for path, name in named(folders, staging, target.suffix):
        final = f"{folder}/{name}"
        if disk.same(path, final):  # replacing a file costs 1 ms: its bytes are flushed to the disk
            disk.remove(path)
        else:
            disk.replace(path, final)
        count += 1
    for name in left_over(listed(known), listed(now)):
        disk.remove(target.path / name)
    disk.fsync_folder(target.path)
    commit(now, known)
    return count


def _sorted_names(target: Target, folders: Sequence[Path], staging: Path) -> Iterator[bytes]:
    names = Sorter(staging / "sort-names")
    for _, name in named(folders, staging, target.suffix):
        names.add(name.encode())
    return names.ordered()
