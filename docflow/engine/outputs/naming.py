"""Which file name each document of a folder output gets, whatever the number of documents.

A second document with the same id (or one that a file system may take for the same) gets a name of its
own, in source order: `a.md`, `a%~2.md`. Who comes second is found by sorting on the disk, so that no list
of all names is in memory.
"""

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import chain, repeat
from pathlib import Path

from docflow.engine.state.sorting import Sorter
from docflow.engine.state.spill import frames, unpack
from docflow.io.names import collision_key, encode

__all__ = ["Staged", "named", "staged"]

KEY, NUMBER = 16, 8
Staged = tuple[str, str]


def staged(folders: Sequence[Path]) -> Iterator[Staged]:
    """Yield the staged files of a folder output with the ids of their documents, in source order.

    Each folder has an index beside it, `NAME.names`.
    """
    for folder in folders:
        for frame in frames(folder.with_name(f"{folder.name}.names")):
            number, id_, *_ = unpack(frame)
            yield f"{folder}/{number}", id_


def named(folders: Sequence[Path], staging: Path, suffix: str) -> Iterator[Staged]:
    """Yield the staged files of a folder output with the names that they get, in source order.

    `staging` is where lists that are too long for the memory are sorted.
    """
    copies = _later_copies(folders, staging)
    last = (-1, 1)
    nexts = chain(copies, repeat(last))
    number, copy = next(nexts)
    for at, (path, id_) in enumerate(staged(folders)):
        if at == number:
            yield path, encode(id_, copy) + suffix
            number, copy = next(nexts)
        else:
            yield path, encode(id_) + suffix


def _later_copies(folders: Sequence[Path], staging: Path) -> Iterator[tuple[int, int]]:
    """Yield the numbers of the documents that are not the first of their name, and which copy each is."""
    keys = Sorter(staging / "sort-keys")
    for at, (_, id_) in enumerate(staged(folders)):
        keys.add(_key(id_) + at.to_bytes(NUMBER))
    copies, before, copy = Sorter(staging / "sort-copies"), b"", 1
    for record in keys.ordered():
        copy = copy + 1 if record.startswith(before) and before else 1
        before = record[:KEY]
        if copy > 1:
            copies.add(record[KEY:] + copy.to_bytes(NUMBER))
    for record in copies.ordered():
        yield int.from_bytes(record[:NUMBER]), int.from_bytes(record[NUMBER:])


def _key(id_: str) -> bytes:
    return blake2b(collision_key(encode(id_)).encode(), digest_size=KEY).digest()
