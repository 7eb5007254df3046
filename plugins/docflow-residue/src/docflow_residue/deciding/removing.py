"""Texts in, cuts out: the work behind `residue.remove`."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from docflow.plugin import Cut
from docflow_residue.deciding.guard import spared
from docflow_residue.deciding.levels import LEVELS, Level, dropped
from docflow_residue.deciding.model import load
from docflow_residue.deciding.spans import cuts_of

__all__ = ["cut_texts", "warm"]

KEPT: Final = 1 << 24
"""Bytes that are asked for once and given back untouched: from then on the C library (glibc) keeps as much
for the next batch. Otherwise the arrays of a batch are new to the process, page by page: 5 % of all time."""


def warm() -> None:
    """Read the weights and the phrases, and have memory ready for batches."""
    np.empty(KEPT, np.uint8)
    load().judge(["a"])


def cut_texts(texts: Sequence[str], level: Level) -> list[list[Cut]]:
    """Return the lines of each text that go; each text is judged alone."""
    judged = load().judge(texts)
    shapes = judged.features.shapes
    gone = dropped(judged.odds, shapes.words, LEVELS[level])
    return cuts_of(judged, gone & ~spared(judged.batch, shapes, gone, level), texts)
