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
_NEIGHBOURS, _NEAR = 4, 0.6
_NEAR_PREDICATES = 0.55
# Copies of one claim on either side of a pair are all paired up to so many pairs; beyond, each with the first.
_EXPANDED = 64


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


def link(profiles: Iterable[Profile], events: Mapping[str, str], *, model: Model | None = None) -> Linkage:
    """Link the claims of many articles. ``events`` maps articles to events as far as they are known.

    The profiles are read once, in any order. With 2,000 pairs to compare or more, the model is fitted to them;
    ``model`` is where that starts, by default the shipped priors. The same claims give the same pairs.
    """
    columns = columns_of(profiles, events)
    lexicon = load_lexicon("comparison")
    words = nearness.word_vectors(columns.vocabulary)
    claims = nearness.claim_vectors(columns, columns.words, words)
    near = nearness.near_predicates(columns, words, lexicon["synonyms"], _NEAR_PREDICATES)
    article = blocking.article_of_rows(columns)
    neighbours = nearness.neighbours(claims, article, k=_NEIGHBOURS, cosine=_NEAR)
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
    """The likely pairs of rows as pairs of claims."""
    likely = probability(weight) >= LIKELY
    order = np.argsort(columns.row_of, kind="stable").astype(np.int32)
    starts = np.searchsorted(columns.row_of[order], np.arange(len(columns) + 1))
    sizes = np.diff(starts)
    a, b, weight = pairs.a[likely], pairs.b[likely], weight[likely]
    single = (sizes[a] == 1) & (sizes[b] == 1)
    found = [(order[starts[a[single]]], order[starts[b[single]]], weight[single])]
    for one, other, bits in zip(a[~single], b[~single], weight[~single], strict=True):
        left, right = _expanded(
            order[starts[one] : starts[one + 1]], order[starts[other] : starts[other + 1]], columns.article_of
        )
        found.append((left, right, np.full(len(left), bits)))
    one, other = (np.concatenate([each[at] for each in found]) for at in (0, 1))
    bits = np.concatenate([each[2] for each in found])
    one, other = np.minimum(one, other), np.maximum(one, other)
    sorting = np.lexsort((other, one))
    return Pairs(columns.claims, columns.article_of, columns.row_of, one[sorting], other[sorting], bits[sorting])


def _expanded(
    left: NDArray[np.int32], right: NDArray[np.int32], article: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Every claim of the one row with every one of the other; of many copies each with the first of the other side."""
    itself = left is right or bool(left[0] == right[0])
    if len(left) * len(right) <= _EXPANDED:
        a, b = (each.ravel() for each in np.meshgrid(left, right, indexing="ij"))
    else:
        a = np.concatenate([left, np.full(len(right), left[0], np.int32)])
        b = np.concatenate([np.full(len(left), right[0], np.int32), right])
    kept = (a < b) if itself else article[a] != article[b]
    kept &= article[a] != article[b]
    keys = np.unique(a[kept].astype(np.int64) << 32 | b[kept])
    return (keys >> 32).astype(np.int32), (keys & 0xFFFFFFFF).astype(np.int32)
