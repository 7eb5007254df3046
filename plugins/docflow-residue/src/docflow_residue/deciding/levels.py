"""How certain the model must be before a line goes, by level and by the length of the line."""

from typing import Final, Literal

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

__all__ = ["LEVELS", "Level", "Limits", "dropped"]

Level = Literal["safe", "normal", "strict"]

LONG: Final = 16  # words from which a line counts as long: each one lost is a paragraph


@frozen
class Limits:
    """The chance of being residue that a line must have: a short one, and one of `LONG` words or more."""

    short: float
    long: float


# From the cross-validation by site (bench/residue/README.md): `safe` loses 2 words of body in 1,000,
# `normal` is near the best drop F1 that loses no more than 15, `strict` finds most.
LEVELS: Final[dict[str, Limits]] = {
    "safe": Limits(0.875, 0.88),
    "normal": Limits(0.5, 0.52),
    "strict": Limits(0.38, 0.4),
}


def dropped(odds: NDArray[np.float32], words: NDArray[np.int64], limits: Limits) -> NDArray[np.bool_]:
    """Say which lines go."""
    short, long = (np.float32(np.log(limit / (1 - limit))) for limit in (limits.short, limits.long))
    return odds > np.where(words >= LONG, long, short)
