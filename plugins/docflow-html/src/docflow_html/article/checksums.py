"""CRC-32 of many short pieces of one text at once."""

from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from docflow_html.article.numbers import Ints

__all__ = ["checksums"]

_SHORT: Final = 16
"""Longer pieces are rare; they are summed one by one."""
_STEPS: Final = np.array([crc32(bytes((byte ^ 0xFF,))) ^ 0xFF000000 for byte in range(256)], dtype=np.uint32)
"""The table of CRC-32, from the checksums of single bytes."""
_START: Final = np.uint32(0xFFFFFFFF)


def checksums(signs: NDArray[np.uint8], starts: Ints, ends: Ints) -> Ints:
    """Return what `zlib.crc32` gives for each piece `signs[start:end]`."""
    order = np.argsort((starts - ends).astype(np.int16), kind="stable")  # the longest first
    begins, sizes = starts[order], (starts - ends)[order]
    sums = np.full(len(order), _START, dtype=np.uint32)
    for at in range(min(-int(sizes[0]), _SHORT) if len(sizes) else 0):
        part = sums[: int(np.searchsorted(sizes, -at))]  # so many have a byte here
        part[:] = _STEPS[(part ^ signs[begins[: len(part)] + at]) & 0xFF] ^ (part >> 8)
    found = np.empty(len(order), dtype=np.int64)
    found[order] = sums ^ _START
    for number in order[: int(np.searchsorted(sizes, -_SHORT))].tolist():
        found[number] = crc32(signs[starts[number] : ends[number]].tobytes())
    return found
