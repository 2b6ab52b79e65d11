"""How much data is enough, and does it carry over: learning curves, and training on one publisher for the others."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from claimkit.classifiers import pipelines
from claimkit.classifiers.evaluation import macro_f1
from claimkit.classifiers.folds import SEED
from claimkit.classifiers.pipelines import Costs, Recipe
from claimkit.classifiers.training import Examples
from claimkit.errors import DataError


@dataclass(frozen=True, slots=True)
class Point:
    """Macro-F1 on the test sentences, learned from ``articles`` articles with ``sentences`` sentences."""

    articles: int
    sentences: int
    macro_f1: float

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {"articles": self.articles, "sentences": self.sentences, "macro_f1": round(self.macro_f1, 4)}


def learning_curve(
    train: Examples, test: Examples, shares: Sequence[float], recipe: Recipe, costs: Costs
) -> list[Point]:
    """A point for each share of the training articles: drawn once, each sample inside the next.

    Raises :class:`DataError` where the smallest sample holds one class only.
    """
    names = sorted(set(train.rows.documents))
    random.Random(SEED).shuffle(names)  # noqa: S311  (sampling)
    points = []
    for share in shares:
        chosen = set(names[: max(1, round(share * len(names)))])
        some = _where(train, chosen)
        points.append(Point(len(chosen), len(some.events), score_of(some, test, recipe, costs)))
    return points


def transfer(examples: Examples, recipe: Recipe, costs: Costs, least: int = 2) -> dict[str, dict[str, float]]:
    """Macro-F1 by publisher trained on and publisher tested on, of publishers with ``least`` articles or more.

    What is trained and tested on one publisher is left out: it would need a split of its own. So are reports on events
    that were trained on, and a pair of which no others are left; of a publisher whose sentences are all of one class
    nothing can be learned, and it is tested on alone. Raises :class:`DataError` where nothing can be compared.
    """
    articles: dict[str, set[str]] = {}
    for publisher, document in zip(examples.rows.publishers, examples.rows.documents, strict=True):
        if publisher:
            articles.setdefault(publisher, set()).add(document)
    parts = {name: _where(examples, found) for name, found in sorted(articles.items()) if len(found) >= least}
    if len(parts) < 2:
        raise DataError(f"a transfer table needs two publishers with {least} articles each: name them in the data")
    several = {name: own for name, own in parts.items() if len(set(own.rows.labels)) > 1}
    if not several:
        raise DataError("no publisher has sentences of two classes to learn from: label more of them")
    return {
        name: _carried(own, {other: parts[other] for other in parts if other != name}, recipe, costs)
        for name, own in several.items()
    }


def _carried(own: Examples, others: Mapping[str, Examples], recipe: Recipe, costs: Costs) -> dict[str, float]:
    """Macro-F1 on each of ``others``, without their reports on events of ``own``."""
    predict = _learned(own, recipe, costs)
    seen = set(own.events)
    row = {}
    for name, part in others.items():
        new = [at for at, event in enumerate(part.events) if event not in seen]
        if new:
            rest = part.take(np.array(new))
            row[name] = round(macro_f1(rest.rows.labels, predict(rest)), 4)
    return row


def score_of(train: Examples, test: Examples, recipe: Recipe, costs: Costs) -> float:
    """Macro-F1 on ``test`` of a model learned from ``train``."""
    return macro_f1(test.rows.labels, _learned(train, recipe, costs)(test))


def _learned(train: Examples, recipe: Recipe, costs: Costs) -> Any:
    if len(set(train.rows.labels)) < 2:
        raise DataError(f"{len(train.events)} sentences of one class only: train on more of them")
    features = pipelines.features(replace(recipe, view=train.view))
    labels = np.asarray(train.rows.labels, dtype=object)
    fitted = pipelines.linear(recipe.model, costs).fit(features.fit_transform(train.frame, labels), labels)

    def predict(examples: Examples) -> list[str]:
        return [str(each) for each in fitted.predict(features.transform(examples.frame))]

    return predict


def _where(examples: Examples, documents: set[str]) -> Examples:
    return examples.take(np.array([at for at, name in enumerate(examples.rows.documents) if name in documents]))
