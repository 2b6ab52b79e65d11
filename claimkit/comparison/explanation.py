"""Why two claims are taken for the same or not: the waterfall of a match weight, in words and as data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from claimkit.comparison.comparisons import Model
from claimkit.comparison.estimation import probability
from claimkit.comparison.scoring import MISSING


class Step(NamedTuple):
    """One step: the comparison, its level in words, and the bits it adds or takes; ``total`` is the sum so far."""

    comparison: str
    level: str | None
    words: str
    weight: float
    total: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """The steps from the prior to the sum; ``str()`` gives them as lines of text.

    ``found_by`` names the blocking rules that brought the two claims together; empty if none did.
    """

    claim_a: str
    claim_b: str
    steps: tuple[Step, ...]
    weight: float
    probability: float
    found_by: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        return {
            "claim_a": self.claim_a,
            "claim_b": self.claim_b,
            "steps": [step._asdict() for step in self.steps],
            "weight": self.weight,
            "probability": self.probability,
            "found_by": list(self.found_by),
        }

    def __str__(self) -> str:
        lines = [f"{step.weight:+7.2f}  {step.comparison:<10} {step.words}" for step in self.steps]
        how = "; ".join(self.found_by) or "no blocking rule: they were compared only now"
        return "\n".join(
            [
                f"{self.claim_a} and {self.claim_b}, weights in bits:",
                *lines,
                f"{self.weight:+7.2f}  in sum, a probability of {self.probability:.3f} that they tell the same",
                f"         brought together by: {how}",
            ]
        )


def explanation(
    claim_a: str, claim_b: str, model: Model, levels: Sequence[int], found_by: tuple[str, ...]
) -> Explanation:
    """The waterfall of two claims that stand at ``levels`` (one a comparison, counted from the strongest)."""
    total = float(np.log2(model.prior / (1 - model.prior)))
    share = f"{model.prior:.1%} of all pairs compared tell the same"
    steps = [Step("prior", None, share, round(total, 3), round(total, 3))]
    for comparison, number in zip(model.comparisons, levels, strict=True):
        if number == MISSING:
            steps.append(Step(comparison.name, None, "nothing to compare", 0.0, round(total, 3)))
            continue
        level = comparison.levels[number]
        total += level.weight
        steps.append(Step(comparison.name, level.name, level.words, round(level.weight, 3), round(total, 3)))
    chance = float(probability(np.array(total)))
    return Explanation(claim_a, claim_b, tuple(steps), round(total, 3), round(chance, 6), found_by)
