"""Boosted trees at run time: numbers from a file, sums in numpy. Also for other plugins."""

from docflow_residue.trees.catboost import from_catboost
from docflow_residue.trees.trees import Trees

__all__ = ["Trees", "from_catboost"]
