"""The features of all lines of a batch as one array of codes."""

from collections.abc import Collection
from typing import Final

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from docflow_residue.lines.batch import Batch
from docflow_residue.lines.lexicon import Lexicon
from docflow_residue.lines.phrases import phrases
from docflow_residue.lines.places import place, spans
from docflow_residue.lines.repeats import compare
from docflow_residue.lines.shapes import Codes, Shapes, look

__all__ = ["PAD", "Features", "describe", "positions", "spread", "values_of"]

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
    codes = spread(parts.values(), rows, len(batch) + PAD * (len(batch.size) + 1))
    return Features(tuple(parts), codes, rows, shapes)


def values_of(features: Features, names: Collection[str], rows: NDArray[np.int64]) -> Codes:
    """Return some features (by name, one after the other) of some rows."""
    number = {name: at for at, name in enumerate(features.names)}
    return features.codes[[number[name] for name in names]].take(rows, axis=1, mode="clip")


def spread(parts: Collection[Codes], rows: NDArray[np.int64], width: int) -> Codes:
    """Put values of lines where their rows are; the rows between are 0."""
    dense = np.zeros((len(parts), len(rows) + 1), np.uint8)
    for number, values in enumerate(parts):
        dense[number, :-1] = values
    line = np.full(width, len(rows))
    line[rows] = np.arange(len(rows))
    return dense.take(line, axis=1, mode="clip")  # reading from anywhere is cheaper than writing to there
