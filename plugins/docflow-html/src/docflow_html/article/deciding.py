"""From probabilities to the blocks that stay."""

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from docflow_html.article.numbers import Floats

__all__ = ["decide"]

_SURE: Final = 0.75
_FALL: Final = 2.5
_LOWEST: Final = 0.1
_LOWER: Final = 0.2
_LEAST_STRONG: Final = 0.3
_LEAST_WORDS: Final = 8.0
_HALF_OF_BEST: Final = 0.5
_NEXT_TO_NOTHING: Final = 0.04

Flags: TypeAlias = NDArray[np.bool_]


def decide(probabilities: Floats, words: Floats, prose: Floats) -> Flags:
    """Return which blocks stay.

    The threshold is 0.75 where the scores are sure of what stays, and falls with their doubt, to 0.1: pages
    of a kind that training saw little of, such as listings, score low as a whole, and a block with 0.3 is
    then the best guess. A run of blocks that are at most 0.2 below it stays as a whole where 30 % of its
    words are above: so the items of a list stay or go together. Where hardly a word would stay, the blocks
    with half of the best probability do; where there is none to speak of, all prose does, or the longest
    block.
    """
    kept = _runs(probabilities, words)
    if float(words[kept].sum()) >= _LEAST_WORDS:
        return kept
    best = float(probabilities.max(initial=0.0))
    if best >= _NEXT_TO_NOTHING:
        kept = probabilities >= _HALF_OF_BEST * best
        if float(words[kept].sum()) >= _LEAST_WORDS:
            return np.asarray(kept)
    kept = prose > 0
    return np.asarray(kept if kept.any() else words == words.max(initial=0.0))


def _runs(probabilities: Floats, words: Floats) -> Flags:
    threshold = _threshold(probabilities, words)
    strong = probabilities >= threshold
    weak = probabilities >= max(threshold - _LOWER, _LOWEST)
    bounds = np.flatnonzero(np.diff(np.concatenate(([0], weak.astype(np.int8), [0]))))
    kept = strong.copy()
    for start, end in zip(bounds[::2].tolist(), bounds[1::2].tolist(), strict=True):
        held = words[start:end]
        if float(held[strong[start:end]].sum()) >= _LEAST_STRONG * float(held.sum()):
            kept[start:end] = True
    return kept


def _threshold(probabilities: Floats, words: Floats) -> float:
    likely = probabilities >= 0.5
    mass = float(words[likely].sum())
    sure = float((probabilities * words)[likely].sum()) / mass if mass else 0.0
    return max(_SURE - _FALL * (1 - sure), _LOWEST)
