"""How certain each holder of a claim is of it.

Factuality values are FactBank's (Saurí and Pustejovsky 2009). Under a reporting cue the author commits to nothing (Uu)
and the source carries the value (:mod:`claimkit.extraction.commitments`). Directives and commitments are no facts about
the world: every holder gets Uu.
"""

from __future__ import annotations

from collections.abc import Sequence

from claimkit.extraction.commitments import OPEN, Stand
from claimkit.records import Attribution, ClaimKind, Factuality

AUTHOR = "author"

# How far a score lies from 0 on the value's side, least and most: CT is 3, PR 2, PS 1 where FactBank is scored, and a
# model that contradicts the value of a claim is not believed.
_REACH = {"CT": (1.0, 3.0), "PR": (0.5, 2.5), "PS": (0.25, 2.0)}
_NOT_FACTS = frozenset({ClaimKind.DIRECTIVE, ClaimKind.COMMITMENT})


def factuality_of(
    kind: ClaimKind, chain: Sequence[Attribution], stands: Sequence[Stand], scores: Sequence[float]
) -> tuple[Factuality, ...]:
    """One value for the author and for each link of the chain, outermost first, each with its score in [-3, 3].

    ``stands`` and ``scores`` are in the same order; a score is brought to the side of its value.
    """
    holders = [AUTHOR, *(link.attribution_id for link in chain)]
    stands = [OPEN] * len(holders) if kind in _NOT_FACTS else stands
    return tuple(
        Factuality(holder=holder, value=stand.value, score=agreeing(score, stand))
        for holder, stand, score in zip(holders, stands, scores, strict=True)
    )


def agreeing(score: float, stand: Stand) -> float:
    """The score nearest to ``score`` that says the same as ``stand``; of what is open any score will do."""
    reach = _REACH.get(stand.certainty)
    if reach is None:
        return score
    least, most = reach
    return min(most, max(least, score)) if stand.positive else max(-most, min(-least, score))
