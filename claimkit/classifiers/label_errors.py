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
from claimkit.classifiers.training import Chosen, Examples, cross_validate, examples_of, platt, usable
from claimkit.records import Span


@dataclass(frozen=True, slots=True)
class Suspect:
    """A sentence whose label is doubted: row ``row`` of all labelled sentences, ``doubt`` from 0 to 1.

    ``sentence`` is its span in the text of ``document``; the same words may stand there twice.
    """

    row: int
    document: str
    sentence: Span
    text: str
    label: str
    suggested: str
    doubt: float
    reason: str

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, with the keys of an annotation task."""
        return {
            "row": self.row,
            "document": self.document,
            "sentence": {"start": self.sentence.start, "end": self.sentence.end},
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
    return suspects(chosen, examples)


def suspects(chosen: Chosen, examples: Examples) -> list[Suspect]:
    """The same, of out-of-fold scores at hand of ``examples``."""
    labels, documents = examples.rows.labels, examples.rows.documents
    shares = probabilities(chosen.out_of_fold, platt(chosen, labels))
    column = {name: at for at, name in enumerate(chosen.classes)}
    given = shares[np.arange(len(labels)), [column[label] for label in labels]]
    best = chosen.out_of_fold.argmax(axis=1)
    found = []
    for at, (label, text) in enumerate(zip(labels, examples.frame["text"], strict=True)):
        suggested = chosen.classes[best[at]]
        if suggested != label:
            sure, doubt = float(shares[at, best[at]]), 1 - float(given[at])
            reason = f"other articles make it {suggested} ({sure:.2f}), not {label} ({given[at]:.2f})"
            place = examples.numbers[at], documents[at], examples.spans[at]
            found.append(Suspect(*place, text, label, suggested, doubt, reason))
    return sorted(found, key=lambda each: (-each.doubt, each.row))


def precision_at(ranked: Iterable[Suspect], wrong: Iterable[int], k: int) -> float:
    """The share of the first ``k`` suspects whose label is known to be wrong."""
    known = set(wrong)
    first = list(ranked)[:k]
    return sum(each.row in known for each in first) / len(first) if first else 0.0
