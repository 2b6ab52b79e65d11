"""Vectors of claims, and which lie near one another: the weighted mean of their words' static embeddings.

Words are embedded by WordLlama (its 64-dimensional Matryoshka prefix), each distinct word once, and weighted by
a / (a + p) as in Arora, Liang and Ma (2017), "A simple but tough-to-beat baseline for sentence embeddings". All
vectors are small integers, so that their products are exact in 32-bit floats: the same result whatever the order of
rows, the number of threads and the linear algebra library.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from claimkit.comparison.columns import Columns, Lists
from claimkit.comparison.division import divided, in_parts

Vectors = NDArray[np.float32]
Ints = NDArray[np.int32]
DIMENSIONS = 64
# A vector of length one becomes one of this length; products of two stay below 2 ** 24, where 32-bit floats are exact.
SCALE = 256
_FREQUENT = 1e-3
# Rows among which all are compared with all.
BUCKET = 2048
# Around as many pivots at most: of more than 17 million rows the buckets are dealt out again, each on its own, so that
# a row is compared with no more than these however many there are.
PIVOTS = 16_384
_TEXTS_AT_ONCE = 65_536
_BUCKETS_AT_ONCE = 8


class Pairs(NamedTuple):
    """Pairs of rows, ``a`` below ``b``."""

    a: Ints
    b: Ints


def word_vectors(words: tuple[str, ...]) -> Vectors:
    """A vector for each word, shape (words, 64); rounded to integers."""
    model = _model()
    vectors = np.zeros((len(words), DIMENSIONS), np.float32)
    # Half a surrogate pair, as a broken page holds it, is no text to the tokenizer.
    texts = [word.encode("utf-8", "replace").decode() or "?" for word in words]
    # By length, so that no batch is padded for the sake of one word.
    order = sorted(range(len(texts)), key=lambda at: (len(texts[at]), texts[at]))
    for start in range(0, len(order), _TEXTS_AT_ONCE):
        part = order[start : start + _TEXTS_AT_ONCE]
        vectors[part] = model.embed([texts[at] for at in part], norm=True)
    return rounded(vectors)


@functools.cache
def _model() -> Any:
    from pathlib import Path

    import wordllama

    folder = str(Path(wordllama.__file__).parent)
    return wordllama.WordLlama.load(cache_dir=folder, disable_download=True, trunc_dim=DIMENSIONS)


def claim_vectors(columns: Columns, lists: Lists, words: Vectors, rows: int | None = None) -> Vectors:
    """A vector for each row, shape (rows, 64), of the words in ``lists``; zero where there are none.

    ``rows`` is how many rows the collection has of which ``columns`` are a part.
    """
    from scipy.sparse import csr_array

    share = columns.frequency / max(1, len(columns) if rows is None else rows)
    weights = np.round(16 * _FREQUENT / (_FREQUENT + share)).astype(np.float32) + 1
    matrix = csr_array(
        (weights[lists.values], lists.values, lists.starts),
        shape=(len(columns), len(columns.vocabulary)),
    )
    total: Vectors = matrix @ words
    return rounded(total)


def rounded(vectors: Vectors) -> Vectors:
    """The vectors with length :data:`SCALE`, in whole numbers; zero stays zero."""
    lengths = np.sqrt(np.square(vectors, dtype=np.float64).sum(axis=1, keepdims=True))
    scaled = vectors * (SCALE / np.maximum(lengths, 1e-9))
    rounded: Vectors = np.clip(np.rint(scaled), -127, 127).astype(np.float32)
    return rounded


def near_predicates(columns: Columns, words: Vectors, groups: list[list[str]], cosine: float) -> Lists:
    """For each row, the predicates that mean about the same: of its group in the lexicon, or near as a vector."""
    known, inverse = np.unique(columns.predicate, return_inverse=True)
    near = near_words([columns.vocabulary[number] for number in known.tolist()], known, words[known], groups, cosine)
    return nearest_to(known, near, inverse)


def nearest_to(known: Ints, near: dict[int, list[int]], places: NDArray[np.int64]) -> Lists:
    """The words near to those that each row has at one of the ``places`` in ``known``."""
    lists = [near[number] for number in known.tolist()]
    sizes = np.array([len(each) for each in lists], np.int64)[places]
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    flat = [lists[at] for at in places.tolist()]
    values = np.fromiter((value for each in flat for value in each), np.int32, int(starts[-1]))
    return Lists(values, starts)


def near_words(
    spelt: list[str], known: Ints, vectors: Vectors, groups: list[list[str]], cosine: float
) -> dict[int, list[int]]:
    """By the number of each word, the others that mean about the same: of its group, or near as a vector."""
    numbers = dict(zip(spelt, known.tolist(), strict=True))
    near: dict[int, set[int]] = {number: set() for number in known.tolist()}
    for group in groups:
        members = [numbers[word] for word in group if word in numbers]
        for number in members:
            near[number].update(members)
    for start in range(0, len(known), BUCKET):
        part = known[start : start + BUCKET]
        similar = vectors[start : start + BUCKET] @ vectors.T >= cosine * SCALE**2
        for at, other in zip(*np.nonzero(similar), strict=True):
            near[int(part[at])].add(int(known[other]))
    return {number: sorted(others - {number}) for number, others in near.items()}


def neighbours(vectors: Vectors, article: Ints, *, k: int, cosine: float, processes: int = 1) -> Pairs:
    """The ``k`` nearest of each row in other articles, at least ``cosine`` alike; rows without a vector have none.

    Up to 2,048 rows all are compared. More are first dealt out to buckets around pivots (an inverted file with
    random points of the data as its centroids), so that the work grows with the rows: neighbours on either side of
    a border are missed, which is why this is one way to meet among several. With more ``processes`` than one the
    buckets are :func:`divided`.
    """
    rows = np.nonzero(vectors.any(axis=1))[0].astype(np.int32)

    def nearest(buckets: Sequence[Ints]) -> list[tuple[Ints, Ints]]:
        return [_nearest(vectors, article, bucket, k, cosine) for bucket in buckets]

    parts = in_parts(_buckets(vectors, rows, level=0), _BUCKETS_AT_ONCE)
    return _sorted_pairs(list(itertools.chain.from_iterable(divided(nearest, parts, processes))))


def neighbours_in_bucket(vectors: Vectors, article: Ints, *, k: int, cosine: float) -> Pairs:
    """As :func:`neighbours`, of the rows that were dealt to one bucket before, in their order."""
    rows = np.arange(len(vectors), dtype=np.int32)
    return _sorted_pairs([_nearest(vectors, article, bucket, k, cosine) for bucket in _buckets(vectors, rows, level=1)])


def pivots_of(rows: int) -> NDArray[np.int64]:
    """The places of the rows around which so many rows are dealt out to buckets; none where one bucket is enough."""
    if rows <= BUCKET:
        return np.empty(0, np.int64)
    chosen: NDArray[np.int64] = np.random.default_rng(0).choice(rows, size=_pivots(rows), replace=False)
    return chosen


def _pivots(rows: int) -> int:
    return min(-(-2 * rows // BUCKET), PIVOTS)


def _sorted_pairs(found: list[tuple[Ints, Ints]]) -> Pairs:
    a = np.concatenate([each[0] for each in found]) if found else np.empty(0, np.int32)
    b = np.concatenate([each[1] for each in found]) if found else np.empty(0, np.int32)
    return Pairs(np.minimum(a, b), np.maximum(a, b))


def _buckets(vectors: Vectors, rows: Ints, level: int) -> list[Ints]:
    if len(rows) <= BUCKET:
        return [rows] if len(rows) > 1 else []
    pivots = np.random.default_rng(level).choice(rows, size=_pivots(len(rows)), replace=False)
    nearest = np.empty(len(rows), np.int32)
    for start in range(0, len(rows), BUCKET):
        part = rows[start : start + BUCKET]
        nearest[start : start + BUCKET] = (vectors[part] @ vectors[pivots].T).argmax(axis=1)
    order = np.argsort(nearest, kind="stable")
    parts = np.split(rows[order], np.nonzero(np.diff(nearest[order]))[0] + 1)
    if len(parts) == 1 or level > _DEEPEST:
        # Vectors that nothing tells apart: cut in the order of the rows.
        return [rows[start : start + BUCKET] for start in range(0, len(rows), BUCKET)]
    return [bucket for part in parts for bucket in _buckets(vectors, part, level + 1)]


_DEEPEST = 6


def _nearest(vectors: Vectors, article: Ints, rows: Ints, k: int, cosine: float) -> tuple[Ints, Ints]:
    similar = vectors[rows] @ vectors[rows].T
    similar[article[rows][:, None] == article[rows][None, :]] = -np.inf
    floor = cosine * SCALE**2
    count = min(k, len(rows) - 1)
    # The k-th best of each row; all as good as that one count, so that ties are no matter of chance.
    kth = np.partition(similar, -count, axis=1)[:, -count]
    a, b = np.nonzero(similar >= np.maximum(kth, floor)[:, None])
    ties = np.bincount(a, minlength=len(rows)) > 4 * k
    kept = ~ties[a] | (np.arange(len(a)) - np.searchsorted(a, a) < 4 * k)
    return rows[a[kept]], rows[b[kept]]
