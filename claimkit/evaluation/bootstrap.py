"""Percentile bootstrap over documents (Efron and Tibshirani 1993), from a fixed seed.

Documents, not links, are drawn: the links of one article share its author, its topic and its mistakes.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROUNDS = 1000
SEED = 0


def resampled(rows: Sequence[Sequence[float]], width: int, *, rounds: int = ROUNDS, seed: int = SEED) -> NDArray[Any]:
    """Sums of the columns of each of ``rounds`` samples, with replacement, of the rows: an array rounds x ``width``.

    A row is a document and has ``width`` figures; of no rows there are no samples.
    """
    import numpy as np

    table = np.asarray(rows, dtype=float).reshape(len(rows), width)
    if not rows:
        return table
    sums = np.empty((rounds, width))
    for each, drawn in enumerate(draws(len(rows), rounds=rounds, seed=seed)):
        sums[each] = drawn @ table
    return sums


def draws(documents: int, *, rounds: int = ROUNDS, seed: int = SEED) -> Iterator[NDArray[Any]]:
    """How often each document is in each of ``rounds`` samples."""
    import numpy as np

    draw = random.Random(seed)  # noqa: S311  (resampling, not secrecy)
    for _ in range(rounds):
        yield np.bincount(draw.choices(range(documents), k=documents), minlength=documents)


def interval(values: NDArray[Any], fallback: float) -> tuple[float, float]:
    """The central 95 % of ``values``, those left out that are not a number; of none, ``fallback`` twice."""
    import numpy as np

    usable = np.sort(values[~np.isnan(values)])
    if not usable.size:
        return fallback, fallback
    edge = round(0.025 * (usable.size - 1))
    return float(usable[edge]), float(usable[-1 - edge])
