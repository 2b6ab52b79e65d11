"""Which content belongs to which cue, and which source to which cue: biaffine scores (Dozat and Manning 2017).

A span is represented by the encoder's states at its first and last piece and their mean over it (3 × 384); a learned
score of the distance in pieces is added, and one more choice stands for "none of them".
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claimkit.tagging.labels import Run

Floats = NDArray[np.float32]
# Distances by piece up to 7, then in steps that grow, 32 before and 32 after.
_EXACT, _STEPS, _SIDE = 8, 4, 32


@dataclass(frozen=True, slots=True)
class Scorer:
    """One biaffine scorer: projections of both spans (3H × D, D), distance scores (64), score of none (3H, 1)."""

    query: Floats
    query_bias: Floats
    key: Floats
    key_bias: Floats
    distance: Floats
    none: Floats
    none_bias: Floats

    def choose(self, states: Floats, spans: Sequence[Run], targets: Sequence[Run]) -> Floats:
        """Probabilities, one row for each of ``spans``, one column for each of ``targets`` and a last for none."""
        queries, keys = represent(states, spans), represent(states, targets)
        width = math.sqrt(self.query.shape[1])
        between = (queries @ self.query + self.query_bias) @ (keys @ self.key + self.key_bias).T / width
        apart = np.array([[bucket(distance(span, other)) for other in targets] for span in spans])
        between = between + self.distance[apart.astype(np.int64)]
        scores = np.concatenate([between, queries @ self.none[:, None] + self.none_bias], axis=1)
        exp = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares: Floats = exp / exp.sum(axis=1, keepdims=True)
        return shares


def represent(states: Floats, spans: Sequence[Run]) -> Floats:
    """The spans as vectors (n × 3H), from the window's states (T × H)."""
    return np.stack(
        [
            np.concatenate([states[span.first], states[span.last - 1], states[span.first : span.last].mean(axis=0)])
            for span in spans
        ]
    )


def distance(span: Run, target: Run) -> int:
    """Pieces from ``target`` to ``span``: after its start, or, where ``span`` comes first, from its end (negative)."""
    if span.role == "content" and span.first <= target.first:
        return -(target.first - span.last + 1)
    return span.first - target.first


@functools.cache
def bucket(pieces: int) -> int:
    """The index of a distance among the 64 learned scores."""
    far = abs(pieces)
    step = far if far < _EXACT else _EXACT + int(math.log2(far / _EXACT) * _STEPS)
    return (_SIDE if pieces > 0 else 0) + min(_SIDE - 1, step)
