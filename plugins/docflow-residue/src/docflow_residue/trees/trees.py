"""Trees whose levels ask one question each, so that a leaf's number is the answers as bits.

The file is a numpy archive (`.npz`, read without pickle) with the arrays `columns` (names), `column` and
`border` (trees x levels: is the value of the column above the border?), `leaves` (trees x 2**levels; the
first level is the highest bit) and `bias` (one number). Leaves are multiples of 2**-14 and sums stay below
2**10, so that a sum of float32 is exact, in any order, on any machine. `from_catboost` makes
them of a model.
"""

from collections.abc import Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

__all__ = ["Trees"]

CHUNK: Final = 1024  # rows at a time, for all trees at once: what they touch stays in the cache


@frozen(eq=False)
class Trees:
    """A sum of trees of at most eight levels; `column` and `border` are trees x levels."""

    columns: tuple[str, ...]
    column: NDArray[np.int64]
    border: NDArray[np.float32]
    leaves: NDArray[np.float32]
    bias: float

    @classmethod
    def load(cls, path: Path | Traversable) -> "Trees":
        """Read a file of trees.

        Raises:
            OSError: where the file cannot be read.
            ValueError: where it is no such file.
        """
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
            columns = tuple(str(name) for name in arrays["columns"])
            return cls(
                columns,
                arrays["column"].astype(np.int64),
                arrays["border"].astype(np.float32),
                arrays["leaves"].astype(np.float32),
                float(arrays["bias"]),
            )

    def save(self, path: Path) -> None:
        """Write the file; the same trees give the same bytes."""
        with path.open("wb") as stream:
            np.savez(
                stream,
                columns=np.array(self.columns),
                column=self.column.astype(np.uint16),
                border=self.border,
                leaves=self.leaves,
                bias=np.float32(self.bias),
            )

    def raw(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the sum for each row of `features` (rows x columns, in the order of `columns`)."""
        return self.over(list(np.ascontiguousarray(features.T)))

    def over(self, columns: Sequence[NDArray[Any]]) -> NDArray[np.float32]:
        """Return the sum for each row, from one array a column; all of one type, float32 or (quickest) uint8.

        A row's sum does not depend on the rows beside it, to the last bit.
        """
        rows = len(columns[0]) if columns else 0
        out = np.full(rows, self.bias, np.float32)
        whole = rows > 0 and columns[0].dtype == np.uint8
        border = np.minimum(np.floor(self.border), 255).astype(np.uint8) if whole else self.border
        leaves = self.leaves.ravel()
        first = (np.arange(len(self.leaves)) * self.leaves.shape[1])[:, None]
        whole_table = np.concatenate(columns).reshape(len(columns), rows) if rows else np.empty((0, 0))
        for start in range(0, rows, CHUNK):
            table = np.ascontiguousarray(whole_table[:, start : start + CHUNK])
            at = self.leaf(table, border).astype(np.intp)
            at += first
            out[start : start + CHUNK] += leaves.take(at, mode="clip").sum(axis=0)
        return out

    def leaf(self, table: NDArray[Any], border: NDArray[Any]) -> NDArray[np.uint8]:
        """Return the leaf of each tree (row) that each column of the table falls into."""
        found = np.zeros((len(self.column), table.shape[1]), np.uint8)
        for asked, limit in zip(self.column.T, border.T, strict=True):
            answer = table.take(asked, axis=0, mode="clip") > limit[:, None]
            found += found
            found += answer.view(np.uint8)
        return found
