"""Where things stand in a file after something was put into it."""

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate

from docflow.value import frozen

__all__ = ["Insert", "Shifts"]


@frozen
class Insert:
    """A run of a new file, from `start` to `end`, that belongs at `place` of the old one.

    `order` is the number of the entry that it was: what belongs at one place stands in that order.
    """

    place: int
    order: int
    start: int
    end: int


class Shifts:
    """All that is put into one file, in order."""

    def __init__(self, inserts: Iterable[Insert]) -> None:
        self.inserts = sorted(inserts, key=lambda each: (each.place, each.order))
        self._keys = [(each.place, each.order) for each in self.inserts]
        sizes = (each.end - each.start for each in self.inserts)
        self._before = list(accumulate(sizes, initial=0))

    def moved(self, place: int, order: int) -> int:
        """Return where the place of an entry is afterwards."""
        return place + self._before[bisect_left(self._keys, (place, order))]
