"""Linear models over named binary features: a word list with a row of weights each, summed in NumPy.

Trained with scikit-learn by ``benchmarks/train_hedging.py``; kept as ``.npz``: ``names`` (UTF-8, one a line),
``weights`` (features × classes, float16), ``bias`` (classes), ``classes`` and ``words`` (UTF-8, one a line; what the
model's user needs to know besides).
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import as_file
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claimkit.errors import MissingModelError
from claimkit.resources import resource

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class LinearModel:
    """``rows`` maps a feature to its row of ``weights``; ``words`` is a closed list that came with the training."""

    rows: Mapping[str, int]
    weights: Floats
    bias: Floats
    classes: tuple[str, ...]
    words: frozenset[str]

    def scores(self, features: Iterable[str]) -> Floats:
        """One score a class: the bias and the weights of the features it knows, each counted once."""
        known = sorted({row for name in features if (row := self.rows.get(name)) is not None})
        total: Floats = self.bias + self.weights[known].sum(axis=0)
        return total

    def best(self, features: Iterable[str]) -> str:
        """The class with the highest score."""
        return self.classes[int(self.scores(features).argmax())]


def save_linear(model: LinearModel, path: Path) -> None:
    """Write a model; the same model gives the same bytes."""
    arrays: dict[str, Any] = {
        "names": _packed(sorted(model.rows, key=model.rows.__getitem__)),
        "weights": model.weights.astype(np.float16),
        "bias": model.bias.astype(np.float32),
        "classes": _packed(model.classes),
        "words": _packed(sorted(model.words)),
    }
    np.savez_compressed(path, **arrays)


def open_linear(path: Path) -> LinearModel:
    """Read a model. Raises :class:`MissingModelError` where there is none."""
    if not path.is_file():
        raise MissingModelError(f"{path} is missing: install claimkit anew, or run benchmarks/train_hedging.py")
    with np.load(path) as arrays:
        return LinearModel(
            rows={name: row for row, name in enumerate(_unpacked(arrays["names"]))},
            weights=arrays["weights"].astype(np.float32),
            bias=arrays["bias"].astype(np.float32),
            classes=tuple(_unpacked(arrays["classes"])),
            words=frozenset(_unpacked(arrays["words"])),
        )


@functools.cache
def load_linear(name: str) -> LinearModel:
    """The shipped model ``resources/models/<name>.npz``, loaded once a process."""
    with as_file(resource(f"models/{name}.npz")) as path:
        return open_linear(path)


def _packed(lines: Iterable[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(lines).encode(), dtype=np.uint8)


def _unpacked(data: NDArray[np.uint8]) -> list[str]:
    text = data.tobytes().decode()
    return text.split("\n") if text else []
