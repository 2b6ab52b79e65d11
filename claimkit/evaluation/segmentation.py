"""Score the claims themselves against gold: predicates found, spans theirs, everything owned by the right claim.

Gold and predicted claims are paired by predicate (the same characters), what is left by the best Jaccard overlap of
their characters, if that is at least .5. What a claim owns (quantities, times, chain, hedges, kind) is scored over the
pairs only, so that a claim that was not found is counted once, under ``predicate``.
Intervals are 95 % percentile bootstrap intervals over articles (Efron and Tibshirani 1993), from a fixed seed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimkit.evaluation.dataset_claims import claims_beside_gold
from claimkit.evaluation.matching import jaccard, one_to_one
from claimkit.evaluation.measures import Counts, Measure, Statistic, measure_all
from claimkit.records import Claim, Hedge, Quantity, Span, TimeExpression

PAIR_JACCARD = 0.5
# F1, or the share of the gold that was right.
STATISTICS: Mapping[str, Statistic] = {
    "predicate": "f1",
    "span": "f1",
    "span_exact": "f1",
    "quantities": "share",
    "quantity_values": "share",
    "times": "share",
    "chain": "share",
    "hedges": "f1",
    "kind": "share",
}
MEASURES = tuple(STATISTICS)


@dataclass(frozen=True, slots=True)
class ClaimScores:
    """The measures of :data:`MEASURES` by name, and the claims that only one side has.

    predicate        claims whose predicate stands at the same characters
    span             claims whose characters overlap by Jaccard ≥ .5, paired one to one
    span_exact       claims with the very same spans
    quantities       gold quantities of paired claims that the paired claim owns too (their spans overlap)
    quantity_values  the same, with equal numbers, unit, bound, direction and role
    times            gold times of paired claims that the paired claim owns too
    chain            paired claims with the same sequence of source heads; no source is a head of its own
    hedges           hedges of paired claims, by type and overlapping cue
    kind             paired claims of the same kind
    """

    articles: int
    paired: int
    measures: Mapping[str, Measure]
    missed: tuple[str, ...]
    spurious: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, figures rounded to four digits."""
        return {
            "articles": self.articles,
            "paired": self.paired,
            "measures": {name: measure.to_dict() for name, measure in self.measures.items()},
            "missed": list(self.missed),
            "spurious": list(self.spurious),
        }


def evaluate_claims(gold_dir: Path | str, predicted_dir: Path | str | None = None) -> ClaimScores:
    """Score the claims of ``predicted_dir`` (a dataset folder), or of a run over the gold's own texts, against gold.

    Raises :class:`~claimkit.errors.OptionError` if a folder lacks its tables, or the prediction has none of the
    articles of the gold; claims of other articles are not scored.
    """
    return score_claims(list(claims_beside_gold(gold_dir, predicted_dir)))


def score_claims(documents: Sequence[tuple[Sequence[Claim], Sequence[Claim]]]) -> ClaimScores:
    """Score pairs of (gold claims, predicted claims), one pair an article."""
    pairings = [pair_claims(gold, found) for gold, found in documents]
    counts = [_count(gold, found, pairs) for (gold, found), pairs in zip(documents, pairings, strict=True)]
    paired = {claim.claim_id for pairs in pairings for pair in pairs for claim in pair}
    return ClaimScores(
        articles=len(documents),
        paired=sum(map(len, pairings)),
        measures=measure_all(counts, STATISTICS),
        missed=tuple(claim.claim_id for gold, _ in documents for claim in gold if claim.claim_id not in paired),
        spurious=tuple(claim.claim_id for _, found in documents for claim in found if claim.claim_id not in paired),
    )


def pair_claims(gold: Sequence[Claim], found: Sequence[Claim]) -> list[tuple[Claim, Claim]]:
    """One-to-one pairs (gold, predicted): by the same predicate first, then by the best overlap of at least .5."""
    ours = {_position(claim): claim for claim in found}
    pairs = [(claim, ours[_position(claim)]) for claim in gold if _position(claim) in ours]
    taken = {_position(claim) for claim, _ in pairs}
    rest_gold = [claim for claim in gold if _position(claim) not in taken]
    rest_found = [claim for claim in found if _position(claim) not in taken]
    return pairs + _overlapping(rest_gold, rest_found)


def _overlapping(gold: Sequence[Claim], found: Sequence[Claim]) -> list[tuple[Claim, Claim]]:
    overlaps = ((jaccard(one.spans, other.spans), n, m) for n, one in enumerate(gold) for m, other in enumerate(found))
    pairs = one_to_one(candidate for candidate in overlaps if candidate[0] >= PAIR_JACCARD)
    return [(gold[n], found[m]) for n, m in pairs]


def _count(gold: Sequence[Claim], found: Sequence[Claim], pairs: Sequence[tuple[Claim, Claim]]) -> dict[str, Counts]:
    def over_claims(right: int) -> Counts:
        return Counts(right, len(found), len(gold))

    def over_pairs(same: Callable[[Claim, Claim], bool]) -> Counts:
        return Counts(sum(same(*pair) for pair in pairs), len(pairs), len(pairs))

    exact = {claim.spans for claim in gold} & {claim.spans for claim in found}
    return {
        "predicate": over_claims(sum(_position(one) == _position(other) for one, other in pairs)),
        "span": over_claims(len(_overlapping(gold, found))),
        "span_exact": over_claims(len(exact)),
        "quantities": _owned((one.quantities, other.quantities, _touch) for one, other in pairs),
        "quantity_values": _owned((one.quantities, other.quantities, _same_quantity) for one, other in pairs),
        "times": _owned((one.times, other.times, _touch) for one, other in pairs),
        "chain": over_pairs(lambda one, other: _heads(one) == _heads(other)),
        "hedges": _owned((one.hedges, other.hedges, _same_hedge) for one, other in pairs),
        "kind": over_pairs(lambda one, other: one.kind is other.kind),
    }


def _owned(cases: Iterable[tuple[Sequence[Any], Sequence[Any], Callable[[Any, Any], bool]]]) -> Counts:
    right = found = gold = 0
    for ours, theirs, same in cases:
        free = list(theirs)
        for one in ours:
            match = next((other for other in free if same(one, other)), None)
            if match is not None:
                free.remove(match)
                right += 1
        found += len(theirs)
        gold += len(ours)
    return Counts(right, found, gold)


def _touch(one: Quantity | TimeExpression, other: Quantity | TimeExpression) -> bool:
    return _overlap(one.span, other.span)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _same_quantity(one: Quantity, other: Quantity) -> bool:
    def value(each: Quantity) -> tuple[object, ...]:
        return (
            *(f"{number:.4g}" for number in (each.low, each.high)),
            each.unit,
            each.bound,
            each.direction,
            each.role,
        )

    return _overlap(one.span, other.span) and value(one) == value(other)


def _same_hedge(one: Hedge, other: Hedge) -> bool:
    return one.type is other.type and _overlap(one.cue, other.cue)


def _heads(claim: Claim) -> tuple[str | None, ...]:
    return tuple(link.source_head for link in claim.chain)


def _position(claim: Claim) -> tuple[int, int]:
    return claim.predicate.start, claim.predicate.end
