"""Counts of a document, and the figures over a corpus: precision, recall and F1, or a share, with intervals.

Figures are micro-averaged: right, found and gold are summed over the documents first. Intervals are 95 % bootstrap
intervals over documents; samples in which a figure is not defined (nothing found, nothing there) are left out of it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from claimkit.evaluation.bootstrap import interval, resampled

if TYPE_CHECKING:
    from numpy.typing import NDArray

Statistic = Literal["f1", "share"]


@dataclass(frozen=True, slots=True)
class Counts:
    """What was right, what was found and what is in the gold, for one measure."""

    right: int = 0
    found: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else 0.0


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure over all articles: ``value`` is F1 or the share of the gold that was right, as ``statistic`` says.

    ``low`` and ``high`` bound the 95 % interval of ``value``.
    """

    statistic: str
    value: float
    low: float
    high: float
    precision: float
    recall: float
    right: int
    found: int
    gold: int

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, figures rounded to four digits."""
        return rounded(self)


@dataclass(frozen=True, slots=True)
class Share:
    """``right`` of ``of``, with the 95 % interval of their ratio; all three figures are ``None`` where ``of`` is 0."""

    value: float | None
    low: float | None
    high: float | None
    right: int
    of: int

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, figures rounded to four digits."""
        return rounded(self)


def measure_all(documents: Sequence[Mapping[str, Counts]], statistics: Mapping[str, Statistic]) -> dict[str, Measure]:
    """The measures named in ``statistics``, in that order; each document has the counts of every one of them."""
    counts = [[document[name] for name in statistics] for document in documents]
    rows = [[n for each in row for n in (each.right, each.found, each.gold)] for row in counts]
    sums = resampled(rows, 3 * len(statistics))
    measures = {}
    for place, (name, statistic) in enumerate(statistics.items()):
        total = total_of(row[place] for row in counts)
        value = total.f1 if statistic == "f1" else total.recall
        right, found, gold = (sums[:, 3 * place + each] for each in range(3))
        samples = ratios(2 * right, found + gold) if statistic == "f1" else ratios(right, gold)
        measures[name] = Measure(
            statistic, value, *interval(samples, value), total.precision, total.recall,
            total.right, total.found, total.gold,
        )  # fmt: skip
    return measures


def share_all(documents: Sequence[Mapping[str, tuple[int, int]]], names: Sequence[str]) -> dict[str, Share]:
    """Shares by name; a document gives (right, of) for the names it knows."""
    rows = [[n for name in names for n in document.get(name, (0, 0))] for document in documents]
    sums = resampled(rows, 2 * len(names))
    shares = {}
    for place, name in enumerate(names):
        right, of = (sum(row[2 * place + each] for row in rows) for each in range(2))
        if not of:
            shares[name] = Share(None, None, None, 0, 0)
            continue
        low, high = interval(ratios(sums[:, 2 * place], sums[:, 2 * place + 1]), right / of)
        shares[name] = Share(right / of, low, high, right, of)
    return shares


def total_of(counts: Iterable[Counts]) -> Counts:
    """The sums of right, found and gold."""
    right = found = gold = 0
    for each in counts:
        right, found, gold = right + each.right, found + each.found, gold + each.gold
    return Counts(right, found, gold)


def ratios(above: NDArray[Any], below: NDArray[Any]) -> NDArray[Any]:
    """Element by element; not a number where the lower side is 0."""
    import numpy as np

    out: NDArray[Any] = np.full(above.shape, np.nan)
    np.divide(above, below, out=out, where=below > 0)
    return out


def rounded(record: Any) -> dict[str, Any]:
    """The fields of a flat dataclass, figures rounded to four digits."""
    fields = dataclasses.asdict(record)
    return {name: round(each, 4) if isinstance(each, float) else each for name, each in fields.items()}
