"""A trained classifier: what it reads, what it says, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claimkit.classifiers.frames import frame_of
from claimkit.classifiers.sentences import Sentence, sentences_of
from claimkit.classifiers.tasks import Task
from claimkit.records import Span

# Rises with every change of what a sentence looks like to a model: its splitting, its skeleton, its figures.
FEATURES_VERSION = 3
# Sentences read at once: enough for NumPy, few enough for the memory.
AT_ONCE = 4096

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Settings:
    """All that is known of a model but its weights; the card is made of it."""

    task: Task
    classes: tuple[str, ...]
    features_version: int
    schema_version: str
    versions: Mapping[str, str]
    recipe: Mapping[str, Any]
    data: Mapping[str, Any]
    validation: Mapping[str, Any]
    commonest: str

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {**asdict(self), "task": self.task.value, "classes": list(self.classes)}


@dataclass(frozen=True, slots=True)
class Prediction:
    """The label of the sentence at ``span`` of its text, and the calibrated probability of the label."""

    span: Span
    label: str
    confidence: float

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, the confidence rounded to three digits."""
        span = {"start": self.span.start, "end": self.span.end}
        return {"sentence": span, "label": self.label, "confidence": round(self.confidence, 3)}


@dataclass(frozen=True, slots=True)
class Classifier:
    """``pipeline`` turns the table of sentences into scores, ``sigmoids`` (classes × 2) these into probabilities.

    ``plain`` is the TF-IDF baseline, trained on the same sentences.
    """

    settings: Settings
    pipeline: Any
    sigmoids: Floats
    plain: Any

    def predict(self, text: str) -> list[Prediction]:
        """The sentences of ``text`` with their labels; none of an empty text."""
        return next(iter(self.predict_many([text])))

    def predict_many(self, texts: Iterable[str]) -> Iterator[list[Prediction]]:
        """The same for many texts, in their order; each is a document of its own."""
        for batch in _batched(map(sentences_of, texts)):
            said = iter(self._said(batch))
            for document in batch:
                yield [Prediction(sentence.span, *next(said)) for sentence in document]

    def _said(self, documents: Sequence[Sequence[Sentence]]) -> list[tuple[str, float]]:
        if not any(documents):
            return []
        labels, shares = self.classify(frame_of(documents, self.settings.task.view))
        return [(label, float(share)) for label, share in zip(labels, shares, strict=True)]

    def classify(self, frame: Any) -> tuple[list[str], Floats]:
        """Labels of the rows of a table (:mod:`claimkit.classifiers.frames`), and the probability of each."""
        scores = self.pipeline.decision_function(frame)
        columns = np.column_stack([-scores, scores]) if scores.ndim == 1 else scores
        best = columns.argmax(axis=1)
        shares = probabilities(columns, self.sigmoids)
        return [self.settings.classes[at] for at in best], shares[np.arange(len(best)), best]


def probabilities(scores: Floats, sigmoids: Floats) -> Floats:
    """Rows × classes, each row summing to one."""
    raised = 1 / (1 + np.exp(-np.clip(scores * sigmoids[:, 0] + sigmoids[:, 1], -500, 500)))
    shares: Floats = raised / raised.sum(axis=1, keepdims=True)
    return shares


def _batched(documents: Iterable[Sequence[Sentence]]) -> Iterator[list[Sequence[Sentence]]]:
    batch: list[Sequence[Sentence]] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += len(document)
        if size >= AT_ONCE:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
