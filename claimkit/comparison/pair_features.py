"""What two articles have in common, as numbers: what :mod:`claimkit.comparison.grouping` judges a pair by.

Nothing here knows a subject: words and what they mean, names, numbers, ages and days. Absent is ``nan``: an article
without a date is no nearer to others and no farther from them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from claimkit.comparison.candidates import Integers
from claimkit.comparison.division import divided
from claimkit.comparison.meaning import cosines, meanings, vectors_of
from claimkit.comparison.nearness import Vectors
from claimkit.comparison.rarity import (
    Field,
    Floats,
    Holders,
    Matrix,
    make_field,
    make_pair_field,
    project,
    row_sums,
    unit_rows,
    weighted,
)
from claimkit.comparison.terms import MOST_DAYS, Terms

# The columns of :func:`pair_features`, in this order.
FEATURES = (
    "words",
    "names",
    "numbers",
    "title",
    "pairs",
    "lead",
    "title_covered_least",
    "title_covered_most",
    "names_covered_least",
    "names_covered_most",
    "rare_covered_least",
    "rare_covered_most",
    "numbers_covered_least",
    "numbers_covered_most",
    "names_shared",
    "rarest_name",
    "ages_shared",
    "ages_differ",
    "days_apart",
    "named_days_apart",
    "named_to_published",
    "named_days_shared",
    "words_meaning",
    "title_meaning",
    "lead_meaning",
)
# The kinds of terms whose meaning is compared: all their terms are among the words.
_MEANT = ("words", "title", "lead")
# Where rare terms are asked for, those that more articles share are left out: what all of a collection is about.
_RARE_WORD, _RARE_NAME = 0.02, 0.1
_PAIRS_AT_ONCE = 50_000


@dataclass(frozen=True, slots=True)
class Articles:
    """The terms of a collection with their fields: ``all`` is title and body, ``named`` names and title."""

    terms: Sequence[Terms]
    all: Field
    named: Field
    title: Field
    holders: Mapping[str, Holders]


# The kinds of terms, and where an article has them. What the title says counts twice.
BAGS: Mapping[str, Callable[[Terms], Sequence[str]]] = {
    "words": lambda each: each.title * 2 + each.words,
    "names": lambda each: each.names + each.title,
    "title": lambda each: each.title,
    "numbers": lambda each: each.numbers,
    "pairs": lambda each: each.pairs,
    "lead": lambda each: each.title + each.lead,
    "numbered": lambda each: each.numbers + each.title,
}


def collect(
    terms: Sequence[Terms],
    background: Mapping[str, float],
    holders: Mapping[str, Holders] | None = None,
    *,
    processes: int = 1,
) -> Articles:
    """The fields that both candidates and features need.

    ``holders`` counts, by kind of terms (:data:`BAGS`), the whole collection of which ``terms`` are a part. With more
    ``processes`` than one the kinds are :func:`divided`.
    """
    given = holders or {}
    made = _fields(("words", "names", "title"), terms, background, given, processes)
    return Articles(terms=terms, all=made["words"], named=made["names"], title=made["title"], holders=given)


def _fields(
    kinds: Sequence[str],
    terms: Sequence[Terms],
    background: Mapping[str, float],
    holders: Mapping[str, Holders],
    processes: int,
) -> dict[str, Field]:
    made = divided(lambda kind: _field_of(kind, terms, background, holders), kinds, processes)
    return dict(zip(kinds, made, strict=True))


def _field_of(
    kind: str, terms: Sequence[Terms], background: Mapping[str, float], holders: Mapping[str, Holders]
) -> Field:
    if kind == "pairs":
        return make_pair_field(terms, background, holders.get(kind))
    return make_field([BAGS[kind](each) for each in terms], background, holders.get(kind))


def pair_features(
    articles: Articles, first: Integers, second: Integers, background: Mapping[str, float], *, processes: int = 1
) -> Floats:
    """An array pairs × :data:`FEATURES` for the pairs ``(first[k], second[k])`` of article numbers.

    With more ``processes`` than one the reading of terms is :func:`divided`.
    """
    kinds = ("pairs", "lead", "numbers", "numbered")
    fields = {
        "words": articles.all,
        "names": articles.named,
        "title": articles.title,
        **_fields(kinds, articles.terms, background, articles.holders, processes),
    }
    columns = _covered(articles.terms, fields, first, second, processes)
    # What is covered in numbers alone asks for the numbers of titles.
    del fields["numbered"]
    columns |= _cosines(fields, first, second) | _nearness(fields, first, second)
    columns["names_shared"], columns["rarest_name"] = _shared_names(articles.named, first, second)
    columns |= _ages(articles.terms, first, second) | _days(articles.terms, first, second)
    return np.column_stack([columns[name] for name in FEATURES]).astype(np.float32)


def _cosines(fields: Mapping[str, Field], first: Integers, second: Integers) -> dict[str, Floats]:
    found = {}
    for name, field in fields.items():
        vectors = unit_rows(field)
        has_any = np.diff(vectors.indptr) > 0
        cosine = _by_pair(vectors, vectors, first, second)
        found[name] = np.where(has_any[first] & has_any[second], cosine, np.nan)
    return found


def _nearness(fields: Mapping[str, Field], first: Integers, second: Integers) -> dict[str, Floats]:
    """The cosines of what titles, leads and whole articles mean, whatever their words."""
    words = fields["words"].columns
    vectors = vectors_of(words)
    found = {}
    for name in _MEANT:
        meant = meanings(fields[name], words, vectors)
        column = np.empty(len(first), dtype=np.float32)

        def fill(chunk: slice, meant: Vectors = meant, column: Floats = column) -> None:
            column[chunk] = cosines(meant[first[chunk]], meant[second[chunk]])

        _by_chunk(len(first), fill)
        found[f"{name}_meaning"] = column
    return found


# What of the one article is looked for in which terms of the other, and how many may share a term of it.
_COVERED: Mapping[str, tuple[Callable[[Terms], Sequence[str]], str, float]] = {
    "title": (lambda each: each.title, "words", 1.0),
    "names": (lambda each: each.names, "names", _RARE_NAME),
    "rare": (lambda each: each.words, "words", _RARE_WORD),
    "numbers": (lambda each: each.numbers, "numbered", 1.0),
}


def _covered(
    terms: Sequence[Terms], fields: Mapping[str, Field], first: Integers, second: Integers, processes: int
) -> dict[str, Floats]:
    """How much of the one article's titles, names, rare words, numbers the other has, by rarity; least and most."""

    def held(name: str) -> Matrix:
        bag, kind, _ = _COVERED[name]
        return project([bag(each) for each in terms], fields[kind])

    found = {}
    for (name, (_, kind, most)), own in zip(_COVERED.items(), divided(held, tuple(_COVERED), processes), strict=True):
        field = fields[kind]
        weights = weighted(own, field, most)
        whole = row_sums(weights)
        whole[whole == 0] = np.nan
        forth = _by_pair(weights, field.held, first, second) / whole[first]
        back = _by_pair(weights, field.held, second, first) / whole[second]
        # Of an article without a title nothing can be covered: the other's alone counts.
        found[f"{name}_covered_least"], found[f"{name}_covered_most"] = np.fmin(forth, back), np.fmax(forth, back)
    return found


def _by_pair(left: Matrix, right: Matrix, first: Integers, second: Integers) -> Floats:
    """The dot product of row ``first[k]`` of ``left`` and row ``second[k]`` of ``right``, for each k."""
    found = np.empty(len(first), dtype=np.float32)

    def fill(chunk: slice) -> None:
        found[chunk] = row_sums(left[first[chunk]].multiply(right[second[chunk]]))

    _by_chunk(len(first), fill)
    return found


def _by_chunk(pairs: int, fill: Callable[[slice], None]) -> None:
    """``fill`` for one part of the pairs after the other, in threads if there are several (SciPy lets them)."""
    chunks = [slice(start, start + _PAIRS_AT_ONCE) for start in range(0, pairs, _PAIRS_AT_ONCE)]
    with ThreadPoolExecutor(os.cpu_count() if len(chunks) > 1 else 1) as threads:
        list(threads.map(fill, chunks))


def _shared_names(named: Field, first: Integers, second: Integers) -> tuple[Floats, Floats]:
    """The rarity of the names that both have: its sum and its maximum."""
    weights = weighted(named.held, named, _RARE_NAME / 2)
    total, rarest = np.empty(len(first), dtype=np.float32), np.empty(len(first), dtype=np.float32)

    def fill(chunk: slice) -> None:
        shared = weights[first[chunk]].multiply(named.held[second[chunk]]).tocsr()
        total[chunk] = row_sums(shared)
        rarest[chunk] = shared.max(axis=1).toarray().ravel() if shared.shape[1] else 0

    _by_chunk(len(first), fill)
    return total, rarest


def _ages(terms: Sequence[Terms], first: Integers, second: Integers) -> dict[str, Floats]:
    field = make_field([each.ages for each in terms], {})
    has_any = np.diff(field.held.indptr) > 0
    shared = _by_pair(field.held, field.held, first, second)
    return {"ages_shared": shared, "ages_differ": (has_any[first] & has_any[second] & (shared == 0)).astype(np.float32)}


def _days(terms: Sequence[Terms], first: Integers, second: Integers) -> dict[str, Floats]:
    """Days between publications, between days named (else published), and from one's named days to the other's
    publication, all as ln(1 + days); and how many named days both have.
    """
    published = np.array([np.nan if each.published is None else each.published for each in terms])
    days = np.full((len(terms), MOST_DAYS), np.nan)
    for row, each in enumerate(terms):
        days[row, : len(each.days)] = each.days
    known = days.copy()
    known[:, 0] = np.where(np.isnan(days).all(axis=1), published, days[:, 0])
    columns = {name: np.empty(len(first), dtype=np.float32) for name in _DAYS}

    def fill(chunk: slice) -> None:
        i, j = first[chunk], second[chunk]
        between = np.abs(known[i][:, :, None] - known[j][:, None, :]).reshape(len(i), -1)
        to_other = np.abs(np.hstack([known[i] - published[j][:, None], known[j] - published[i][:, None]]))
        columns["days_apart"][chunk] = np.log1p(np.abs(published[i] - published[j]))
        columns["named_days_apart"][chunk] = np.log1p(_least(between))
        columns["named_to_published"][chunk] = np.log1p(_least(to_other))
        columns["named_days_shared"][chunk] = (days[i][:, :, None] == days[j][:, None, :]).sum(axis=(1, 2))

    _by_chunk(len(first), fill)
    return columns


_DAYS = ("days_apart", "named_days_apart", "named_to_published", "named_days_shared")


def _least(distances: Floats) -> Floats:
    """The least of each row; ``nan`` where there is none."""
    least = np.where(np.isnan(distances), np.inf, distances).min(axis=1)
    return np.where(np.isinf(least), np.nan, least)
