"""What the words of the blocks tell: their scores, and what they share with the head of the page."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from docflow_html.article.anchors import Anchors
from docflow_html.article.batch import Batch
from docflow_html.article.numbers import Floats
from docflow_html.article.tables import Tables
from docflow_html.article.words import Words, words_of_lines

__all__ = ["wording_columns"]

_FIRST, _LAST = 5, 3
_LONG: Final = 4
_DESCRIBES: Final = 20
_START: Final = 60


def wording_columns(batch: Batch, tables: Tables, anchors: Sequence[Anchors]) -> dict[str, Floats]:
    """Return the columns that the words of the blocks give.

    `line_*`: the scores of the first five and last three words. `titled`: how much of title and block are
    the same; `topic`: the share of the title's long words in it; `described`: the description begins like
    it; `told`: the article of JSON-LD holds it (-1: there is none).
    """
    words = words_of_lines(batch.texts)
    columns = _scored(words, tables.words)
    columns["topic"] = _topical(batch, anchors, words)
    texts = words.texts()
    said: tuple[list[float], list[float], list[float]] = ([], [], [])
    for found, (a, b) in zip(anchors, pairwise(batch.bounds.tolist()), strict=True):
        _anchored([text.strip() for text in texts[a:b]], found, *said)
    for name, values in zip(("titled", "described", "told"), said, strict=True):
        columns[name] = np.array(values, dtype=np.float32)
    kinds = np.array([found.kinds for found in anchors], dtype=np.float32)
    for name, flags in zip(("is_article", "is_product", "is_forum"), kinds.T, strict=True):
        columns[name] = batch.each(flags)
    return columns


def _scored(words: Words, table: Floats) -> dict[str, Floats]:
    """Return mean, lowest and highest score of the outer words of each block; 0 where it has none."""
    starts = np.append(0, words.breaks[:-1] + 1)
    counts = words.breaks - starts
    place = np.arange(len(words.starts)) - np.repeat(starts, counts + 1)
    left = np.repeat(counts, counts + 1) - place
    outer = ((place < _FIRST) | (left <= _LAST)) & (left > 0)
    scores = np.zeros(len(outer), dtype=np.float32)
    scores[outer] = table[words.hashes(np.flatnonzero(outer))]
    taken = np.maximum(np.minimum(counts, _FIRST + _LAST), 1)
    low = np.minimum.reduceat(np.where(outer, scores, np.inf), starts)
    high = np.maximum.reduceat(np.where(outer, scores, -np.inf), starts)
    return {
        "line_mean": np.add.reduceat(scores, starts) / taken.astype(np.float32),
        "line_low": np.where(counts > 0, low, 0).astype(np.float32),
        "line_high": np.where(counts > 0, high, 0).astype(np.float32),
    }


def _topical(batch: Batch, anchors: Sequence[Anchors], words: Words) -> Floats:
    """Return the share of the title's long words that stand in each block."""
    topics = [{word.encode() for word in found.title.split() if len(word) > _LONG} for found in anchors]
    keys = {word for topic in topics for word in topic}
    found = np.zeros(len(batch.page), dtype=np.float32)
    places = words.beginning(keys)
    blocks = np.searchsorted(words.breaks, places)
    pages = batch.page[blocks].tolist()
    for place, block, page in zip(places.tolist(), blocks.tolist(), pages, strict=True):
        if words.word(place) in topics[page]:
            found[block] += 1
    return np.asarray(np.minimum(found / batch.each([max(len(topic), 1) for topic in topics]), 1))


def _anchored(
    texts: Sequence[str],
    anchors: Anchors,
    titled: list[float],
    described: list[float],
    told: list[float],
) -> None:
    """Add what the words of each block of a page share with title, description and article of JSON-LD."""
    title, description, _, body = anchors
    for words in texts:
        shares = bool(words and title) and (words in title or title in words)
        titled.append(min(len(words), len(title)) / max(len(words), len(title)) if shares else 0.0)
    start = description[:_START]
    described += [
        1.0
        if start and len(words) > _DESCRIBES and (words[:_START] in description or start in words)
        else 0.0
        for words in texts
    ]
    if body:
        told += [
            float(min(len(words), 30)) if words and words[: 2 * _START] in body else 0.0 for words in texts
        ]
    else:
        told += [-1.0] * len(texts)
