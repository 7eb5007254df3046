"""Boosted oblivious trees: read from a file of numbers, summed up by numpy alone."""

from docflow_residue.trees.trees import Trees

__all__ = ["Trees"]
