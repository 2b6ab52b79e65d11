"""Pairs of articles worth comparing, found in time and memory linear in the number of articles.

Two articles meet over the terms they share. A term in more than :data:`LONGEST` articles would make a pair of every two
of them: its articles are lined up by day of publication, and only those near each other in the line meet (the sorted
neighbourhood of Hernández and Stolfo 1995). Of those it meets an article keeps the nearest few by text, by names, and
by text and title among those published within days of it. No rule is a gate: an undated article meets others over what
it says, and so does one that looks back after a year.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

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
# Among which articles the nearest are looked for, by each kind of terms.
RULES: Mapping[str, tuple[str, ...]] = {"words": ("all", "together"), "names": ("all",), "titles": ("together",)}
# Above the number of any article: a pair is the first times this and the second.
MOST = 2**31


def candidate_pairs(
    words: Field, names: Field, titles: Field, published: Sequence[int | None]
) -> tuple[Integers, Integers]:
    """Two arrays of article numbers, the first of each pair the smaller; no pair twice, sorted."""
    days = np.array([np.nan if day is None else day for day in published], dtype=np.float64)
    order = np.argsort(days, kind="stable").astype(np.int64)  # the undated last
    found = [
        _nearest(unit_rows(field), order, days, RULES[kind])
        for kind, field in (("words", words), ("names", names), ("titles", titles))
    ]
    both = np.unique(np.concatenate(found))
    return both // MOST, both % MOST


def _nearest(vectors: Matrix, order: Integers, days: Days, rules: Sequence[str]) -> Integers:
    """The pairs, as one number each, that an article keeps by the rules."""
    return nearest_in_runs(_in_runs(vectors, order), order, days, np.ones(len(order), dtype=np.bool_), rules)


def nearest_in_runs(
    runs: Matrix, order: Integers, days: Days, asking: NDArray[np.bool_], rules: Sequence[str]
) -> Integers:
    """The pairs, as one number each, that the articles which are ``asking`` keep of all that are here.

    ``runs`` are vectors with their frequent terms cut. Of the articles that do not ask no more need be here than those
    that have a column in common with one that does, and no more of them than these columns.
    """
    found = []
    if "all" in rules:
        everyone = np.arange(runs.shape[0], dtype=np.int64)
        found.append(_kept(runs[asking], runs, everyone[asking], everyone))
    if "together" in rules:
        found.append(_among_days(runs, order, days, asking))
    return np.unique(np.concatenate(found))


def _among_days(runs: Matrix, order: Integers, days: Days, asking: NDArray[np.bool_]) -> Integers:
    """Day by day: the articles of a day among those published :data:`TOGETHER` days before it to as many after it."""
    dated = order[~np.isnan(days[order])]
    lined = days[dated]
    rows = runs[dated]
    found = [np.empty(0, dtype=np.int64)]
    for day in np.unique(lined[asking[dated]]):
        first, last = np.searchsorted(lined, [day, day + 1])
        start, end = np.searchsorted(lined, [day - TOGETHER, day + TOGETHER + 1])
        own = first + np.flatnonzero(asking[dated[first:last]])
        found.append(_kept(rows[own], rows[start:end], dated[own], dated[start:end]))
    return np.concatenate(found)


def _kept(left: Matrix, right: Matrix, lefts: Integers, rights: Integers) -> Integers:
    """The :data:`NEAREST` of each row of ``left`` among ``right``, itself apart, by the numbers of their rows."""
    from sparse_dot_topn import sp_matmul_topn

    # Each is the nearest to itself.
    product = sp_matmul_topn(left, right.T.tocsr(), top_n=NEAREST + 1, n_threads=os.cpu_count() or 1)
    first, second = np.repeat(lefts, np.diff(product.indptr)), rights[product.indices]
    first, second = first[first != second], second[first != second]
    pairs: Integers = np.minimum(first, second) * MOST + np.maximum(first, second)
    return pairs


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
        cut.append(csc_matrix((halved(data), (rows, run)), shape=(vectors.shape[0], width)).tocsr())
    return hstack(cut, format="csr", dtype=np.float32)


def halved(values: Floats) -> Floats:
    """The weights of a term in each of the two runs: a pair of one is most often a pair of the next as well."""
    less: Floats = (values * np.sqrt(0.5)).astype(np.float32)
    return less
