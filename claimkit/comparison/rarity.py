"""Bags of terms as sparse matrices, weighted by how rare a term is.

Rarity (Spärck Jones 1972) is counted in the collection at hand together with :data:`BACKGROUND` articles of news in
general, so that five articles know that "Tuesday" tells nothing, and 50,000 on one subject outvote the background.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import as_file
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claimkit.comparison.terms import Terms
from claimkit.errors import MissingModelError
from claimkit.resources import resource

Floats = NDArray[np.float32]
# A scipy.sparse.csr_matrix; scipy is imported where it is needed.
Matrix = Any

# So many articles the shipped frequencies weigh.
BACKGROUND = 200
# A term that so many articles of news hold tells nothing, however a collection uses it.
USUAL = 0.2
_BITS = 32  # of the second word of a pair
SHIPPED = "models/grouping/background.npz"


@dataclass(frozen=True, slots=True)
class Field:
    """One kind of terms of ``n`` articles: which (``held``), how often (``counts``), and how rare each is.

    ``held`` is articles × terms, 0 or 1; ``counts`` the same with 1 + ln(count); ``usual`` is the share of background
    articles that hold a term, ``share`` that of these and those together; ``rarity`` its inverse document frequency in
    (0, 1], 1 for a term that one article has.
    """

    columns: Mapping[str, int]
    held: Matrix
    counts: Matrix
    usual: Floats
    share: Floats
    rarity: Floats


@dataclass(frozen=True, slots=True)
class Holders:
    """How many articles of a collection of ``total`` hold a term: of the terms that are asked for, at the least."""

    total: int
    of: Mapping[str, int]


def make_field(bags: Sequence[Iterable[str]], background: Mapping[str, float], holders: Holders | None = None) -> Field:
    """The field of the bags, one an article; of a part of a collection, if ``holders`` counts the whole of it.

    Columns stand in the order of their terms, so that what is summed over the terms of two articles is the same to the
    last bit whatever other articles are beside them.
    """
    from scipy.sparse import csr_matrix

    met: dict[str, int] = {}
    indices: list[int] = []
    values: list[int] = []
    ends = [0]
    for bag in bags:
        counted = Counter(bag)
        indices += [met.setdefault(term, len(met)) for term in counted]
        values += counted.values()
        ends.append(len(indices))
    columns = {term: number for number, term in enumerate(sorted(met))}
    place = np.array([columns[term] for term in met], dtype=np.int32)
    usual = np.array([background.get(term, 0.0) for term in columns], dtype=np.float32)
    frequencies = 1 + np.log(np.array(values, dtype=np.float32))
    numbers = place[np.array(indices, dtype=np.int32)]
    counts = csr_matrix((frequencies, numbers, ends), shape=(len(bags), len(columns)))
    return _field(
        columns, counts, usual, None if holders is None else (holders.total, [holders.of[term] for term in columns])
    )


def make_pair_field(
    articles: Sequence[Terms], background: Mapping[str, float], holders: Holders | None = None
) -> Field:
    """The field of the neighbouring words, :attr:`Terms.pairs`; its ``columns`` are empty.

    A pair is kept as the numbers of its words: as strings, the pairs of 50,000 articles take gigabytes.
    """
    from scipy.sparse import csr_matrix

    words = {word: at for at, word in enumerate(sorted(set().union(*(each.words for each in articles))))}
    keys, counts, ends = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)], [0]
    for article in articles:
        numbers = np.array([words[word] for word in article.words], dtype=np.int64)
        joined = np.ones(len(numbers), dtype=bool)
        joined[list(article.breaks)] = False
        found, times = np.unique(((numbers[:-1] << _BITS) | numbers[1:])[joined[1:]], return_counts=True)
        keys.append(found)
        counts.append(times)
        ends.append(ends[-1] + len(found))
    known, columns = np.unique(np.concatenate(keys), return_inverse=True)
    usual = np.zeros(len(known), dtype=np.float32)
    for pair, share in background.items():
        first, _, second = pair.partition(" ")
        if first in words and second in words:
            key = (words[first] << _BITS) | words[second]
            place = int(np.searchsorted(known, key))
            if place < len(known) and known[place] == key:
                usual[place] = share
    frequencies = 1 + np.log(np.concatenate(counts).astype(np.float32))
    matrix = csr_matrix((frequencies, columns, ends), shape=(len(articles), len(known)))
    if holders is None:
        return _field({}, matrix, usual)
    spelt = list(words)
    pairs = (f"{spelt[key >> _BITS]} {spelt[key & 0xFFFFFFFF]}" for key in known.tolist())
    return _field({}, matrix, usual, (holders.total, [holders.of[pair] for pair in pairs]))


def _field(
    columns: Mapping[str, int], counts: Matrix, usual: Floats, whole: tuple[int, Sequence[int]] | None = None
) -> Field:
    """``whole`` is how many articles there are, and how many of them hold the term of each column."""
    counts.sort_indices()
    held = counts.copy()
    held.data = np.ones_like(held.data)
    articles, holding = whole or (held.shape[0], np.bincount(held.indices, minlength=held.shape[1]))
    number = np.asarray(holding, dtype=np.int64) + usual * BACKGROUND
    total = articles + BACKGROUND
    rarity = (np.log((1 + total) / (1 + number)) + 1) / (np.log((1 + total) / 2) + 1)
    return Field(columns, held, counts, usual, (number / total).astype(np.float32), rarity.astype(np.float32))


def unit_rows(field: Field) -> Matrix:
    """TF-IDF with rows of length 1."""
    return _normalised(weighted(field.counts, field))


def weighted(matrix: Matrix, field: Field, most: float = 1.0) -> Matrix:
    """``matrix`` with its columns multiplied by the rarity of their terms.

    Left out are terms that more than :data:`USUAL` of the background holds, stopwords and the like, and those that more
    than ``most`` of the articles share, background included.
    """
    scaled = matrix.copy()
    kept = (field.usual <= USUAL) & (field.share <= most)
    scaled.data = scaled.data * np.where(kept, field.rarity, 0)[scaled.indices].astype(np.float32)
    scaled.eliminate_zeros()
    return scaled


def project(bags: Sequence[Iterable[str]], field: Field) -> Matrix:
    """Which terms of ``field`` the bags hold: articles × terms, 0 or 1."""
    from scipy.sparse import csr_matrix

    indices: list[int] = []
    ends = [0]
    for bag in bags:
        indices += sorted({field.columns[term] for term in bag if term in field.columns})
        ends.append(len(indices))
    return csr_matrix((np.ones(len(indices), dtype=np.float32), indices, ends), shape=(len(bags), len(field.columns)))


def row_sums(matrix: Matrix) -> Floats:
    """The sum of each row."""
    return np.asarray(matrix.sum(axis=1), dtype=np.float32).ravel()


def _normalised(matrix: Matrix) -> Matrix:
    lengths = np.sqrt(row_sums(matrix.multiply(matrix)))
    lengths[lengths == 0] = 1
    matrix.data = matrix.data / np.repeat(lengths, np.diff(matrix.indptr))
    return matrix


@functools.cache
def load_background() -> Mapping[str, float]:
    """The shipped share of news articles that hold a term: words, and pairs of neighbouring words."""
    with as_file(resource(SHIPPED)) as path:
        return open_background(path)


def open_background(path: Path) -> Mapping[str, float]:
    """Read such shares. Raises :class:`MissingModelError` where there are none."""
    if not path.is_file():
        raise MissingModelError(f"{path} is missing: install claimkit anew, or run benchmarks/train_grouping.py")
    with np.load(path) as arrays:
        terms = arrays["terms"].tobytes().decode().split("\n")
        return dict(zip(terms, arrays["shares"].astype(np.float64).tolist(), strict=True))


def save_background(shares: Mapping[str, float], path: Path) -> None:
    """Write such shares; the same give the same bytes."""
    terms = sorted(shares)
    packed = np.frombuffer("\n".join(terms).encode(), dtype=np.uint8)
    np.savez_compressed(path, terms=packed, shares=np.array([shares[term] for term in terms], dtype=np.float16))
