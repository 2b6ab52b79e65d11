"""Clusters: the same claim across articles, who stands behind it, and how it stands."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from claimkit.comparison.profiles import Profile
from claimkit.comparison.sourcing import Sources
from claimkit.comparison.values import stated, whole
from claimkit.extraction.intervals import Interval, compare_quantities, interval_of
from claimkit.records import ClaimCluster, ClaimPair, ClusterStatus, Quantity, QuantityRole, Relation, make_id

# Told of the same thing, if perhaps another value of it; an overlap or a relation of none is not the same claim.
SAME = frozenset({Relation.EQUIVALENCE, Relation.SUBSUMPTION, Relation.CONTRADICTION, Relation.FOLLOW_UP})
_LATEST = "9999"


class Value(NamedTuple):
    """What one claim of a cluster gives for the number that the cluster is about."""

    claim_id: str
    quantity: Quantity
    interval: Interval


def cluster_of(
    profiles: Sequence[Profile], pairs: Iterable[ClaimPair], sources: Sources, status: ClusterStatus
) -> ClaimCluster:
    """The record of a cluster from its claims, the pairs among them and its sources.

    ``status`` is how it stands by its sources alone; a conflict, or a figure that a later one took the place of, goes
    before that.
    """
    ordered = sorted(profiles, key=lambda each: (each.published or _LATEST, each.claim_id))
    relations = {pair.relation for pair in pairs}
    # Claims in conflict over the day or the place may well agree in their number.
    agreed = agreed_interval(values_of(ordered))
    return ClaimCluster(
        # By its first claim alone, so that one more report of it is no new cluster.
        cluster_id=make_id("cluster", min(each.claim_id for each in ordered)),
        claim_ids=tuple(each.claim_id for each in ordered),
        publishers=tuple(sorted({each.publisher for each in ordered if each.publisher})),
        observers=sources.observers,
        witnesses=sources.witnesses,
        independent_min=sources.independent_min,
        independent_max=sources.independent_max,
        first_appearance=next((each.published for each in ordered if each.published), None),
        low=agreed.low if agreed and math.isfinite(agreed.low) else None,
        high=agreed.high if agreed and math.isfinite(agreed.high) else None,
        status=_status(relations, status),
    )


def values_of(profiles: Iterable[Profile]) -> tuple[Value, ...]:
    """The number that most claims of a cluster give, in one unit: those of the others that measure the same."""
    candidates = [
        (profile.claim_id, quantity)
        for profile in profiles
        for quantity in profile.quantities
        if quantity.role is not QuantityRole.ORDINAL
    ]
    alike: dict[object, int] = {}
    numbers = [alike.setdefault(stated(quantity), len(alike)) for _, quantity in candidates]
    best: tuple[Value, ...] = ()
    # Of quantities that are alike the first finds what any of them would.
    for tried in dict.fromkeys(numbers[:_TRIED]):
        quantity = candidates[numbers.index(tried)][1]
        intervals: dict[int, Interval | None] = {}
        found: dict[str, Value] = {}
        for (claim_id, other), number in zip(candidates, numbers, strict=True):
            if claim_id in found:
                continue
            if number not in intervals:
                intervals[number] = _in_terms_of(quantity, other)
            if (interval := intervals[number]) is not None:
                found[claim_id] = Value(claim_id, other, interval)
        if len(found) > max(1, len(best)):
            best = tuple(found.values())
    return best


# Numbers that are tried for the one a cluster is about: one is in the first claims if it is in most.
_TRIED = 12


def agreed_interval(values: Sequence[Value]) -> Interval | None:
    """What all values have in common; ``None`` where that is nothing, or where there are none.

    Where the narrowest of them lies within all others, its stated ends are given and not what their rounding covers.
    """
    if not values:
        return None
    low, high = max(each.interval.low for each in values), min(each.interval.high for each in values)
    if low > high:
        return None
    for value in values:
        stated = Interval(value.quantity.low, value.quantity.high)
        if (value.interval.low, value.interval.high) == (low, high) and _covers_itself(value):
            return stated
    return Interval(low, high)


def _covers_itself(value: Value) -> bool:
    """Whether the value is told in the unit that the cluster is told in, with both sides closed."""
    own = interval_of(whole(value.quantity))
    return own == value.interval and all(map(math.isfinite, own))


def _in_terms_of(quantity: Quantity, other: Quantity) -> Interval | None:
    """The interval of ``other`` in the unit of ``quantity`` where both give the same kind of number."""
    same = quantity.role is other.role and quantity.direction is other.direction
    if not same or (quantity.unit is None and not _count_the_same(quantity, other)):
        return None
    comparison = compare_quantities(whole(quantity), whole(other))
    return comparison.b if comparison else None


def _count_the_same(quantity: Quantity, other: Quantity) -> bool:
    return not quantity.counted or not other.counted or bool(set(quantity.counted) & set(other.counted))


def _status(relations: Iterable[Relation], by_sources: ClusterStatus) -> ClusterStatus:
    if Relation.CONTRADICTION in relations:
        return ClusterStatus.CONFLICTING
    return ClusterStatus.SUPERSEDED if Relation.FOLLOW_UP in relations else by_sources


def pairs_by_cluster(pairs: Iterable[ClaimPair], cluster_of_claim: Mapping[str, int]) -> dict[int, list[ClaimPair]]:
    """The pairs that lie within one cluster, by the number of the cluster."""
    found: dict[int, list[ClaimPair]] = {}
    for pair in pairs:
        number = cluster_of_claim.get(pair.claim_a)
        if number is not None and number == cluster_of_claim.get(pair.claim_b):
            found.setdefault(number, []).append(pair)
    return found


def count_by_status(clusters: Iterable[ClaimCluster]) -> dict[str, int]:
    """How many clusters stand how, conflicts first."""
    counts = Counter(cluster.status for cluster in clusters)
    return {status.value: counts[status] for status in STATUSES if counts[status]}


# In the order in which they are shown.
STATUSES = (
    ClusterStatus.CONFLICTING,
    ClusterStatus.SUPERSEDED,
    ClusterStatus.CORROBORATED,
    ClusterStatus.SINGLE_SOURCE,
    ClusterStatus.INDEPENDENCE_UNKNOWN,
)
