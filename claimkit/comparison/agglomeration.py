"""Average-link clustering of a sparse graph (Sokal and Michener 1958), strongest links first."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence

Link = tuple[int, int, float]
# Between two clusters: the sum of the links, and how many there are.
Bond = tuple[float, int]

# Links weaker than this are taken for none: they are nine of ten.
WEAKEST = 0.005


def average_link(number: int, links: Iterable[Link], *, threshold: float, known: int) -> list[list[int]]:
    """Partition ``0 … number-1``, merging the two clusters with the highest average link while it is ``threshold``.

    ``links`` are pairs with a weight in [0, 1]; a pair without one counts as 0. But an item has looked at its ``known``
    nearest only. In a cluster larger than that it has looked at others of the cluster, and that it has no link to
    another one means nothing: there the average is that of the links, and ``known`` of them are asked for.
    The clusters are sorted, and in the order of their least items.
    """
    graph = _graph(_connected(number, list(links), threshold))
    members = {item: [item] for item in range(number)}

    def average(a: int, b: int) -> float:
        total, count = graph[a][b]
        here, there = len(members[a]), len(members[b])
        looks = here * max(0, known + 1 - here) + there * max(0, known + 1 - there)
        return total / min(here * there, max(count, known, looks))

    waiting = [(-weight, a, b) for a, row in graph.items() for b, (weight, _) in row.items() if a < b]
    waiting = [link for link in waiting if -link[0] >= threshold]
    heapq.heapify(waiting)
    while waiting:
        strength, a, b = heapq.heappop(waiting)
        if b not in graph.get(a, ()):
            continue
        # Clusters that have grown since may be less near than when they were put here.
        now = average(a, b)
        if now < -strength:
            if now >= threshold:
                heapq.heappush(waiting, (-now, a, b))
            continue
        # The one with more links takes in the other, whose links alone are moved: few are moved often.
        large, small = (a, b) if (len(graph[a]), b) >= (len(graph[b]), a) else (b, a)
        members[large] += members.pop(small)
        moved = _merge(graph, large, small)
        # From then on a cluster that grows is no nearer to those it had links to.
        settled = len(members[large]) > 2 * known
        for neighbour in moved if settled else list(graph[large]):
            link = average(large, neighbour)
            if link >= threshold:
                heapq.heappush(waiting, (-link, min(large, neighbour), max(large, neighbour)))
    return sorted(sorted(items) for items in members.values())


def _connected(number: int, links: Sequence[Link], threshold: float) -> Iterator[Link]:
    """The links between items that strong ones connect.

    An average is never above the strongest of its links, so that no others are ever merged: what is connected may be
    clustered by itself, on another machine as well.
    """
    parents = list(range(number))

    def root(item: int) -> int:
        while parents[item] != item:
            parents[item] = item = parents[parents[item]]
        return item

    for a, b, weight in links:
        if weight >= threshold:
            parents[root(a)] = root(b)
    return (link for link in links if root(link[0]) == root(link[1]))


def _graph(links: Iterable[Link]) -> dict[int, dict[int, Bond]]:
    graph: dict[int, dict[int, Bond]] = {}
    for a, b, weight in links:
        if weight >= WEAKEST and a != b:
            graph.setdefault(a, {})[b] = graph.setdefault(b, {})[a] = (weight, 1)
    return graph


def _merge(graph: dict[int, dict[int, Bond]], large: int, small: int) -> list[int]:
    """Move the links of ``small`` to ``large``; the neighbours whose links have changed."""
    row = graph[large]
    moved = graph.pop(small)
    row.pop(small)
    moved.pop(large)
    for neighbour, (weight, count) in moved.items():
        own, others = row.get(neighbour, (0.0, 0))
        row[neighbour] = graph[neighbour][large] = (own + weight, others + count)
        del graph[neighbour][small]
    return list(moved)
