"""The features of the first stage: one row a block. Training computes them with this code, too."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from docflow_html.article.anchors import Anchors
from docflow_html.article.batch import Batch, batch_of
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
    """The columns of the blocks, and the elements around each: the owner first, then ever wider ones."""

    def __init__(self, batch: Batch, columns: dict[str, Floats]) -> None:
        self.batch = batch
        self.columns = columns
        self.levels: list[Ints] = []


def frame_of(pages: Sequence[Elements], tables: Tables, anchors: Sequence[Anchors]) -> Frame:
    """Return the frame of pages that have blocks, with all columns of the first stage."""
    batch = batch_of(pages)
    columns = measure(batch)
    frame = Frame(batch, columns)
    climbed = climb(batch, tables)
    _owner_columns(frame, climbed, tables)
    columns.update(wording_columns(batch, tables, anchors))
    _level_columns(frame, climbed)
    columns.update(sequence_columns(batch, columns))
    return frame


def _owner_columns(frame: Frame, climbed: Climbed, tables: Tables) -> None:
    """Add what the element right around a block has from those around it, and a span in it."""
    columns, batch = frame.columns, frame.batch
    owner = batch.owner
    frame.levels = [owner]
    for _ in range(_LEVELS - 1):
        frame.levels.append(climbed.wider[frame.levels[-1]])
    bits = ((climbed.bits[owner] >> _PLACES) & 1).astype(np.float32)
    columns.update(zip(BIT_NAMES, bits, strict=True))
    tag = batch.tags[owner]
    columns["tag"] = tag.astype(np.float32)
    columns["heading"] = np.where((tag >= _H1) & (tag < _H1 + 6), tag - _H1 + 1, 0).astype(np.float32)
    columns["depth"] = climbed.depth[owner]
    columns.update(zip(("low", "high", "nearest"), climbed.chain[owner].T, strict=True))
    spans = tables.of_elements([names for page in batch.pages for names in page.spans])
    columns["span_low"], columns["span_high"] = spans.own.T


def _level_columns(frame: Frame, climbed: Climbed) -> None:
    """Add what the elements around a block hold, from the owner to ever wider ones."""
    columns, batch = frame.columns, frame.batch
    words, prose = columns["words"], columns["prose"]
    mass, proses, linked, titled = batch.totals(
        words, prose, words * columns["link_share"], words * (columns["heading"] > 0)
    )
    least_mass = np.maximum(mass, 1)
    blocks = (batch.end - batch.start).astype(np.float32)
    all_prose = np.maximum(np.array(batch.sums(prose), dtype=np.float32), 1)[batch.home]
    of_elements = {
        "mass": mass,
        "linked": linked / least_mass,
        "titled_share": titled / least_mass,
        "blocks": blocks,
        "mean": mass / np.maximum(blocks, 1),
        "prose_in": proses / all_prose,
        "dense": proses / least_mass,
        "low": climbed.own[:, 0],
        "high": climbed.own[:, 1],
        "alike": climbed.alike,
    }
    values = np.array(list(of_elements.values()), dtype=np.float32)
    here = np.arange(len(words))
    for number, level in enumerate(frame.levels):
        columns.update(zip([f"{name}{number}" for name in of_elements], values[:, level], strict=True))
        if number:
            share = (here - batch.start[level]) / np.maximum(blocks[level], 1)
            columns[f"from{number}"] = share.astype(np.float32)
    _main_columns(frame, proses, mass)


def _main_columns(frame: Frame, proses: Floats, mass: Floats) -> None:
    """Add how far a block is from the smallest element with most of its page's prose."""
    batch = frame.batch
    values, roots = proses.tolist(), batch.roots.tolist()
    mains = [
        root + _main(page.parent, values[root : root + len(page.parent)])
        for page, root in zip(batch.pages, roots, strict=True)
    ]
    here = np.arange(len(batch.page))
    start, end = batch.start[mains][batch.page], batch.end[mains][batch.page]
    outside = np.where(here < start, here - start, np.where(here >= end, here - end + 1, 0))
    frame.columns["main"] = outside.astype(np.float32)
    frame.columns["main_share"] = batch.each(mass[mains] / np.maximum(mass[roots], 1))


def _main(parents: Sequence[int], prose: Sequence[float]) -> int:
    """Return the element that is reached from the root by always going where most of the prose is."""
    here, least = 0, _MAIN_LEAST * prose[0]
    for number, up in enumerate(parents):
        if up == here and number and prose[number] >= max(_MAIN_STEP * prose[here], least):
            here = number
    return here
