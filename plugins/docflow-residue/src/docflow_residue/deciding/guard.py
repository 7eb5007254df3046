"""Texts that are left alone whatever the model says of their lines."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from docflow_residue.deciding.levels import Level
from docflow_residue.deciding.signatures import signature_fields
from docflow_residue.lines.batch import Batch
from docflow_residue.lines.shapes import Shapes

__all__ = ["spared"]

PROSE: Final = 24  # words in lines of prose that a text has at least before `safe` takes anything
LINES: Final = 2  # that `safe` takes at least: a page has more than one line around its text


def spared(batch: Batch, shapes: Shapes, gone: NDArray[np.bool_], level: Level) -> NDArray[np.bool_]:
    """Say which lines stay because of the text that they stand in.

    A text of which nothing would be left stays whole. At `safe` so does one without prose: a list, a table,
    verse, code or talk has nothing that its short lines could be told apart from; and one with a single line
    to go, such as the heading of a cookie policy. Nor does `safe` take the fields of a signature.
    """
    lost = np.bincount(batch.doc[gone], minlength=len(batch.size))
    whole: NDArray[np.bool_] = lost == batch.size
    if level == "safe":
        prose = np.bincount(batch.doc, shapes.words * shapes.prose, minlength=len(batch.size))
        whole = whole | (prose < PROSE) | (lost < LINES)
        return whole[batch.doc] | signature_fields(batch)
    return whole[batch.doc]
