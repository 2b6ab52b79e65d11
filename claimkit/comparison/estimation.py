"""Fitting the model to the data at hand by expectation maximisation, from the shipped priors on.

Pairs at the same levels in every comparison are one pattern with a count (Winkler 1988; Enamorado, Fifield and Imai
2019), so that a step costs the same for a thousand pairs and for ten million. The priors are not only where it starts:
they count as pairs seen before (a Dirichlet prior), four times as many in each class as there are pairs to fit to.
Otherwise the two classes drift towards whatever splits the data best, such as same and other predicates.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from claimkit.comparison.comparisons import Comparison, Model
from claimkit.comparison.scoring import MISSING, Levels

Floats = NDArray[np.float64]
# Below so many pairs the priors stand alone.
ENOUGH = 2_000
# What the priors count for, in shares of the data.
_TRUST = 4.0
_STEPS = 50
_CONVERGED = 1e-4
_FLOOR = 1e-4


def fitted(model: Model, levels: Levels) -> Model:
    """The model fitted to the pairs at ``levels`` (pairs × comparisons); unchanged where there are too few.

    Only pairs of one event are looked at. Most of those across events share a turn of phrase ("was taken to hospital")
    and nothing else, and they are so many that the classes would become alike and unlike in wording.
    """
    levels = levels[levels[:, event_of(model)] == 0]
    if len(levels) < ENOUGH:
        return model
    return fitted_to(model, *np.unique(levels, axis=0, return_counts=True))


def event_of(model: Model) -> int:
    """The place of the comparison of events."""
    return next(at for at, each in enumerate(model.comparisons) if each.name == "event")


def fitted_to(model: Model, patterns: Levels, counts: NDArray[np.int64]) -> Model:
    """As :func:`fitted`, of the distinct levels of pairs of one event, sorted, and how many pairs stand at each."""
    pairs = int(counts.sum())
    if pairs < ENOUGH:
        return model
    start, pseudo = model, _TRUST * pairs
    for _ in range(_STEPS):
        probabilities = probability(weights(model, patterns))
        step = _maximised(start, pseudo, patterns, counts * probabilities, counts * (1 - probabilities))
        change = _change(model, step)
        model = step
        if change < _CONVERGED:
            break
    return replace(model, trained_on=pairs)


def weights(model: Model, levels: Levels) -> Floats:
    """The match weight of each pair in bits: that of the prior and of each comparison, summed."""
    total = np.full(len(levels), np.log2(model.prior / (1 - model.prior)))
    for at, comparison in enumerate(model.comparisons):
        total += table(comparison)[levels[:, at]]
    return total


def table(comparison: Comparison) -> Floats:
    """The weight of each level, by its number; 0 where nothing is compared."""
    found = np.zeros(MISSING + 1)
    found[: len(comparison.levels)] = [level.weight for level in comparison.levels]
    return found


def probability(weight: Floats) -> Floats:
    """The probability that stands for a weight of so many bits."""
    return 1 / (1 + np.exp2(-np.clip(weight, -60, 60)))


def _maximised(start: Model, pseudo: float, patterns: Levels, same: Floats, other: Floats) -> Model:
    comparisons = []
    for at, comparison in enumerate(start.comparisons):
        if comparison.name == "event":
            comparisons.append(comparison)
            continue
        m = _shares(patterns[:, at], same, pseudo, [level.m for level in comparison.levels])
        u = _shares(patterns[:, at], other, pseudo, [level.u for level in comparison.levels])
        comparisons.append(
            replace(
                comparison,
                levels=tuple(
                    replace(level, m=float(m[number]), u=float(u[number]))
                    for number, level in enumerate(comparison.levels)
                ),
            )
        )
    return replace(start, comparisons=tuple(comparisons))


def _shares(levels: NDArray[np.uint8], mass: Floats, pseudo: float, prior: Sequence[float]) -> Floats:
    seen = np.bincount(levels, weights=mass, minlength=MISSING + 1)[: len(prior)]
    total = seen + pseudo * np.array(prior) / sum(prior)
    shares: Floats = np.clip(total / total.sum(), _FLOOR, 1 - _FLOOR)
    return shares


def _change(one: Model, other: Model) -> float:
    pairs = [
        (a, b)
        for left, right in zip(one.comparisons, other.comparisons, strict=True)
        for a, b in zip(left.levels, right.levels, strict=True)
    ]
    return max(max(abs(a.m - b.m), abs(a.u - b.u)) for a, b in pairs)
