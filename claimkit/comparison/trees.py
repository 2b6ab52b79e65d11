"""Boosted decision trees as arrays, evaluated in NumPy.

Trained with scikit-learn (``HistGradientBoostingClassifier``; Ke et al. 2017) by ``benchmarks/train_grouping.py`` and
kept as ``.npz``: all trees in a row, one entry a node.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib.resources import as_file
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from claimkit.comparison.rarity import Floats
from claimkit.errors import MissingModelError
from claimkit.resources import resource

_ROWS_AT_ONCE = 100_000


@dataclass(frozen=True, slots=True)
class Trees:
    """A sum of trees over numbered features.

    ``roots`` are the nodes at which the trees begin. A node asks whether its ``feature`` is at most its ``threshold``
    (``nan``: whether ``missing_left``) and goes on to ``left`` or ``right``; a leaf has -1 for its feature, and adds
    its ``value``. ``names`` are the features in their order, ``bias`` what is added to every sum.
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
        """The probability of the positive class for each row of an array rows × ``names``."""
        found = np.empty(len(rows), dtype=np.float32)
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            chunk = rows[start : start + _ROWS_AT_ONCE]
            total = np.full(len(chunk), self.bias, dtype=np.float64)
            for root in self.roots:
                total += self.value[self._leaves(root, chunk)]
            found[start : start + _ROWS_AT_ONCE] = 1 / (1 + np.exp(-total))
        return found

    def _leaves(self, root: int, rows: Floats) -> NDArray[np.int32]:
        """The leaf that each row comes to."""
        node = np.full(len(rows), root, dtype=np.int32)
        going = np.flatnonzero(self.feature[node] >= 0)
        while len(going):
            at = node[going]
            asked = rows[going, self.feature[at]]
            left = np.where(np.isnan(asked), self.missing_left[at], asked <= self.threshold[at])
            node[going] = np.where(left, self.left[at], self.right[at])
            going = going[self.feature[node[going]] >= 0]
        return node


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
