"""What was learned: scores of names and words, and the trees of both stages."""

from importlib.resources import files

import numpy as np
from attrs import frozen
from docflow_residue.trees import Trees

from docflow_html.article.tables import Tables

__all__ = ["SCALE", "Model", "load_model"]

SCALE = 16.0
"""The scores of the tables are kept as whole sixteenths, in a byte each."""


@frozen(eq=False)
class Model:
    """The tables and the two stages."""

    tables: Tables
    first: Trees
    second: Trees


def load_model() -> Model:
    """Read the weights of this distribution (numbers only, no pickle)."""
    weights = files("docflow_html.article") / "weights"
    with (weights / "tables.npz").open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
        tables = Tables(arrays["names"] / np.float32(SCALE), arrays["words"] / np.float32(SCALE))
    first, second = (Trees.load(weights / f"{stage}.npz") for stage in ("first", "second"))
    return Model(tables, first, second)
