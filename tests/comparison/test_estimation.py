"""The model: shipped priors, and what is learned from the data at hand."""

from __future__ import annotations

import numpy as np
import pytest

from claimkit.comparison.comparisons import Model, shipped_model
from claimkit.comparison.estimation import ENOUGH, fitted, probability, weights
from claimkit.comparison.scoring import MISSING, Levels


def drawn(model: Model, count: int) -> Levels:
    """Levels of so many pairs of one event, drawn from the model itself."""
    chance = np.random.default_rng(5)
    same = chance.random(count) < model.prior
    columns = []
    for comparison in model.comparisons:
        m, u = (np.array([getattr(level, side) for level in comparison.levels]) for side in ("m", "u"))
        levels = [chance.choice(len(m), size=count, p=each / each.sum()) for each in (m, u)]
        columns.append(np.where(same, *levels))
    found = np.stack(columns, axis=1).astype(np.uint8)
    found[:, [each.name for each in model.comparisons].index("event")] = 0
    return found


def test_the_levels_of_each_comparison_are_exhaustive() -> None:
    for comparison in shipped_model().comparisons:
        assert sum(level.m for level in comparison.levels) == pytest.approx(1, abs=0.03), comparison.name
        assert sum(level.u for level in comparison.levels) == pytest.approx(1, abs=0.03), comparison.name


def test_the_strongest_level_speaks_for_the_same_and_the_last_against_it() -> None:
    for comparison in shipped_model().comparisons:
        level_weights = [level.weight for level in comparison.levels]
        assert max(level_weights) > 0 > min(level_weights), comparison.name


def test_few_pairs_leave_the_priors_as_they_are() -> None:
    model = shipped_model()
    assert fitted(model, drawn(model, ENOUGH - 1)) == model


def test_data_drawn_from_the_priors_confirm_them() -> None:
    model = shipped_model()
    found = fitted(model, drawn(model, 20_000))
    assert found.trained_on == 20_000
    for before, after in zip(model.comparisons, found.comparisons, strict=True):
        assert [level.u for level in after.levels] == pytest.approx([level.u for level in before.levels], abs=0.05)


def test_fitting_moves_towards_the_data() -> None:
    model = shipped_model()
    levels = drawn(model, 20_000)
    polarity = [each.name for each in model.comparisons].index("polarity")
    levels[:, polarity] = 0
    before, after = model.comparisons[polarity], fitted(model, levels).comparisons[polarity]
    assert after.levels[1].u < before.levels[1].u


def test_nothing_to_compare_weighs_nothing() -> None:
    model = shipped_model()
    bare = np.full((1, len(model.comparisons)), MISSING, np.uint8)
    assert probability(weights(model, bare)) == pytest.approx([model.prior])
