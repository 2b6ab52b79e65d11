"""Confidences: probabilities that a link is right, fitted on links of known worth."""

import math

import pytest

from claimkit.tagging.calibration import INTERCEPT, Signs, confidence, fit, logarithm

SURE = Signs(cue=-0.01, source=-0.01, content=-0.02, content_link=-0.01, source_link=-0.01, no_source=0)
UNSURE = Signs(cue=-2.0, source=-1.5, content=-2.5, content_link=-1.0, source_link=-0.9, no_source=0)


def test_without_weights_every_link_is_as_sure_as_the_intercept() -> None:
    weights = {INTERCEPT: math.log(3), **dict.fromkeys(Signs._fields, 0.0)}
    assert confidence(SURE, weights) == pytest.approx(0.75)
    assert confidence(UNSURE, weights) == pytest.approx(0.75)


def test_what_was_right_is_held_surer() -> None:
    weights = fit([SURE] * 30 + [UNSURE] * 30, [True] * 27 + [False] * 3 + [True] * 6 + [False] * 24)
    assert confidence(SURE, weights) == pytest.approx(0.9, abs=0.05)
    assert confidence(UNSURE, weights) == pytest.approx(0.2, abs=0.05)


def test_the_logarithm_of_nothing_is_finite() -> None:
    assert logarithm(0.0) == pytest.approx(math.log(1e-6))
