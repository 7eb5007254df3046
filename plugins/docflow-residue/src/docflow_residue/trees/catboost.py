"""A model of catboost, as it writes it in JSON, as `Trees`: for training scripts."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from docflow_residue.trees.trees import Trees

__all__ = ["from_catboost"]


def from_catboost(model: Mapping[str, Any], columns: Sequence[str], steps: int) -> Trees:
    """Return the trees of a model with symmetric trees, fitted on these columns.

    Leaves and bias become multiples of 1 / `steps` (a power of two, at most 2**14): sums are then exact.
    catboost counts the first split as the lowest bit of a leaf, `Trees` as the highest.
    """
    scale, bias = model["scale_and_bias"]
    trees = model["oblivious_trees"]
    depth = max(len(tree["splits"]) for tree in trees)
    column = np.zeros((len(trees), depth), np.int64)
    border = np.full((len(trees), depth), np.inf, np.float32)
    leaves = np.zeros((len(trees), 1 << depth), np.float32)
    for number, tree in enumerate(trees):
        splits = tree["splits"][::-1]
        unused = depth - len(splits)  # no value answers these levels with yes
        column[number, unused:] = [split["float_feature_index"] for split in splits]
        border[number, unused:] = [split["border"] for split in splits]
        values = np.array(tree["leaf_values"], np.float64) * scale
        leaves[number, : len(values)] = np.rint(values * steps) / steps
    used, numbers = np.unique(column, return_inverse=True)
    first = round(float(bias[0] if isinstance(bias, list) else bias) * steps) / steps
    return Trees(tuple(columns[at] for at in used), numbers.reshape(column.shape), border, leaves, first)
