"""Which claims of different articles tell the same, with how many bits for it and against (Fellegi and Sunter 1969).

"The same" leaves room for a conflict: two claims are linked if they cannot both be put beside each other without
agreeing or contradicting. How they stand to each other is for :mod:`claimkit.comparison.relations`.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claimkit.comparison import blocking, nearness, scoring
from claimkit.comparison.blocking import Candidates
from claimkit.comparison.columns import Columns, columns_of
from claimkit.comparison.comparisons import Model, shipped_model
from claimkit.comparison.estimation import fitted, probability, weights
from claimkit.comparison.explanation import Explanation, explanation
from claimkit.comparison.pairs import LinkedPair, Pairs
from claimkit.comparison.partition import same_claims
from claimkit.comparison.profiles import Profile
from claimkit.errors import OptionError
from claimkit.resources import load_lexicon

__all__ = ["Linkage", "LinkedPair", "Pairs", "link", "same_claims"]

# Pairs less likely than this are not given out.
LIKELY = 0.25
# Claims that pairs at least so likely connect are all compared with one another.
LIKELY_SAME = 0.5
# Nearest claims by wording that each claim is compared with, and how near they must be.
NEIGHBOURS, NEAR = 4, 0.6
NEAR_PREDICATES = 0.55
# Copies of one claim on either side of a pair are all paired up to so many pairs; beyond, each with the first.
EXPANDED = 64


@dataclass(frozen=True, slots=True, eq=False)
class Linkage:
    """The linked claims of a collection, and why.

    ``pairs`` are those with a probability of at least 0.25, ``compared`` counts all that were compared, ``cut`` the
    keys of each blocking rule that too many claims shared for all of them to be paired.
    """

    pairs: Pairs
    model: Model
    compared: int
    cut: Mapping[str, int]
    _columns: Columns
    _table: Any
    _candidates: Candidates

    def explain(self, claim_a: str, claim_b: str) -> Explanation:
        """The weights for and against two claims telling the same, whether or not they were linked.

        Raises :class:`OptionError` if a claim is not among those that were compared.
        """
        rows = sorted(int(self._columns.row_of[self._place(claim)]) for claim in (claim_a, claim_b))
        low, high = (np.array([row], np.int32) for row in rows)
        pair = Candidates(low, high, np.zeros(1, np.uint8), ())
        levels = scoring.compare_pairs(self._table.take(sorted(set(rows))), pair, self.model)
        return explanation(claim_a, claim_b, self.model, levels[0].tolist(), self.rules(claim_a, claim_b))

    def rules(self, claim_a: str, claim_b: str) -> tuple[str, ...]:
        """The names of the blocking rules that brought two claims together; none if they were not compared.

        Raises :class:`OptionError` if a claim is not among those that were compared.
        """
        low, high = sorted(int(self._columns.row_of[self._place(claim)]) for claim in (claim_a, claim_b))
        start, end = np.searchsorted(self._candidates.a, [low, low + 1])
        at = start + int(np.searchsorted(self._candidates.b[start:end], high))
        if at >= end or self._candidates.b[at] != high:
            return ()
        found = self._candidates.rules[at]
        return tuple(rule.name for number, rule in enumerate(blocking.RULES) if found >> number & 1)

    def probabilities(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """How likely the two claims of each pair tell the same, whether or not they were linked; raises as explain."""
        if not pairs:
            return []
        rows = np.sort(np.array([[self._columns.row_of[self._place(claim)] for claim in pair] for pair in pairs]))
        distinct, place = np.unique(rows, axis=0, return_inverse=True)
        low, high = (distinct[:, side].astype(np.int32) for side in (0, 1))
        given = Candidates(low, high, np.zeros(len(low), np.uint8), ())
        levels = scoring.compare_pairs(self._table.take(np.unique(rows)), given, self.model)
        likely = probability(weights(self.model, levels))
        return [round(float(likely[at]), 6) for at in place.ravel()]

    def _place(self, claim: str) -> int:
        at = bisect.bisect_left(self._columns.claims, claim)
        if at >= len(self._columns.claims) or self._columns.claims[at] != claim:
            raise OptionError(
                f"there is no claim {claim!r} among those compared; its identifier is in the column claim_id"
            )
        return at


def link(
    profiles: Iterable[Profile], events: Mapping[str, str], *, model: Model | None = None, processes: int = 1
) -> Linkage:
    """Link the claims of many articles. ``events`` maps articles to events as far as they are known.

    The profiles are read once, in any order. With 2,000 pairs to compare or more, the model is fitted to them;
    ``model`` is where that starts, by default the shipped priors. The same claims give the same pairs. With more
    ``processes`` than one the search for neighbours is :func:`divided`, where there is enough of it.
    """
    columns = columns_of(profiles, events)
    lexicon = load_lexicon("comparison")
    words = nearness.word_vectors(columns.vocabulary)
    claims = nearness.claim_vectors(columns, columns.words, words)
    near = nearness.near_predicates(columns, words, lexicon["synonyms"], NEAR_PREDICATES)
    article = blocking.article_of_rows(columns)
    neighbours = nearness.neighbours(claims, article, k=NEIGHBOURS, cosine=NEAR, processes=processes)
    pairs = blocking.candidates(columns, neighbours)
    start = model or shipped_model()
    table = scoring.arrow_table(columns, near, nearness.claim_vectors(columns, columns.rest, words))
    levels = scoring.compare_pairs(table, pairs, start)
    final = fitted(start, levels)
    weight = weights(final, levels)
    closing = blocking.closing(pairs, probability(weight) >= LIKELY_SAME, article)
    pairs, order = blocking.joined(pairs, closing)
    weight = np.concatenate([weight, weights(final, scoring.compare_pairs(table, closing, start))])[order]
    return Linkage(
        pairs=_linked(columns, pairs, weight),
        model=final,
        compared=len(pairs.a),
        cut={rule.name: count for rule, count in zip(blocking.RULES, pairs.cut, strict=True) if count},
        _columns=columns,
        _table=table,
        _candidates=pairs,
    )


def _linked(columns: Columns, pairs: Candidates, weight: NDArray[np.float64]) -> Pairs:
    """The likely pairs of rows as pairs of claims of different articles."""
    likely = probability(weight) >= LIKELY
    low, high, weight = pairs.a[likely], pairs.b[likely], weight[likely]
    a, b, at = _expanded(columns.row_of, low, high, len(columns))
    apart = columns.article_of[a] != columns.article_of[b]
    a, b, at = a[apart], b[apart], at[apart]
    keys, first = np.unique(np.minimum(a, b).astype(np.int64) << 32 | np.maximum(a, b), return_index=True)
    one, other = (keys >> 32).astype(np.int32), (keys & 0xFFFFFFFF).astype(np.int32)
    return Pairs(columns.claims, columns.article_of, columns.row_of, one, other, weight[at[first]])


def _expanded(
    row_of: NDArray[np.int32], low: NDArray[np.int32], high: NDArray[np.int32], rows: int
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]:
    """The claims of each pair of rows, and which pair it was: every one of the one with every one of the other.

    Of more than 64 such pairs each claim is paired with the first of the other row only.
    """
    order = np.argsort(row_of, kind="stable").astype(np.int32)
    starts = np.searchsorted(row_of[order], np.arange(rows + 1))
    left, right = np.diff(starts)[low], np.diff(starts)[high]
    all_of, star = np.nonzero(left * right <= EXPANDED)[0], np.nonzero(left * right > EXPANDED)[0]
    at, place = _counted(all_of, (left * right)[all_of])
    found = [(starts[low[at]] + place // right[at], starts[high[at]] + place % right[at], at)]
    for sizes, side in ((left, 0), (right, 1)):
        at, place = _counted(star, sizes[star])
        found.append((starts[low[at]] + place * (1 - side), starts[high[at]] + place * side, at))
    a, b, at = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return order[a], order[b], at


def _counted(pairs: NDArray[np.int64], counts: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Each pair as often as its count, and a running number for it."""
    ends = np.cumsum(counts)
    running = np.arange(ends[-1] if len(ends) else 0)
    return np.repeat(pairs, counts), running - np.repeat(ends - counts, counts)
