import numpy as np
from docflow_residue.trees import from_catboost

MODEL = {
    "scale_and_bias": [2, [0.3]],
    "oblivious_trees": [
        {
            "splits": [
                {"float_feature_index": 4, "border": 0.5},
                {"float_feature_index": 1, "border": 10.5},
            ],
            "leaf_values": [0.0, 1.0, 2.0, 4.0],
        },
        {"splits": [{"float_feature_index": 1, "border": 3.5}], "leaf_values": [0.1, -0.1]},
    ],
}
"""The lowest bit of a leaf is the first split, as catboost writes it."""


def test_leaves_are_found_as_catboost_numbers_them() -> None:
    trees = from_catboost(MODEL, [f"column {n}" for n in range(5)], 4)
    assert trees.columns == ("column 0", "column 1", "column 4")  # the first stands where no split is
    rows = np.array([[99, 0, 0], [99, 0, 1], [99, 20, 0], [99, 20, 1]], np.float32)
    # The bias .3 is .25 in quarters; of the second tree .2 and -.2.
    assert trees.raw(rows).tolist() == [0.5, 2.5, 4.0, 8.0]
