"""A sample of the documents of every group that fits into a bounded memory, whatever order they come in.

Nothing is left out while all sketches fit into `ROOM`. Beyond, every group has the same bound, a power of 2,
and a group over it keeps the documents whose hash is below a limit, which halves until they fit. The law
(tested): what is kept depends on the set of documents alone. For both only move when a sum that can only grow
passes a bound (the cost of all documents of a group; that of those below a limit), so a part of the documents
never moves them further than the whole does.
"""

from collections.abc import Iterator
from typing import Final

from attrs import define, field

from docflow_residue.learning.sketch import Sketch

__all__ = ["ROOM", "Sample"]

ROOM: Final = 32 * 1024 * 1024
"""Numbers of 8 bytes that are kept at most: 256 MB, some 300,000 articles of 40 lines."""
LARGEST: Final = 1 << 21
"""Where the bound of a group begins: some 20,000 articles."""
GROUP: Final = 64
"""What a group costs besides its documents."""
_BITS: Final = 64


def _spelling(sketch: Sketch) -> tuple[bytes, bytes]:
    return sketch.lines.tobytes(), sketch.loose.tobytes()


@define
class _Group:
    full: int = 0
    cost: int = 0
    halved: int = 0
    kept: dict[int, Sketch] = field(factory=dict)

    def add(self, sketch: Sketch, bound: int) -> None:
        self.full += sketch.cost
        known = self.kept.get(sketch.document)
        if known is not None:
            # The same lines: only capitals may differ, and one of the two spellings stands for both.
            self.kept[sketch.document] = min(known, sketch, key=_spelling)
        elif sketch.document >> (_BITS - self.halved) == 0:
            self.kept[sketch.document] = sketch
            self.cost += sketch.cost
            self.fit(bound)

    def fit(self, bound: int) -> None:
        while self.cost > bound and self.halved < _BITS:
            self.halved += 1
            limit = 1 << (_BITS - self.halved)
            self.kept = {document: sketch for document, sketch in self.kept.items() if document < limit}
            self.cost = sum(sketch.cost for sketch in self.kept.values())


@define
class Sample:
    """The sketches that are kept, by group; `room` is what they may cost together."""

    room: int = ROOM
    bound: int = LARGEST
    _used: int = field(default=0, init=False)
    _groups: dict[int, _Group] = field(factory=dict, init=False)

    def add(self, sketch: Sketch) -> None:
        """Take in a document."""
        if not self.bound:
            return
        group = self._groups.get(sketch.group)
        if group is None:
            group = self._groups[sketch.group] = _Group()
            self._used += GROUP
        before = min(group.full, self.bound)
        group.add(sketch, self.bound)
        self._used += min(group.full, self.bound) - before
        while self._used > self.room:
            self._halve()

    def groups(self) -> Iterator[tuple[int, tuple[Sketch, ...]]]:
        """Yield the groups, each with its documents, both in the order of their hashes."""
        for group, kept in sorted(self._groups.items()):
            documents = sorted(kept.kept.items())
            yield group, tuple(sketch for _, sketch in documents)

    def _halve(self) -> None:
        """Halve what a group may cost; at nothing there are too many groups to learn anything of any."""
        self.bound //= 2
        if not self.bound:
            self._groups.clear()
            self._used = 0
            return
        for group in self._groups.values():
            group.fit(self.bound)
        self._used = sum(GROUP + min(group.full, self.bound) for group in self._groups.values())
