"""The error budget: how many documents may fail before a run, though complete, is no success."""

import math

from docflow.plan.report import Sums
from docflow.value import frozen

__all__ = ["Budget"]

_HAIR = 1e-9
"""29 % of 100 are 29 and not 28.999999999999996."""


@frozen
class Budget:
    """A share of the documents (from 0 to 1), or with `count` a number of them."""

    share: float = 0.0
    count: int | None = None

    def allows(self, sums: Sums, copies: Sums) -> int:
        """Return how many may fail of the documents that a flow saw, copies included."""
        if self.count is not None:
            return self.count
        return math.floor(self.share * (sums.seen + copies.seen) + _HAIR)
