"""The few of many values that a rule of their own chooses: the same ones whatever order they come in."""

from collections.abc import Iterator
from heapq import heappush, heappushpop

from attrs import define, field

from docflow_residue.learning.sketch import hash_of

__all__ = ["Least"]


@define
class Least:
    """Counts of texts, of the `room` ones with the smallest hashes only.

    What is among them at the end was so from its first time on, so its count is whole.
    """

    room: int
    _counts: dict[str, int] = field(factory=dict, init=False)
    _heap: list[tuple[int, str]] = field(factory=list, init=False)

    def add(self, text: str) -> None:
        """Count a text."""
        if text in self._counts:
            self._counts[text] += 1
            return
        entry = (-hash_of(text), text)
        if len(self._heap) < self.room:
            heappush(self._heap, entry)
            self._counts[text] = 1
            return
        out = heappushpop(self._heap, entry)
        if out is not entry:
            del self._counts[out[1]]
            self._counts[text] = 1

    def most(self) -> Iterator[tuple[str, int]]:
        """Yield the texts with their counts, the most frequent first."""
        yield from sorted(self._counts.items(), key=lambda item: (-item[1], item[0]))
