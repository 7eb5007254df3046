"""Counting the lines of a range while a reader reads it: they say where the next range begins."""

import io
from typing import Any

from docflow.engine.inputs.span import ends_in

__all__ = ["Counting"]

BUFFER = 64 * 1024


class Counting(io.BufferedReader):
    """A buffered stream that counts the line ends in what is taken by `read1`."""

    def __init__(self, raw: Any) -> None:
        super().__init__(raw, BUFFER)
        self._seen = self._ends = 0

    def read1(self, size: int = -1, /) -> bytes:
        """Read and count what comes next."""
        data = super().read1(size)
        self._seen += len(data)
        self._ends += ends_in(data, len(data))
        return data

    def lines(self, size: int) -> int:
        """Return how many line ends all `size` bytes have, -1 when some were read in another way, or not."""
        return self._ends if self._seen == size else -1
