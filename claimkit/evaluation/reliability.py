"""Chance-corrected reliability of labels: Krippendorff's alpha and Cohen's kappa, from units and their labels.

Alpha (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability") takes any number of annotators and labels that
are absent; kappa (Cohen 1960) takes two annotators and the units that both labelled. Alpha is computed from sums over
units, so that a bootstrap over articles costs no more than adding them up, and a field with thousands of values no more
than one with two; the package ``krippendorff``, which holds a matrix values x values for each unit, gives the same
figures (a test compares them).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from claimkit.evaluation.bootstrap import interval, resampled
from claimkit.evaluation.measures import ratios
from claimkit.records import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

Level = Literal["nominal", "interval"]

NO_UNITS = "no unit has two labels"
ONE_VALUE = "every label is the same, so there is no chance to correct for"


class Unit(NamedTuple):
    """One thing to label and what each annotator said, in the order of the annotators; ``None`` is no label.

    ``place`` is where it stands in its article; both are ``None`` where nobody knows.
    """

    article_id: str | None
    record_id: str
    field: str
    values: tuple[str | None, ...]
    place: Span | None

    @property
    def labels(self) -> list[str]:
        """What was said by those who said anything."""
        return [value for value in self.values if value is not None]

    @property
    def pairable(self) -> bool:
        return len(self.labels) > 1

    @property
    def same(self) -> bool:
        """Whether all who labelled it say the same."""
        return len(set(self.labels)) == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """How far the labels of one field can be relied on.

    ``units`` have two labels or more, ``same`` of them have but one value. ``alpha`` comes with its 95 % bootstrap
    interval over articles, which is absent where there are fewer than two articles. ``kappa`` is the mean over the
    pairs of annotators (Light 1971), for two annotators Cohen's own; there is none at the level "interval". Where there
    is no alpha, ``why`` says why.
    """

    level: Level
    units: int
    same: int
    alpha: float | None
    low: float | None
    high: float | None
    kappa: float | None
    why: str | None

    @property
    def share(self) -> float | None:
        """The share of units with one value."""
        return self.same / self.units if self.units else None

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, figures rounded to four digits."""
        figures = {"share": self.share, "alpha": self.alpha, "low": self.low, "high": self.high, "kappa": self.kappa}
        rounded = {name: None if value is None else round(value, 4) for name, value in figures.items()}
        return {"level": self.level, "units": self.units, "same": self.same, **rounded, "why": self.why}


def reliability(units: Iterable[Unit], level: Level = "nominal") -> Reliability:
    """The figures of one field; units with fewer than two labels count for nothing.

    With ``level`` "interval" labels are numbers, and differ the more the farther apart they are.
    """
    usable = [unit for unit in units if unit.pairable]
    by_article = _by_article(usable)
    sums = _Sums.of(by_article, level)
    value, low, high = sums.alpha()
    why = None if value is not None else ONE_VALUE if usable else NO_UNITS
    same = sum(unit.same for unit in usable)
    # Kappa knows no distance between labels.
    agreed = mean_kappa(usable) if level == "nominal" else None
    return Reliability(
        level=level, units=len(usable), same=same, alpha=value, low=low, high=high, kappa=agreed, why=why
    )


def alpha(units: Iterable[Unit], level: Level = "nominal") -> float | None:
    """Krippendorff's alpha, or ``None`` where no two labels differ or no unit has two."""
    return _Sums.of(_by_article([unit for unit in units if unit.pairable]), level, intervals=False).alpha()[0]


def mean_kappa(units: Sequence[Unit]) -> float | None:
    """Cohen's kappa, averaged over the pairs of annotators that have one; ``None`` without any."""
    width = max((len(unit.values) for unit in units), default=0)
    found = [
        kappa([(unit.values[one], unit.values[other]) for unit in units])
        for one, other in combinations(range(width), 2)
    ]
    known = [each for each in found if each is not None]
    return sum(known) / len(known) if known else None


def kappa(pairs: Iterable[tuple[str | None, str | None]]) -> float | None:
    """Cohen's kappa of two annotators; ``None`` where they share no unit or all labels are the same."""
    both = [(one, other) for one, other in pairs if one is not None and other is not None]
    if len({label for pair in both for label in pair}) < 2:
        return None
    from sklearn.metrics import cohen_kappa_score

    return float(cohen_kappa_score([one for one, _ in both], [other for _, other in both]))


def word_alpha(articles: Sequence[tuple[int, int, int]]) -> tuple[float | None, float | None, float | None]:
    """Alpha of two annotators who mark words, with its interval.

    ``articles`` has of each how many words both, only one of the two, and none of them marked.
    """
    # Of n words there are 2n labels; a word that one alone marked adds a pair of differing labels each way round.
    rows: list[list[float]] = [
        [2 * (both + one + none), 2 * one, 2 * both + one, one + 2 * none] for both, one, none in articles
    ]
    return _Sums(rows, "nominal", intervals=len(rows) > 1).alpha()


def _by_article(units: Iterable[Unit]) -> list[list[Unit]]:
    """In the order in which they come; a unit that stands in no known article is a document of its own."""
    grouped: dict[str, list[Unit]] = {}
    for unit in units:
        grouped.setdefault(unit.article_id or f"record {unit.record_id}", []).append(unit)
    return list(grouped.values())


@dataclass(frozen=True, slots=True)
class _Sums:
    """Rows of sums, one an article, from which alpha follows: the number of labels, what differs, and the values.

    nominal   labels, differing pairs, labels of each value
    interval  labels, squared differences, sum of values, sum of squares
    """

    rows: list[list[float]]
    level: Level
    intervals: bool

    @classmethod
    def of(cls, articles: Sequence[Sequence[Unit]], level: Level, *, intervals: bool = True) -> _Sums:
        """The sums of articles' units."""
        make = _interval_row if level == "interval" else _nominal_rows_of(articles)
        return cls([make(units) for units in articles], level, intervals and len(articles) > 1)

    def alpha(self) -> tuple[float | None, float | None, float | None]:
        """Alpha and its interval; ``None`` for what is not defined."""
        import numpy as np

        table = np.asarray(self.rows, dtype=float)
        if not table.size:
            return None, None, None
        value = float(self._of(table.sum(axis=0, keepdims=True))[0])
        if np.isnan(value):
            return None, None, None
        if not self.intervals:
            return value, None, None
        return value, *interval(self._of(resampled(self.rows, table.shape[1])), value)

    def _of(self, table: NDArray[Any]) -> NDArray[Any]:
        """1 - observed / expected disagreement, row by row; not a number where nothing can differ."""
        n, observed = table[:, 0], table[:, 1]
        if self.level == "interval":
            expected = 2 * (n * table[:, 3] - table[:, 2] ** 2)
        else:
            expected = n**2 - (table[:, 2:] ** 2).sum(axis=1)
        # What is left of a difference of equal sums is rounding.
        expected[expected < 1e-9 * (1 + abs(table[:, -1]))] = 0
        return 1 - ratios((n - 1) * observed, expected)


def _nominal_rows_of(articles: Iterable[Iterable[Unit]]) -> Any:
    places: dict[str, int] = {}
    for units in articles:
        for unit in units:
            for label in unit.labels:
                places.setdefault(label, len(places))

    def row(units: Iterable[Unit]) -> list[float]:
        sums = [0.0] * (2 + len(places))
        for unit in units:
            labels = unit.labels
            counts = Counter(labels)
            sums[0] += len(labels)
            sums[1] += (len(labels) ** 2 - sum(n * n for n in counts.values())) / (len(labels) - 1)
            for label, n in counts.items():
                sums[2 + places[label]] += n
        return sums

    return row


def _interval_row(units: Iterable[Unit]) -> list[float]:
    sums = [0.0] * 4
    for unit in units:
        numbers = [float(label) for label in unit.labels]
        total, squares = sum(numbers), sum(number * number for number in numbers)
        sums[0] += len(numbers)
        sums[1] += 2 * (len(numbers) * squares - total**2) / (len(numbers) - 1)
        sums[2] += total
        sums[3] += squares
    return sums


def by_field(units: Iterable[Unit], levels: Mapping[str, Level]) -> dict[str, Reliability]:
    """Of each field in the order in which it first occurs; fields without a level are nominal."""
    grouped: dict[str, list[Unit]] = {}
    for unit in units:
        grouped.setdefault(unit.field, []).append(unit)
    return {name: reliability(each, levels.get(name, "nominal")) for name, each in grouped.items()}
