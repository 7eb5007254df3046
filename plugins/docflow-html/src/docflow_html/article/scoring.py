"""From the columns of a stage to the probability that a block belongs to the content."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from docflow_residue.trees import Trees

from docflow_html.article.numbers import Floats, Ints

__all__ = ["Stage"]

_CHUNK: Final = 4096
"""So many rows at a time: what is asked of them is a few megabytes."""


class Stage:
    """Trees that answer each question once.

    Trees ask few different ones: whether a column is above a border. Each is answered for all rows, then the
    trees look up theirs. `Trees.over` gives the same sums, but reads the columns again for each tree.
    """

    def __init__(self, trees: Trees) -> None:
        self.columns = trees.columns
        self._bias = np.float32(trees.bias)
        self._leaves = trees.leaves.ravel()
        self._first = (np.arange(len(trees.leaves)) * trees.leaves.shape[1])[:, None]
        self._borders: list[tuple[str, Floats]] = []
        asked: Ints = np.zeros(trees.column.shape, dtype=np.intp)
        self._count = 0
        for place, name in enumerate(trees.columns):
            mine = trees.column == place
            borders = np.unique(trees.border[mine])
            asked[mine] = self._count + np.searchsorted(borders, trees.border[mine])
            if len(borders):
                self._borders.append((name, borders[:, None]))
            self._count += len(borders)
        self._asked = np.ascontiguousarray(asked.T)

    def probabilities(self, columns: Mapping[str, Floats]) -> Floats:
        """Return the probability of each row, from columns by name; no row depends on those beside it."""
        rows = len(next(iter(columns.values())))
        sums = np.empty(rows, dtype=np.float32)
        for start in range(0, rows, _CHUNK):
            part = slice(start, min(start + _CHUNK, rows))
            leaves = self._leaf({name: columns[name][part] for name, _ in self._borders}, part.stop - start)
            sums[part] = self._leaves.take(leaves, mode="clip").sum(axis=0)
        return np.asarray(1 / (1 + np.exp(-(sums + self._bias))), dtype=np.float32)

    def _leaf(self, columns: Mapping[str, Floats], rows: int) -> Ints:
        """Return the place among all leaves that each row falls to, tree by tree."""
        answers = np.empty((self._count, rows), dtype=np.bool_)
        at = 0
        for name, borders in self._borders:
            np.greater(columns[name], borders, out=answers[at : at + len(borders)])
            at += len(borders)
        known = answers.view(np.uint8)
        found = np.zeros((len(self._first), rows), dtype=np.uint8)
        for asked in self._asked:
            found += found
            found += known.take(asked, axis=0, mode="clip")
        leaves = found.astype(np.intp)
        leaves += self._first
        return leaves
