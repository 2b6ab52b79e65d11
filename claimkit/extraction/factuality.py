"""What kind of claim it is, how certain each holder is of it, and whether it is worth checking.

Factuality values are FactBank's (Saurí and Pustejovsky 2009). Under a reporting cue the author commits to nothing (Uu)
and the source carries the value. Directives and commitments are no facts about the world: every holder gets Uu.
"""

from __future__ import annotations

from collections.abc import Sequence

from claimkit.extraction.predicates import Clause, Predicate, first_conjunct
from claimkit.records import (
    Attribution,
    ClaimKind,
    Factuality,
    FactualityValue,
    Hedge,
    HedgeType,
    Quantity,
    SourceType,
    TimeExpression,
)
from claimkit.resources import load_lexicon

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
_NOT_WORTH_CHECKING = _NOT_FACTS | {ClaimKind.PREDICTION, ClaimKind.OPINION}


def kind_of(predicate: Predicate, chain: Sequence[Attribution], quantities: Sequence[Quantity]) -> ClaimKind:
    """The kind of the claim; the innermost link's cue decides before the predicate does."""
    words = load_lexicon("kinds")
    cue = set((chain[-1].cue_lemma or "").split()) if chain else set()
    if predicate.clause is Clause.INFINITIVE and not predicate.presupposed:
        if cue & set(words["directive_cues"]):
            return ClaimKind.DIRECTIVE
        if cue & set(words["commitment_cues"]):
            return ClaimKind.COMMITMENT
    auxiliaries = _auxiliaries(predicate)
    if predicate.token.tag_ == "VB" and not auxiliaries and predicate.clause is Clause.MAIN:
        return ClaimKind.DIRECTIVE
    if auxiliaries & set(words["deontic"]):
        source = chain[-1].source_type if chain else None
        return ClaimKind.RULE if source in {None, SourceType.DOCUMENT} else ClaimKind.DIRECTIVE
    frames = {frame.lemma_ for frame in predicate.frames}
    if auxiliaries & set(words["future"]) or frames & set(words["future_frames"]):
        return ClaimKind.PREDICTION
    believed = bool(chain) and chain[-1].source is not None and bool(cue & set(words["opinion_cues"]))
    if not quantities and (_evaluates(predicate) or believed):
        return ClaimKind.OPINION
    copular = predicate.token.pos_ in {"NOUN", "PROPN", "ADJ", "NUM"} and predicate.clause is not Clause.NOMINAL
    return ClaimKind.STATE if copular or predicate.token.lemma_ in words["states"] else ClaimKind.EVENT


def factuality_of(
    kind: ClaimKind, chain: Sequence[Attribution], hedges: Sequence[Hedge], *, negated: bool
) -> tuple[Factuality, ...]:
    """One value for the author and for each link of the chain, outermost first; no score before a model is trained."""
    holders = [AUTHOR, *(link.attribution_id for link in chain)]
    own = FactualityValue.UNKNOWN if kind in _NOT_FACTS else _value(hedges, negated=negated)
    last = len(holders) - 1
    return tuple(
        Factuality(holder=holder, value=own if n == last else FactualityValue.UNKNOWN, score=None)
        for n, holder in enumerate(holders)
    )


def check_worthiness(
    kind: ClaimKind, quantities: Sequence[Quantity], times: Sequence[TimeExpression], *, named: bool
) -> bool:
    """Whether a fact checker could settle it: a factual claim with a number, a date or a named participant."""
    return kind not in _NOT_WORTH_CHECKING and bool(quantities or times or named)


def _value(hedges: Sequence[Hedge], *, negated: bool) -> FactualityValue:
    certainties = [_CERTAINTY[hedge.type] for hedge in hedges if hedge.type in _CERTAINTY]
    weakest = max(certainties, key=_ORDER.index, default="CT")
    if weakest == "U":
        return FactualityValue.UNKNOWN
    return FactualityValue(weakest + ("-" if negated else "+"))


def _auxiliaries(predicate: Predicate) -> set[str]:
    """The auxiliaries of the predicate, or those it shares: «should rest and drink»."""
    for tokens in ((predicate.token, predicate.top, *predicate.frames), (first_conjunct(predicate.top),)):
        found = {child.lower_ for token in tokens for child in token.children if child.dep_ == "aux"}
        if found:
            return found
    return set()


def _evaluates(predicate: Predicate) -> bool:
    words = load_lexicon("kinds")["evaluative"]
    return predicate.token.pos_ in {"ADJ", "NOUN"} and predicate.token.lemma_.lower() in words
