"""Pairs of articles worth comparing, found in time and memory linear in the number of articles.

Two articles meet over the terms they share. A term in more than :data:`LONGEST` articles would make a pair of every two
of them: its articles are lined up by day of publication, and only those near each other in the line meet (the sorted
neighbourhood of Hernández and Stolfo 1995). Of those it meets an article keeps the nearest few by text, by names, and
by text and title among those published within days of it. No rule is a gate: an undated article meets others over what
it says, and so does one that looks back after a year.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from claimkit.comparison.rarity import Field, Floats, Matrix, unit_rows

Integers = NDArray[np.int64]
Days = NDArray[np.float64]  # ordinals, nan where unknown

# Articles that a term brings together.
LONGEST = 100
# Nearest articles that an article keeps by each rule.
NEAREST = 15
# Days between two reports that count as published together.
TOGETHER = 7
_ROWS = 100


def candidate_pairs(
    words: Field, names: Field, titles: Field, published: Sequence[int | None]
) -> tuple[Integers, Integers]:
    """Two arrays of article numbers, the first of each pair the smaller; no pair twice, sorted."""
    days = np.array([np.nan if day is None else day for day in published], dtype=np.float64)
    number = len(days)
    order = np.argsort(days, kind="stable").astype(np.int64)  # the undated last
    found = [
        _nearest(unit_rows(words), order, days, ("all", "together")),
        _nearest(unit_rows(names), order, days, ("all",)),
        _nearest(unit_rows(titles), order, days, ("together",)),
    ]
    both = np.unique(np.concatenate(found))
    return both // number, both % number


def _nearest(vectors: Matrix, order: Integers, days: Days, rules: Sequence[str]) -> Integers:
    """The pairs, as ``smaller × n + larger``, that an article keeps by the rules."""
    runs = _in_runs(vectors, order)
    number = vectors.shape[0]
    turned = runs.T.tocsr()
    found = []
    for start in range(0, number, _ROWS):
        product = runs[start : start + _ROWS] @ turned
        first = np.repeat(np.arange(start, start + product.shape[0]), np.diff(product.indptr))
        second, score = product.indices.astype(np.int64), product.data
        other = first != second
        first, second, score = first[other], second[other], score[other]
        for rule in rules:
            if rule == "together":
                near = np.abs(days[first] - days[second]) <= TOGETHER
                kept = _best(first[near], second[near], score[near])
            else:
                kept = _best(first, second, score)
            found.append(np.minimum(*kept) * number + np.maximum(*kept))
    return np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)


def _best(first: Integers, second: Integers, score: Floats) -> tuple[Integers, Integers]:
    """The :data:`NEAREST` of each first, ties going to the smaller number."""
    order = np.lexsort((second, -np.round(score, 5), first))
    first, second = first[order], second[order]
    place = np.arange(len(first)) - np.searchsorted(first, first)
    kept = place < NEAREST
    return first[kept], second[kept]


def _in_runs(vectors: Matrix, order: Integers) -> Matrix:
    """``vectors`` with the column of each frequent term cut into columns of neighbours in ``order``.

    Runs overlap by half, so that no two neighbours are parted: each article stands in two of them.
    """
    from scipy.sparse import csc_matrix, csr_matrix, hstack

    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    lengths = np.bincount(vectors.indices, minlength=vectors.shape[1])
    rare = vectors.tocsc()[:, np.flatnonzero((lengths > 1) & (lengths <= LONGEST))]
    frequent = vectors.tocsc()[:, np.flatnonzero(lengths > LONGEST)].tocoo()
    lined = np.lexsort((place[frequent.row], frequent.col))
    rows, columns, data = frequent.row[lined], frequent.col[lined], frequent.data[lined]
    rank = np.arange(len(rows)) - np.searchsorted(columns, columns)
    half = LONGEST // 2
    cut: list[Matrix] = [csr_matrix(rare)]
    for shift in (0, half):
        _, run = np.unique(columns.astype(np.int64) * (len(order) + 1) + (rank + shift) // LONGEST, return_inverse=True)
        width = int(run.max()) + 1 if len(run) else 0
        # A pair of one run is most often a pair of the next as well: each counts half.
        cut.append(csc_matrix((data * np.sqrt(0.5), (rows, run)), shape=(vectors.shape[0], width)).tocsr())
    return hstack(cut, format="csr", dtype=np.float32)
