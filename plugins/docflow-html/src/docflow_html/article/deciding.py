"""From probabilities to the blocks that stay."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from docflow_html.article.numbers import Floats

__all__ = ["decide"]

_SURE: Final = 0.65
_FALL: Final = 2.0
_LOWEST: Final = 0.1
_LEAST_WORDS: Final = 8.0
_HALF_OF_BEST: Final = 0.5
_NEXT_TO_NOTHING: Final = 0.04


def decide(probabilities: Floats, words: Floats, prose: Floats) -> NDArray[np.bool_]:
    """Return which blocks stay.

    The threshold is 0.65 where the scores are sure of what stays, and falls with their doubt, to 0.1: pages
    of a kind that training saw little of, such as listings, score low as a whole, and a block with 0.3 is
    then the best guess. Where hardly a word would stay, the blocks with half of the best probability do;
    where there is none to speak of, all prose does, or the longest block.
    """
    kept = probabilities >= _threshold(probabilities, words)
    if float(words[kept].sum()) >= _LEAST_WORDS:
        return np.asarray(kept)
    best = float(probabilities.max(initial=0.0))
    if best >= _NEXT_TO_NOTHING:
        kept = probabilities >= _HALF_OF_BEST * best
        if float(words[kept].sum()) >= _LEAST_WORDS:
            return np.asarray(kept)
    kept = prose > 0
    return np.asarray(kept if kept.any() else words == words.max(initial=0.0))


def _threshold(probabilities: Floats, words: Floats) -> float:
    likely = probabilities >= 0.5
    mass = float(words[likely].sum())
    sure = float((probabilities * words)[likely].sum()) / mass if mass else 0.0
    return max(_SURE - _FALL * (1 - sure), _LOWEST)
