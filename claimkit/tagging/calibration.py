"""How sure a link is, as a probability: the model's own probabilities, set right on articles it has not seen.

Logistic regression on the log odds of the model's probabilities (Platt 1999), fitted to whether annotators marked
the link: whether its content matches an annotated one by Jaccard ≥ .5, which ``claimkit evaluate attribution`` counts
as *linked*.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

INTERCEPT = "intercept"
_MOST = 6.0


class Signs(NamedTuple):
    """Log odds of probabilities: of the least sure part of each span, of each choice of a link.

    ``no_source`` is 1 for a link without a source, else 0.
    """

    cue: float
    source: float
    content: float
    content_link: float
    source_link: float
    no_source: float


def log_odds(probability: float) -> float:
    """The logarithm of the odds, between -6 and 6: what is surer than that is only longer training."""
    within = min(max(probability, 1e-9), 1 - 1e-9)
    return min(_MOST, max(-_MOST, math.log(within / (1 - within))))


def confidence(signs: Signs, calibration: Mapping[str, float]) -> float:
    """The probability that the link is right."""
    total = calibration[INTERCEPT]
    total += sum(calibration[name] * value for name, value in zip(Signs._fields, signs, strict=True))
    return 1 / (1 + math.exp(-total))


def fit(signs: Sequence[Signs], right: Sequence[bool]) -> dict[str, float]:
    """The weights for :func:`confidence`; both sequences hold the same links, and both kinds of outcome."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1.0).fit([list(row) for row in signs], list(right))
    weights = dict(zip(Signs._fields, (round(float(weight), 4) for weight in model.coef_[0]), strict=True))
    return {INTERCEPT: round(float(model.intercept_[0]), 4), **weights}
