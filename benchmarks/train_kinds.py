"""Train the models of kind and check-worthiness that ship with claimkit, from claims labelled by hand.

    python benchmarks/train_kinds.py --shared ../shared [--to claimkit/resources/models]

``kinds/kind.npz``   what kind of claim it is; asked only where the rules leave event, state or opinion
``kinds/worth.npz``  whether a reader would want it checked

Both are logistic regressions over the named features of ``claimkit/extraction/kind_features.py``, on ``train.csv`` and
on the development half of ``labels.csv`` in ``kind_gold/``; the articles stay where they are. The same articles and
versions give the same files. ``benchmarks/kinds.py`` scores them on the other half.
"""

from __future__ import annotations

import argparse
import csv
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from kind_gold.draw import article_of
from train_hedging import matrix

from claimkit.extraction.claims import matters_in
from claimkit.extraction.kind_features import kind_features
from claimkit.extraction.kinds import KIND_MODEL, WORTH_MODEL, ruled_kind
from claimkit.extraction.linear import LinearModel, save_linear
from claimkit.extraction.pipeline import read_findings
from claimkit.records import ClaimKind
from claimkit.resources import resource

GOLD = Path(__file__).parent / "kind_gold"
SEEN = 2
COST = 0.1
LEAST_WEIGHT = 0.004


@dataclass(frozen=True, slots=True)
class Label:
    """One labelled claim: where its predicate stands, and what it is; ``half`` is dev, test or train."""

    collection: str
    document: str
    half: str
    start: int
    end: int
    kind: ClaimKind
    check_worthy: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A labelled claim that the program finds, with the rules' kind and the features."""

    label: Label
    ruled: ClaimKind
    features: tuple[str, ...]


def main() -> None:
    """Train both models and save them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("CLAIMKIT_SHARED", "../shared")))
    parser.add_argument("--to", type=Path, default=Path(str(resource("models"))))
    arguments = parser.parse_args()
    labels = [label for file in ("train.csv", "labels.csv") for label in read_labels(GOLD / file)]
    samples = list(samples_of([label for label in labels if label.half != "test"], arguments.shared))
    for name, model in train(samples).items():
        path = arguments.to / f"{name}.npz"
        path.parent.mkdir(parents=True, exist_ok=True)
        save_linear(model, path)
        print(f"{path}: {len(model.rows):,} features, {len(samples)} claims")


def read_labels(path: Path) -> Iterator[Label]:
    """The labels of a file; without a column for it, they are for training."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Label(
                collection=row["collection"],
                document=row["document"],
                half=row.get("half", "train"),
                start=int(row["start"]),
                end=int(row["end"]),
                kind=ClaimKind(row["kind"]),
                check_worthy=row["check_worthy"],
            )


def samples_of(labels: Sequence[Label], shared: Path) -> Iterator[Sample]:
    """The labelled claims as the program finds them; one that it does not find is left out."""
    documents: dict[tuple[str, str], dict[int, Label]] = {}
    for label in labels:
        documents.setdefault((label.collection, label.document), {})[label.start] = label
    for (collection, name), wanted in documents.items():
        _, parsed, findings = read_findings(article_of(collection, name, shared))
        for matter in matters_in(parsed, findings):
            label_there = wanted.get(matter.predicate.token.idx)
            if label_there is not None:
                ruled = ruled_kind(matter)
                yield Sample(label_there, ruled, tuple(kind_features(matter, ruled)))


def train(samples: Sequence[Sample]) -> dict[str, LinearModel]:
    """Both models by name."""
    features = [sample.features for sample in samples]
    return {
        KIND_MODEL: regression(features, [sample.label.kind.value for sample in samples]),
        WORTH_MODEL: regression(features, [sample.label.check_worthy for sample in samples]),
    }


def regression(features: Sequence[Sequence[str]], labels: Sequence[str]) -> LinearModel:
    """Logistic regression over features seen at least twice; small weights are dropped."""
    from sklearn.linear_model import LogisticRegression

    counts = Counter(name for each in features for name in each)
    rows = {name: row for row, name in enumerate(name for name, count in counts.items() if count >= SEEN)}
    classifier = LogisticRegression(C=COST, max_iter=1000).fit(matrix(features, rows), np.array(labels))
    weights, bias = classifier.coef_.T, classifier.intercept_
    if weights.shape[1] == 1:  # of two classes scikit-learn keeps the second one's scores only
        weights, bias = np.hstack([np.zeros_like(weights), weights]), np.array([0.0, bias[0]])
    kept = np.flatnonzero(np.abs(weights).max(axis=1) >= LEAST_WEIGHT)
    names = list(rows)
    return LinearModel(
        rows={names[row]: number for number, row in enumerate(kept.tolist())},
        weights=weights[kept].astype(np.float16).astype(np.float32),
        bias=bias.astype(np.float32),
        classes=tuple(classifier.classes_.tolist()),
        words=frozenset(),
    )


if __name__ == "__main__":
    main()
