"""A gate on the demo gold: what the program reached there, it does not lose by accident.

The floors hold for one state of the gold, named by its digest. Whoever changes the gold changes the digest in the same
commit, and lowers a floor only with a reason beside it.
"""

import hashlib

import pytest

from claimkit.evaluation.segmentation import ClaimScores, evaluate_claims
from claimkit.resources import resource

DIGEST = "1a25b0137a855eac9ebd335fabe6951cb9a76d8c4e054cdd282372f382edb1f8"
# A little below benchmarks/results/segmentation.json: another build of the language model parses otherwise.
FLOORS = {
    "predicate": 0.95,
    "span": 0.96,
    "span_exact": 0.92,
    "quantities": 0.96,
    "quantity_values": 0.85,
    "times": 0.92,
    "chain": 0.94,
    "hedges": 0.87,
    "kind": 0.88,
}


@pytest.fixture(scope="module")
def scores() -> ClaimScores:
    return evaluate_claims(str(resource("demo/gold")))


def test_the_gold_is_the_one_the_floors_were_set_on() -> None:
    digest = hashlib.sha256()
    for name in ("articles", "attributions", "claims", "mentions"):
        digest.update(resource(f"demo/gold/{name}.jsonl").read_bytes())
    assert digest.hexdigest() == DIGEST, "the gold has changed: set the floors anew, and this digest with them"


@pytest.mark.parametrize("measure", FLOORS)
def test_no_measure_falls_below_its_floor(scores: ClaimScores, measure: str) -> None:
    assert scores.measures[measure].value >= FLOORS[measure]


def test_the_floors_are_no_formality(scores: ClaimScores) -> None:
    """A floor far below the figure would let it sink unseen."""
    assert all(scores.measures[name].value - floor < 0.06 for name, floor in FLOORS.items())
