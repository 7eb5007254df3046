"""Documents that say the same as others: they count once, or each text would look repeated."""

from collections.abc import Sequence

import numpy as np

from docflow_residue.learning.pile import Ints, Pile, counted
from docflow_residue.learning.sketch import Sketch

__all__ = ["own_limit", "without_copies"]

SAME = 0.5
"""The share of their rarer lines that copies have in common."""
LOOKED = 4
"""Lines of a document, those of the smallest hashes, by which its copies are looked for."""
KEPT = 32
"""Documents with one of these lines that others are compared with: the time stays linear."""


def own_limit(documents: int) -> int:
    """Return in how many documents a line may stand and still be one of the text: a quotation, a copy."""
    return max(1, documents // 50)


def without_copies(sketches: Sequence[Sketch], made: Pile) -> list[Sketch]:
    """Return the documents, of those that say the same the first one; they come sorted by their hash.

    Asked are only documents in which every line repeats. Two are copies when half of their lines that stand
    in at most half of all documents are the same.
    """
    everything = np.ones(len(made.key), np.bool_)
    repeats = counted(made, made.key, len(made.keys), everything)
    own = own_limit(made.documents)
    known: dict[int, list[set[int]]] = {}
    left = []
    for sketch, start, end in zip(sketches, made.bounds[:-1], made.bounds[1:], strict=True):
        key = made.key[start:end]
        often = repeats[key]
        if not len(key) or (often <= own).any() or not _is_copy(key, often, made, known):
            left.append(sketch)
    return left


def _is_copy(key: Ints, often: Ints, made: Pile, known: dict[int, list[set[int]]]) -> bool:
    rare = set(key[often <= max(2, made.documents // 2)].tolist())
    if not rare:
        return False
    smallest = sorted(rare, key=lambda each: int(made.keys[each]))[:LOOKED]
    buckets = [known.setdefault(each, []) for each in smallest]
    if any(len(rare & other) >= SAME * len(rare | other) for seen in buckets for other in seen):
        return True
    for seen in buckets:
        if len(seen) < KEPT:
            seen.append(rare)
    return False
