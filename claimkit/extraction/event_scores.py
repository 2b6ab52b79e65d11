"""How certain the author makes an event look, as one number in [-3, 3]: the scale of UDS-IH2 (Rudinger et al. 2018).

A small network over named binary features in NumPy: one hidden layer of rectified units beside a linear term. Trained
by ``benchmarks/train_factuality.py``; kept as ``.npz``: ``names`` (UTF-8, one a line), ``inner`` (features × units),
``inner_bias``, ``outer`` (units), ``direct`` (features), ``bias``.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import as_file
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from claimkit.errors import MissingModelError
from claimkit.extraction.event_features import event_features
from claimkit.resources import resource

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Token

SHIPPED = "models/factuality/score.npz"
HIGHEST = 3.0

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class EventModel:
    """``rows`` maps a feature to its row of ``inner`` and ``direct``."""

    rows: Mapping[str, int]
    inner: Floats
    inner_bias: Floats
    outer: Floats
    direct: Floats
    bias: float

    def score(self, features: Iterable[str]) -> float:
        """The score of an event with these features, to two digits; features it does not know count nothing."""
        known = sorted({row for name in features if (row := self.rows.get(name)) is not None})
        hidden = np.maximum(self.inner[known].sum(axis=0) + self.inner_bias, 0)
        score = float(hidden @ self.outer + self.direct[known].sum()) + self.bias
        return round(min(HIGHEST, max(-HIGHEST, score)), 2)


def event_score(token: Token, model: EventModel | None = None) -> float:
    """The score of the event whose word is ``token``, by the shipped model unless another is given."""
    return (model or load_event_model()).score(event_features(token))


def save_event_model(model: EventModel, path: Path) -> None:
    """Write a model in float16; the same model gives the same bytes."""
    names = "\n".join(sorted(model.rows, key=model.rows.__getitem__)).encode()
    np.savez_compressed(
        path,
        names=np.frombuffer(names, dtype=np.uint8),
        inner=model.inner.astype(np.float16),
        inner_bias=model.inner_bias,
        outer=model.outer,
        direct=model.direct.astype(np.float16),
        bias=np.float32(model.bias),
    )


def open_event_model(path: Path) -> EventModel:
    """Read a model. Raises :class:`MissingModelError` where there is none."""
    if not path.is_file():
        raise MissingModelError(f"{path} is missing: install claimkit anew, or run benchmarks/train_factuality.py")
    with np.load(path) as arrays:
        names = arrays["names"].tobytes().decode().split("\n")
        return EventModel(
            rows={name: row for row, name in enumerate(names)},
            inner=arrays["inner"].astype(np.float32),
            inner_bias=arrays["inner_bias"],
            outer=arrays["outer"],
            direct=arrays["direct"].astype(np.float32),
            bias=float(arrays["bias"]),
        )


@functools.cache
def load_event_model() -> EventModel:
    """The shipped model, loaded once a process."""
    with as_file(resource(SHIPPED)) as path:
        return open_event_model(path)
