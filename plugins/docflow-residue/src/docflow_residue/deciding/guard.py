"""Texts that are left alone whatever the model says of their lines."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from docflow_residue.deciding.levels import Level
from docflow_residue.deciding.model import Judged

__all__ = ["spared"]

PROSE: Final = 40  # words in lines of prose that a text has at least before `safe` takes anything


def spared(judged: Judged, gone: NDArray[np.bool_], level: Level) -> NDArray[np.bool_]:
    """Say which lines stay because of the text that they stand in.

    A text of which nothing would be left stays whole. At `safe` so does one without prose: a list, a table,
    verse, code or talk has nothing that its short lines could be told apart from.
    """
    batch = judged.batch
    lost = np.bincount(batch.doc[gone], minlength=len(batch.size))
    whole: NDArray[np.bool_] = lost == batch.size
    if level == "safe":
        shapes = judged.features.shapes
        prose = np.bincount(batch.doc, shapes.words * shapes.prose, minlength=len(batch.size))
        whole = whole | (prose < PROSE)
    return whole[batch.doc]
