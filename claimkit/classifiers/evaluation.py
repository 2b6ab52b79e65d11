"""Scores of a classifier: by class, by slice, their intervals, their calibration, and against another model.

Precision, recall and F1 of each class, their unweighted mean (macro-F1) and the share of right labels; intervals are
95 % percentile bootstrap intervals over documents. A class that the labels do not hold has no part in the macro-F1,
nor in that of a sample of documents whose labels do not hold it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claimkit.errors import OptionError
from claimkit.evaluation.bootstrap import interval, resampled
from claimkit.evaluation.calibration import Calibration, calibrate

Floats = NDArray[np.float64]
SLICES = ("publisher", "style")


@dataclass(frozen=True, slots=True)
class Rows:
    """Sentences with their labels, and those found with their confidences; parallel tuples."""

    labels: tuple[str, ...]
    documents: tuple[str, ...]
    publishers: tuple[str | None, ...]
    styles: tuple[str, ...]
    found: tuple[str, ...] = ()
    confidences: tuple[float, ...] = ()

    def take(self, which: NDArray[Any] | Sequence[int]) -> Rows:
        """The rows at the numbers ``which``."""

        def some(column: tuple[Any, ...]) -> tuple[Any, ...]:
            return tuple(column[at] for at in which) if column else ()

        return Rows(*(some(getattr(self, name)) for name in Rows.__slots__))

    def counts(self) -> dict[str, int]:
        """How many rows of each label, by name."""
        return dict(sorted(Counter(self.labels).items()))

    def with_found(self, found: Sequence[str], confidences: Sequence[float] = ()) -> Rows:
        """The same rows with what a model says of them."""
        return replace(self, found=tuple(found), confidences=tuple(float(each) for each in confidences))


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float

    def to_dict(self) -> dict[str, float]:
        """Rounded to four digits."""
        return {name: round(getattr(self, name), 4) for name in ("value", "low", "high")}


@dataclass(frozen=True, slots=True)
class ClassScore:
    """One class: ``right`` of ``found`` labels given, of ``gold`` there are."""

    precision: float
    recall: float
    f1: Figure
    right: int
    found: int
    gold: int

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        shares = {"precision": round(self.precision, 4), "recall": round(self.recall, 4), "f1": self.f1.to_dict()}
        return {**shares, "right": self.right, "found": self.found, "gold": self.gold}


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores over all sentences; ``confusion[i][j]`` counts sentences of ``classes[i]`` called ``classes[j]``."""

    sentences: int
    documents: int
    classes: tuple[str, ...]
    macro_f1: Figure
    accuracy: Figure
    by_class: Mapping[str, ClassScore]
    confusion: tuple[tuple[int, ...], ...]
    calibration: Calibration | None
    slices: Mapping[str, Mapping[str, Mapping[str, Any]]]

    def brief(self) -> dict[str, Any]:
        """The figures that a card shows."""
        return {
            "sentences": self.sentences,
            "documents": self.documents,
            "macro_f1": self.macro_f1.to_dict(),
            "accuracy": self.accuracy.to_dict(),
            "by_class": {name: score.to_dict() for name, score in self.by_class.items()},
        }

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, figures rounded to four digits."""
        return {
            **self.brief(),
            "classes": list(self.classes),
            "confusion": [list(row) for row in self.confusion],
            "calibration": self.calibration.to_dict() if self.calibration else None,
            "slices": {kind: {name: dict(row) for name, row in rows.items()} for kind, rows in self.slices.items()},
        }


@dataclass(frozen=True, slots=True)
class McNemar:
    """Two models on the same sentences: ``only_first`` are those that the first alone gets right."""

    only_first: int
    only_second: int
    p: float

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {"only_first": self.only_first, "only_second": self.only_second, "p": float(f"{self.p:.3g}")}


def score_rows(rows: Rows) -> Scores:
    """The scores of ``rows``, which hold what was found. Raises :class:`OptionError` where there are none."""
    if not rows.labels:
        raise OptionError("there is no labelled sentence to score on")
    classes = tuple(sorted({*rows.labels, *rows.found}))
    table = _confusions(rows, classes)
    total = table.sum(axis=0)
    samples = resampled(table.reshape(len(table), -1).tolist(), len(classes) ** 2).reshape(-1, *total.shape)
    f1, drawn = f1_of(total), f1_of(samples)
    by_class = {
        name: ClassScore(
            _ratio(total[at, at], total[:, at].sum()),
            _ratio(total[at, at], total[at].sum()),
            Figure(float(np.nan_to_num(f1[at])), *interval(drawn[:, at], float(np.nan_to_num(f1[at])))),
            int(total[at, at]), int(total[:, at].sum()), int(total[at].sum()),
        )
        for at, name in enumerate(classes)
    }  # fmt: skip
    macro = float(macro_of(total))
    share = float(np.trace(total) / total.sum())
    shares = np.trace(samples, axis1=1, axis2=2) / samples.sum(axis=(1, 2))
    return Scores(
        sentences=len(rows.labels),
        documents=len(table),
        classes=classes,
        macro_f1=Figure(macro, *interval(macro_of(samples), macro)),
        accuracy=Figure(share, *interval(shares, share)),
        by_class=by_class,
        confusion=tuple(tuple(int(each) for each in row) for row in total),
        calibration=calibrate(_outcomes(rows)) if rows.confidences else None,
        slices={"publisher": _slices(rows, rows.publishers), "style": _slices(rows, rows.styles)},
    )


def f1_of(table: Floats) -> Floats:
    """F1 of each class of confusion matrices (… × classes × classes); not a number where a class is nowhere."""
    right = np.diagonal(table, axis1=-2, axis2=-1)
    both = table.sum(axis=-1) + table.sum(axis=-2)
    out: Floats = np.full(right.shape, np.nan)
    np.divide(2 * right, both, out=out, where=both > 0)
    return out


def macro_of(table: Floats) -> Floats:
    """The mean F1 of the classes that the labels hold, of confusion matrices (… × classes × classes)."""
    held = table.sum(axis=-1) > 0
    mean: Floats = np.nanmean(np.where(held, f1_of(table), np.nan), axis=-1)
    return mean


def macro_f1(labels: Sequence[str], found: Sequence[str]) -> float:
    """The mean F1 of the classes that ``labels`` hold."""
    rows = Rows(tuple(labels), ("",) * len(labels), (None,) * len(labels), ("none",) * len(labels), tuple(found))
    classes = tuple(sorted({*labels, *found}))
    return float(macro_of(_confusions(rows, classes).sum(axis=0)))


def mcnemar(labels: Sequence[str], first: Sequence[str], second: Sequence[str]) -> McNemar:
    """The exact test (McNemar 1947), two-sided, on the sentences of which one of the models is right."""
    from scipy.stats import binomtest

    pairs = list(zip(labels, first, second, strict=True))
    one = sum(label == a != b for label, a, b in pairs)
    other = sum(label == b != a for label, a, b in pairs)
    return McNemar(one, other, float(binomtest(one, one + other).pvalue) if one + other else 1.0)


def _confusions(rows: Rows, classes: Sequence[str]) -> Floats:
    """Documents × classes × classes."""
    number = {name: at for at, name in enumerate(classes)}
    place = {name: at for at, name in enumerate(dict.fromkeys(rows.documents))}
    table = np.zeros((len(place), len(classes), len(classes)))
    for document, label, found in zip(rows.documents, rows.labels, rows.found, strict=True):
        table[place[document], number[label], number[found]] += 1
    return table


def _outcomes(rows: Rows) -> list[list[tuple[float, bool]]]:
    grouped: dict[str, list[tuple[float, bool]]] = {}
    for document, label, found, sure in zip(rows.documents, rows.labels, rows.found, rows.confidences, strict=True):
        grouped.setdefault(document, []).append((round(sure, 3), label == found))
    return list(grouped.values())


def _slices(rows: Rows, names: Sequence[str | None]) -> dict[str, dict[str, Any]]:
    """Sentences, macro-F1 over the classes that stand in the slice, and the share of right labels, by name."""
    places: dict[str, list[int]] = {}
    for at, name in enumerate(names):
        places.setdefault(name or "unknown", []).append(at)
    found: dict[str, dict[str, Any]] = {}
    for name, which in sorted(places.items()):
        labels, said = [rows.labels[at] for at in which], [rows.found[at] for at in which]
        right = sum(one == other for one, other in zip(labels, said, strict=True))
        found[name] = {
            "sentences": len(which),
            "macro_f1": round(macro_f1(labels, said), 4),
            "accuracy": round(right / len(which), 4),
        }
    return found


def _ratio(above: float, below: float) -> float:
    return float(above / below) if below else 0.0
