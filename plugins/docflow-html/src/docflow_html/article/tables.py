"""Learned scores of names and words, by hash: how much more often they are on what stays."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from docflow_html.article.families import flags_of
from docflow_html.article.names import Names
from docflow_html.article.numbers import Floats
from docflow_html.article.words import BREAK, hash_word

__all__ = ["Score", "Tables", "make_table"]

_MOST_KEPT: Final = 50_000


class Score(NamedTuple):
    """The lowest and highest score of an element's names, and their families as bits."""

    low: float
    high: float
    families: int


_NO_SCORE: Final = Score(0.0, 0.0, 0)


class _Words(dict[bytes, float]):
    """The scores of words: those asked before are at hand, up to a bound."""

    def __init__(self, scores: list[float]) -> None:
        super().__init__({BREAK: float("nan")})
        self._scores = scores

    def __missing__(self, word: bytes) -> float:
        if len(self) > _MOST_KEPT:
            self.clear()
            self[BREAK] = float("nan")
        score = self[word] = self._scores[hash_word(word)]
        return score


class Tables:
    """The scores of names and of words in lines; what was asked is kept, up to a bound.

    `words` gives the score of a word, and NaN for a BREAK.
    """

    def __init__(self, names: Floats, words: Floats) -> None:
        self._names: list[float] = names.tolist()
        self.words = _Words(words.tolist())
        self._seen: dict[tuple[int, ...], Score] = {(): _NO_SCORE}

    def of_elements(self, names: Sequence[Names]) -> list[Score]:
        """Return the score of each element's names."""
        try:
            return [self._seen[found.words] for found in names]
        except KeyError:
            return [self.of_names(found) for found in names]

    def of_names(self, names: Names) -> Score:
        """Return the score of an element's names; 0, 0 and no family without any."""
        found = self._seen.get(names.words)
        if found is None:
            if len(self._seen) > _MOST_KEPT:
                self._seen.clear()
                self._seen[()] = _NO_SCORE
            scores = [self._names[word] for word in names.words]
            found = Score(min(scores), max(scores), flags_of(names.words))
            self._seen[names.words] = found
        return found


def make_table(kept: Floats, dropped: Floats, strength: float, prior: float) -> Floats:
    """Return scores (log odds, 0: usual) from votes, drawn to 0 by `strength` votes of the `prior`."""
    odds = np.log((kept + strength * prior) / (dropped + strength * (1 - prior)))
    usual = np.log(prior / (1 - prior))
    return np.asarray(odds - usual, dtype=np.float32)
