"""Learn what speaks for a number: the weights of ``claimkit/comparison/figures.py``.

    python benchmarks/train_figures.py --dataset DIR [--corpora ../shared/corpora]
        [--output claimkit/resources/models/figures/weights.json]

A conditional logit (McFadden 1974) over the candidates of each article, the register's number being the one chosen;
articles none of whose candidates is that number teach nothing. ``DIR`` is as in ``casualties.py``. Only the tuning
half of the incidents is read. The dead are learned first, for the injured are counted with the dead taken off.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import casualties
import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from claimkit.comparison.figures import scored
from claimkit.comparison.tallies import INJURED, KILLED, Features, candidates

Example = tuple[Mapping[float, Features], float]
RIDGE = 3.0


def fit(examples: Sequence[Example]) -> dict[str, float]:
    """The weights that make the chosen candidates likeliest, with a ridge penalty, rounded to three digits."""
    usable = [(offered, chosen) for offered, chosen in examples if chosen in offered]
    names = sorted({name for offered, _ in usable for features in offered.values() for name in features})
    at = {name: number for number, name in enumerate(names)}
    rows = [features for offered, _ in usable for features in offered.values()]
    values = [weight for features in rows for weight in features.values()]
    columns = [at[name] for features in rows for name in features]
    ends = np.cumsum([0] + [len(features) for features in rows])
    matrix = csr_matrix((values, columns, ends), shape=(len(rows), len(names)))
    starts = np.cumsum([0] + [len(offered) for offered, _ in usable])[:-1]
    gold = np.array(
        [start + list(offered).index(chosen) for start, (offered, chosen) in zip(starts, usable, strict=True)]
    )
    owner = np.repeat(np.arange(len(usable)), np.diff(np.append(starts, len(rows))))

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        totals = matrix @ weights
        highest = np.maximum.reduceat(totals, starts)
        powers = np.exp(totals - highest[owner])
        wholes = np.add.reduceat(powers, starts)
        residual = powers / wholes[owner]
        value = -(totals[gold] - highest - np.log(wholes)).sum() + RIDGE * (weights @ weights) / 2
        residual[gold] -= 1
        return float(value), matrix.T @ residual + RIDGE * weights

    weights = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True) if abs(weight) >= 0.0005}


def main() -> None:
    """Train on the tuning half and write the table."""
    parser = argparse.ArgumentParser(description="Weights of the figures of an article")
    parser.add_argument("--corpora", type=Path, default=casualties.corpora_default())
    parser.add_argument("--dataset", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=Path("claimkit/resources/models/figures/weights.json"))
    arguments = parser.parse_args()
    told = [
        each
        for each in casualties.read_told(arguments.corpora, arguments.dataset)
        if each.gold is not None and each.half == casualties.TUNING
    ]
    read = [(casualties.reports(each), each.gold or {}) for each in told]
    dead = [(candidates(reports, KILLED), float(gold[KILLED])) for reports, gold in read]
    weights = {KILLED: fit(dead)}
    hurt = []
    for (reports, gold), (offered, _) in zip(read, dead, strict=True):
        scores = scored(offered, weights[KILLED])
        killed = max(scores, key=lambda value: (scores[value], -value))
        hurt.append((candidates(reports, INJURED, killed), float(gold[INJURED])))
    weights[INJURED] = fit(hurt)
    text = json.dumps({"articles": len(told), "weights": weights}, indent=1)
    arguments.output.write_text(text + "\n", encoding="utf-8")
    print(f"{arguments.output}: {len(told)} articles, {sum(map(len, weights.values()))} weights")


if __name__ == "__main__":
    main()
