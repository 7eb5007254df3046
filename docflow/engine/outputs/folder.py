"""Folder outputs: one file a document, named after its id; what an earlier run left over goes."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import define, field

from docflow.engine.outputs.target import Target
from docflow.engine.state.spill import frames, unpack
from docflow.io import disk
from docflow.io.names import collision_key, encode

__all__ = ["Names", "place", "remove_stale", "staged"]


@define
class Names:
    """Gives out file names: a second document with the same id gets a name of its own, in source order."""

    suffix: str
    _known: dict[str, int] = field(factory=dict)

    def take(self, id_: str) -> str:
        """Return the name for the next document with this id."""
        key = collision_key(encode(id_))
        copy = self._known.get(key, 0) + 1
        self._known[key] = copy
        return encode(id_, copy) + self.suffix


def staged(staging: Path) -> Iterator[tuple[Path, str]]:
    """Yield the staged files of a folder output with the ids of their documents, in source order."""
    for index in sorted(staging.glob("*.names")):
        folder = index.with_suffix("")
        for frame in frames(index):
            number, id_ = unpack(frame)
            yield folder / str(number), id_


def place(target: Target, staging: Path) -> tuple[list[str], int]:
    """Give the staged files their names; return the names and the bytes of all. Raises OSError.

    Not synced one by one (7 ms each); the folder is, once.
    """
    names, given, size = Names(target.suffix), [], 0
    disk.make_folder(target.path)
    for path, id_ in staged(staging):
        name = names.take(id_)
        size += path.stat().st_size
        disk.replace(path, target.path / name)
        given.append(name)
    disk.fsync_folder(target.path)
    return given, size


def remove_stale(folder: Path, before: Iterable[str], now: Iterable[str]) -> None:
    """Remove the files that an earlier run of this flow made and this one did not; no other file.

    Names with a folder in them are not ours (a changed list of names must not reach elsewhere).
    """
    for name in sorted(set(before) - set(now)):
        if "/" not in name and "\\" not in name and name not in (".", "..", ""):
            disk.remove(folder / name)
