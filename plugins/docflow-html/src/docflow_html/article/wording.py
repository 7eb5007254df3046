"""What the words of the blocks tell: their scores, and what they share with the head of the page."""

from typing import Final

import numpy as np

from docflow_html.article.anchors import Anchors
from docflow_html.article.elements import Elements
from docflow_html.article.numbers import Floats, Ints
from docflow_html.article.tables import Tables
from docflow_html.article.words import words_of_lines

__all__ = ["wording_columns"]

_FIRST, _LAST = 5, 3
_DESCRIBES: Final = 20
_START: Final = 60


def wording_columns(elements: Elements, tables: Tables, anchors: Anchors) -> dict[str, Floats]:
    """Return the columns that the words of the blocks give.

    `line_*`: the scores of the first five and last three words. `titled`: how much of title and block are
    the same; `topic`: the share of the title's long words in it; `described`: the description begins like
    it; `told`: the article of JSON-LD holds it (-1: there is none).
    """
    words = words_of_lines([line.text for line in elements.lines])
    scores = np.array([tables.words[word] for word in words], dtype=np.float32)
    ends = np.flatnonzero(np.isnan(scores))
    starts = np.concatenate([[0], ends[:-1] + 1])
    columns = _scored(scores, starts, ends)
    topic = {word.encode() for word in anchors.title.split() if len(word) > 4}
    about = np.array([word in topic for word in words], dtype=np.float32)
    columns["topic"] = np.minimum(np.add.reduceat(about, starts) / max(len(topic), 1), 1)
    texts = b" ".join(words).decode("utf-8", "replace").split("\n")[:-1]
    rows = zip(*[_anchored(text.strip(), anchors) for text in texts], strict=True)
    for name, values in zip(("titled", "described", "told"), rows, strict=True):
        columns[name] = np.array(values, dtype=np.float32)
    for name, flag in zip(("is_article", "is_product", "is_forum"), anchors.kinds, strict=True):
        columns[name] = np.full(len(texts), flag, dtype=np.float32)
    return columns


def _scored(scores: Floats, starts: Ints, ends: Ints) -> dict[str, Floats]:
    """Return mean, lowest and highest score of the outer words of each block; 0 where it has none."""
    counts = ends - starts
    place = np.arange(len(scores)) - np.repeat(starts, counts + 1)
    left = np.repeat(counts, counts + 1) - place
    outer = ((place < _FIRST) | (left <= _LAST)) & (left > 0)
    taken = np.maximum(np.minimum(counts, _FIRST + _LAST), 1)
    low = np.minimum.reduceat(np.where(outer, scores, np.inf), starts)
    high = np.maximum.reduceat(np.where(outer, scores, -np.inf), starts)
    return {
        "line_mean": np.add.reduceat(np.where(outer, scores, 0), starts).astype(np.float32)
        / taken.astype(np.float32),
        "line_low": np.where(counts > 0, low, 0).astype(np.float32),
        "line_high": np.where(counts > 0, high, 0).astype(np.float32),
    }


def _anchored(words: str, anchors: Anchors) -> tuple[float, float, float]:
    title, description, _, body = anchors
    titled = described = 0.0
    told = 0.0 if body else -1.0
    if not words:
        return 0.0, 0.0, told
    if title and (words in title or title in words):
        titled = min(len(words), len(title)) / max(len(words), len(title))
    if len(words) > _DESCRIBES and (
        words[:_START] in description or (description and description[:_START] in words)
    ):
        described = 1.0
    if body and words[: 2 * _START] in body:
        told = float(min(len(words), 30))
    return titled, described, told
