"""Texts that are left alone whatever the model says of their lines."""

import numpy as np
from numpy.typing import NDArray

from docflow_residue.deciding.model import Judged

__all__ = ["spared"]


def spared(judged: Judged, gone: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Say which lines stay because of the text that they stand in: one of which nothing would be left."""
    batch = judged.batch
    lost = np.bincount(batch.doc[gone], minlength=len(batch.size))
    empty: NDArray[np.bool_] = lost == batch.size
    return empty[batch.doc]
