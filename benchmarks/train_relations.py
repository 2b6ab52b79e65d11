"""Learn how likely each relation is by the wording of two claims: the weights of ``claimkit/comparison/wording.py``.

    python benchmarks/train_relations.py [--corpora FOLDER] [--seeds FOLDER]
        [--output claimkit/resources/models/relations/wording.json]

A multinomial logistic regression with a ridge penalty on the pairs of ``relation_gold`` that are labelled equivalence,
subsumption, overlap or unrelated, parts ``train`` and ``dev``. Unrelated pairs of ``train`` weigh half, for there
are too many of them. Subsumptions either way share their weights, but for those of the numbers that change their sign
when the claims are swapped. ``test`` is never read. Settings were chosen in ten folds by incident or article.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import relations
from numpy.typing import NDArray
from scipy.optimize import minimize

from claimkit.comparison.fields import fields_of
from claimkit.comparison.profiles import Profile
from claimkit.comparison.propositions import match
from claimkit.comparison.wording import DIRECTED, SYMMETRIC, WAYS, Way, Weights, features
from claimkit.records import Narrower

OUTPUT = Path("claimkit/resources/models/relations/wording.json")
RIDGE = 15.0
UNRELATED_OF_TRAIN = 0.5
Floats = NDArray[np.float64]


class Examples(NamedTuple):
    """``symmetric`` and ``directed``, pairs x numbers; ``labels``, places in ``WAYS``; how much each pair weighs."""

    symmetric: Floats
    directed: Floats
    labels: NDArray[np.int64]
    weights: Floats


def examples(pairs: Sequence[relations.Pair], profiles: Mapping[relations.Place, Profile]) -> Examples:
    """The pairs whose label is a matter of wording."""
    rows, labels, weights = [], [], []
    for pair in pairs:
        a, b, label = profiles.get(pair.a), profiles.get(pair.b), way(pair)
        if a is None or b is None or label not in WAYS:
            continue
        rows.append(features(a, b, match(a, b), fields_of(a, b)))
        labels.append(WAYS.index(label))
        weights.append(UNRELATED_OF_TRAIN if pair.part == "train" and label == WAYS[0] else 1.0)
    symmetric, directed = (np.array(column) for column in zip(*rows, strict=True))
    return Examples(symmetric, directed, np.array(labels), np.array(weights))


def way(pair: relations.Pair) -> Way:
    """The label of a pair."""
    return pair.relation, Narrower(pair.narrower) if pair.narrower else None


def fit(known: Examples) -> Weights:
    """The likeliest weights under the penalty, found on standardised numbers, given for the numbers as they are."""
    mean, scale = known.symmetric.mean(axis=0), known.symmetric.std(axis=0)
    mean[0], scale[scale < 1e-6] = 0.0, 1.0  # the first is always one
    spread = known.directed.std(axis=0)
    spread[spread < 1e-6] = 1.0
    symmetric, directed = (known.symmetric - mean) / scale, known.directed / spread
    count = symmetric.shape[1]
    penalty = np.full(3 * count + directed.shape[1], RIDGE)
    penalty[[0, count, 2 * count]] = 1e-3

    def loss(flat: Floats) -> tuple[float, Floats]:
        odds = _odds(flat, symmetric, directed)
        powers = np.exp(odds - odds.max(axis=1, keepdims=True))
        shares = powers / powers.sum(axis=1, keepdims=True)
        chosen = shares[np.arange(len(shares)), known.labels]
        slope = shares.copy()
        slope[np.arange(len(shares)), known.labels] -= 1
        slope *= known.weights[:, None]
        rows = slope[:, 2], slope[:, 3] + slope[:, 4], slope[:, 1]
        gradient = np.concatenate([*(symmetric.T @ row for row in rows), directed.T @ (slope[:, 3] - slope[:, 4])])
        return float(
            -(known.weights * np.log(chosen)).sum() + (penalty * flat * flat).sum() / 2
        ), gradient + penalty * flat

    flat = minimize(loss, np.zeros(len(penalty)), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    tables = [flat[at * count : (at + 1) * count] / scale for at in range(3)]
    for table in tables:
        table[0] -= table[1:] @ mean[1:]
    return Weights(*(tuple(map(float, row.round(4))) for row in (*tables, flat[3 * count :] / spread)))


def _odds(flat: Floats, symmetric: Floats, directed: Floats) -> Floats:
    """The log-odds of each of ``WAYS``, in their order."""
    count = symmetric.shape[1]
    equal, more, partly = (symmetric @ flat[at * count : (at + 1) * count] for at in range(3))
    side = directed @ flat[3 * count :]
    return np.stack([np.zeros(len(symmetric)), partly, equal, more + side, more - side], axis=1)


def written(weights: Weights, pairs: int) -> str:
    """The table of the weights as it is shipped."""
    names = (SYMMETRIC, SYMMETRIC, SYMMETRIC, DIRECTED)
    tables: dict[str, Any] = {
        row: dict(zip(own, table, strict=True)) for row, own, table in zip(Weights._fields, names, weights, strict=True)
    }
    return json.dumps({"pairs": pairs, "weights": tables}, indent=1) + "\n"


def main() -> None:
    """Train on ``train`` and ``dev`` and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    relations.add_folders(parser)
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args()
    pairs = [pair for pair in relations.read_gold(relations.GOLD) if pair.part in ("train", "dev")]
    known = examples(pairs, relations.find_profiles(pairs, relations.readers(options.corpora, options.seeds)))
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(written(fit(known), len(known.labels)), encoding="utf-8")
    print(f"{options.output}: {len(known.labels)} pairs")


if __name__ == "__main__":
    main()
