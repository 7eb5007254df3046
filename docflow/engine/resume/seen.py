"""What files held when they were last hashed, by what the file system says of them.

A file is believed unread when size, times and inode are those of then, and when it had been at rest for two
seconds when it was hashed: a change within the grain of the clock would leave no trace (git calls it racy).
Line counts of ranges are remembered with them.
"""

import os
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from attrs import define, field, frozen

from docflow.engine.inputs.span import Span, count_lines
from docflow.engine.resume.store import Store

__all__ = ["Seen", "Status", "hash_range", "status_of"]

KIND = "seen"
REST = 2_000_000_000
CHUNK = 1 << 20
UNKNOWN = -1
_NUMBERS = 6


@frozen
class Status:
    """What the file system says of a file."""

    size: int
    mtime: int
    ctime: int
    inode: int


def status_of(path: Path | str) -> Status:
    """Return the status of a file, links followed; raises OSError."""
    found = os.stat(path)  # noqa: PTH116 - asked for every input file
    return Status(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def hash_range(path: Path, span: Span | None) -> str:
    """Return the sha256 of a file or of a range of it; raises OSError."""
    digest = sha256()
    with path.open("rb", buffering=0) as file:
        start, end = (span.start, span.end) if span else (0, None)
        file.seek(start)
        left = -1 if end is None else end - start
        while left and (data := file.read(CHUNK if left < 0 else min(CHUNK, left))):
            digest.update(data)
            left -= len(data) if left > 0 else 0
    return digest.hexdigest()


@frozen
class _Memory:
    status: Status
    recorded: int
    digest: str
    lines: int

    def holds(self, status: Status) -> bool:
        return self.status == status and self.recorded - max(status.mtime, status.ctime) > REST


@define
class Seen:
    """Digests and line counts of files. Methods raise OSError.

    `store` None remembers nothing; without `trust` what was remembered earlier is not asked.
    """

    store: Store | None
    now: Callable[[], int] = time.time_ns
    trust: bool = True
    hashed: int = field(default=0, init=False)

    def digest(self, path: Path, span: Span | None = None) -> str:
        """Return the sha256 of a file or range, from memory where it holds."""
        status, known = status_of(path), self._get(path, span)
        if known is not None and known.digest and known.holds(status):
            return known.digest
        began = self.now()
        made = hash_range(path, span)
        self.hashed += 1
        if status_of(path) == status:
            lines = known.lines if known is not None and known.digest == made else UNKNOWN
            self._put(path, span, _Memory(status, began, made, lines))
        return made

    def learn(
        self, path: Path, span: Span | None, status: Status, began: int, digest: str, *, lines: int = UNKNOWN
    ) -> None:
        """Take over what a worker found out while it read; `status` and `began` are from before that."""
        known = self._get(path, span)
        same = known is not None and (known.digest == digest or (not known.digest and known.status == status))
        if lines == UNKNOWN and known and same:
            lines = known.lines
        self._put(path, span, _Memory(status, began, digest, lines))

    def lines(self, path: Path, start: int, end: int) -> int:
        """Return how many line ends a range holds."""
        span = Span(start, end)
        status, known = status_of(path), self._get(path, span)
        if known is not None and known.lines >= 0 and known.holds(status):
            return known.lines
        began = self.now()
        count = count_lines(path, start, end)
        digest = known.digest if known is not None and known.status == status else ""
        if status_of(path) == status:
            self._put(path, span, _Memory(status, min(began, known.recorded) if known and digest else began,
                                          digest, count))  # fmt: skip
        return count

    def forget(self, keep: Callable[[bytes], bool]) -> None:
        """Forget the files whose path `keep` does not want."""
        if self.store is not None:
            for key, _ in list(self.store.items(KIND)):
                if not keep(key.partition(b"\0")[0]):
                    self.store.drop(KIND, key)

    def _get(self, path: Path, span: Span | None) -> _Memory | None:
        found = self.store.get(KIND, _key(path, span)) if self.store and self.trust else None
        if not isinstance(found, list) or len(found) != _NUMBERS + 1:
            return None
        *numbers, digest = found
        if not all(type(number) is int for number in numbers) or not isinstance(digest, str):
            return None
        return _Memory(Status(*numbers[:4]), numbers[4], digest, numbers[5])

    def _put(self, path: Path, span: Span | None, memory: _Memory) -> None:
        if self.store is not None:
            status = memory.status
            numbers = [status.size, status.mtime, status.ctime, status.inode, memory.recorded, memory.lines]
            self.store.put(KIND, _key(path, span), [*numbers, memory.digest])


def _key(path: Path, span: Span | None) -> bytes:
    name = os.fsencode(path)
    return name if span is None else name + b"\0%d-%d" % (span.start, span.end)
