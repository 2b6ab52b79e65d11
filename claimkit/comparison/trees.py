"""Boosted decision trees as arrays, evaluated in NumPy.

Trained with scikit-learn (``HistGradientBoostingClassifier``; Ke et al. 2017) by ``benchmarks/train_grouping.py`` and
kept as ``.npz``: all trees in a row, one entry a node.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import as_file
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from claimkit.comparison.rarity import Floats
from claimkit.errors import MissingModelError
from claimkit.resources import resource

# Few enough for the columns to stay in the cache of a core.
_ROWS_AT_ONCE = 8_192


@dataclass(frozen=True, slots=True)
class Trees:
    """A sum of trees over numbered features.

    ``roots`` are the nodes at which the trees begin. A node asks whether its ``feature`` is at most its ``threshold``
    (``nan``: whether ``missing_left``) and goes on to ``left`` or ``right``; a leaf has -1 for its feature, and adds
    its ``value``. ``names`` are the features in their order, ``bias`` what is added to every sum. Trees are small: the
    table of the answers of one has two to the power of its questions.
    """

    names: tuple[str, ...]
    bias: float
    roots: NDArray[np.int32]
    feature: NDArray[np.int16]
    threshold: Floats
    missing_left: NDArray[np.bool_]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: Floats

    def probabilities(self, rows: Floats) -> Floats:
        """The probability of the positive class for each row of an array rows × ``names``.

        Each row answers every question of a tree, and its answers, as the bits of a number, are where in a table the
        value of its leaf stands: with so few questions that is far cheaper than to follow each row on its way (after
        QuickScorer, Lucchese et al. 2015).
        """
        trees = [(self._questions(root), self._values(root)) for root in self.roots.tolist()]
        found = np.empty(len(rows), dtype=np.float32)
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            columns = np.ascontiguousarray(rows[start : start + _ROWS_AT_ONCE].T)
            total = np.full(columns.shape[1], self.bias, dtype=np.float64)
            for questions, values in trees:
                total += values[self._answers(questions, columns)]
            found[start : start + _ROWS_AT_ONCE] = 1 / (1 + np.exp(-total))
        return found

    def _questions(self, node: int) -> list[int]:
        """The nodes below that ask, each before those on its left, and these before those on its right."""
        if self.feature[node] < 0:
            return []
        return [node, *self._questions(int(self.left[node])), *self._questions(int(self.right[node]))]

    def _values(self, node: int) -> Floats:
        """The value of the leaf for every combination of answers, a bit a question, that of the first the highest."""
        if self.feature[node] < 0:
            return self.value[node : node + 1]
        left, right = self._values(int(self.left[node])), self._values(int(self.right[node]))
        return np.concatenate([np.tile(right, len(left)), np.repeat(left, len(right))])

    def _answers(self, questions: Sequence[int], columns: Floats) -> NDArray[np.uint32]:
        """For each row, of an array ``names`` × rows, the number that :meth:`_values` has its leaf under."""
        answers = np.zeros(columns.shape[1], dtype=np.uint32)
        for node in questions:
            asked, threshold = columns[self.feature[node]], self.threshold[node]
            # A comparison with nan is false.
            left = ~(asked > threshold) if self.missing_left[node] else asked <= threshold
            answers <<= 1
            answers |= left
        return answers


def save_trees(trees: Trees, path: Path) -> None:
    """Write trees; the same give the same bytes."""
    np.savez_compressed(
        path,
        names=np.frombuffer("\n".join(trees.names).encode(), dtype=np.uint8),
        bias=np.float64(trees.bias),
        roots=trees.roots,
        feature=trees.feature,
        threshold=trees.threshold,
        missing_left=trees.missing_left,
        left=trees.left,
        right=trees.right,
        value=trees.value,
    )


def open_trees(path: Path) -> Trees:
    """Read trees. Raises :class:`MissingModelError` where there are none."""
    if not path.is_file():
        raise MissingModelError(f"{path} is missing: install claimkit anew, or run benchmarks/train_grouping.py")
    with np.load(path) as arrays:
        return Trees(
            names=tuple(arrays["names"].tobytes().decode().split("\n")),
            bias=float(arrays["bias"]),
            **{name: arrays[name] for name in _ARRAYS},
        )


_ARRAYS = ("roots", "feature", "threshold", "missing_left", "left", "right", "value")


@functools.cache
def load_trees(name: str) -> Trees:
    """The shipped trees ``resources/models/<name>.npz``, loaded once a process."""
    with as_file(resource(f"models/{name}.npz")) as path:
        return open_trees(path)
