"""The lines of all documents of a group as arrays, and what is counted over them."""

from collections.abc import Sequence

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from docflow_residue.learning.sketch import MASK, PROSE, Sketch

__all__ = ["HEAD", "TAIL", "WITHIN", "Pile", "counted", "pile", "zones"]

HEAD, TAIL, WITHIN = 0, 1, 2
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@frozen(eq=False)
class Pile:
    """Lines, one behind the other: the document of each, its flags, its form and loose form as numbers.

    `keys` and `forms` hold the hashes by number (form 0 is none); the lines of document n are those from
    `bounds[n]` to `bounds[n + 1]`.
    """

    documents: int
    document: Ints
    flags: NDArray[np.uint64]
    key: Ints
    form: Ints
    keys: NDArray[np.uint64]
    forms: NDArray[np.uint64]
    bounds: Ints


def pile(sketches: Sequence[Sketch]) -> Pile:
    """Return the lines of documents as arrays."""
    flags = np.concatenate([sketch.lines for sketch in sketches])
    loose = np.concatenate([np.zeros(1, np.uint64), *(sketch.loose for sketch in sketches)])
    sizes = np.array([len(sketch.lines) for sketch in sketches], np.int64)
    keys, key = np.unique(flags & MASK, return_inverse=True)
    forms, form = np.unique(loose, return_inverse=True)
    bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
    document = np.repeat(np.arange(len(sketches)), sizes)
    return Pile(len(sketches), document, flags, key.reshape(-1), form.reshape(-1)[1:], keys, forms, bounds)


def counted(made: Pile, number: Ints, size: int, chosen: Bools) -> Ints:
    """Return in how many documents each number (of a form) stands, over the chosen lines."""
    pairs = np.unique(made.document[chosen] * size + number[chosen])
    counts: Ints = np.bincount(pairs % size, minlength=size)
    return counts


def zones(made: Pile, repeats: Ints, own: int) -> NDArray[np.int8]:
    """Return where each line stands: before, after or within the text of its document.

    The text begins with the first line that is prose and stands in at most `own` documents and ends with
    the last; without prose any such line serves, and without any the document is cut in its middle.
    """
    rare = repeats[made.key] <= own
    prose = rare & ((made.flags & PROSE) != 0)
    zone = np.empty(len(made.key), np.int8)
    for start, end in zip(made.bounds[:-1].tolist(), made.bounds[1:].tolist(), strict=True):
        first, last = _text(prose[start:end], rare[start:end])
        zone[start : start + first] = HEAD
        zone[start + first : start + last] = WITHIN
        zone[start + last : end] = TAIL
    return zone


def _text(prose: Bools, rare: Bools) -> tuple[int, int]:
    for found in (prose, rare):
        if found.any():
            return int(found.argmax()), len(found) - int(found[::-1].argmax())
    return len(rare) // 2, len(rare) // 2
