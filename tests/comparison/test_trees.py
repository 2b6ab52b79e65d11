"""Boosted trees in NumPy say what scikit-learn's say."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.comparison.pair_features import FEATURES
from claimkit.comparison.rarity import load_background, open_background, save_background
from claimkit.comparison.trees import Trees, load_trees, open_trees, save_trees
from claimkit.errors import MissingModelError

# "x at most 1, or missing: no; else y at most 0: yes, else no".
STUMPS = Trees(
    names=("x", "y"),
    bias=0.0,
    roots=np.array([0], dtype=np.int32),
    feature=np.array([0, -1, 1, -1, -1], dtype=np.int16),
    threshold=np.array([1, 0, 0, 0, 0], dtype=np.float32),
    missing_left=np.array([True, False, False, False, False]),
    left=np.array([1, 0, 3, 0, 0], dtype=np.int32),
    right=np.array([2, 0, 4, 0, 0], dtype=np.int32),
    value=np.array([0, -3, 0, 3, -3], dtype=np.float32),
)


@pytest.mark.parametrize(
    ("x", "y", "likely"), [(1, 0, False), (2, 0, True), (2, 1, False), (np.nan, 0, False), (2, np.nan, False)]
)
def test_a_row_goes_down_the_tree(x: float, y: float, likely: bool) -> None:
    probability = STUMPS.probabilities(np.array([[x, y]], dtype=np.float32))[0]
    assert (probability > 0.5) == likely


_NUMBERS = st.sampled_from([np.nan, -1.0, 0.0, 0.5, 1.0, 2.0])
_GROWN = st.recursive(
    st.integers(-4, 4),
    lambda below: st.tuples(st.integers(0, 1), st.sampled_from([-1.0, 0.0, 0.5, 1.0]), st.booleans(), below, below),
    max_leaves=9,
)


@given(trees=st.lists(_GROWN, min_size=1, max_size=3), rows=st.lists(st.tuples(_NUMBERS, _NUMBERS), max_size=5))
def test_a_row_gets_the_sum_of_the_leaves_it_comes_to(trees: list[Any], rows: list[tuple[float, float]]) -> None:
    found = _planted(trees).probabilities(np.array(rows, dtype=np.float32).reshape(-1, 2))
    wanted = [1 / (1 + np.exp(-float(sum(_leaf(tree, row) for tree in trees)))) for row in rows]
    assert found.tolist() == pytest.approx(wanted)


def _leaf(tree: Any, row: tuple[float, float]) -> int:
    while isinstance(tree, tuple):
        feature, threshold, missing_left, left, right = tree
        asked = row[feature]
        tree = left if (missing_left if np.isnan(asked) else asked <= threshold) else right
    return int(tree)


def _planted(trees: list[Any]) -> Trees:
    """Nested tuples as arrays, the nodes of each tree in the order in which they are met level by level."""
    nodes: list[Any] = list(trees)
    rows: list[tuple[float, ...]] = []
    for node in nodes:
        if isinstance(node, tuple):
            rows.append((node[0], node[1], node[2], len(nodes), len(nodes) + 1, 0))
            nodes += node[3:]
        else:
            rows.append((-1, 0, False, 0, 0, node))
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    return Trees(("x", "y"), 0.0, np.arange(len(trees), dtype=np.int32), *columns)


def test_trees_survive_being_written(tmp_path: Path) -> None:
    save_trees(STUMPS, tmp_path / "trees.npz")
    again = open_trees(tmp_path / "trees.npz")
    rows = np.array([[1, 0], [2, 0], [np.nan, 3]], dtype=np.float32)
    assert (again.probabilities(rows) == STUMPS.probabilities(rows)).all()
    assert again.names == STUMPS.names


def test_the_shipped_trees_ask_for_the_features_there_are() -> None:
    assert load_trees("grouping/pairs").names == FEATURES


def test_the_shipped_background_knows_common_words() -> None:
    background = load_background()
    assert background["said"] > 0.8
    assert "ferry" not in background
    assert all(0 < share <= 1 for share in background.values())


def test_a_background_survives_being_written(tmp_path: Path) -> None:
    save_background({"of the": 0.5, "a": 0.25}, tmp_path / "background.npz")
    assert open_background(tmp_path / "background.npz") == {"a": 0.25, "of the": 0.5}


@pytest.mark.parametrize("read", [open_trees, open_background])
def test_a_missing_model_says_how_to_get_it(read: type, tmp_path: Path) -> None:
    with pytest.raises(MissingModelError, match="train_grouping"):
        read(tmp_path / "none.npz")
