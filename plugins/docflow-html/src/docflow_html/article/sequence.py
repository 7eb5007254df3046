"""Where each block stands among the others: neighbours, distances to prose and headings, copies."""

from typing import Final

import numpy as np

from docflow_html.article.elements import Elements
from docflow_html.article.numbers import Floats, Ints

__all__ = ["distances", "sequence_columns", "shifted"]

_FAR: Final = 99.0
_SHIFTED: Final = ("words", "link_share", "line_mean", "end", "nearest")


def shifted(column: Floats, by: int) -> Floats:
    """Return a column moved down by `by` rows (up where it is negative), 0 where there is none."""
    out = np.zeros(len(column), dtype=np.float32)
    if abs(by) < len(column):
        if by > 0:
            out[by:] = column[:-by]
        else:
            out[:by] = column[-by:]
    return out


def distances(marked: Ints, count: int) -> tuple[Floats, Floats]:
    """Return for each of `count` rows how far the next marked row is, and the last before it; 99 is none."""
    if not len(marked):
        none = np.full(count, _FAR, dtype=np.float32)
        return none, none
    here = np.arange(count)
    place = np.searchsorted(marked, here)
    ahead = marked[np.minimum(place, len(marked) - 1)] - here
    behind = here - marked[np.maximum(place - 1, 0)]
    to = np.where(place < len(marked), np.minimum(ahead, _FAR), _FAR)
    since = np.where(place > 0, np.minimum(behind, _FAR), _FAR)
    return to.astype(np.float32), since.astype(np.float32)


def sequence_columns(elements: Elements, columns: dict[str, Floats]) -> dict[str, Floats]:
    """Return the columns of a page's sequence; `columns` holds those of the blocks alone."""
    words, prose = columns["words"], columns["prose"]
    count = len(words)
    place = np.arange(count, dtype=np.float32)
    all_words, all_prose = float(words.sum()), float(prose.sum())
    run, prose_run = np.cumsum(words), np.cumsum(prose)
    out = {
        "at": (run - words) / all_words,
        "place": place,
        "left": count - place,
        "prose_before": (prose_run - prose) / max(all_prose, 1),
        "prose_after": (all_prose - prose_run) / max(all_prose, 1),
        "page_words": np.full(count, all_words, dtype=np.float32),
        "page_prose": np.full(count, all_prose, dtype=np.float32),
        "page_dense": np.full(count, all_prose / all_words, dtype=np.float32),
    }
    out["to_prose"], out["since_prose"] = distances(np.flatnonzero(prose > 0), count)
    out.update(_headings(columns))
    out.update(_copies([line.text for line in elements.lines]))
    for name in _SHIFTED:
        for by in (-2, -1, 1, 2):
            out[f"{name}{by:+d}"] = shifted(columns[name], by)
    return out


def _headings(columns: dict[str, Floats]) -> dict[str, Floats]:
    """Return how far the last heading is, its level, what its words say; how far the first `h1` is."""
    level, mean = columns["heading"], columns["line_mean"]
    count = len(level)
    heads = np.flatnonzero(level > 0)
    _, since = distances(heads, count)
    first = np.flatnonzero(level == 1)
    out = {
        "since_head": since,
        "since_h1": np.arange(count, dtype=np.float32) - (first[0] if len(first) else -_FAR),
    }
    if not len(heads):
        return {**out, "head_mean": np.zeros_like(mean), "head_level": np.zeros_like(mean)}
    last = heads[np.maximum(np.searchsorted(heads, np.arange(count)) - 1, 0)]
    return {
        **out,
        "head_mean": np.where(since < _FAR, mean[last], 0),
        "head_level": np.where(since < _FAR, level[last], 0),
    }


def _copies(texts: list[str]) -> dict[str, Floats]:
    """Return how often a block's text stood before it, and how often it stands on the page."""
    seen: dict[str, int] = {}
    before = []
    for text in texts:
        before.append(seen.get(text, 0))
        seen[text] = before[-1] + 1
    return {
        "copy": np.array(before, dtype=np.float32),
        "copies": np.array([seen[text] for text in texts], dtype=np.float32),
    }
