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
    score = chain.start + emissions[:, 0]
    back = np.zeros((longest, batch, labels), dtype=np.int64)
    stay = np.arange(labels)
    for at in range(1, longest):
        candidates = score[:, :, None] + chain.between
        chosen = candidates.argmax(axis=1)
        moved = np.take_along_axis(candidates, chosen[:, None, :], axis=1)[:, 0] + emissions[:, at]
        runs_on = (at < lengths)[:, None]
        back[at] = np.where(runs_on, chosen, stay)
        score = np.where(runs_on, moved, score)
    path = np.zeros((batch, longest), dtype=np.int64)
    path[:, -1] = (score + chain.end).argmax(axis=1)
    for at in range(longest - 1, 0, -1):
        path[:, at - 1] = back[at, np.arange(batch), path[:, at]]
    return [path[row, :length] for row, length in enumerate(lengths)]


def marginals(emissions: Floats, lengths: NDArray[np.int64], chain: Transitions) -> Floats:
    """The probability of each label at each piece (forward-backward), B × T × L; zeros beyond a window's length."""
    batch, longest, labels = emissions.shape
    forward = np.zeros_like(emissions)
    forward[:, 0] = chain.start + emissions[:, 0]
    for at in range(1, longest):
        moved = _log_sum(forward[:, at - 1, :, None] + chain.between, 1) + emissions[:, at]
        forward[:, at] = np.where((at < lengths)[:, None], moved, forward[:, at - 1])
    backward = np.zeros((batch, longest, labels), dtype=np.float32)
    backward[:] = chain.end
    for at in range(longest - 2, -1, -1):
        ahead = (emissions[:, at + 1] + backward[:, at + 1])[:, None, :] + chain.between
        backward[:, at] = np.where((at + 1 < lengths)[:, None], _log_sum(ahead, 2), chain.end)
    joint = forward + backward
    shares: Floats = np.exp(joint - _log_sum(joint, 2)[:, :, None])
    shares[np.arange(longest)[None, :] >= lengths[:, None]] = 0
    return shares


def _log_sum(values: Floats, axis: int) -> Floats:
    top: Floats = values.max(axis=axis, keepdims=True)
    total: Floats = np.log(np.exp(values - top).sum(axis=axis)) + np.squeeze(top, axis=axis)
    return total
