"""Labels that look wrong: sentences whose label the out-of-fold model doubts most, each with the reason.

The doubt is 1 less the calibrated probability of the label given, from a model that saw neither the article nor another
on its event (confident learning: Northcutt, Jiang and Chuang 2021, ranked by self-confidence).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from claimkit.classifiers import pipelines
from claimkit.classifiers.folds import grouped_folds
from claimkit.classifiers.gold import Labelled
from claimkit.classifiers.model import probabilities
from claimkit.classifiers.pipelines import Recipe
from claimkit.classifiers.training import Chosen, cross_validate, examples_of, platt, usable


@dataclass(frozen=True, slots=True)
class Suspect:
    """A sentence whose label is doubted: row ``row`` of the labelled sentences, ``doubt`` from 0 to 1."""

    row: int
    document: str
    text: str
    label: str
    suggested: str
    doubt: float
    reason: str

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, with the keys of an annotation task."""
        return {
            "document": self.document,
            "text": self.text,
            "label": self.label,
            "suggested": self.suggested,
            "doubt": round(self.doubt, 3),
            "reason": self.reason,
        }


def find_label_errors(labelled: Labelled, recipe: Recipe | None = None) -> list[Suspect]:
    """All sentences whose label the model would not have given, the most doubtful first.

    Raises as :func:`claimkit.classifiers.training.train_classifier` does.
    """
    recipe = replace(recipe or Recipe(), view=labelled.task.view)
    examples, _ = usable(examples_of(labelled), recipe.folds)
    folds = grouped_folds(examples.rows.labels, examples.events, recipe.folds)
    chosen = cross_validate(examples, folds, lambda: pipelines.features(recipe), recipe.model, recipe.costs)
    texts = list(examples.frame["text"])
    return suspects(chosen, examples.rows.labels, examples.rows.documents, texts)


def suspects(chosen: Chosen, labels: Iterable[str], documents: Iterable[str], texts: Iterable[str]) -> list[Suspect]:
    """The same, of out-of-fold scores at hand."""
    labels = list(labels)
    shares = probabilities(chosen.out_of_fold, platt(chosen, labels))
    place = {name: at for at, name in enumerate(chosen.classes)}
    given = shares[np.arange(len(labels)), [place[label] for label in labels]]
    best = chosen.out_of_fold.argmax(axis=1)
    found = []
    for row, (label, document, text) in enumerate(zip(labels, documents, texts, strict=True)):
        suggested = chosen.classes[best[row]]
        if suggested != label:
            sure = float(shares[row, best[row]])
            reason = f"other articles make it {suggested} ({sure:.2f}), not {label} ({given[row]:.2f})"
            found.append(Suspect(row, document, text, label, suggested, 1 - float(given[row]), reason))
    return sorted(found, key=lambda each: (-each.doubt, each.row))


def precision_at(ranked: Iterable[Suspect], wrong: Iterable[int], k: int) -> float:
    """The share of the first ``k`` suspects whose label is known to be wrong."""
    known = set(wrong)
    first = list(ranked)[:k]
    return sum(each.row in known for each in first) / len(first) if first else 0.0
