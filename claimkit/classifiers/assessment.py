"""A model on labelled data, beside the baselines it was trained with and, if wanted, beside another model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from claimkit.classifiers.evaluation import McNemar, Rows, Scores, mcnemar, score_rows
from claimkit.classifiers.gold import Labelled
from claimkit.classifiers.model import Classifier, Settings
from claimkit.classifiers.training import Examples, examples_of
from claimkit.errors import DataError, OptionError

MODEL, PLAIN, COMMONEST, OTHER = "model", "tfidf", "commonest", "against"


@dataclass(frozen=True, slots=True)
class Assessment:
    """Scores by model: ``model``, ``tfidf``, ``commonest``, and ``against``; tests are of ``model`` beside each.

    ``seen`` says that data and training data are the same: then the scores say nothing about other texts.
    """

    settings: Settings
    source: Mapping[str, Any]
    scores: Mapping[str, Scores]
    tests: Mapping[str, McNemar]
    seen: bool

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            "task": self.settings.task.value,
            "data": dict(self.source),
            "trained_on_this_data": self.seen,
            "models": {name: scores.to_dict() for name, scores in self.scores.items()},
            "mcnemar": {name: test.to_dict() for name, test in self.tests.items()},
        }


def assess(classifier: Classifier, labelled: Labelled, against: Classifier | None = None) -> Assessment:
    """The scores of ``classifier`` on ``labelled``.

    Raises :class:`OptionError` where data or the other model are of another task, :class:`DataError` where the data
    hold labels that the model was never shown.
    """
    task = classifier.settings.task
    if labelled.task is not task or (against is not None and against.settings.task is not task):
        raise OptionError(f"the model is of {task}: give data and models of the same task")
    examples = examples_of(labelled)
    for each in (classifier, *((against,) if against else ())):
        _known(each.settings, examples.rows)
    said = {
        MODEL: _by_model(classifier, examples),
        PLAIN: examples.rows.with_found([str(each) for each in classifier.plain.predict(examples.frame)]),
        COMMONEST: examples.rows.with_found([classifier.settings.commonest] * len(examples.events)),
    }
    if against is not None:
        said[OTHER] = _by_model(against, examples)
    ours = said[MODEL].found
    return Assessment(
        settings=classifier.settings,
        source=labelled.source,
        scores={name: score_rows(rows) for name, rows in said.items()},
        tests={name: mcnemar(rows.labels, ours, rows.found) for name, rows in said.items() if name != MODEL},
        seen=labelled.source["sha256"] == classifier.settings.data["sha256"],
    )


def _by_model(classifier: Classifier, examples: Examples) -> Rows:
    labels, shares = classifier.classify(examples.frame)
    return examples.rows.with_found(labels, list(shares))


def _known(settings: Settings, rows: Rows) -> None:
    if not rows.labels:
        raise DataError("there is no labelled sentence to score on")
    strange = sorted(set(rows.labels) - set(settings.classes))
    left_out = [name for name in strange if name in settings.data["left_out"]]
    way = "Take these sentences out of the data, or train on data that hold each of them in several articles"
    if left_out:
        way += (
            f"; {', '.join(left_out)} stood in too few articles for {settings.recipe['folds']} folds: with fewer "
            "--folds it is learned if it stands in as many events"
        )
    if strange:
        raise DataError(
            f"the data hold labels that the model was never shown: {', '.join(strange)}; it knows "
            f"{', '.join(settings.classes)}. {way}"
        )
