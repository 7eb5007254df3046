"""Sorting more than fits into memory: runs of records on the disk, merged when they are read."""

import heapq
from collections.abc import Iterator
from pathlib import Path

from attrs import define, field

from docflow.engine.state.spill import Spill, frames
from docflow.io import disk

__all__ = ["Sorter"]

RUN_RECORDS = 8192
RUN_BYTES = 1_000_000
WIDE = 32
"""So many runs are merged at once: each holds a file open and a buffer of 8 kB."""


@define
class Sorter:
    """Takes records and gives them back in the order of their bytes; `folder` is made when they are many.

    Memory is that of one run (8192 records or 1 MB), whatever the number of records.
    """

    folder: Path
    _waiting: list[bytes] = field(factory=list, init=False)
    _size: int = field(default=0, init=False)
    _made: int = field(default=0, init=False)
    _levels: list[list[Path]] = field(factory=list, init=False)

    def add(self, record: bytes) -> None:
        """Take one record; raises OSError."""
        self._waiting.append(record)
        self._size += len(record)
        if len(self._waiting) >= RUN_RECORDS or self._size >= RUN_BYTES:
            self._waiting.sort()
            self._keep(iter(self._waiting), 0)
            self._waiting, self._size = [], 0

    def ordered(self) -> Iterator[bytes]:
        """Yield all records, sorted; equal ones as often as they came."""
        self._waiting.sort()
        runs = [frames(path) for level in self._levels for path in level]
        return heapq.merge(*runs, self._waiting) if runs else iter(self._waiting)

    def _keep(self, records: Iterator[bytes], level: int) -> None:
        """Write a run; so many runs of a level become one of the next, so a record is copied log times."""
        run = Spill(self.folder / f"{self._made:08}")
        self._made += 1
        for record in records:
            run.add(record)
        run.close()
        if level == len(self._levels):
            self._levels.append([])
        runs = self._levels[level]
        runs.append(run.path)
        if len(runs) == WIDE:
            self._levels[level] = []
            self._keep(heapq.merge(*map(frames, runs)), level + 1)
            for path in runs:
                disk.remove(path)
