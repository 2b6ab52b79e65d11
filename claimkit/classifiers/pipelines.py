"""The scikit-learn pipelines: ours, and the two it is measured against.

Ours is a ColumnTransformer over the table of :mod:`claimkit.classifiers.frames`: TF-IDF (sublinear, each block of unit
length) of words, characters and skeletons, the scores of the likeliest cues, the figures scaled, and the encoder's
vector where it is asked for; then a LinearSVC or a logistic regression. The baselines are TF-IDF of words (1-2) and
characters (2-5, inside words) of the sentence alone with a LinearSVC, made of scikit-learn's own vectorizers, and the
commonest class.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from claimkit.classifiers.folds import SEED
from claimkit.classifiers.frames import NUMBERS
from claimkit.classifiers.skeletons import View

# Blocks of our features: column, longest n-gram of tokens, texts an n-gram must stand in.
TOKEN_BLOCKS = {
    View.SOURCES: (("words", 2, 2), ("skeleton", 3, 3), ("before", 2, 3), ("after", 2, 3)),
    # A hedge stands in its sentence alone; longer skeletons and neighbours cost a point of macro-F1 on Szeged.
    View.HEDGES: (("words", 2, 2), ("skeleton", 1, 2)),
}
CHARACTERS = {View.SOURCES: (3, 5, 3), View.HEDGES: (2, 5, 3)}
STRENGTHS = (0.02, 0.05, 0.15)
WEIGHTINGS = (True, False)
ITERATIONS = 5000


class Model(StrEnum):
    """The linear model at the end."""

    SVM = "svm"
    LOGISTIC = "logistic"


@dataclass(frozen=True, slots=True)
class Costs:
    """What an error costs a linear model: C, and whether rare classes weigh more (``class_weight="balanced"``)."""

    strength: float
    balanced: bool = True

    def __str__(self) -> str:
        return f"C = {self.strength:g}, {'balanced' if self.balanced else 'no'} class weights"


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a classifier is made. ``strengths`` are the values of C to choose from, ``weightings`` whether with class
    weights; ``view`` follows from the task.
    """

    model: Model = Model.SVM
    encoder: bool = False
    folds: int = 5
    strengths: tuple[float, ...] = STRENGTHS
    weightings: tuple[bool, ...] = WEIGHTINGS
    view: View = View.SOURCES

    @property
    def costs(self) -> tuple[Costs, ...]:
        """All that can be chosen."""
        return costs_of(self.strengths, self.weightings)


def costs_of(strengths: Sequence[float], weightings: Sequence[bool] = WEIGHTINGS) -> tuple[Costs, ...]:
    """Every C with and without class weights, as far as both are wanted."""
    return tuple(Costs(strength, balanced) for balanced in weightings for strength in strengths)


def features(recipe: Recipe) -> Any:
    """Our ColumnTransformer, not fitted."""
    from sklearn.compose import ColumnTransformer
    from sklearn.pipeline import Pipeline
    from sklearn.preprocessing import MaxAbsScaler

    from claimkit.classifiers.cues import CueScores
    from claimkit.classifiers.grams import CharacterGrams, TokenGrams

    blocks: list[tuple[str, Any, Any]] = [
        (column, Pipeline([("counts", TokenGrams(longest, least)), ("weights", _tfidf())]), column)
        for column, longest, least in TOKEN_BLOCKS[recipe.view]
    ]
    blocks.append(
        ("characters", Pipeline([("counts", CharacterGrams(*CHARACTERS[recipe.view])), ("weights", _tfidf())]), "text")
    )
    blocks.append(("cues", CueScores(), "gloss"))
    if recipe.view is View.SOURCES:
        blocks.append(("numbers", MaxAbsScaler(), list(NUMBERS)))
    if recipe.encoder:
        from claimkit.classifiers.encoder import SentenceVectors

        blocks.append(("encoder", SentenceVectors(), "text"))
    return ColumnTransformer(blocks, sparse_threshold=1.0)


def plain_features() -> Any:
    """Words and characters of the sentence alone, by scikit-learn's own vectorizers."""
    from sklearn.compose import ColumnTransformer
    from sklearn.feature_extraction.text import TfidfVectorizer

    # The default pattern leaves out words of one letter.
    pattern = r"(?u)\b\w+\b"
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2, token_pattern=pattern)
    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=3)
    return ColumnTransformer([("words", words, "text"), ("characters", characters, "text")], sparse_threshold=1.0)


def linear(model: Model, costs: Costs) -> Any:
    """A linear model with a fixed seed."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.svm import LinearSVC

    weights = "balanced" if costs.balanced else None
    if model is Model.SVM:
        return LinearSVC(C=costs.strength, class_weight=weights, random_state=SEED, max_iter=ITERATIONS)
    # A hinge loss has its optimum at a smaller C than the logistic loss.
    return LogisticRegression(C=10 * costs.strength, class_weight=weights, random_state=SEED, max_iter=ITERATIONS)


def commonest() -> Any:
    """The baseline that always says the commonest class."""
    from sklearn.dummy import DummyClassifier

    return DummyClassifier(strategy="most_frequent")


MakeFeatures = Callable[[], Any]


def _tfidf() -> Any:
    from sklearn.feature_extraction.text import TfidfTransformer

    return TfidfTransformer(sublinear_tf=True)
