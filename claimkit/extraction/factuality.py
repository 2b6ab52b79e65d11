"""How certain each holder of a claim is of it.

Factuality values are FactBank's (Saurí and Pustejovsky 2009). Under a reporting cue the author commits to nothing (Uu)
and the source carries the value. Directives and commitments are no facts about the world: every holder gets Uu.
"""

from __future__ import annotations

from collections.abc import Sequence

from claimkit.records import (
    Attribution,
    ClaimKind,
    Factuality,
    FactualityValue,
    Hedge,
    HedgeType,
)

AUTHOR = "author"

# The weakest hedge decides. Approximators blur a number, not the fact, and have no entry.
_CERTAINTY = {
    HedgeType.EPISTEMIC_PROBABLE: "PR",
    HedgeType.EVIDENTIAL: "PR",
    HedgeType.DOXASTIC: "PR",
    HedgeType.EPISTEMIC_APPEARANCE: "PR",
    HedgeType.EPISTEMIC_POSSIBLE: "PS",
    HedgeType.WEASEL: "PS",
    HedgeType.INVESTIGATION: "U",
    HedgeType.CONDITION: "U",
}
_ORDER = ("CT", "PR", "PS", "U")
_NOT_FACTS = frozenset({ClaimKind.DIRECTIVE, ClaimKind.COMMITMENT})


def factuality_of(
    kind: ClaimKind, chain: Sequence[Attribution], hedges: Sequence[Hedge], *, negated: bool, score: float | None = None
) -> tuple[Factuality, ...]:
    """One value for the author and for each link of the chain, outermost first.

    ``score`` is how certain the author makes it look to a reader, in [-3, 3]: it stands beside the author's value.
    """
    holders = [AUTHOR, *(link.attribution_id for link in chain)]
    own = FactualityValue.UNKNOWN if kind in _NOT_FACTS else _value(hedges, negated=negated)
    last = len(holders) - 1
    return tuple(
        Factuality(holder=holder, value=own if n == last else FactualityValue.UNKNOWN, score=None if n else score)
        for n, holder in enumerate(holders)
    )


def _value(hedges: Sequence[Hedge], *, negated: bool) -> FactualityValue:
    certainties = [_CERTAINTY[hedge.type] for hedge in hedges if hedge.type in _CERTAINTY]
    weakest = max(certainties, key=_ORDER.index, default="CT")
    if weakest == "U":
        return FactualityValue.UNKNOWN
    return FactualityValue(weakest + ("-" if negated else "+"))
