"""Average-link clustering of a sparse graph (Sokal and Michener 1958), strongest links first."""

from __future__ import annotations

import heapq
from collections.abc import Iterable

Link = tuple[int, int, float]

# Links weaker than this are taken for none: they are many, and their sum is within the error of the others.
_WEAKEST = 0.02


def average_link(number: int, links: Iterable[Link], *, threshold: float, known: int) -> list[list[int]]:
    """Partition ``0 … number-1``, merging the two clusters with the highest average link while it is ``threshold``.

    ``links`` are pairs with a weight in [0, 1]; a pair without one counts as 0. But an item has looked at ``known``
    others only: between it and a cluster of 500 no more than ``known`` links can be expected, and no more are asked
    for. The clusters are sorted, and in the order of their least items.
    """
    graph = _graph(links)
    members = {item: [item] for item in range(number)}

    def average(a: int, b: int) -> float:
        few, many = sorted((len(members[a]), len(members[b])))
        return graph[a][b] / (few * min(many, known))

    waiting = [(-weight, a, b) for a, row in graph.items() for b, weight in row.items() if a < b]
    waiting = [link for link in waiting if -link[0] >= threshold]
    heapq.heapify(waiting)
    while waiting:
        strength, a, b = heapq.heappop(waiting)
        if b not in graph.get(a, ()):
            continue
        # Clusters that have grown since know each other less than when they were put here, never more.
        now = average(a, b)
        if now < -strength:
            if now >= threshold:
                heapq.heappush(waiting, (-now, a, b))
            continue
        # The one with more links takes in the other, whose links alone are moved: few are moved often.
        large, small = (a, b) if (len(graph[a]), b) >= (len(graph[b]), a) else (b, a)
        members[large] += members.pop(small)
        for neighbour in _merge(graph, large, small):
            link = average(large, neighbour)
            if link >= threshold:
                heapq.heappush(waiting, (-link, min(large, neighbour), max(large, neighbour)))
    return sorted(sorted(items) for items in members.values())


def _graph(links: Iterable[Link]) -> dict[int, dict[int, float]]:
    graph: dict[int, dict[int, float]] = {}
    for a, b, weight in links:
        if weight >= _WEAKEST and a != b:
            graph.setdefault(a, {})[b] = weight
            graph.setdefault(b, {})[a] = weight
    return graph


def _merge(graph: dict[int, dict[int, float]], large: int, small: int) -> list[int]:
    """Move the links of ``small`` to ``large``; the neighbours whose links have changed."""
    row = graph[large]
    moved = graph.pop(small)
    row.pop(small)
    moved.pop(large)
    for neighbour, weight in moved.items():
        row[neighbour] = row.get(neighbour, 0.0) + weight
        del graph[neighbour][small]
        graph[neighbour][large] = row[neighbour]
    return list(moved)
