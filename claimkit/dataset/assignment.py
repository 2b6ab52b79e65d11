"""Groups to sides: greedy, the largest first, each to where it is needed most (after Sechidis et al. 2011).

A group has counts in blocks: its articles; its claims; its claims of each label. The side it goes to is the one that
brings the shares of all counts nearest to the shares asked for, in chi-squared: so all sides fill up at the same pace,
and events told by many are on each of them.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from claimkit.records import make_id

Floats = NDArray[np.float64]


def assign(blocks: Sequence[Floats], sizes: Sequence[float], keys: Sequence[str], *, seed: int) -> list[int]:
    """The side of each group. A block has a row a group; the first has one column, the articles. ``sizes`` sum to 1.

    Every side gets a group, so there must be as many groups as sides. ``keys`` and ``seed`` put equals in order.
    """
    counts, weights = np.hstack(blocks), np.concatenate([_weights(block) for block in blocks])
    shares = counts / np.maximum(counts.sum(axis=0), 1.0)
    targets, have = np.array(sizes)[:, None], np.zeros((len(sizes), counts.shape[1]))
    order = sorted(range(len(counts)), key=lambda at: (-counts[at, 0], make_id(seed, keys[at]), keys[at]))
    sides, empty = [0] * len(counts), set(range(len(sizes)))
    for left, at in zip(range(len(order), 0, -1), order, strict=True):
        cost = (((have + shares[at] - targets) ** 2 - (have - targets) ** 2) / targets * weights).sum(axis=1)
        # The last groups are for the sides that still have none.
        open_sides = sorted(empty) if left <= len(empty) else range(len(sizes))
        side = min(open_sides, key=lambda each: (round(float(cost[each]), 12), each))
        have[side] += shares[at]
        sides[at] = side
        empty.discard(side)
    return sides


def assign_in_order(articles: Floats, sizes: Sequence[float], stages: Sequence[Sequence[int]]) -> list[int]:
    """The side of each group where the stages (groups of the same date) come one after another; ``articles`` of each.

    Every side gets a stage, so there must be as many stages as sides.
    """
    share = articles / max(articles.sum(), 1.0)
    ends = list(itertools.accumulate(sizes))
    sides, side, behind, fresh = [0] * len(articles), 0, 0.0, True
    for left, stage in zip(range(len(stages), 0, -1), stages, strict=True):
        weight = float(sum(share[at] for at in stage))
        passed = behind + weight / 2 > ends[side]
        # The next side begins where more than half of a stage would lie beyond this one, or where only as many stages
        # are left as there are sides.
        if side + 1 < len(sizes) and not fresh and (passed or left <= len(sizes) - 1 - side):
            side, fresh = side + 1, True
        for at in stage:
            sides[at] = side
        behind, fresh = behind + weight, False
    return sides


def _weights(block: Floats) -> Floats:
    """A block of one column counts fully; of several each by the root of its share, lest a rare one outweigh all."""
    totals = block.sum(axis=0)
    found: Floats = np.sqrt(totals / max(totals.sum(), 1.0))
    return found
