"""The features of the first stage: one row a block. Training computes them with this code, too."""

from typing import Final

import numpy as np

from docflow_html.article.anchors import Anchors
from docflow_html.article.climb import BIT_NAMES, Climbed, climb
from docflow_html.article.elements import TAGS, Elements
from docflow_html.article.measures import measure
from docflow_html.article.numbers import Floats, Ints
from docflow_html.article.sequence import sequence_columns
from docflow_html.article.tables import Tables
from docflow_html.article.wording import wording_columns

__all__ = ["Frame", "frame_of"]

_LEVELS: Final = 4
_PLACES: Final = np.arange(len(BIT_NAMES))[:, None]
_H1: Final = TAGS.index("h1")
_MAIN_STEP: Final = 0.6
_MAIN_LEAST: Final = 0.35


class Frame:
    """The columns of a page's blocks, and the elements around each: the owner first, then ever wider ones."""

    def __init__(self, elements: Elements, columns: dict[str, Floats]) -> None:
        self.columns = columns
        self.start, self.end = elements.start, elements.end
        self.levels: list[Ints] = []

    def total(self, column: Floats) -> Floats:
        """Return the sum of a column of blocks in each element."""
        sums = np.zeros(len(column) + 1, dtype=np.float64)
        np.cumsum(column, out=sums[1:])
        return (sums[self.end] - sums[self.start]).astype(np.float32)


def frame_of(elements: Elements, tables: Tables, anchors: Anchors) -> Frame:
    """Return the frame of a page that has blocks, with all columns of the first stage."""
    columns = measure(elements)
    frame = Frame(elements, columns)
    climbed = climb(elements, tables)
    _owner_columns(frame, elements, climbed, tables)
    columns.update(wording_columns(elements, tables, anchors))
    _level_columns(frame, elements, climbed)
    columns.update(sequence_columns(elements, columns))
    return frame


def _owner_columns(frame: Frame, elements: Elements, climbed: Climbed, tables: Tables) -> None:
    """Add what the element right around a block has from those around it, and a span in it."""
    columns = frame.columns
    owner = np.array(elements.owner, dtype=np.int64)
    frame.levels = [owner]
    for _ in range(_LEVELS - 1):
        frame.levels.append(climbed.wider[frame.levels[-1]])
    bits = ((climbed.bits[owner] >> _PLACES) & 1).astype(np.float32)
    columns.update(zip(BIT_NAMES, bits, strict=True))
    tag = np.array(elements.tags)[owner]
    columns["tag"] = tag.astype(np.float32)
    columns["heading"] = np.where((tag >= _H1) & (tag < _H1 + 6), tag - _H1 + 1, 0).astype(np.float32)
    columns["depth"] = climbed.depth[owner]
    columns.update(zip(("low", "high", "nearest"), climbed.chain[owner].T, strict=True))
    lows, highs, _ = zip(*tables.of_elements(elements.spans), strict=True)
    columns["span_low"], columns["span_high"] = np.array([lows, highs], dtype=np.float32)


def _level_columns(frame: Frame, elements: Elements, climbed: Climbed) -> None:
    """Add what the elements around a block hold, from the owner to ever wider ones."""
    columns = frame.columns
    words, prose = columns["words"], columns["prose"]
    mass, proses = frame.total(words), frame.total(prose)
    linked = frame.total(words * columns["link_share"]) / np.maximum(mass, 1)
    titled = frame.total(columns["words"] * (columns["heading"] > 0)) / np.maximum(mass, 1)
    blocks = (frame.end - frame.start).astype(np.float32)
    all_prose = max(float(prose.sum()), 1.0)
    of_elements = {
        "mass": mass,
        "linked": linked,
        "titled_share": titled,
        "blocks": blocks,
        "mean": mass / np.maximum(blocks, 1),
        "prose_in": proses / all_prose,
        "dense": proses / np.maximum(mass, 1),
        "low": climbed.own[:, 0],
        "high": climbed.own[:, 1],
        "alike": climbed.alike,
    }
    place = np.arange(len(words), dtype=np.float32)
    values = np.array(list(of_elements.values()), dtype=np.float32)
    for number, level in enumerate(frame.levels):
        columns.update(zip([f"{name}{number}" for name in of_elements], values[:, level], strict=True))
        if number:
            share = (place - frame.start[level]) / np.maximum(blocks[level], 1)
            columns[f"from{number}"] = share.astype(np.float32)
    _main_columns(frame, elements, proses.tolist(), mass)


def _main_columns(frame: Frame, elements: Elements, prose: list[float], mass: Floats) -> None:
    """Add how far a block is from the smallest element with most of the page's prose."""
    here = 0
    for number, up in enumerate(elements.parent):
        if up == here and number and prose[number] >= max(_MAIN_STEP * prose[here], _MAIN_LEAST * prose[0]):
            here = number
    start, end = int(frame.start[here]), int(frame.end[here])
    place = np.arange(len(frame.columns["words"]), dtype=np.float32)
    outside = np.where(place < start, place - start, np.where(place >= end, place - end + 1, 0))
    frame.columns["main"] = outside.astype(np.float32)
    frame.columns["main_share"] = np.full(len(place), mass[here] / max(mass[0], 1), dtype=np.float32)
