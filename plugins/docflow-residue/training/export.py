"""A fitted catboost model as trees."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from docflow_residue.trees import Trees, from_catboost

__all__ = ["export"]

STEPS: Final = 1 << 14  # what leaves are multiples of: sums of float32 are then exact


def export(model: Any, columns: list[str]) -> Trees:
    """Return the trees of a fitted model with symmetric trees."""
    with TemporaryDirectory() as scratch:
        path = Path(scratch) / "model.json"
        model.save_model(str(path), format="json")
        return from_catboost(json.loads(path.read_text(encoding="utf-8")), columns, STEPS)
