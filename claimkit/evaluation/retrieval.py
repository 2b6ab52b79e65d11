"""Scores of ranked lists, one list a query."""

from __future__ import annotations

from collections.abc import Collection, Sequence


def average_precision(ranked: Sequence[str], relevant: Collection[str], *, depth: int) -> float:
    """Mean, over the relevant, of the precision at the rank where each is found; one below ``depth`` counts nought.

    Its mean over queries is MAP at that depth, as trec_eval's ``map_cut`` has it: divided by all that are relevant,
    found or not. Where one is, it is the reciprocal of its rank.
    """
    hits, total = 0, 0.0
    for rank, name in enumerate(ranked[:depth], start=1):
        if name in relevant:
            hits += 1
            total += hits / rank
    return total / len(relevant) if relevant else 0.0


def recall_at(ranked: Sequence[str], relevant: Collection[str], *, depth: int) -> float:
    """The share of the relevant that the first ``depth`` hold; 0 where nothing is relevant."""
    return len({*ranked[:depth]} & {*relevant}) / len(relevant) if relevant else 0.0
