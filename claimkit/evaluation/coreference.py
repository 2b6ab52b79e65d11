"""Scores of partitions: which mentions are of one event, which articles report one.

=========  =======================================================================================================
MUC        Vilain et al. 1995: links that are missing to connect a cluster; blind to singletons
B³         Bagga and Baldwin 1998: for each item, how much of its cluster is right; generous to singletons
CEAF-e     Luo 2005: clusters aligned one to one by 2|K∩R| / (|K|+|R|)
LEA        Moosavi and Strube 2016: for each cluster, weighted by its size, the share of its links that are there
CoNLL F1   Pradhan et al. 2012: the mean of the first three F1
=========  =======================================================================================================

Gold and prediction need not have the same items: what is in one alone counts against it as it is (Pradhan et al. 2014,
the reference scorer). All sums fall apart into *regions*, sets of clusters that share items directly or by way of
others, and intervals are bootstrap intervals over regions: what was confused with what is drawn together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from claimkit.errors import DataError
from claimkit.evaluation.bootstrap import interval, resampled
from claimkit.evaluation.measures import ratios, rounded

Clusters = Sequence[frozenset[Hashable]]


class Sums(NamedTuple):
    """What recall and precision are ratios of."""

    recalled: float
    gold: float
    precise: float
    predicted: float


class Region(NamedTuple):
    """Clusters of the gold and of the prediction that share items, directly or by way of each other."""

    gold: Clusters
    predicted: Clusters


@dataclass(frozen=True, slots=True)
class Agreement:
    """One score: F1 as ``value`` with its 95 % interval, precision and recall; these two are 0 where undefined."""

    value: float
    low: float
    high: float
    precision: float
    recall: float

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, figures rounded to four digits."""
        return rounded(self)


def score_partitions(
    gold: Iterable[Iterable[Hashable]], predicted: Iterable[Iterable[Hashable]]
) -> dict[str, Agreement]:
    """``muc``, ``b_cubed``, ``ceaf_e``, ``lea`` and ``conll`` of a predicted partition; ``conll`` has mean P and R too.

    Raises :class:`DataError` where an item is in two clusters of one partition.
    """
    regions = find_regions(_partition(gold, "gold"), _partition(predicted, "prediction"))
    rows = [[number for sums in MEASURES.values() for number in sums(region)] for region in regions]
    drawn = resampled(rows, 4 * len(MEASURES))
    scores: dict[str, Agreement] = {}
    samples: dict[str, Any] = {}
    for place, name in enumerate(MEASURES):
        columns = slice(4 * place, 4 * place + 4)
        recalled, wanted, precise, found = (
            sum(row[column] for row in rows) for column in range(4 * place, 4 * place + 4)
        )
        recall, precision = _ratio(recalled, wanted), _ratio(precise, found)
        value = _f1(precision, recall)
        samples[name] = _f1_samples(drawn[:, columns]) if rows else drawn[:, 0]
        scores[name] = Agreement(value, *interval(samples[name], value), precision, recall)
    return scores | {"conll": _mean([scores[name] for name in CONLL], [samples[name] for name in CONLL])}


def muc(region: Region) -> Sums:
    """Links that connect each cluster, and those of them that the other side has."""

    def side(clusters: Clusters, others: Clusters) -> tuple[float, float]:
        place = _places(others)
        there = sum(len(cluster) - _parts(cluster, place) for cluster in clusters)
        return there, sum(len(cluster) - 1 for cluster in clusters)

    return Sums(*side(region.gold, region.predicted), *side(region.predicted, region.gold))


def b_cubed(region: Region) -> Sums:
    """For each item the share of its cluster that is in its cluster on the other side."""

    def side(clusters: Clusters, others: Clusters) -> tuple[float, float]:
        place = _places(others)
        there = sum(
            sum(count**2 for count in _overlaps(cluster, place).values()) / len(cluster) for cluster in clusters
        )
        return there, sum(map(len, clusters))

    return Sums(*side(region.gold, region.predicted), *side(region.predicted, region.gold))


def ceaf_e(region: Region) -> Sums:
    """The best alignment of clusters one to one, by the share of items they have in common (φ4)."""
    if not region.gold or not region.predicted:
        return Sums(0.0, len(region.gold), 0.0, len(region.predicted))
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    likeness = np.zeros((len(region.gold), len(region.predicted)))
    place = _places(region.predicted)
    for row, cluster in enumerate(region.gold):
        for column, count in _overlaps(cluster, place).items():
            likeness[row, column] = 2 * count / (len(cluster) + len(region.predicted[column]))
    total = float(likeness[linear_sum_assignment(likeness, maximize=True)].sum())
    return Sums(total, len(region.gold), total, len(region.predicted))


def lea(region: Region) -> Sums:
    """Each cluster's size times the share of its links that the other side has; a singleton is a link to itself."""

    def side(clusters: Clusters, others: Clusters) -> tuple[float, float]:
        place = _places(others)
        return sum(len(cluster) * _resolved(cluster, others, place) for cluster in clusters), sum(map(len, clusters))

    return Sums(*side(region.gold, region.predicted), *side(region.predicted, region.gold))


MEASURES: Mapping[str, Callable[[Region], Sums]] = {"muc": muc, "b_cubed": b_cubed, "ceaf_e": ceaf_e, "lea": lea}
CONLL = ("muc", "b_cubed", "ceaf_e")


def find_regions(gold: Clusters, predicted: Clusters) -> list[Region]:
    """The regions, in the order of their first gold cluster; clusters that share nothing are regions of their own."""
    place = _places(predicted)
    back: dict[int, list[int]] = {}
    for number, cluster in enumerate(gold):
        for other in _overlaps(cluster, place):
            back.setdefault(other, []).append(number)
    regions, seen_gold, seen_predicted = [], set[int](), set[int]()
    for start in range(len(gold)):
        if start in seen_gold:
            continue
        seen_gold.add(start)
        ours, theirs, waiting = [], list[int](), [start]
        while waiting:
            number = waiting.pop()
            ours.append(number)
            for other in _overlaps(gold[number], place):
                if other not in seen_predicted:
                    seen_predicted.add(other)
                    theirs.append(other)
                    waiting += [each for each in back[other] if each not in seen_gold]
                    seen_gold.update(back[other])
        regions.append(Region([gold[each] for each in sorted(ours)], [predicted[each] for each in sorted(theirs)]))
    alone = [Region([], [cluster]) for number, cluster in enumerate(predicted) if number not in seen_predicted]
    return regions + alone


def _partition(clusters: Iterable[Iterable[Hashable]], side: str) -> Clusters:
    found = [frozenset(cluster) for cluster in clusters]
    found = [cluster for cluster in found if cluster]
    twice = [item for item, count in Counter(item for cluster in found for item in cluster).items() if count > 1]
    if twice:
        raise DataError(f"the {side} is no partition: {twice[0]!r} is in more than one cluster")
    return found


def _places(clusters: Clusters) -> dict[Hashable, int]:
    return {item: number for number, cluster in enumerate(clusters) for item in cluster}


def _overlaps(cluster: frozenset[Hashable], place: Mapping[Hashable, int]) -> dict[int, int]:
    """How many items of ``cluster`` are in each cluster of the other side that has any, in the order of those."""
    return dict(sorted(Counter(place[item] for item in cluster if item in place).items()))


def _parts(cluster: frozenset[Hashable], place: Mapping[Hashable, int]) -> int:
    """Into how many parts the other side cuts ``cluster``; an item it does not have is a part of its own."""
    overlaps = _overlaps(cluster, place)
    return len(overlaps) + len(cluster) - sum(overlaps.values())


def _resolved(cluster: frozenset[Hashable], others: Clusters, place: Mapping[Hashable, int]) -> float:
    overlaps = _overlaps(cluster, place)
    if len(cluster) == 1:
        return float(any(len(others[other]) == 1 for other in overlaps))
    return sum(count * (count - 1) for count in overlaps.values()) / (len(cluster) * (len(cluster) - 1))


def _ratio(above: float, below: float) -> float:
    return above / below if below else 0.0


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _f1_samples(sums: Any) -> Any:
    recall, precision = ratios(sums[:, 0], sums[:, 1]), ratios(sums[:, 2], sums[:, 3])
    return ratios(2 * precision * recall, precision + recall)


def _mean(scores: Sequence[Agreement], samples: Sequence[Any]) -> Agreement:
    number = len(scores)
    value = sum(score.value for score in scores) / number
    spread = interval(sum(samples) / number, value)
    precision, recall = (sum(getattr(score, side) for score in scores) / number for side in ("precision", "recall"))
    return Agreement(value, *spread, precision, recall)
