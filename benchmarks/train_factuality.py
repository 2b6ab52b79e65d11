"""Train the model of event factuality that ships with claimkit, from corpora that stay where they are.

    python benchmarks/train_factuality.py --corpora ../shared/corpora [--parses DIR] [--to FILE]

UDS-IH2 train (Rudinger, White and Van Durme 2018) and MegaVeridicality train (White and Rawlins 2018), the second
counted three times, for it is small: a ridge regression and four networks of one hidden layer, averaged into one. The
same corpora, seed and versions give the same weights on the same machine. Scored by ``benchmarks/factuality.py``.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import uncertainty
from train_hedging import matrix

from claimkit.evaluation.uncertainty import read_factuality
from claimkit.extraction.event_features import event_features
from claimkit.extraction.event_scores import SHIPPED, EventModel, save_event_model
from claimkit.resources import resource

TRAINED_ON = {"UDS_IH2/train": 1, "MV2/train": 3}
SEEN = 4
RIDGE = 15.0
NETWORKS = 4
UNITS = 16
EPOCHS = 3
BATCH = 128
RATE = 5e-4
DECAY = 1e-2

Events = tuple[list[list[str]], list[float]]


def read_events(corpora: Path, name: str, keep: Path | None) -> Events:
    """The features and scores of the events of ``factuality/<name>.jsonl``."""
    documents = list(read_factuality(corpora / "factuality" / f"{name}.jsonl"))
    features, scores = [], []
    for document, parse in zip(documents, uncertainty.parsed(documents, keep), strict=True):
        for event in document.events:
            words = parse.doc.char_span(*event.word, alignment_mode="expand")
            if words is not None:
                features.append(event_features(words.root))
                scores.append(event.score)
    return features, scores


def train(parts: Sequence[Events], networks: int = NETWORKS) -> EventModel:
    """The average of a ridge regression and the networks."""
    from sklearn.linear_model import Ridge

    features = [each for part in parts for each in part[0]]
    scores = np.array([each for part in parts for each in part[1]], dtype=np.float32)
    counts = Counter(name for each in features for name in each)
    rows = {name: row for row, name in enumerate(name for name, count in counts.items() if count >= SEEN)}
    table = matrix(features, rows).astype(np.float32)
    ridge = Ridge(alpha=RIDGE, solver="lsqr").fit(table, scores)
    hidden = [_network(table, scores, seed) for seed in range(networks)]
    share = 1 / (networks + 1)
    return EventModel(
        rows=rows,
        inner=np.concatenate([np.zeros((len(rows), 0)), *(each.coefs_[0] for each in hidden)], axis=1).astype(
            np.float32
        ),
        inner_bias=np.concatenate([[], *(each.intercepts_[0] for each in hidden)]).astype(np.float32),
        outer=np.concatenate([[], *(each.coefs_[1][:, 0] for each in hidden)]).astype(np.float32) * share,
        direct=ridge.coef_.astype(np.float32) * share,
        bias=float(share * (ridge.intercept_ + sum(each.intercepts_[1][0] for each in hidden))),
    )


def _network(table: Any, scores: Any, seed: int) -> Any:
    from sklearn.neural_network import MLPRegressor

    network = MLPRegressor(hidden_layer_sizes=(UNITS,), alpha=DECAY, learning_rate_init=RATE, random_state=seed)
    draw = np.random.RandomState(seed)
    for _ in range(EPOCHS):
        order = draw.permutation(len(scores))
        for at in range(0, len(order), BATCH):
            network.partial_fit(table[order[at : at + BATCH]], scores[order[at : at + BATCH]])
    return network


def main() -> None:
    """Train, and write the model."""
    parser = argparse.ArgumentParser(description="Train the model of event factuality")
    uncertainty.add_options(parser)
    parser.add_argument("--to", type=Path, default=Path(str(resource(SHIPPED))))
    arguments = parser.parse_args()
    parts = [
        part
        for name, times in TRAINED_ON.items()
        for part in [read_events(arguments.corpora, name, arguments.parses)] * times
    ]
    model = train(parts)
    arguments.to.parent.mkdir(parents=True, exist_ok=True)
    save_event_model(model, arguments.to)
    print(f"{arguments.to}: {sum(len(scores) for _, scores in parts):,} events, {len(model.rows):,} features")


if __name__ == "__main__":
    main()
