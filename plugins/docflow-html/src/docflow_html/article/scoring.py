"""From the columns of a stage to the probability that a block belongs to the content."""

from collections.abc import Mapping

import numpy as np
from docflow_residue.trees import Trees

from docflow_html.article.numbers import Floats

__all__ = ["probabilities"]


def probabilities(trees: Trees, columns: Mapping[str, Floats]) -> Floats:
    """Return the probability of each row, from columns by name; no row depends on those beside it."""
    sums = trees.over([columns[name] for name in trees.columns])
    return np.asarray(1 / (1 + np.exp(-sums)), dtype=np.float32)
