"""Label scores to labels: a linear-chain CRF, decoded under the constraints of BIO (Lafferty, McCallum, Pereira 2001).

Arrays are padded: ``emissions`` B × T × L (windows, pieces, labels), ``lengths`` B. All in float32 logarithms.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claimkit.tagging.labels import LABELS

Floats = NDArray[np.float32]
_NEVER = np.float32(-1e4)


@dataclass(frozen=True, slots=True)
class Transitions:
    """The chain's scores: from label to label (L × L), to the first (L), from the last (L)."""

    between: Floats
    start: Floats
    end: Floats


def constrained(learned: Transitions) -> Transitions:
    """``learned`` with what BIO forbids made impossible: an I that follows nothing of its role."""
    follows = np.zeros_like(learned.between)
    for to, name in enumerate(LABELS):
        if name.startswith("I-"):
            follows[:, to] = _NEVER
            follows[to - 1 : to + 1, to] = 0
    start = np.array([_NEVER if name.startswith("I-") else 0 for name in LABELS], dtype=np.float32)
    return Transitions(learned.between + follows, learned.start + start, learned.end)


def best_labels(emissions: Floats, lengths: NDArray[np.int64], chain: Transitions) -> list[NDArray[np.int64]]:
    """The most probable label sequence of each window (Viterbi)."""
    batch, longest, labels = emissions.shape
    scores = np.empty((longest, batch, labels), dtype=np.float32)
    scores[0] = chain.start + emissions[:, 0]
    candidates = np.empty((batch, labels, labels), dtype=np.float32)
    for at in range(1, longest):
        np.add(scores[at - 1, :, :, None], chain.between, out=candidates)
        np.add(candidates.max(axis=1), emissions[:, at], out=scores[at])
    back = (scores[:-1, :, :, None] + chain.between).argmax(axis=2)
    paths = []
    for row, length in enumerate(lengths.tolist()):
        path = [int((scores[length - 1, row] + chain.end).argmax())]
        for before in reversed(back[: length - 1, row].tolist()):
            path.append(before[path[-1]])
        paths.append(np.array(path[::-1], dtype=np.int64))
    return paths


def marginals(emissions: Floats, lengths: NDArray[np.int64], chain: Transitions) -> Floats:
    """The probability of each label at each piece (forward-backward), B × T × L; zeros beyond a window's length."""
    batch, longest, labels = emissions.shape
    rows, places = np.arange(batch)[:, None], np.arange(longest)
    # Each window turned round: one pass serves both directions.
    turned = np.maximum(lengths[:, None] - 1 - places, 0)
    emitted = np.stack([emissions, emissions[rows, turned]]).transpose(2, 0, 1, 3)
    between = np.stack([chain.between, chain.between.T])[:, None]
    sums = np.empty((longest, 2, batch, labels), dtype=np.float32)  # before the emissions of the place
    sums[0, 0], sums[0, 1] = chain.start, chain.end
    for at in range(1, longest):
        candidates = (sums[at - 1] + emitted[at - 1])[..., None] + between
        top = candidates.max(axis=2)
        candidates -= top[:, :, None]
        np.exp(candidates, out=candidates)
        np.add(np.log(candidates.sum(axis=2)), top, out=sums[at])
    forward = sums[:, 0].swapaxes(0, 1) + emissions
    joint = forward + sums[turned, 1, rows]
    shares: Floats = np.exp(joint - _log_sum(joint)[:, :, None])
    shares[places >= lengths[:, None]] = 0
    return shares


def _log_sum(values: Floats) -> Floats:
    top: Floats = values.max(axis=-1, keepdims=True)
    total: Floats = np.log(np.exp(values - top).sum(axis=-1)) + top[..., 0]
    return total
