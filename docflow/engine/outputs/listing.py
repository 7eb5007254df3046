"""The list of the files that a flow made in an output folder: names, one a line, sorted by their bytes.

It says which files are left over from an earlier run. Lists are merged line by line, never read whole.
"""

import heapq
from collections.abc import Iterable, Iterator
from pathlib import Path

from docflow.io import disk

__all__ = ["left_over", "listed", "union", "write"]

LONGEST = 256
"""No file system has longer names; the end of a longer line is no name either."""


def listed(path: Path) -> Iterator[bytes]:
    """Yield the names of a list; none when there is no list.

    Lines that are not as `write` writes them count as nothing: out of order, or with a folder in them (a
    changed list must not reach elsewhere).
    """
    try:
        file = path.open("rb")
    except OSError:
        return
    with file:
        before, begins = b"", True
        while line := file.readline(LONGEST):
            name, ends = line[:-1], line.endswith(b"\n")
            if begins and ends and name > before and _is_ours(name):
                yield name
                before = name
            begins = ends


def _is_ours(name: bytes) -> bool:
    return not (name.startswith(b".") or b"/" in name or b"\\" in name or b"\0" in name)


def union(one: Iterable[bytes], other: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what is in either of two sorted lists, once."""
    before = b""
    for name in heapq.merge(one, other):
        if name != before:
            yield name
        before = name


def left_over(before: Iterable[bytes], now: Iterable[bytes]) -> Iterator[str]:
    """Yield the names of a sorted list that are not in the other."""
    current = iter(now)
    new = next(current, None)
    for name in before:
        while new is not None and new < name:
            new = next(current, None)
        if name != new:
            yield name.decode("utf-8", "surrogateescape")


def write(path: Path, names: Iterable[bytes]) -> Path:
    """Write a list into staging and return its path; raises OSError."""
    with disk.open_new(path) as file:
        for name in names:
            file.write(name + b"\n")
    return path
