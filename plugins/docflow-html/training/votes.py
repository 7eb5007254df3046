"""The votes of pages on names and words, one vote a page; sums of folds give tables without some folds."""

from collections.abc import Iterable, Sequence

import numpy as np
from docflow_html.article.model import SCALE
from docflow_html.article.names import BITS as NAME_BITS
from docflow_html.article.numbers import Floats
from docflow_html.article.tables import make_table
from docflow_html.article.words import BITS as WORD_BITS
from docflow_html.article.words import hash_word, outer, words_of
from pages import FOLDS, Sample

__all__ = ["Votes", "count_votes", "table_bytes"]

_STRENGTH = 2.0
_NAME_PRIOR = 0.5
_WORD_PRIOR = 0.3

Votes = tuple[Floats, Floats, Floats, Floats]
"""Of names and of words: kept, dropped."""


def count_votes(samples: Sequence[Sample]) -> list[Votes]:
    """Return the votes of each fold."""
    counts = [
        (
            np.zeros(1 << NAME_BITS),
            np.zeros(1 << NAME_BITS),
            np.zeros(1 << WORD_BITS),
            np.zeros(1 << WORD_BITS),
        )
        for _ in range(FOLDS)
    ]
    for sample in samples:
        names_kept, names_dropped, words_kept, words_dropped = counts[sample.fold]
        for name, (kept, dropped) in _names(sample).items():
            if kept + dropped > 0:
                names_kept[name] += kept / (kept + dropped)
                names_dropped[name] += dropped / (kept + dropped)
        for word, (kept, dropped) in _words(sample).items():
            root = (kept + dropped) ** 0.5
            words_kept[word] += kept / root
            words_dropped[word] += dropped / root
    return counts


def table_bytes(votes: Sequence[Votes], without: Iterable[int] = ()) -> tuple[Floats, Floats]:
    """Return the scores of names and of words, as whole numbers of a byte, from all folds but some."""
    left = [fold for number, fold in enumerate(votes) if number not in without]
    sums = [sum((fold[part] for fold in left[1:]), left[0][part]) for part in range(4)]
    tables = (
        make_table(sums[0], sums[1], _STRENGTH, _NAME_PRIOR),
        make_table(sums[2], sums[3], _STRENGTH, _WORD_PRIOR),
    )
    names, words = (np.clip(np.round(table * SCALE), -127, 127).astype(np.int8) for table in tables)
    return names, words


def _names(sample: Sample) -> dict[int, list[float]]:
    """Return how much of what stands under each name stays and goes; a block counts the root of its words."""
    elements, known = sample.elements, sample.label >= 0
    mass = np.sqrt(np.maximum(sample.words, 1)) * known
    kept = mass * np.clip(sample.label, 0, 1)
    sums = np.concatenate([[0], np.cumsum(kept)]), np.concatenate([[0], np.cumsum(mass - kept)])
    stays, goes = ((run[elements.end] - run[elements.start]).tolist() for run in sums)
    votes: dict[int, list[float]] = {}
    for names, a, b in (
        *zip(elements.names, stays, goes, strict=True),
        *zip(elements.spans, kept.tolist(), (mass - kept).tolist(), strict=True),
    ):
        for word in names.words:
            vote = votes.setdefault(word, [0.0, 0.0])
            vote[0] += a
            vote[1] += b
    return votes


def _words(sample: Sample) -> dict[int, list[float]]:
    votes: dict[int, list[float]] = {}
    for line, label in zip(sample.elements.lines, sample.label.tolist(), strict=True):
        if label >= 0:
            for word in outer(words_of(line.text[:160])):
                vote = votes.setdefault(hash_word(word), [0.0, 0.0])
                vote[0] += label
                vote[1] += 1 - label
    return votes
