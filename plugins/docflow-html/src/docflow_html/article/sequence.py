"""Where a block stands among the others of its page: neighbours, distances to prose and headings, copies."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from docflow_html.article.batch import Batch
from docflow_html.article.numbers import Floats, Ints

__all__ = ["distances", "sequence_columns", "shifted"]

_FAR: Final = 99.0
_SHIFTED: Final = ("words", "link_share", "line_mean", "end", "nearest")


def shifted(batch: Batch, columns: Floats, by: int) -> Floats:
    """Return columns (one a row) moved by `by` blocks (back where it is negative), 0 where there is none."""
    out = np.zeros_like(columns)
    if by > 0:
        out[:, by:] = columns[:, :-by]
        out[:, batch.place < by] = 0
    else:
        out[:, :by] = columns[:, -by:]
        out[:, batch.place >= np.diff(batch.bounds)[batch.page] + by] = 0
    return out


def distances(batch: Batch, marked: Ints) -> tuple[Floats, Floats]:
    """Return how far the next marked block of the page is, and the last before it; 99 is far, or none."""
    here = np.arange(len(batch.page))
    if not len(marked):
        none = np.full(len(here), _FAR, dtype=np.float32)
        return none, none
    at = np.searchsorted(marked, here)
    following = marked[np.minimum(at, len(marked) - 1)]
    last = marked[np.maximum(at - 1, 0)]
    ends, starts = batch.bounds[1:][batch.page], batch.bounds[batch.page]
    is_ahead = (following >= here) & (following < ends)
    to = np.where(is_ahead, np.minimum(following - here, _FAR), _FAR)
    since = np.where((at > 0) & (last >= starts), np.minimum(here - last, _FAR), _FAR)
    return to.astype(np.float32), since.astype(np.float32)


def sequence_columns(batch: Batch, columns: dict[str, Floats]) -> dict[str, Floats]:
    """Return the columns of the sequence of each page; `columns` holds those of the blocks alone."""
    words, prose = columns["words"], columns["prose"]
    place = batch.place.astype(np.float32)
    counts = np.diff(batch.bounds)
    sums, proses = batch.sums(words), batch.sums(prose)
    all_words, all_prose = batch.each(sums), batch.each(proses)
    some_prose = np.maximum(all_prose, 1)
    run, prose_run = batch.runs(np.array([words, prose]))
    out = {
        "at": (run - words) / all_words,
        "place": place,
        "left": batch.each(counts) - place,
        "prose_before": (prose_run - prose) / some_prose,
        "prose_after": (all_prose - prose_run) / some_prose,
        "page_words": all_words,
        "page_prose": all_prose,
        "page_dense": batch.each([few / many for few, many in zip(proses, sums, strict=True)]),
    }
    out["to_prose"], out["since_prose"] = distances(batch, np.flatnonzero(prose > 0))
    out.update(_headings(batch, columns))
    out["copy"], out["copies"] = _copies(batch)
    values = np.array([columns[name] for name in _SHIFTED])
    beside = {by: shifted(batch, values, by) for by in (-2, -1, 1, 2)}
    for row, name in enumerate(_SHIFTED):
        out.update({f"{name}{by:+d}": moved[row] for by, moved in beside.items()})
    return out


def _headings(batch: Batch, columns: dict[str, Floats]) -> dict[str, Floats]:
    """Return how far the last heading is, its level, what its words say; how far the first `h1` is."""
    level, mean = columns["heading"], columns["line_mean"]
    heads, firsts = np.flatnonzero(level > 0), np.flatnonzero(level == 1)
    _, since = distances(batch, heads)
    before = np.full(len(batch.pages), -_FAR)
    if len(firsts):
        on = batch.page[firsts[::-1]]
        before[on] = batch.place[firsts[::-1]]  # of those of a page the first comes last
    out = {"since_head": since, "since_h1": batch.place.astype(np.float32) - batch.each(before)}
    if not len(heads):
        return {**out, "head_mean": np.zeros_like(mean), "head_level": np.zeros_like(mean)}
    last = heads[np.maximum(np.searchsorted(heads, np.arange(len(mean))) - 1, 0)]
    return {
        **out,
        "head_mean": np.where(since < _FAR, mean[last], 0),
        "head_level": np.where(since < _FAR, level[last], 0),
    }


def _copies(batch: Batch) -> tuple[Floats, Floats]:
    """Return how often a block's text stood before it, and how often it stands on the page."""
    before: list[int] = []
    in_all: list[int] = []
    bounds = batch.bounds.tolist()
    for a, b in pairwise(bounds):
        _count_copies(batch.texts[a:b], before, in_all)
    return np.array(before, dtype=np.float32), np.array(in_all, dtype=np.float32)


def _count_copies(texts: Sequence[str], before: list[int], in_all: list[int]) -> None:
    seen: dict[str, int] = {}
    get = seen.get
    for text in texts:
        count = get(text, 0)
        before.append(count)
        seen[text] = count + 1
    in_all += [seen[text] for text in texts]
