"""Confidences: probabilities that a link is right, fitted on links of known worth."""

import math

import pytest

from claimkit.tagging.calibration import INTERCEPT, Signs, confidence, fit, log_odds

SURE = Signs(cue=4.5, source=5.0, content=4.0, content_link=6.0, source_link=5.5, no_source=0)
UNSURE = Signs(cue=0.2, source=0.5, content=-1.0, content_link=1.0, source_link=0.4, no_source=0)


def test_without_weights_every_link_is_as_sure_as_the_intercept() -> None:
    weights = {INTERCEPT: math.log(3), **dict.fromkeys(Signs._fields, 0.0)}
    assert confidence(SURE, weights) == pytest.approx(0.75)
    assert confidence(UNSURE, weights) == pytest.approx(0.75)


def test_what_was_right_is_held_surer() -> None:
    weights = fit([SURE] * 30 + [UNSURE] * 30, [True] * 27 + [False] * 3 + [True] * 6 + [False] * 24)
    assert confidence(SURE, weights) == pytest.approx(0.9, abs=0.05)
    assert confidence(UNSURE, weights) == pytest.approx(0.2, abs=0.05)


@pytest.mark.parametrize(("probability", "expected"), [(0.5, 0.0), (0.75, math.log(3)), (0.0, -6.0), (1.0, 6.0)])
def test_log_odds_are_finite(probability: float, expected: float) -> None:
    assert log_odds(probability) == pytest.approx(expected)
