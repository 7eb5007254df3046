"""A catboost model as a file of trees."""

import json
from pathlib import Path
from typing import Any, Final

import numpy as np
from docflow_residue.trees import Trees

__all__ = ["export"]

STEPS: Final = 1 << 14  # what leaves are multiples of: sums of float32 are then exact


def export(model: Any, columns: list[str], scratch: Path) -> Trees:
    """Return the trees of a fitted model with symmetric trees; `scratch` is a file to write its JSON to.

    catboost counts the first split as the lowest bit of a leaf, `Trees` as the highest.
    """
    model.save_model(str(scratch), format="json")
    found = json.loads(scratch.read_text(encoding="utf-8"))
    scale, bias = found["scale_and_bias"]
    trees = found["oblivious_trees"]
    depth = max(len(tree["splits"]) for tree in trees)
    column = np.zeros((len(trees), depth), np.int64)
    border = np.full((len(trees), depth), np.inf, np.float32)
    leaves = np.zeros((len(trees), 1 << depth), np.float32)
    for number, tree in enumerate(trees):
        splits = tree["splits"][::-1]
        unused = depth - len(splits)  # such levels ask what no value answers with yes
        column[number, unused:] = [split["float_feature_index"] for split in splits]
        border[number, unused:] = [split["border"] for split in splits]
        leaves[number, : len(tree["leaf_values"])] = (
            np.rint(np.array(tree["leaf_values"], np.float64) * scale * STEPS) / STEPS
        )
    used, numbers = np.unique(column, return_inverse=True)
    names = tuple(columns[at] for at in used)
    first = bias[0] if isinstance(bias, list) else bias
    return Trees(names, numbers.reshape(column.shape), border, leaves, round(float(first) * STEPS) / STEPS)
