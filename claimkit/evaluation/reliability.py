"""Chance-corrected reliability of labels: Krippendorff's alpha and Cohen's kappa, from units and their labels.

Alpha (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability") takes any number of annotators and labels that
are absent; kappa (Cohen 1960) takes two annotators and the units that both labelled. Alpha is computed from sums over
units, so that a bootstrap over articles costs no more than adding them up, and a field with thousands of values no more
than one with two; the package ``krippendorff``, which holds a matrix values x values for each unit, gives the same
figures (a test compares them).
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from claimkit.evaluation.bootstrap import draws, interval
from claimkit.evaluation.measures import ratios
from claimkit.records import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray

Level = Literal["nominal", "interval"]

NO_UNITS = "no unit has two labels"
_VALUES_AT_ONCE = 1024
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
    value, low, high = _alpha([_sums(each, level) for each in by_article], level)
    why = None if value is not None else ONE_VALUE if usable else NO_UNITS
    same = sum(unit.same for unit in usable)
    # Kappa knows no distance between labels.
    agreed = mean_kappa(usable) if level == "nominal" else None
    return Reliability(
        level=level, units=len(usable), same=same, alpha=value, low=low, high=high, kappa=agreed, why=why
    )


def alpha(units: Iterable[Unit], level: Level = "nominal") -> float | None:
    """Krippendorff's alpha, or ``None`` where no two labels differ or no unit has two."""
    usable = [unit for unit in units if unit.pairable]
    return _alpha([_sums(usable, level)] if usable else [], level, intervals=False)[0]


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
    sums = [
        # Of n words there are 2n labels; a word that one alone marked is a pair of differing labels each way round.
        _Sums((2 * (both + one + none), 2 * one), {"marked": 2 * both + one, "not": one + 2 * none})
        for both, one, none in articles
    ]
    return _alpha(sums, "nominal")


def _by_article(units: Iterable[Unit]) -> list[list[Unit]]:
    """In the order in which they come; a unit that stands in no known article is a document of its own."""
    grouped: dict[str, list[Unit]] = {}
    for unit in units:
        grouped.setdefault(unit.article_id or f"record {unit.record_id}", []).append(unit)
    return list(grouped.values())


class _Sums(NamedTuple):
    """What alpha follows from, article by article.

    ``figures`` are the number of labels and how far they differ, and at the level "interval" their sum and the sum of
    their squares; ``values`` are the labels by value, at the level "nominal".
    """

    figures: tuple[float, ...]
    values: Mapping[str, int]


def _sums(units: Iterable[Unit], level: Level) -> _Sums:
    return _interval_sums(units) if level == "interval" else _nominal_sums(units)


def _nominal_sums(units: Iterable[Unit]) -> _Sums:
    n, differing, values = 0, 0.0, Counter[str]()
    for unit in units:
        counts = Counter(unit.labels)
        given = counts.total()
        n += given
        differing += (given**2 - sum(each * each for each in counts.values())) / (given - 1)
        values.update(counts)
    return _Sums((n, differing), values)


def _interval_sums(units: Iterable[Unit]) -> _Sums:
    n, differing, total, squares = 0, 0.0, 0.0, 0.0
    for unit in units:
        numbers = [float(label) for label in unit.labels]
        own, own_squares = sum(numbers), sum(number * number for number in numbers)
        n += len(numbers)
        differing += 2 * (len(numbers) * own_squares - own**2) / (len(numbers) - 1)
        total += own
        squares += own_squares
    return _Sums((n, differing, total, squares), {})


def _alpha(
    articles: Sequence[_Sums], level: Level, *, intervals: bool = True
) -> tuple[float | None, float | None, float | None]:
    """Alpha and its interval; ``None`` for what is not defined."""
    import numpy as np

    if not articles:
        return None, None, None
    whole = np.ones((1, len(articles)))
    value = float(_alphas(articles, level, whole)[0])
    if np.isnan(value):
        return None, None, None
    if not intervals or len(articles) < 2:
        return value, None, None
    return value, *interval(_alphas(articles, level, _samples(len(articles))), value)


@functools.lru_cache(maxsize=4)
def _samples(articles: int) -> NDArray[Any]:
    """The bootstrap samples, which every field draws alike: rounds x articles."""
    import numpy as np

    return np.stack(list(draws(articles)))


def _alphas(articles: Sequence[_Sums], level: Level, weights: NDArray[Any]) -> NDArray[Any]:
    """1 - observed / expected disagreement of each sample (a row of ``weights``); not a number where none can be."""
    figures = weights @ [each.figures for each in articles]
    n, observed = figures[:, 0], figures[:, 1]
    if level == "interval":
        expected = 2 * (n * figures[:, 3] - figures[:, 2] ** 2)
        # What is left of a difference of equal sums is rounding.
        expected[expected < 1e-9 * n * (1 + figures[:, 3])] = 0
    else:
        expected = n**2 - _squares([each.values for each in articles], weights)
    return 1 - ratios((n - 1) * observed, expected)


def _squares(values: Sequence[Mapping[str, int]], weights: NDArray[Any]) -> NDArray[Any]:
    """The sum of the squared numbers of labels of each value, for each sample; some values at a time."""
    import numpy as np
    from scipy.sparse import csc_array

    places = {value: n for n, value in enumerate(dict.fromkeys(value for each in values for value in each))}
    cells = [(row, places[value], count) for row, each in enumerate(values) for value, count in each.items()]
    rows, columns, counts = (np.array(each) for each in zip(*cells, strict=True))
    table = csc_array((counts.astype(float), (rows, columns)), shape=(len(values), len(places)))
    squares = np.zeros(len(weights))
    for start in range(0, len(places), _VALUES_AT_ONCE):
        squares += ((weights @ table[:, start : start + _VALUES_AT_ONCE]) ** 2).sum(axis=1)
    return squares


def by_field(units: Iterable[Unit], levels: Mapping[str, Level]) -> dict[str, Reliability]:
    """Of each field in the order in which it first occurs; fields without a level are nominal."""
    grouped: dict[str, list[Unit]] = {}
    for unit in units:
        grouped.setdefault(unit.field, []).append(unit)
    return {name: reliability(each, levels.get(name, "nominal")) for name, each in grouped.items()}
