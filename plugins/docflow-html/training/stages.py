"""The two stages: fitted with catboost, one thread and a fixed seed, and taken over as `Trees`."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from catboost import CatBoost, Pool
from docflow_html.article.numbers import Floats
from docflow_residue.trees import Trees, from_catboost
from pages import Sample

__all__ = ["fit"]

_GRID = 4096
"""Leaves are multiples of 1/4096: their float32 sums are then exact in any order."""
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
        return from_catboost(json.loads(place.read_text(encoding="utf-8")), columns, _GRID)
