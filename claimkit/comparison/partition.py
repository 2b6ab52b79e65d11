"""Linked pairs to sets of claims that tell the same, without chains.

That a claim resembles a second, and the second a third, does not make the first and the third one claim. Sets are
joined from the likeliest on while one pair between them is likely and all are on average (average-link agglomeration,
Sokal and Michener 1958); a pair that was never compared counts as unlike, one of the same article does not count.
"""

from __future__ import annotations

import heapq
import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from claimkit.comparison.division import divided, in_parts
from claimkit.comparison.estimation import probability
from claimkit.comparison.pairs import Pairs

# The least probability of the likeliest pair between two sets that are joined, and of all such pairs on average.
THRESHOLD, AVERAGE = 0.7, 0.5
# Components that are handed to a process at a time, at the least.
_AT_ONCE = 1_000


class _Component(NamedTuple):
    """Pairs that hang together: the claims of each by their numbers, and how likely it is."""

    one: list[int]
    other: list[int]
    likely: list[float]


def same_claims(pairs: Pairs, *, threshold: float = THRESHOLD, processes: int = 1) -> list[list[str]]:
    """The claims of ``pairs`` in sets of two or more that tell the same, sorted; who is in none stands alone.

    With more ``processes`` than one the work is :func:`divided`, where there is enough of it.
    """

    def joined(components: Sequence[_Component]) -> list[list[int]]:
        return [sorted(members) for each in components for members in _agglomerated(pairs, each, threshold)]

    parts = in_parts(_components(pairs, threshold), _AT_ONCE)
    groups = itertools.chain.from_iterable(divided(joined, parts, processes))
    # Claims stand in their order, so that their numbers sort as they do.
    return [[pairs.claims[at] for at in members] for members in sorted(groups)]


def _components(pairs: Pairs, threshold: float) -> list[_Component]:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    chance = probability(pairs.weight)
    strong = chance >= min(threshold, AVERAGE)
    used, flat = np.unique(np.concatenate([pairs.a[strong], pairs.b[strong]]), return_inverse=True)
    if not len(used):
        return []
    a, b = flat[: strong.sum()], flat[strong.sum() :]
    _, component = connected_components(coo_array((np.ones(len(a)), (a, b)), shape=(len(used),) * 2), directed=False)
    place = np.full(len(pairs.claims), -1, np.int64)
    place[used] = component
    inside = (place[pairs.a] == place[pairs.b]) & (place[pairs.a] >= 0)
    order = np.argsort(place[pairs.a[inside]], kind="stable")
    columns = [each[inside][order] for each in (place[pairs.a], pairs.a, pairs.b, chance)]
    borders = np.nonzero(np.diff(columns[0]))[0] + 1
    starts, ends = [0, *borders.tolist()], [*borders.tolist(), len(columns[0])]
    one, other, likely = (each.tolist() for each in columns[1:])
    return [
        _Component(one[start:end], other[start:end], likely[start:end]) for start, end in zip(starts, ends, strict=True)
    ]


def _agglomerated(pairs: Pairs, component: _Component, threshold: float) -> Iterator[list[int]]:
    """Average link over one component; copies of one claim are one member from the start."""
    one, other, likely = component
    members: dict[int, list[int]] = {}
    row = {claim: int(pairs.row[claim]) for ends in (one, other) for claim in ends}
    for claim in sorted(row):
        members.setdefault(row[claim], []).append(claim)
    sets = {at: _Set(claims, Counter({_article(pairs, claims): 1}), {}) for at, claims in members.items()}
    for left, right, chance in zip(one, other, likely, strict=True):
        if row[left] != row[right]:
            # Copies have the same probability, each of them; one stands for the row.
            sets[row[left]].near[row[right]] = sets[row[right]].near[row[left]] = (chance, chance)
    heap = [(-chance, low, high) for low, each in sets.items() for high, (chance, _) in each.near.items() if low < high]
    heapq.heapify(heap)
    while heap and -heap[0][0] >= AVERAGE:
        average, low, high = heapq.heappop(heap)
        if low not in sets or high not in sets or _average(sets[low], sets[high], high) != -average:
            continue
        if sets[low].near[high][1] >= threshold:
            _merge(sets, low, high)
            for near in sets[low].near:
                average = _average(sets[low], sets[near], near)
                heapq.heappush(heap, (-average, min(low, near), max(low, near)))
    yield from (each.claims for each in sets.values() if len(each.claims) > 1)


class _Set(NamedTuple):
    """Claims, how many of its rows are of each article alone; towards others the probabilities' sum and the highest."""

    claims: list[int]
    articles: Counter[int]
    near: dict[int, tuple[float, float]]


def _article(pairs: Pairs, claims: list[int]) -> int:
    """The article of a row; copies, which are of several, have none (-1)."""
    articles = {int(pairs.article[claim]) for claim in claims}
    return articles.pop() if len(articles) == 1 else -1


def _average(one: _Set, other: _Set, at: int) -> float:
    possible = one.articles.total() * other.articles.total()
    possible -= sum(count * other.articles[article] for article, count in one.articles.items() if article >= 0)
    return one.near[at][0] / possible if possible > 0 else 0.0


def _merge(sets: dict[int, _Set], low: int, high: int) -> None:
    kept, gone = sets[low], sets.pop(high)
    kept.claims.extend(gone.claims)
    kept.articles.update(gone.articles)
    del kept.near[high]
    for near, (total, best) in gone.near.items():
        if near != low:
            del sets[near].near[high]
            known, likeliest = kept.near.get(near, (0.0, 0.0))
            kept.near[near] = sets[near].near[low] = (known + total, max(likeliest, best))
