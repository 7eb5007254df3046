"""Which phrase families each line reads like."""

import functools

import numpy as np
from numpy.typing import NDArray

from docflow_residue.families import FAMILIES, match
from docflow_residue.lines.batch import Batch
from docflow_residue.lines.shapes import Codes

__all__ = ["phrases", "stems"]

PART = ".part"


@functools.cache
def stems() -> tuple[str, ...]:
    """Return the names of the families, each once."""
    return tuple(dict.fromkeys(name.removesuffix(PART) for name in FAMILIES))


def phrases(batch: Batch) -> dict[str, Codes]:
    """Return for each family 2 where a line is its phrase, 1 where it holds it; `family` is the highest."""
    text = batch.text
    found = match(
        [text[start:end] for start, end in zip(batch.starts.tolist(), batch.ends.tolist(), strict=True)]
    )
    codes = {name: np.zeros(len(batch), np.uint8) for name in stems()}
    column: NDArray[np.bool_]
    for name, column in zip(FAMILIES, np.ascontiguousarray(found.T), strict=True):
        stem = name.removesuffix(PART)
        codes[stem] = np.maximum(codes[stem], column.astype(np.uint8) * (1 if name.endswith(PART) else 2))
    every = np.max(np.stack(list(codes.values())), axis=0) if codes else np.zeros(len(batch), np.uint8)
    return {"family": every} | {f"family_{name}": values for name, values in codes.items()}
