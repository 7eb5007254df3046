import numpy as np
import pytest
from docflow_residue.trees import Trees


def made(seed: int = 3, trees: int = 7, depth: int = 4) -> Trees:
    random = np.random.default_rng(seed)
    return Trees(
        ("a", "b", "c"),
        random.integers(0, 3, (trees, depth)),
        (random.integers(0, 200, (trees, depth)) + 0.5).astype(np.float32),
        (np.rint(random.normal(size=(trees, 1 << depth)) * 16384) / 16384).astype(np.float32),
        0.25,
    )


def by_hand(trees: Trees, row: list[float]) -> np.float32:
    total = np.float32(trees.bias)
    for column, border, leaves in zip(trees.column, trees.border, trees.leaves, strict=True):
        leaf = 0
        for asked, limit in zip(column, border, strict=True):
            leaf = leaf * 2 + (row[asked] > limit)
        total += leaves[leaf]
    return total


def test_sums_are_those_of_walking_each_tree() -> None:
    trees, rows = made(), np.random.default_rng(1).integers(0, 256, (9000, 3))
    found = trees.raw(rows.astype(np.float32))
    assert found.dtype == np.float32
    for at in range(0, 9000, 517):
        assert found[at] == by_hand(trees, rows[at].tolist())


def test_bytes_give_what_floats_give_and_no_row_depends_on_others() -> None:
    trees, rows = made(), np.random.default_rng(2).integers(0, 256, (5000, 3))
    found = trees.raw(rows.astype(np.float32))
    assert np.array_equal(found, trees.over(list(rows.T.astype(np.uint8))))
    assert np.array_equal(found[4321:4322], trees.raw(rows[4321:4322].astype(np.float32)))


@pytest.mark.parametrize("depth", range(1, 9))
@pytest.mark.parametrize("count", [1, 5, 12])
def test_trees_that_are_joined_give_what_each_gives(count: int, depth: int) -> None:
    trees, rows = made(depth, count, depth), np.random.default_rng(depth).integers(0, 256, (40, 3))
    assert trees.over(list(rows.T.astype(np.uint8))).tolist() == [
        by_hand(trees, row) for row in rows.tolist()
    ]


def test_a_border_without_end_is_never_passed() -> None:
    trees = Trees(
        ("a",),
        np.zeros((1, 1), np.int64),
        np.full((1, 1), np.inf, np.float32),
        np.array([[1, 2]], np.float32),
        0,
    )
    assert trees.over([np.array([0, 255], np.uint8)]).tolist() == [1, 1]
    assert trees.raw(np.array([[0], [1e30]], np.float32)).tolist() == [1, 1]


def test_no_rows() -> None:
    assert made().raw(np.empty((0, 3), np.float32)).tolist() == []


def test_a_file_comes_back_and_is_the_same_each_time(tmp_path) -> None:
    trees, one, two = made(), tmp_path / "one.npz", tmp_path / "two.npz"
    trees.save(one)
    trees.save(two)
    assert one.read_bytes() == two.read_bytes()
    again = Trees.load(one)
    rows = np.random.default_rng(4).random((50, 3)).astype(np.float32) * 255
    assert again.columns == trees.columns
    assert np.array_equal(again.raw(rows), trees.raw(rows))


def test_a_file_with_objects_is_refused(tmp_path) -> None:
    path = tmp_path / "bad.npz"
    np.savez(path, columns=np.array([{"a": 1}], object))
    with pytest.raises(ValueError, match="allow_pickle"):
        Trees.load(path)
