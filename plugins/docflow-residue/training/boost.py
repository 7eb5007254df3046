"""The two rounds of boosted trees, and which columns they see."""

from typing import Any, Final

import catboost
import numpy as np
from docflow_residue.deciding.model import column_name
from numpy.typing import NDArray

__all__ = ["FIRST", "PAGE", "PART", "WHOLE", "boost", "first_columns", "raw", "second_columns"]

NEAR: Final = (
    *("words", "lower", "upper", "capitals", "numbers", "function", "end_mark", "end", "first", "prose"),
    *("lexical", "lexical_high", "lexical_edge", "family", "in_prose", "content", "new_words"),
    *("same", "same_head", "same_form"),
)
FAR: Final = ("words", "lexical", "end_mark")
SEEN: Final = ("words", "lexical", "end_mark", "upper", "in_prose", "prose", "family")

# What tells one page from another rather than one kind of line: the second round would learn pages by heart.
OF_THE_PAGE: Final = frozenset(
    (
        *("total", "lines", "mean", "prose_total", "words_before", "words_after", "head_lines", "tail_lines"),
        *("words_share", "line_share", "prose_ahead", "prose_behind", "prose_before", "prose_after"),
        *("same_start", "same_tail", "same_form", "same_head", "whole", "whole_words", "run_words"),
        *("before_all", "after_all", "before_words_all", "after_words_all", "long_before", "long_after"),
        *("body_before", "body_after", "residue_before", "residue_after", "alike_count"),
    )
)

FIRST: Final = {"iterations": 300, "learning_rate": 0.1, "depth": 6, "l2_leaf_reg": 5, "rsm": 0.3}
PAGE: Final = {"iterations": 150, "learning_rate": 0.06, "depth": 4, "l2_leaf_reg": 5, "rsm": 0.5}
PART: Final = {"iterations": 60, "learning_rate": 0.1, "depth": 5, "l2_leaf_reg": 20, "rsm": 0.3}
WHOLE: Final = {"iterations": 50, "learning_rate": 0.1, "depth": 5, "l2_leaf_reg": 30, "rsm": 0.3}
SEED: Final = 20
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
    settings: dict[str, Any],
    weight: NDArray[np.float64] | None = None,
    base: NDArray[np.float32] | None = None,
) -> Any:
    """Fit trees; rows are lines (or documents). With `base` they correct these log odds."""
    model = catboost.CatBoostClassifier(random_seed=SEED, **FIXED, **settings)
    return model.fit(catboost.Pool(columns.astype(np.float32), residue, weight=weight, baseline=base))


def raw(model: Any, columns: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the log odds that a model gives, or its correction of a base."""
    found: NDArray[np.float32] = model.predict(columns.astype(np.float32), prediction_type="RawFormulaVal")
    return found.astype(np.float32)
