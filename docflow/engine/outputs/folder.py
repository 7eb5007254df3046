"""Folder outputs: one file a document, named after its id; what an earlier run left over goes."""

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from docflow.engine.outputs.listing import left_over, listed, union, write
from docflow.engine.outputs.naming import named
from docflow.engine.outputs.target import Target
from docflow.engine.state.piece import sink_name
from docflow.engine.state.sorting import Sorter
from docflow.io import disk
from docflow.io.atomic import commit

__all__ = ["brought", "place"]


def brought(parts: Sequence[Path], number: int, staging: Path) -> tuple[Path, ...]:
    """Return the folders of a sink's files, one a part; copied where outputs are on another file system."""
    name = sink_name(number)
    if not parts or parts[0].stat().st_dev == staging.stat().st_dev:
        return tuple(part / name for part in parts)
    for part in parts:
        shutil.copytree(part / name, staging / part.name)
        shutil.copyfile(part / f"{name}.names", staging / f"{part.name}.names")
    return tuple(staging / part.name for part in parts)


def place(target: Target, folders: Sequence[Path], staging: Path, known: Path) -> int:
    """Give the staged files their names and remove what is left over; return the number of files.

    `known` is the list of the files that this flow made here. Before the first file gets its name, the
    list holds the old names and the new ones, so that a run killed in between leaves no file unknown.
    Files are not synced one by one (7 ms each); the folder is, once. Raises OSError, MachineError.
    """
    now = write(staging / "list-now", _sorted_names(target, folders, staging))
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
