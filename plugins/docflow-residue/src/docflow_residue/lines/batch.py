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
Codes = NDArray[np.uint32]
Hashes = NDArray[np.uint64]

NEWLINE: Final = 10
LOOK: Final = 2000  # characters of a line that are looked at: no line says more in what follows
BLOCK: Final = 1 << 14  # characters at a time: what they touch stays in the cache
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
    `line_hash` is of a line's words and their order.
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
    line_hash: Hashes

    def __len__(self) -> int:
        return len(self.starts)


def read(texts: Sequence[str]) -> Batch:
    """Cut texts into lines and words; lines without a letter or digit are left out."""
    joined = "".join([text + "\n" for text in texts])
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    starts, stops, row, doc = cut_lines(codes, [len(text) + 1 for text in texts])
    kinds = kinds_of(codes)
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
    word_hash = hash_words(codes, word_start, word_end)
    word_from = np.concatenate(([0], np.cumsum(count)))
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
        word_hash=word_hash,
        word_from=word_from,
        line_hash=hash_lines(word_hash, word_from),
    )


def kinds_of(codes: Codes) -> NDArray[np.uint8]:
    """Return the kind of each character."""
    kinds = np.empty(len(codes), np.uint8)
    for at in range(0, len(codes), BLOCK):
        kind_table().take(codes[at : at + BLOCK], mode="clip", out=kinds[at : at + BLOCK])
    return kinds


def cut_lines(codes: Codes, lengths: Sequence[int]) -> tuple[Ints, Ints, Ints, Ints]:
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


@functools.cache
def powers() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Return the powers of the base and of its inverse modulo 2**64, as many as a block needs."""
    up, down = np.full(BLOCK + 1, BASE, np.uint64), np.full(BLOCK + 1, INVERSE, np.uint64)
    up[0] = down[0] = 1
    return np.multiply.accumulate(up), np.multiply.accumulate(down)


def hash_words(codes: Codes, start: Ints, end: Ints) -> Hashes:
    """Hash each word as a polynomial, from sums over the whole text: no loop over words."""
    _, down = powers()
    before, after = sums_at(codes, start, end)
    blocks = end - 1
    blocks //= BLOCK
    blocks -= start // BLOCK
    longer = np.flatnonzero(blocks)
    after[longer] *= np.array([pow(BASE, BLOCK * n, 1 << 64) for n in blocks[longer].tolist()], np.uint64)
    after -= before
    after *= down.take(start & (BLOCK - 1), mode="clip")
    after ^= after >> np.uint64(32)
    after *= np.uint64(0xD6E8FEB86659FD93)
    after ^= after >> np.uint64(32)
    return after


def sums_at(codes: Codes, start: Ints, end: Ints) -> tuple[Hashes, Hashes]:
    """Return the sum over the text up to each start and each end: every character times a power of the base.

    The powers of a sum count from the block that the start, or the character before the end, stands in.
    """
    up, down = powers()
    table = fold_table()
    edges = np.arange(0, len(codes) + BLOCK, BLOCK)
    begins, ends = np.searchsorted(start, edges).tolist(), np.searchsorted(end, edges, side="right").tolist()
    before, after = np.empty(len(start), np.uint64), np.empty(len(end), np.uint64)
    sums, mixed = np.zeros(BLOCK + 1, np.uint64), np.empty(BLOCK, np.uint64)
    for block, at in enumerate(edges[:-1].tolist()):
        some = codes[at : at + BLOCK]
        here = table.take(some, mode="clip", out=mixed[: len(some)])
        here *= up[: len(some)]
        here[:1] += sums[:1]
        np.cumsum(here, out=sums[1 : 1 + len(some)])
        words = slice(begins[block], begins[block + 1])
        sums.take(start[words] - at, mode="clip", out=before[words])
        words = slice(ends[block], ends[block + 1])
        sums.take(end[words] - at, mode="clip", out=after[words])
        np.multiply(sums[len(some) : len(some) + 1], down[BLOCK], out=sums[:1])
    return before, after


def hash_lines(words: Hashes, line_from: Ints) -> Hashes:
    """Hash each line by its words and their order."""
    rank = np.arange(len(words)) - np.repeat(line_from[:-1], np.diff(line_from))
    mixed = rank.view(np.uint64)
    mixed *= np.uint64(2)
    mixed += np.uint64(BASE)
    mixed *= words
    mixed ^= mixed >> np.uint64(31)
    sums = np.zeros(len(mixed) + 1, np.uint64)
    np.cumsum(mixed, out=sums[1:])
    return np.diff(sums[line_from])
