"""Trees whose levels ask one question each, so that a leaf's number is the answers as bits.

The file is a numpy archive (`.npz`, read without pickle) with the arrays `columns` (names), `column` and
`border` (trees x levels: is the value of the column above the border?), `leaves` (trees x 2**levels; the
first level is the highest bit) and `bias` (one number). Leaves are multiples of 2**-14 and sums stay below
2**10, so that a sum of float32 is exact, in any order, on any machine. `from_catboost` makes
them of a model.
"""

from collections.abc import Sequence
from functools import cached_property
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

__all__ = ["Trees"]

CHUNK: Final = 512  # rows at a time, for all trees at once: what they touch stays in the cache
LEVELS: Final = 12  # of a tree that stands for several: its leaves stay in the first cache


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
        if not rows:
            return out
        together, leaves = self.together
        border = together.whole if columns[0].dtype == np.uint8 else together.border
        first = (np.arange(len(leaves)) * leaves.shape[1])[:, None]
        table = np.concatenate(columns).reshape(len(columns), rows)
        for start in range(0, rows, CHUNK):
            chunk = np.ascontiguousarray(table[:, start : start + CHUNK])
            at = together.leaves(chunk, border, len(leaves))
            at += first
            out[start : start + CHUNK] += leaves.take(at, mode="clip").sum(axis=0)
        return out

    @cached_property
    def together(self) -> tuple["Questions", NDArray[np.float32]]:
        """The questions of all trees, and the leaves of several small trees as those of one large tree.

        As many trees go together as have few enough leaves: a look-up costs the same for all of them.
        """
        trees, levels = self.column.shape
        several = max(1, LEVELS // max(levels, 1))
        rows = -(-trees // several)
        lack = rows * several - trees
        column = np.pad(self.column, ((0, lack), (0, 0)))
        border = np.pad(self.border, ((0, lack), (0, 0)), constant_values=np.inf)
        leaves = np.pad(self.leaves, ((0, lack), (0, 0))).reshape(several, rows, -1)
        joined = leaves[0]
        for more in leaves[1:]:
            joined = (joined[:, :, None] + more[:, None, :]).reshape(rows, -1)
        whole = np.minimum(np.floor(border), 255).astype(np.uint8)
        in_order = np.ascontiguousarray
        return Questions(in_order(column.T), in_order(border.T), in_order(whole.T)), joined


@frozen(eq=False)
class Questions:
    """What trees ask, levels x trees: `whole` are the borders for columns of bytes."""

    column: NDArray[np.int64]
    border: NDArray[np.float32]
    whole: NDArray[np.uint8]

    def leaves(self, table: NDArray[Any], border: NDArray[Any], trees: int) -> NDArray[np.intp]:
        """Return the leaf of each joined tree (row) that each column of the table falls into."""
        found = np.zeros((self.column.shape[1], 1), np.uint8)
        for asked, limit in zip(self.column, border, strict=True):
            answer = (table.take(asked, axis=0, mode="clip") > limit[:, None]).view(np.uint8)
            answer += found
            answer += found
            found = answer
        at = found[:trees].astype(np.intp)
        for more in range(trees, len(found), trees):
            at <<= len(self.column)
            at |= found[more : more + trees]
        return at
