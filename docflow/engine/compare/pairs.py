"""The documents of both versions, paired: the same one as it was read, in either.

As long as both read the same in the same order, which is nearly always so, they are paired as they come.
Where they part, the rest is sorted on the disk by id, so that memory stays that of one document a side.
"""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from docflow.engine.compare.passage import Passage
from docflow.engine.state.sorting import Sorter

__all__ = ["Pair", "paired"]

Pair = tuple[Passage | None, Passage | None]
_HASH, _ROOT = 16, 8
Record = tuple[bytes, bytes, bytes]


def paired(old: Iterator[Passage], new: Iterator[Passage], folder: Path) -> Iterator[Pair]:
    """Yield each document of both versions once; None stands for the version that did not read it.

    Documents with the same id are told apart by where they came from, then by their order.
    """
    for one in old:
        two = next(new, None)
        if two is None:
            yield one, None
            continue
        if (one.id, one.source) != (two.id, two.source):
            yield from _joined(_chain(one, old), _chain(two, new), folder)
            return
        yield one, two
    for two in new:
        yield None, two


def _chain(first: Passage, rest: Iterator[Passage]) -> Iterator[Passage]:
    yield first
    yield from rest


def _joined(old: Iterable[Passage], new: Iterable[Passage], folder: Path) -> Iterator[Pair]:
    one, two = _groups(old, folder / "old"), _groups(new, folder / "new")
    left, right = next(one, None), next(two, None)
    while left is not None or right is not None:
        if right is None or (left is not None and left[0] < right[0]):
            assert left is not None  # noqa: S101 - for the type checker
            yield from ((each, None) for each in map(_passage, left[1]))
            left = next(one, None)
        elif left is None or right[0] < left[0]:
            yield from ((None, each) for each in map(_passage, right[1]))
            right = next(two, None)
        else:
            yield from _matched(left[1], right[1])
            left, right = next(one, None), next(two, None)


def _groups(passages: Iterable[Passage], folder: Path) -> Iterator[tuple[bytes, list[Record]]]:
    """Yield the documents of each id, in the order of a hash of it."""
    sorter = Sorter(folder)
    for each in passages:
        key = _hashed(each.id) + _hashed(each.source) + each.root.to_bytes(_ROOT, "big")
        sorter.add(key + each.packed())
    for key, records in groupby(sorter.ordered(), key=lambda record: record[:_HASH]):
        yield key, [_cut(record) for record in records]


def _hashed(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_HASH).digest()


def _cut(record: bytes) -> Record:
    """Return where a document came from (a hash), its place in the order, and the passage."""
    start = 2 * _HASH + _ROOT
    return record[_HASH : 2 * _HASH], record[2 * _HASH : start], record[start:]


def _passage(record: Record) -> Passage:
    return Passage.unpacked(record[2])


def _matched(old: list[Record], new: list[Record]) -> Iterator[Pair]:
    free = list(new)
    alone: list[Record] = []
    for one in old:
        place = next((n for n, two in enumerate(free) if two[0] == one[0]), None)
        if place is None:
            alone.append(one)
        else:
            yield _passage(one), _passage(free.pop(place))
    for number in range(max(len(alone), len(free))):
        yield (
            _passage(alone[number]) if number < len(alone) else None,
            _passage(free[number]) if number < len(free) else None,
        )
