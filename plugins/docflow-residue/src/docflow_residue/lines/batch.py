"""Texts as one array of characters, cut into lines and words."""

import functools
from collections.abc import Sequence
from typing import Final

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from docflow_residue.lines.alphabet import DIGIT, fold_table, kind_table

__all__ = ["Batch", "read"]

Ints = NDArray[np.int64]

NEWLINE: Final = 10
LOOK: Final = 2000  # characters of a line that are looked at: no line says more in what follows
BLOCK: Final = 1 << 13  # characters at a time: what they touch stays in the cache
BASE: Final = 0x9E3779B97F4A7C15 | 1
INVERSE: Final = pow(BASE, -1, 1 << 64)


@frozen(eq=False)
class Batch:
    """Lines and words of several documents, one behind the other, each with a newline behind it.

    `kinds` is the kind of every character (alphabet), `starts` and `ends` the lines that have a letter or
    digit (the end at most `LOOK` characters on), `stops` their newlines, `doc` the document of each line,
    `row` each line's number in its document (blank ones counted), `first` and `size` where the lines of each
    document begin and how many there are.

    A word is a run of letters and digits: `word_start`, `word_length`, `word_line` and `word_hash` (without
    case, digits alike); `word_from` is the number of each line's first word, with one more entry at the end.
    """

    text: str
    kinds: NDArray[np.uint8]
    starts: Ints
    ends: Ints
    stops: Ints
    row: Ints
    doc: Ints
    first: Ints
    size: Ints
    word_start: Ints
    word_length: Ints
    word_line: Ints
    word_hash: NDArray[np.uint64]
    word_from: Ints

    def __len__(self) -> int:
        return len(self.starts)


def read(texts: Sequence[str]) -> Batch:
    """Cut texts into lines and words; lines without a letter or digit are left out."""
    joined = "".join([text + "\n" for text in texts])
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    small = np.minimum(codes, 65535)
    kinds = kind_table().take(small, mode="clip")
    starts, stops, row, doc = cut_lines(codes, [len(text) + 1 for text in texts])
    word_start, word_end = cut_words(kinds)
    ends = np.minimum(stops, starts + LOOK)
    count = np.diff(np.searchsorted(word_start, np.append(starts, len(codes))))
    if len(starts) and int(np.max(stops - starts)) >= LOOK:
        line = np.repeat(np.arange(len(starts)), count)
        near = word_start < ends[line]
        word_start, word_end = word_start[near], word_end[near]
        count = np.bincount(line[near], minlength=len(starts))
    spoken = count > 0
    starts, ends, stops, row, doc, count = (some[spoken] for some in (starts, ends, stops, row, doc, count))
    size = np.bincount(doc, minlength=len(texts))
    return Batch(
        text=joined,
        kinds=kinds,
        starts=starts,
        ends=ends,
        stops=stops,
        row=row,
        doc=doc,
        first=np.cumsum(size) - size,
        size=size,
        word_start=word_start,
        word_length=word_end - word_start,
        word_line=np.repeat(np.arange(len(starts)), count),
        word_hash=hash_words(small, word_start, word_end),
        word_from=np.concatenate(([0], np.cumsum(count))),
    )


def cut_lines(codes: NDArray[np.uint32], lengths: Sequence[int]) -> tuple[Ints, Ints, Ints, Ints]:
    """Return start, newline, number in its document and document of every line."""
    ends = np.flatnonzero(codes == NEWLINE)
    starts = np.concatenate(([0], ends[:-1] + 1)) if len(ends) else ends
    bounds = np.cumsum(np.array([0, *lengths], np.int64))
    before = np.searchsorted(starts, bounds)
    doc = np.repeat(np.arange(len(lengths)), np.diff(before))
    row = np.arange(len(starts)) - before[doc]
    return starts, ends, row, doc


def cut_words(kinds: NDArray[np.uint8]) -> tuple[Ints, Ints]:
    """Return start and end of every word; the text ends with a newline, so each has an end."""
    inside = (kinds - 1) < DIGIT  # uint8: SPACE wraps around
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    if len(inside) and inside[0]:
        edges = np.concatenate(([0], edges))
    return edges[::2], edges[1::2]


@functools.lru_cache(maxsize=4)
def powers(size: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Return the powers of the base and of its inverse modulo 2**64."""
    up, down = np.full(size, BASE, np.uint64), np.full(size, INVERSE, np.uint64)
    up[0] = down[0] = 1
    return np.multiply.accumulate(up), np.multiply.accumulate(down)


def hash_words(codes: NDArray[np.uint32], start: Ints, end: Ints) -> NDArray[np.uint64]:
    """Hash each word as a polynomial, from sums over the whole text: no loop over words."""
    up, down = powers(1 << max(16, len(codes).bit_length()))
    sums = np.zeros(len(codes) + 1, np.uint64)
    table = fold_table()
    for at in range(0, len(codes), BLOCK):
        mixed = table.take(codes[at : at + BLOCK], mode="clip")
        mixed *= up[at : at + len(mixed)]
        mixed[:1] += sums[at : at + 1]
        np.cumsum(mixed, out=sums[at + 1 : at + 1 + len(mixed)])
    hashes = (sums[end] - sums[start]) * down[start]
    hashes ^= hashes >> np.uint64(32)
    hashes *= np.uint64(0xD6E8FEB86659FD93)
    return hashes ^ (hashes >> np.uint64(32))
