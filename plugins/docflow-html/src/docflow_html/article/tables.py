"""Learned scores of names and words, by hash: how much more often they are on what stays."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from docflow_html.article.families import FLAGS
from docflow_html.article.names import Names, parts_of
from docflow_html.article.numbers import Floats, Ints

__all__ = ["Scores", "Tables", "make_table"]


class Scores(NamedTuple):
    """What is known of the names of elements, one row each.

    own: the lowest and the highest score, 0 without any name.
    families: the families of the names, a bit each.
    classes: a number for the classes as written: the same where they are.
    named: whether there are names.
    """

    own: Floats
    families: Ints
    classes: Ints
    named: NDArray[np.bool_]


class _Places(dict[Any, int]):
    """Numbers for things, in the order in which they are first asked for."""

    def __missing__(self, thing: object) -> int:
        place = self[thing] = len(self)
        return place


class Tables:
    """The scores of names of elements and of words in lines, by their hashes."""

    def __init__(self, names: Floats, words: Floats) -> None:
        self.names: Floats = names.astype(np.float32)
        self.words: Floats = words.astype(np.float32)

    def of_elements(self, names: Sequence[Names]) -> Scores:
        """Return the scores of the names of each element."""
        places, written = _Places(), _Places()
        rows = np.array([places[found] for found in names], dtype=np.int64)
        different: list[Names] = list(places)
        classes = np.array([written[found.classes] for found in different], dtype=np.int64)
        own, families, named = self._of_different(different)
        return Scores(own[rows], families[rows], classes[rows], named[rows])

    def _of_different(self, names: Sequence[Names]) -> tuple[Floats, Ints, NDArray[np.bool_]]:
        words, place = parts_of(names)
        counts = np.bincount(place, minlength=len(names))
        named = counts > 0
        own = np.zeros((len(names), 2), dtype=np.float32)
        families = np.zeros(len(names), dtype=np.int64)
        if len(words):
            starts = (np.cumsum(counts) - counts)[named]
            scores = self.names[words]
            own[named, 0] = np.minimum.reduceat(scores, starts)
            own[named, 1] = np.maximum.reduceat(scores, starts)
            families[named] = np.bitwise_or.reduceat(FLAGS[words], starts)
        for at in [at for at, found in enumerate(names) if found.kinds]:
            each = list(names[at].words)
            named[at] = True
            own[at] = self.names[each].min(), self.names[each].max()
            families[at] = np.bitwise_or.reduce(FLAGS[each])
        return own, families, named


def make_table(kept: Floats, dropped: Floats, strength: float, prior: float) -> Floats:
    """Return scores (log odds, 0: usual) from votes, drawn to 0 by `strength` votes of the `prior`."""
    odds = np.log((kept + strength * prior) / (dropped + strength * (1 - prior)))
    usual = np.log(prior / (1 - prior))
    return np.asarray(odds - usual, dtype=np.float32)
