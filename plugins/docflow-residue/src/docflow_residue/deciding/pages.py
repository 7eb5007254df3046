"""Is a text a whole page, with all that a site puts around an article, or the article's part of one?

A line is judged differently in the two: in a whole page most lines are residue.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from docflow_residue.deciding.context import CHANCES, MIDDLE, SURE
from docflow_residue.lines.batch import Batch
from docflow_residue.lines.features import Features, values_of
from docflow_residue.lines.phrases import stems
from docflow_residue.lines.shapes import Codes, shorten, to_codes

__all__ = ["page_features", "share_of_whole"]

Ints = NDArray[np.int64]

EDGES: Final = (3, 6, 12)  # lines at both ends that are looked at
NEAR: Final = 12  # lines at both ends in which these families are counted
TOLD: Final = ("copyright", "privacy", "navigation", "account", "section")


def page_features(batch: Batch, features: Features, scores: Codes) -> dict[str, Codes]:
    """Describe each document by the first scores of its lines and by the families in it."""
    told = values_of(features, ("lexical", *(f"family_{name}" for name in stems())), features.rows)
    lexical = told[0]
    family, line = np.divmod(np.flatnonzero(told[1:]), max(len(batch), 1))
    words, prose = features.shapes.words, features.shapes.prose
    short, chance = np.minimum(words, 60), CHANCES[scores]
    size, total = np.maximum(batch.size, 1), np.maximum(by_document(batch, words), 1)
    ahead = np.arange(len(batch)) - batch.first[batch.doc]
    behind = batch.size[batch.doc] - 1 - ahead
    sure = by_document(batch, scores > MIDDLE + SURE)
    found = {
        "lines": shorten(batch.size),
        "words": shorten(total // 16),
        "mean": to_codes(total * 4 // size),
        "prose": to_codes(by_document(batch, words * prose) * 255 // total),
        "whole": to_codes(by_document(batch, chance) // size),
        "whole_words": to_codes(
            by_document(batch, chance * short) // np.maximum(by_document(batch, short), 1)
        ),
        "sure": to_codes(sure),
        "sure_share": to_codes(sure * 255 // size),
    }
    body = scores < MIDDLE - SURE
    for side, distance in (("head", ahead), ("tail", behind)):
        first = batch.size.copy()
        np.minimum.at(first, batch.doc[body], distance[body])
        found[side] = shorten(first)
        found[f"{side}_share"] = to_codes(first * 255 // size)
        for edge in EDGES:
            near, some = np.flatnonzero(distance < edge), np.minimum(size, edge)
            found[f"{side}_{edge}"] = to_codes(of_documents(batch, near, chance) // some)
            found[f"{side}_{edge}_words"] = to_codes(of_documents(batch, near, lexical) // some)
        close = distance[line] < NEAR
        counts = count_families(batch, family[close], line[close])
        found |= {f"{side}_family_{name}": counts[f"family_{name}"] for name in TOLD}
    return found | count_families(batch, family, line)


def count_families(batch: Batch, family: Ints, line: Ints) -> dict[str, Codes]:
    """Count the lines of each family in each document, from pairs of a family's number and a line."""
    shape = len(stems()), len(batch.size)
    counts = np.bincount(family * shape[1] + batch.doc[line], minlength=shape[0] * shape[1])
    rows = to_codes(counts.reshape(shape))
    return {f"family_{name}": row for name, row in zip(stems(), rows, strict=True)}


def of_documents(batch: Batch, lines: Ints, values: Codes | Ints) -> Ints:
    """Sum whole numbers of a few lines by document."""
    return np.bincount(batch.doc[lines], values[lines], minlength=len(batch.size)).astype(np.int64)


def by_document(batch: Batch, values: NDArray[np.bool_] | Codes | Ints) -> Ints:
    """Sum whole numbers of lines by document."""
    sums = np.zeros(len(values) + 1, np.int64)
    np.cumsum(values, out=sums[1:])
    total: Ints = sums[batch.first + batch.size] - sums[batch.first]
    return total


def share_of_whole(odds: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how much each document counts as a whole page: not at all up to a chance of 0.3."""
    chance = 1 / (1 + np.exp(-odds, dtype=np.float32))
    share: NDArray[np.float32] = np.clip((chance - np.float32(0.3)) * np.float32(1.5), 0, 1)
    return share
