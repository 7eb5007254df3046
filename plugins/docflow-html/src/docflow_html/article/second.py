"""The features of the second stage: the scores of the first, of the blocks around and the elements above."""

from typing import Final

import numpy as np

from docflow_html.article.features import Frame
from docflow_html.article.numbers import Floats
from docflow_html.article.sequence import distances, shifted

__all__ = ["second_columns"]

_NEIGHBOURS: Final = 4
_WINDOWS: Final = (3, 8)
_LONGEST: Final = 60
_SURE: Final = 0.6


def second_columns(frame: Frame, share: Floats) -> dict[str, Floats]:
    """Return the columns for the first stage's probabilities `share`."""
    words = frame.columns["words"]
    kept = np.where(share > 0.5, words, 0).astype(np.float32)
    count, all_kept, run = len(share), max(float(kept.sum()), 1.0), np.cumsum(kept)
    columns = {"p": share}
    for by in range(1, _NEIGHBOURS + 1):
        columns[f"p-{by}"], columns[f"p+{by}"] = shifted(share, by), shifted(share, -by)
    columns.update(_of_levels(frame, share, kept, all_kept))
    columns.update(_of_windows(share, np.minimum(words, _LONGEST)))
    columns["kept_before"] = (run - kept) / all_kept
    columns["kept_after"] = (run[-1] - run) / all_kept
    columns["kept_words"] = np.full(count, run[-1], dtype=np.float32)
    columns["kept_share"] = np.full(count, run[-1] / float(words.sum()), dtype=np.float32)
    columns["top"] = np.full(count, share.max(), dtype=np.float32)
    sure = np.flatnonzero((share > _SURE) & (words >= 5))
    columns["to_sure"], columns["since_sure"] = distances(sure, count)
    return columns


def _of_levels(frame: Frame, share: Floats, kept: Floats, all_kept: float) -> dict[str, Floats]:
    """Return the mean scores in the elements around a block, by words and by blocks, and what they keep."""
    words = np.minimum(frame.columns["words"], _LONGEST)
    blocks = np.maximum(frame.end - frame.start, 1).astype(np.float32)
    of_elements = {
        "wp": frame.total(share * words) / np.maximum(frame.total(words), 1),
        "bp": frame.total(share) / blocks,
        "kept": frame.total(kept) / all_kept,
    }
    values = np.array(list(of_elements.values()), dtype=np.float32)
    columns: dict[str, Floats] = {}
    for number, level in enumerate(frame.levels):
        columns.update(zip([f"{name}{number}" for name in of_elements], values[:, level], strict=True))
    return columns


def _of_windows(share: Floats, words: Floats) -> dict[str, Floats]:
    """Return the mean scores of the blocks before and behind a block, by words."""
    sums = np.concatenate([[0], np.cumsum(share * words)])
    mass = np.concatenate([[0], np.cumsum(words)])
    count = len(share)
    here = np.arange(count)
    columns = {}
    for width in _WINDOWS:
        low, high = np.maximum(here - width, 0), np.minimum(here + width + 1, count)
        before = (sums[here] - sums[low]) / np.maximum(mass[here] - mass[low], 1)
        behind = (sums[high] - sums[here + 1]) / np.maximum(mass[high] - mass[here + 1], 1)
        columns[f"before{width}"] = before.astype(np.float32)
        columns[f"behind{width}"] = behind.astype(np.float32)
    return columns
