"""Training: costs by cross-validation in whole groups, calibrated probabilities, and the baselines beside it.

Every out-of-fold figure comes from a model that saw neither the article nor another one on its event. The scores of the
chosen C, out of fold, are what probabilities are calibrated on (Platt 1999, one sigmoid a class, shares of one), what
the scores of cross-validation are, and what label errors are looked for with.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from claimkit.classifiers import pipelines
from claimkit.classifiers.evaluation import Rows, score_rows
from claimkit.classifiers.folds import Folds, grouped_folds, rare_classes
from claimkit.classifiers.frames import frame_of
from claimkit.classifiers.gold import Labelled, read_labelled
from claimkit.classifiers.model import FEATURES_VERSION, Classifier, Settings, probabilities
from claimkit.classifiers.pipelines import Costs, MakeFeatures, Model, Recipe, costs_of
from claimkit.classifiers.skeletons import View
from claimkit.classifiers.tasks import Task, task_of
from claimkit.errors import DataError, OptionError
from claimkit.records import SCHEMA_VERSION, Span

if TYPE_CHECKING:
    import pandas as pd

BASELINE_FOLDS = 3
PLAIN_COSTS = costs_of((0.1, 0.3, 1.0))
Floats = NDArray[np.float64]
Watch = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Examples:
    """The labelled sentences as a table, with what each row is of.

    ``numbers`` count the rows of all labelled sentences, and stay when rows are taken; ``spans`` are those of the
    sentences in the texts of their documents. ``view`` is what the table was made for.
    """

    frame: pd.DataFrame
    rows: Rows
    events: tuple[str, ...]
    numbers: tuple[int, ...]
    spans: tuple[Span, ...]
    view: View

    def take(self, which: NDArray[Any]) -> Examples:
        """The rows at the numbers ``which``."""
        return replace(
            self,
            frame=self.frame.iloc[which],
            rows=self.rows.take(which),
            events=tuple(self.events[at] for at in which),
            numbers=tuple(self.numbers[at] for at in which),
            spans=tuple(self.spans[at] for at in which),
        )


@dataclass(frozen=True, slots=True)
class Chosen:
    """What cross-validation chose, the macro-F1 of each, and the out-of-fold scores (rows × classes) of the best."""

    costs: Costs
    scores: dict[Costs, float]
    out_of_fold: Floats
    classes: tuple[str, ...]

    @property
    def labels(self) -> list[str]:
        """The out-of-fold labels."""
        return [self.classes[at] for at in self.out_of_fold.argmax(axis=1)]


@dataclass(frozen=True, slots=True)
class Trained:
    """A classifier, what it learned from, and what cross-validation said of that."""

    classifier: Classifier
    examples: Examples
    chosen: Chosen


def train_classifier(
    task: Task | str,
    data: Path | str | Labelled,
    *,
    recipe: Recipe | None = None,
    allow_machine_labels: bool = False,
    watch: Watch = lambda _: None,
) -> Classifier:
    """A classifier of sentences, learned from the labels at ``data``.

    ``task`` is attribution, style, source, source-type or hedging; ``data`` a dataset folder, an annotated corpus (brat
    or CoNLL) or, for hedging, a Szeged file. ``watch`` is told what is being done.

    Raises :class:`~claimkit.errors.OptionError` where there are fewer articles on different events than folds, or no
    such data, :class:`~claimkit.errors.DataError` where there is one class only, or labels of a machine's making.
    """
    task = task_of(task)
    labelled = data if isinstance(data, Labelled) else read_labelled(data, task, allow_machine=allow_machine_labels)
    if labelled.task is not task:
        raise OptionError(f"the labels are of {labelled.task}: give labels of {task}, or name the other task")
    return train(labelled, recipe, watch).classifier


def train(labelled: Labelled, recipe: Recipe | None = None, watch: Watch = lambda _: None) -> Trained:
    """The same from labels at hand, with what cross-validation left behind."""
    task = labelled.task
    recipe = replace(recipe or Recipe(), view=task.view)
    examples, left_out = usable(examples_of(labelled), recipe.folds)
    watch(f"{len(examples.events):,} sentences; choosing C and class weights in {recipe.folds} folds")
    folds = grouped_folds(examples.rows.labels, examples.events, recipe.folds)
    chosen = cross_validate(examples, folds, lambda: pipelines.features(recipe), recipe.model, recipe.costs)
    watch(f"{chosen.costs}; training on everything")
    pipeline, matrix = _fitted(examples, pipelines.features(recipe), recipe.model, chosen.costs)
    sigmoids = platt(chosen, examples.rows.labels)
    watch("training the baseline")
    plain = train_plain(examples, recipe)
    out_of_fold = out_of_fold_rows(examples.rows, chosen, sigmoids)
    settings = Settings(
        task=task,
        classes=chosen.classes,
        features_version=FEATURES_VERSION,
        schema_version=SCHEMA_VERSION,
        versions={name: version(name) for name in ("scikit-learn", "numpy", "skops")},
        recipe={
            "model": recipe.model.value,
            "encoder": recipe.encoder,
            "folds": recipe.folds,
            "strength": chosen.costs.strength,
            "balanced": chosen.costs.balanced,
            "features": matrix.shape[1],
        },
        data={**labelled.source, "classes": examples.rows.counts(), "left_out": left_out},
        validation={
            "macro_f1_by_costs": {str(key): round(value, 4) for key, value in chosen.scores.items()},
            **score_rows(out_of_fold).brief(),
        },
        commonest=max(examples.rows.counts().items(), key=lambda each: each[1])[0],
    )
    return Trained(Classifier(settings, pipeline, sigmoids, plain), examples, chosen)


def examples_of(labelled: Labelled) -> Examples:
    """The labelled sentences as a table; sentences without a label are context and no rows."""
    documents = labelled.documents
    frame = frame_of([each.sentences for each in documents], labelled.task.view, [each.cues for each in documents])
    rows = [
        (label, document.name, document.event, document.publisher, style, sentence.span)
        for document in labelled.documents
        for label, style, sentence in zip(document.labels, document.styles, document.sentences, strict=True)
    ]
    kept = [at for at, row in enumerate(rows) if row[0] is not None]
    picked = [rows[at] for at in kept]
    return Examples(
        frame.iloc[kept].reset_index(drop=True),
        Rows(
            labels=tuple(str(row[0]) for row in picked),
            documents=tuple(row[1] for row in picked),
            publishers=tuple(row[3] for row in picked),
            styles=tuple(row[4] for row in picked),
        ),
        events=tuple(row[2] for row in picked),
        numbers=tuple(range(len(picked))),
        spans=tuple(row[5] for row in picked),
        view=labelled.task.view,
    )


def cross_validate(
    examples: Examples, folds: Folds, make: MakeFeatures, model: Model, costs: Sequence[Costs]
) -> Chosen:
    """Out-of-fold scores for each of ``costs``, and the best by macro-F1; features are learned anew in each fold."""
    from sklearn.metrics import f1_score

    labels = np.asarray(examples.rows.labels, dtype=object)
    classes = tuple(sorted(set(examples.rows.labels)))
    scores = {each: np.full((len(labels), len(classes)), -np.inf) for each in costs}
    for train, test in folds:
        features = make()
        seen = features.fit_transform(examples.frame.iloc[train], labels[train])
        unseen = features.transform(examples.frame.iloc[test])
        for each in costs:
            fitted = pipelines.linear(model, each).fit(seen, labels[train])
            scores[each][test] = decisions(fitted, unseen)
    figures = {
        each: float(f1_score(labels, [classes[at] for at in found.argmax(axis=1)], average="macro"))
        for each, found in scores.items()
    }
    best = max(costs, key=lambda each: (figures[each], each.balanced, -each.strength))
    return Chosen(best, figures, scores[best], classes)


def decisions(fitted: Any, matrix: Any) -> Floats:
    """The scores of a linear model, one column a class, two classes too."""
    found: Floats = fitted.decision_function(matrix)
    return np.column_stack([-found, found]) if found.ndim == 1 else found


def platt(chosen: Chosen, labels: Sequence[str]) -> Floats:
    """Slope and intercept of a sigmoid for each class (classes × 2), by logistic regression on out-of-fold scores."""
    from sklearn.linear_model import LogisticRegression

    values = np.asarray(labels, dtype=object)
    lines = []
    for at, name in enumerate(chosen.classes):
        fitted = LogisticRegression(C=1e6).fit(chosen.out_of_fold[:, [at]], values == name)
        lines.append([float(fitted.coef_[0, 0]), float(fitted.intercept_[0])])
    return np.asarray(lines)


def train_plain(examples: Examples, recipe: Recipe) -> Any:
    """TF-IDF of words and characters with a LinearSVC, C and weights chosen as ours are, in fewer folds."""
    folds = grouped_folds(examples.rows.labels, examples.events, min(BASELINE_FOLDS, recipe.folds))
    chosen = cross_validate(examples, folds, pipelines.plain_features, Model.SVM, PLAIN_COSTS)
    return _fitted(examples, pipelines.plain_features(), Model.SVM, chosen.costs)[0]


def out_of_fold_rows(rows: Rows, chosen: Chosen, sigmoids: Floats) -> Rows:
    """The rows with the out-of-fold labels and their probabilities."""
    best = chosen.out_of_fold.argmax(axis=1)
    shares = probabilities(chosen.out_of_fold, sigmoids)
    return rows.with_found(chosen.labels, list(shares[np.arange(len(best)), best]))


def _fitted(examples: Examples, features: Any, model: Model, costs: Costs) -> tuple[Any, Any]:
    from sklearn.pipeline import Pipeline

    labels = np.asarray(examples.rows.labels, dtype=object)
    matrix = features.fit_transform(examples.frame, labels)
    fitted = pipelines.linear(model, costs).fit(matrix, labels)
    return Pipeline([("features", features), ("model", fitted)]), matrix


def usable(examples: Examples, folds: int) -> tuple[Examples, dict[str, int]]:
    """The rows whose class stands in enough groups, and how many rows of which classes were left out."""
    labels = examples.rows.labels
    if not labels:
        raise DataError("there is no labelled sentence to learn from")
    if len(set(labels)) < 2:
        raise DataError(f"all {len(labels):,} sentences are {labels[0]!r}: a classifier needs two classes at least")
    number = len(set(examples.events))
    rare = rare_classes(labels, examples.events, folds) if number >= folds else {}
    if len(set(labels) - rare.keys()) < 2:
        listed = ", ".join(f"{name} ({count})" for name, count in rare.items())
        raise DataError(
            f"too few classes stand in {folds} or more groups of articles; too rare are {listed}: "
            "label more of them, or pass fewer --folds"
        )
    kept = np.array([at for at, label in enumerate(labels) if label not in rare])
    return examples.take(kept) if rare else examples, rare
