"""The two rounds of boosted trees, and which columns they see."""

from typing import Any, Final

import catboost
import numpy as np
from numpy.typing import NDArray

from docflow_residue.deciding.model import column_name

__all__ = ["FIRST", "SECOND", "boost", "first_columns", "second_columns"]

NEAR: Final = (
    *("words", "lower", "upper", "capitals", "numbers", "function", "end_mark", "end", "first", "prose"),
    *("lexical", "lexical_high", "lexical_edge", "family", "in_prose", "content", "new_words"),
    *("same", "same_head", "same_form"),
)
FAR: Final = ("words", "lexical", "end_mark")
SEEN: Final = ("words", "lexical", "end_mark", "upper", "in_prose", "prose", "family")

FIRST: Final = {"iterations": 300, "learning_rate": 0.1, "depth": 6, "l2_leaf_reg": 5, "rsm": 0.3}
SECOND: Final = {"iterations": 150, "learning_rate": 0.08, "depth": 5, "l2_leaf_reg": 20, "rsm": 0.3}
FIXED: Final = {
    "border_count": 64,
    "thread_count": 1,
    "boosting_type": "Plain",
    "bootstrap_type": "Bernoulli",
    "subsample": 0.7,
    "verbose": 0,
    "allow_writing_files": False,
}


def shifted(names: tuple[str, ...], reach: tuple[int, ...]) -> list[str]:
    """Return the columns of features at neighbours."""
    return [column_name(name, shift) for name in names for shift in reach]


def first_columns(features: tuple[str, ...]) -> list[str]:
    """Return the columns of the first round."""
    return [*features, *shifted(NEAR, (-3, -2, -1, 1, 2, 3)), *shifted(FAR, (-5, -4, 4, 5))]


def second_columns(features: tuple[str, ...]) -> list[str]:
    """Return the columns of the second round: `features` has those of the scores, too."""
    return [
        *features,
        *shifted(("score",), (-5, -4, -3, -2, -1, 1, 2, 3, 4, 5)),
        *shifted(SEEN, (-2, -1, 1, 2)),
    ]


def boost(
    columns: NDArray[np.uint8],
    residue: NDArray[np.int64],
    weight: NDArray[np.float64],
    settings: dict[str, Any],
    seed: int,
) -> catboost.CatBoostClassifier:
    """Fit trees; rows are lines."""
    model = catboost.CatBoostClassifier(random_seed=seed, **FIXED, **settings)
    model.fit(columns.astype(np.float32), residue, sample_weight=weight)
    return model
