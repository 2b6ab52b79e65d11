"""Which claims are compared: those that share something that few have, never those with the same value.

Each rule gives claims a key and pairs those with the same one. A key that many share is no reason to compare them all:
its claims are put in order (the same predicate, subject and words together) and each is paired with the next few, the
sorted neighbourhood of Hernández and Stolfo (1995). The work therefore grows with the claims, not with their square.
Claims of one article are not compared: their repeats are known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claimkit.comparison.columns import Columns, Lists
from claimkit.comparison.nearness import Pairs

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of rows to compare, sorted, ``a`` below ``b``; bit ``i`` of ``rules`` says that rule ``i`` found them.

    ``cut`` is the number of keys of each rule that were shared by too many for all to be paired.
    """

    a: Ints
    b: Ints
    rules: NDArray[np.uint8]
    cut: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """``window`` claims to either side are compared where a key is shared by more."""

    name: str
    window: int


RULES = (
    Rule("same event, a word in common", 10),
    Rule("same event, same predicate", 10),
    Rule("same predicate, a rare name in common", 4),
    Rule("same thing counted or measured, a rare name in common", 4),
    Rule("similar wording", 0),
    Rule("copies of one claim", 0),
    Rule("both like a third", 0),
)
# A name that more claims than this hold is no key across events.
_RARE = 1000
CLOSED = 64
# Words of a claim that serve as keys within its event, the rarest first.
_KEYS = 8


def candidates(columns: Columns, neighbours: Pairs) -> Candidates:
    """The pairs of rows that any rule finds."""
    article = article_of_rows(columns)
    order = _order(columns)
    found: list[Longs] = []
    cut: list[int] = []
    for number, (high, low, rows) in enumerate(keys_of(columns)):
        pairs, many = _paired(_joined(_dense(high), low), rows, order, article, RULES[number].window)
        found.append(pairs)
        cut.append(many)
    found.append(np.unique(_joined(neighbours.a, neighbours.b)))
    copied = np.nonzero(article >= _own(columns))[0].astype(np.int32)
    found.append(_joined(copied, copied))
    return _united(found, (*cut, 0, 0, 0))


def closing(pairs: Candidates, alike: NDArray[np.bool_], article: Ints) -> Candidates:
    """The pairs that lack among rows which ``alike`` pairs connect, so that no set is judged by a part of its pairs.

    Rows connected with more than 64 others are left as they are.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    used, flat = np.unique(np.concatenate([pairs.a[alike], pairs.b[alike]]), return_inverse=True)
    a, b = flat[: alike.sum()], flat[alike.sum() :]
    graph = coo_array((np.ones(len(a)), (a, b)), shape=(len(used), len(used)))
    component = connected_components(graph, directed=False)[1] if len(used) else np.empty(0, np.int64)
    order = np.argsort(component, kind="stable")
    _, sizes = np.unique(component, return_counts=True)
    found = [np.empty(0, np.int64)]
    for rows in np.split(used[order].astype(np.int64), np.cumsum(sizes)[:-1]):
        if 2 < len(rows) <= CLOSED:
            one, other = np.triu_indices(len(rows), 1)
            apart = article[rows[one]] != article[rows[other]]
            found.append(rows[one[apart]] << 32 | rows[other[apart]])
    lacking = np.setdiff1d(np.unique(np.concatenate(found)), _joined(pairs.a, pairs.b), assume_unique=True)
    rules = np.full(len(lacking), 1 << (len(RULES) - 1), np.uint8)
    return Candidates((lacking >> 32).astype(np.int32), (lacking & 0xFFFFFFFF).astype(np.int32), rules, ())


def joined(one: Candidates, other: Candidates) -> tuple[Candidates, NDArray[np.int64]]:
    """Both in one, sorted, and the place of each pair in the one followed by the other."""
    a, b = np.concatenate([one.a, other.a]), np.concatenate([one.b, other.b])
    rules = np.concatenate([one.rules, other.rules])
    order = np.lexsort((b, a))
    return Candidates(a[order], b[order], rules[order], one.cut), order


def article_of_rows(columns: Columns) -> Ints:
    """The article of each row, or a number of its own where its members are of several articles."""
    first = np.full(len(columns), -1, np.int32)
    first[columns.row_of[::-1]] = columns.article_of[::-1]
    several = np.zeros(len(columns), np.bool_)
    several[columns.row_of[columns.article_of != first[columns.row_of]]] = True
    own = np.arange(len(columns), dtype=np.int32) + _own(columns)
    return np.where(several, own, first).astype(np.int32)


def _own(columns: Columns) -> int:
    """The first number that is no article's."""
    return int(columns.article_of.max(initial=-1)) + 1


def rarest_words(columns: Columns) -> Ints:
    """The rarest word of each row, or -1."""
    rarest = np.full(len(columns), -1, np.int32)
    filled = np.diff(columns.words.starts) > 0
    rarest[filled] = columns.words.values[columns.words.starts[:-1][filled]]
    return rarest


def _order(columns: Columns) -> Ints:
    """The place of each row when those that look alike stand together."""
    rarest = rarest_words(columns)
    place = np.empty(len(columns), np.int32)
    place[np.lexsort((np.arange(len(columns)), rarest, columns.subject, columns.predicate))] = np.arange(len(columns))
    return place


def keys_of(columns: Columns) -> Iterator[tuple[Longs, Ints, Ints]]:
    """For each rule the keys, in two parts, and the rows that have them."""
    everything = _union(columns)
    known = columns.event >= 0
    rows = everything.rows()
    # Within an event the rarest words of each claim, of those that stand in more claims than one.
    shared = columns.frequency[everything.values] > 1
    place = np.arange(len(rows)) - everything.starts[:-1][rows]
    skipped = np.cumsum(~shared) - np.concatenate([[0], np.cumsum(~shared)])[everything.starts[:-1]][rows]
    chosen = shared & (place - skipped < _KEYS) & known[rows]
    yield columns.event[rows[chosen]].astype(np.int64), everything.values[chosen], rows[chosen]
    yield columns.event[known].astype(np.int64), columns.predicate[known], np.nonzero(known)[0].astype(np.int32)
    names = columns.names.rows()
    counts = columns.frequency[columns.names.values]
    rare = (counts > 1) & (counts <= _RARE)
    rows, name = names[rare], columns.names.values[rare]
    yield columns.predicate[rows].astype(np.int64), name, rows
    dimension, counted = (np.nan_to_num(columns.measures[:, 0, at], nan=-1).astype(np.int64) for at in (0, 1))
    measured = dimension[rows] >= 0
    kinds = (dimension << 32) + counted + 1
    yield kinds[rows[measured]], name[measured], rows[measured]


def _dense(numbers: Longs) -> Ints:
    """The numbers, or if some are too large their ranks."""
    if numbers.max(initial=0) < 1 << 31:
        return numbers.astype(np.int32)
    return np.unique(numbers, return_inverse=True)[1].astype(np.int32)


def _union(columns: Columns) -> Lists:
    """All words of a row, those that only its names and arguments have included."""
    parts = (columns.words, columns.names, columns.others, columns.subject_words)
    keys = np.unique(np.concatenate([_joined(each.rows(), each.values) for each in parts]))
    starts = np.searchsorted(keys >> 32, np.arange(len(columns) + 1))
    return Lists((keys & 0xFFFFFFFF).astype(np.int32), starts.astype(np.int64))


def _joined(high: Ints, low: Ints) -> Longs:
    joined: Longs = (high.astype(np.int64) << 32) | low.astype(np.int64)
    return joined


def _paired(keys: Longs, rows: Ints, order: Ints, article: Ints, window: int) -> tuple[Longs, int]:
    """Pairs of rows with one key, no further apart than ``window`` in its order; and the keys that were cut."""
    sorting = np.lexsort((order[rows], keys))
    keys, rows = keys[sorting], rows[sorting]
    found = [np.empty(0, np.int64)]
    for step in range(1, min(window + 1, len(keys))):
        same = keys[:-step] == keys[step:]
        a, b = rows[:-step][same], rows[step:][same]
        other = article[a] != article[b]
        a, b = a[other], b[other]
        found.append(np.unique(_joined(np.minimum(a, b), np.maximum(a, b))))
    _, counts = np.unique(keys, return_counts=True)
    return np.unique(np.concatenate(found)), int((counts > window + 1).sum())


def _united(found: list[Longs], cut: tuple[int, ...]) -> Candidates:
    known = np.unique(np.concatenate(found))
    rules = np.zeros(len(known), np.uint8)
    for number, pairs in enumerate(found):
        rules[np.searchsorted(known, pairs)] |= np.uint8(1 << number)
    return Candidates((known >> 32).astype(np.int32), (known & 0xFFFFFFFF).astype(np.int32), rules, cut)
