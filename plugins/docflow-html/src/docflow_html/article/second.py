"""The features of the second stage: the scores of the first, of the blocks around and the elements above."""

from typing import Final

import numpy as np

from docflow_html.article.batch import Batch
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
    batch, words = frame.batch, frame.columns["words"]
    kept = np.where(share > 0.5, words, 0).astype(np.float32)
    short = np.minimum(words, _LONGEST)
    run, mass, scored = batch.runs(np.array([kept, short, share * short], dtype=np.float32))
    last = run[batch.bounds[1:] - 1]
    all_kept = np.maximum(np.array(batch.sums(kept), dtype=np.float32), 1)
    columns = {"p": share}
    for by in range(1, _NEIGHBOURS + 1):
        for name, step in ((f"p-{by}", by), (f"p+{by}", -by)):
            columns[name] = shifted(batch, share[None], step)[0]
    columns.update(_of_levels(frame, share, kept, all_kept))
    columns.update(_of_windows(batch, mass, scored))
    columns["kept_before"] = (run - kept) / batch.each(all_kept)
    columns["kept_after"] = (batch.each(last) - run) / batch.each(all_kept)
    columns["kept_words"] = batch.each(last)
    columns["kept_share"] = batch.each(last / np.array(batch.sums(words), dtype=np.float32))
    columns["top"] = batch.each(np.maximum.reduceat(share, batch.bounds[:-1]))
    sure = np.flatnonzero((share > _SURE) & (words >= 5))
    columns["to_sure"], columns["since_sure"] = distances(batch, sure)
    return columns


def _of_levels(frame: Frame, share: Floats, kept: Floats, all_kept: Floats) -> dict[str, Floats]:
    """Return the mean scores in the elements around a block, by words and by blocks, and what they keep."""
    batch = frame.batch
    words = np.minimum(frame.columns["words"], _LONGEST)
    blocks = np.maximum(batch.end - batch.start, 1).astype(np.float32)
    scored, mass, shares, keeps = batch.totals(share * words, words, share, kept)
    of_elements = {
        "wp": scored / np.maximum(mass, 1),
        "bp": shares / blocks,
        "kept": keeps / all_kept[batch.home],
    }
    values = np.array(list(of_elements.values()), dtype=np.float32)
    columns: dict[str, Floats] = {}
    for number, level in enumerate(frame.levels):
        columns.update(zip([f"{name}{number}" for name in of_elements], values[:, level], strict=True))
    return columns


def _of_windows(batch: Batch, mass: Floats, scored: Floats) -> dict[str, Floats]:
    """Return the mean scores of the blocks before and behind a block, from running sums by words."""
    places = np.arange(len(batch.page)) + batch.page
    sums = np.zeros((2, len(places) + len(batch.pages)))
    sums[:, places + 1] = scored, mass
    starts = (batch.bounds[:-1] + np.arange(len(batch.pages)))[batch.page]
    ends = (batch.bounds[1:] + np.arange(len(batch.pages)))[batch.page]
    columns = {}
    for width in _WINDOWS:
        low, high = np.maximum(places - width, starts), np.minimum(places + width + 1, ends)
        before, behind = sums[:, places] - sums[:, low], sums[:, high] - sums[:, places + 1]
        columns[f"before{width}"] = (before[0] / np.maximum(before[1], 1)).astype(np.float32)
        columns[f"behind{width}"] = (behind[0] / np.maximum(behind[1], 1)).astype(np.float32)
    return columns
