"""Is a confidence of .8 right in eight of ten cases? Expected calibration error over bins of equal mass.

ECE is the mean gap between the confidence of a bin and the share of it that is right, weighted by size (Naeini, Cooper
and Hauskrecht 2015; bins of equal mass: Nguyen and O'Connor 2015). Equal confidences always share a bin, so that the
order of links changes nothing; where there are few different ones there are fewer bins than asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from claimkit.evaluation.bootstrap import interval, resampled
from claimkit.evaluation.measures import ratios, rounded

BINS = 10

Outcome = tuple[float, bool]


@dataclass(frozen=True, slots=True)
class Bin:
    """Predictions with a confidence from ``low`` to ``high``: their mean, and the share of them that is right."""

    low: float
    high: float
    links: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Expected calibration error with its 95 % interval over documents, and the reliability table.

    Noise only ever adds to the error of a sample: read the interval's upper bound, and do not wonder at its lower one.
    """

    ece: float
    low: float
    high: float
    bins: tuple[Bin, ...]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, figures rounded to four digits."""
        figures = {"ece": round(self.ece, 4), "low": round(self.low, 4), "high": round(self.high, 4)}
        return {**figures, "bins": [rounded(each) for each in self.bins]}


def calibrate(documents: Sequence[Sequence[Outcome]], *, bins: int = BINS) -> Calibration | None:
    """The calibration of (confidence, right) pairs, a sequence for each document; ``None`` if there are none."""
    place = _places([confidence for document in documents for confidence, _ in document], bins)
    if not place:
        return None
    count = max(place.values()) + 1
    rows = [_sums(document, place, count) for document in documents]
    total = [sum(column) for column in zip(*rows, strict=True)]
    held = [[confidence for confidence, at in place.items() if at == each] for each in range(count)]
    table = tuple(
        Bin(min(held[each]), max(held[each]), int(n), confidence / n, right / n)
        for each in range(count)
        for n, confidence, right in [total[3 * each : 3 * each + 3]]
    )
    ece = sum(each.links * abs(each.confidence - each.right) for each in table) / sum(each.links for each in table)
    return Calibration(ece, *_interval(rows, ece), table)


def _places(confidences: Sequence[float], bins: int) -> dict[float, int]:
    """The bin of each confidence: by the rank of its middle one, bins that get none left out."""
    wanted: dict[float, int] = {}
    start = 0
    for value, times in sorted(Counter(confidences).items()):
        wanted[value] = (2 * start + times) * bins // (2 * len(confidences))
        start += times
    numbers = {at: number for number, at in enumerate(sorted(set(wanted.values())))}
    return {value: numbers[at] for value, at in wanted.items()}


def _sums(document: Sequence[Outcome], place: dict[float, int], count: int) -> list[float]:
    row = [0.0] * (3 * count)
    for confidence, right in document:
        at = 3 * place[confidence]
        row[at] += 1
        row[at + 1] += confidence
        row[at + 2] += right
    return row


def _interval(rows: Sequence[Sequence[float]], ece: float) -> tuple[float, float]:
    sums = resampled(rows, len(rows[0]))
    gaps = abs(sums[:, 1::3] - sums[:, 2::3]).sum(axis=1)
    return interval(ratios(gaps, sums[:, 0::3].sum(axis=1)), ece)
