"""What two annotators said of the same claims, field by field: the units that agreement is measured on.

Claims are paired by predicate, what is left by the overlap of their characters (``segmentation.pair_claims``). Numbers,
times and hedges are paired over the whole article by the overlap of their characters, so that one that was given to
another claim is a difference of owner and not a number lost and another found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from claimkit.evaluation.matching import jaccard, one_to_one, overlapping
from claimkit.evaluation.reliability import Level, Unit
from claimkit.records import Attribution, Claim, Hedge, Quantity, Span, TimeExpression

Getter = Callable[[Any], str | None]

AUTHOR = "author"


class Owned(NamedTuple):
    """A number, a time or a hedge, and the claim that owns it."""

    span: Span
    value: Any
    owner: str


def _flag(name: str) -> Getter:
    return lambda claim: str(getattr(claim, name)).lower()


def _innermost(get: Callable[[Attribution], object]) -> Getter:
    """Of the innermost link; nothing where the article itself speaks, which ``attributed`` tells."""

    def value(claim: Claim) -> str | None:
        return str(get(claim.chain[-1])) if claim.chain else None

    return value


def _score(claim: Claim) -> str | None:
    scores = [each.score for each in claim.factuality if each.holder == AUTHOR and each.score is not None]
    return str(scores[0]) if scores else None


def _certainty(claim: Claim, holder: str) -> str | None:
    return next((str(each.value) for each in claim.factuality if each.holder == holder), None)


def _chain(claim: Claim) -> str | None:
    """Sources from the outermost inwards, in lower case; one without a source is a dash."""
    return " → ".join((link.source_head or "–").lower() for link in claim.chain) or None


# Order is that of the report.
CLAIM_FIELDS: Mapping[str, Getter] = MappingProxyType(
    {
        "kind": lambda claim: str(claim.kind),
        "negated": _flag("negated"),
        "presupposed": _flag("presupposed"),
        "check_worthy": _flag("check_worthy"),
        "repeats": lambda claim: str(claim.repeats is not None).lower(),
        "hedged": lambda claim: str(bool(claim.hedges)).lower(),
        "attributed": lambda claim: str(bool(claim.chain)).lower(),
        "chain_certain": _flag("chain_certain"),
        "chain": _chain,
        "source_type": _innermost(lambda link: link.source_type),
        "style": _innermost(lambda link: link.style),
        "cue": _innermost(lambda link: link.cue_lemma or "–"),
        "factuality.author": lambda claim: _certainty(claim, AUTHOR),
        "factuality.author.score": _score,
        "factuality.source": lambda claim: _certainty(claim, claim.chain[-1].attribution_id) if claim.chain else None,
    }
)
HEDGE_FIELDS: Mapping[str, Getter] = MappingProxyType({"hedge.type": lambda hedge: str(hedge.type)})
QUANTITY_FIELDS: Mapping[str, Getter] = MappingProxyType(
    {
        "quantity.low": lambda number: f"{number.low:.6g}",
        "quantity.high": lambda number: f"{number.high:.6g}",
        "quantity.unit": lambda number: str(number.unit),
        "quantity.counted": lambda number: " ".join(number.counted) or "–",
        "quantity.bound": lambda number: str(number.bound),
        "quantity.direction": lambda number: str(number.direction),
        "quantity.role": lambda number: str(number.role),
        "quantity.range_kind": lambda number: str(number.range_kind),
    }
)
TIME_FIELDS: Mapping[str, Getter] = MappingProxyType(
    {
        "time.type": lambda time: str(time.type),
        "time.timex": lambda time: str(time.timex),
        "time.anchor": lambda time: str(time.anchor),
    }
)
# FactBank's scores lie on a scale; every other field is a list of names.
LEVELS: Mapping[str, Level] = MappingProxyType({"factuality.author.score": "interval"})


def claim_units(
    article_id: str, pairs: Sequence[tuple[Claim, Claim]], a: Sequence[Claim], b: Sequence[Claim]
) -> Iterator[Unit]:
    """The units of one article, field by field; ``pairs`` are those of its claims ``a`` and ``b``."""
    for name, get in CLAIM_FIELDS.items():
        for one, other in pairs:
            place = Span(one.predicate.start, one.predicate.end)
            yield Unit(article_id, one.claim_id, name, (get(one), get(other)), place)
    # A claim of b goes by the name of its partner, so that "owned by the same claim" is one name.
    names = {other.claim_id: one.claim_id for one, other in pairs}
    for fields, items, owner_field in _OWNED:
        for mine, yours in aligned(items(a), items(b)):
            for name, get in fields.items():
                yield Unit(article_id, mine.owner, name, (get(mine.value), get(yours.value)), mine.span)
            if owner_field:
                owners = (mine.owner, names.get(yours.owner, yours.owner))
                yield Unit(article_id, mine.owner, owner_field, owners, mine.span)


def hedges(claims: Iterable[Claim]) -> list[Owned]:
    """The hedges of an article by their cues; a cue that hedges several claims is here once, with the first."""
    return _once((claim, hedge.cue, hedge) for claim in claims for hedge in claim.hedges)


def quantities(claims: Iterable[Claim]) -> list[Owned]:
    """The numbers of an article, each with its claim."""
    return _once((claim, number.span, number) for claim in claims for number in claim.quantities)


def times(claims: Iterable[Claim]) -> list[Owned]:
    """The times of an article, each with its claim."""
    return _once((claim, time.span, time) for claim in claims for time in claim.times)


def aligned(a: Sequence[Owned], b: Sequence[Owned]) -> list[tuple[Owned, Owned]]:
    """One-to-one pairs of what shares a character, the best overlap first, in the order of ``a``."""
    near = overlapping([each.span for each in a], [each.span for each in b])
    pairs = one_to_one((jaccard((a[n].span,), (b[m].span,)), n, m) for n, m in near)
    return [(a[n], b[m]) for n, m in sorted(pairs)]


def _once(items: Iterable[tuple[Claim, Span, Hedge | Quantity | TimeExpression]]) -> list[Owned]:
    first: dict[Span, Owned] = {}
    for claim, span, value in items:
        first.setdefault(span, Owned(span, value, claim.claim_id))
    return [first[span] for span in sorted(first)]


# A cue may hedge several claims, so a hedge has no owner to agree on.
_OWNED: tuple[tuple[Mapping[str, Getter], Callable[[Iterable[Claim]], list[Owned]], str | None], ...] = (
    (HEDGE_FIELDS, hedges, None),
    (QUANTITY_FIELDS, quantities, "quantity.owner"),
    (TIME_FIELDS, times, "time.owner"),
)
