"""Reading the input of a part again for the sake of records that were rejected: all others are let go."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from attrs import define, field

from docflow.engine.desk import Desk, Pointer, Spot
from docflow.engine.inputs.part import FilePart, WorkPart
from docflow.engine.ledger import Tally
from docflow.engine.state.holes import Hole
from docflow.engine.work.refill.part import ReplayPart
from docflow.errors import RunError
from docflow.model import Document
from docflow.value import evolve, frozen

__all__ = ["OTHER_RECORDS", "Way", "sift"]

OTHER_RECORDS = "the reader finds other records now than it did then; run the flow again instead of a replay"
Push = Callable[[Document], None]
Read = Callable[[Desk, WorkPart, Push], None]
Around = Callable[[int, int, Callable[[], None]], None]
"""Is told the entry, the number that the item has from now on, and what is to be done."""


@define
class _Sieve(Desk):
    """A desk that lets go what the reader rejects again, but for the items that are wanted.

    `wanted` maps items of this file to entries, `rest` is the item from which on all belongs to one entry,
    `base` the number of the first item of the file after the replay.
    """

    real: Desk = field(kw_only=True)
    around: Around = field(kw_only=True)
    wanted: Mapping[int, int] = field(factory=dict, kw_only=True)
    rest: int | None = field(default=None, kw_only=True)
    base: int = field(default=0, kw_only=True)

    def entry(self, item: int) -> int | None:
        """Return the entry that an item belongs to."""
        return self.wanted.get(item if self.rest is None else min(item, self.rest))

    def reject(self, pointer: Pointer, spot: Spot, reason: str, message: str, *, rest: bool = False) -> None:
        """Count an item; one that is wanted is an entry again."""
        item = self.lane.seen
        self.lane.seen += 1
        entry = self.entry(item)
        if entry is not None:
            self.around(
                entry, self.base + item, partial(self.real.reject, pointer, spot, reason, message, rest=rest)
            )


@frozen
class Way:
    """How a part is read: by whom, who counts, what takes the wanted records, and what is put around each."""

    read: Read
    desk: Desk
    push: Push
    around: Around


def sift(part: ReplayPart, old: Sequence[Hole], way: Way) -> dict[int, int]:
    """Push the wanted records of a part; return how many more came in the place of an item, by its number.

    Raises RunError when the reader does not find the records of then.
    """
    base, more = 0, dict[int, int]()
    chosen = frozenset(part.entries)
    files: defaultdict[int, dict[int, Hole]] = defaultdict(dict)
    for at, hole in enumerate(old):
        if _is_record(hole):
            files[hole.file][at] = hole
    for number, unit in enumerate(_units(part.part)):
        there = files[number]
        wanted = {hole.item - base: at for at, hole in there.items() if at in chosen}
        rests = [hole.item - base for hole in there.values() if hole.rest]
        sieve = _sieve(way, wanted, rests)
        sieve.base = base + sum(more.values())
        way.read(sieve, unit, _pushing(sieve, way.push))
        found = sieve.tally.main.seen
        if sieve.unsteady:
            raise RunError(OTHER_RECORDS)
        if rests and found > rests[0]:
            if rests[0] in wanted:
                more[base + rests[0]] = found - rests[0] - 1
            found = rests[0] + 1
        base += found
    if base != part.seen:
        raise RunError(OTHER_RECORDS)
    return more


def _is_record(hole: Hole) -> bool:
    return hole.document is None and hole.whole


def _units(part: WorkPart) -> Iterator[WorkPart]:
    if isinstance(part, FilePart):
        yield from (evolve(part, files=(file,)) for file in part.files)
    else:
        yield part


def _sieve(way: Way, wanted: Mapping[int, int], rests: Sequence[int]) -> _Sieve:
    desk = way.desk
    given: dict[str, Any] = {"mask": desk.mask, "signals": desk.signals, "passing": desk.passing}
    made = _Sieve(desk.flow, desk.store, hand=desk.hand, real=desk, around=way.around, wanted=wanted, **given)
    made.rest = rests[0] if len(rests) == 1 else None
    made.begin(Tally())
    return made


def _pushing(sieve: _Sieve, push: Push) -> Push:
    def take(doc: Document) -> None:
        item = sieve.lane.seen - 1  # the reader has counted it
        entry = sieve.entry(item)
        if entry is not None:
            sieve.around(entry, sieve.base + item, partial(push, doc))

    return take
