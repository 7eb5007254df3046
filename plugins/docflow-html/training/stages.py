"""The two stages: fitted with catboost, one thread and a fixed seed, and taken over as `Trees`."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from catboost import CatBoost, Pool
from docflow_html.article.numbers import Floats
from docflow_residue.trees import Trees
from pages import Sample

__all__ = ["fit"]

_GRID = 4096
"""Leaves are multiples of 1/4096: their float32 sums are then exact in any order (see `scoring.Scorer`)."""
_PARAMETERS = {
    "loss_function": "CrossEntropy",
    "depth": 6,
    "learning_rate": 0.1,
    "l2_leaf_reg": 10,
    "border_count": 32,
    "boosting_type": "Plain",
    "bootstrap_type": "Bernoulli",
    "subsample": 0.7,
    "rsm": 0.25,
    "thread_count": 1,
    "verbose": 0,
    "allow_writing_files": False,
}


def fit(
    samples: Sequence[Sample],
    rows: Callable[[Sample], Floats],
    columns: Sequence[str],
    *,
    trees: int,
    seed: int,
) -> Trees:
    """Return trees fitted on the known blocks of the samples; `rows` gives the features of one."""
    known = [sample.weight > 0 for sample in samples]
    values = np.concatenate([rows(sample)[mask] for sample, mask in zip(samples, known, strict=True)])
    labels = np.concatenate([np.clip(s.label, 0, 1)[mask] for s, mask in zip(samples, known, strict=True)])
    weights = np.concatenate([sample.weight[mask] for sample, mask in zip(samples, known, strict=True)])
    model = CatBoost({**_PARAMETERS, "iterations": trees, "random_seed": seed})
    model.fit(Pool(values, labels, weight=weights))
    with TemporaryDirectory() as folder:
        place = Path(folder) / "model.json"
        model.save_model(str(place), format="json")
        return _trees(json.loads(place.read_text(encoding="utf-8")), columns)


def _trees(found: dict[str, Any], columns: Sequence[str]) -> Trees:
    """Return a model's trees; the first split is a leaf's lowest bit in catboost, the highest in `Trees`."""
    scale, bias = found["scale_and_bias"]
    trees = found["oblivious_trees"]
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
        leaves[number, : len(values)] = np.round(values * _GRID) / _GRID
    used, numbers = np.unique(column, return_inverse=True)
    first = round((bias[0] if isinstance(bias, list) else bias) * _GRID) / _GRID
    return Trees(tuple(columns[at] for at in used), numbers.reshape(column.shape), border, leaves, first)
