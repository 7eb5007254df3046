"""The features of all lines of a batch as one array of codes."""

from typing import Final

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from docflow_residue.lines.batch import Batch
from docflow_residue.lines.lexicon import Lexicon
from docflow_residue.lines.phrases import phrases
from docflow_residue.lines.places import place, spans
from docflow_residue.lines.repeats import compare
from docflow_residue.lines.shapes import Shapes, look

__all__ = ["PAD", "Features", "describe", "positions"]

PAD: Final = 5  # empty rows around every document, so that a neighbour is the same array moved


@frozen(eq=False)
class Features:
    """`codes[feature, row]` with `names` of the features; `rows` is the row of each line of the batch."""

    names: tuple[str, ...]
    codes: NDArray[np.uint8]
    rows: NDArray[np.int64]
    shapes: Shapes


def positions(batch: Batch) -> NDArray[np.int64]:
    """Return the row of each line: `PAD` rows stand before and behind every document."""
    return np.arange(len(batch)) + PAD * (batch.doc + 1)


def describe(batch: Batch, lexicon: Lexicon) -> Features:
    """Compute all features of a batch."""
    shapes = look(batch)
    span = spans(batch)
    parts = shapes.codes | place(batch, shapes, span) | compare(batch, shapes)
    parts |= phrases(batch) | lexicon.codes(batch)
    rows = positions(batch)
    codes = np.zeros((len(parts), len(batch) + PAD * (len(batch.size) + 1)), np.uint8)
    for number, values in enumerate(parts.values()):
        codes[number, rows] = values
    return Features(tuple(parts), codes, rows, shapes)
