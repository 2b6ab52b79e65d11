"""What kind of claim it is, how certain each holder is of it, and whether it is worth checking.

Factuality values are FactBank's (Saurí and Pustejovsky 2009). Under a reporting cue the author commits to nothing (Uu)
and the source carries the value. Directives and commitments are no facts about the world: every holder gets Uu.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from claimkit.extraction.predicates import Clause, Predicate
from claimkit.extraction.syntax import first_conjunct, subject_of
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
    auxiliaries = _auxiliaries(predicate)
    urged = _urged(predicate, cue, auxiliaries, words)
    if urged is not None:
        return urged
    if auxiliaries & set(words["deontic"]) or ({"may", "not"} <= _modality(predicate, auxiliaries)):
        source = chain[-1].source_type if chain else None
        return ClaimKind.RULE if source in {None, SourceType.DOCUMENT} else ClaimKind.DIRECTIVE
    if _foretells(predicate, cue, auxiliaries, words):
        return ClaimKind.PREDICTION
    believed = bool(chain) and chain[-1].source is not None and bool(cue & set(words["opinion_cues"]))
    if not quantities and (_evaluates(predicate) or believed):
        return ClaimKind.OPINION
    return ClaimKind.STATE if _holds(predicate, words) else ClaimKind.EVENT


def _urged(
    predicate: Predicate, cue: Collection[str], auxiliaries: Collection[str], words: Mapping[str, list[str]]
) -> ClaimKind | None:
    """Directive or commitment, by the cue above, the mood, or a speaker's own "we will"."""
    if predicate.clause is Clause.INFINITIVE and not predicate.presupposed:
        # «wants her to leave»: what one wants of another is asked, not promised.
        first = first_conjunct(predicate.top)
        of_another = any(child.dep_ in {"dobj", "dative"} for child in first.head.children)
        # … and parsed with a subject of its own; «expects prices to grow» asks nothing of prices.
        of_another = of_another or (subject_of(first) is not None and not set(cue) & set(words["foretelling"]))
        if set(cue) & set(words["directive_cues"]) or (set(cue) & set(words["wishing_cues"]) and of_another):
            return ClaimKind.DIRECTIVE
        if set(cue) & set(words["commitment_cues"]):
            return ClaimKind.COMMITMENT
    if predicate.token.tag_ == "VB" and not auxiliaries and not predicate.frames and predicate.clause is Clause.MAIN:
        return ClaimKind.DIRECTIVE
    subject = subject_of(predicate.top) or subject_of(predicate.token)
    own = subject is not None and subject.lower_ in {"i", "we"}
    # «we will have to accept it» binds nobody.
    obliged = any(frame.lemma_ in {"have", "need"} for frame in predicate.frames)
    return ClaimKind.COMMITMENT if own and not obliged and set(auxiliaries) & set(words["future"]) else None


def _foretells(
    predicate: Predicate, cue: Collection[str], auxiliaries: Collection[str], words: Mapping[str, list[str]]
) -> bool:
    frames = {frame.lemma_ for frame in predicate.frames}
    if set(auxiliaries) & set(words["future"]) or frames & set(words["future_frames"]):
        return True
    if predicate.token.lemma_ in words["foretelling"] and predicate.clause is not Clause.NOMINAL:
        return not any(child.dep_ == "dobj" for child in predicate.token.children)
    if predicate.clause is Clause.INFINITIVE and set(cue) & set(words["foretelling"]):
        return True
    # «would rise», «may have to act»: open, and not «would have risen», «may be waiting», «may know».
    open_ = set(auxiliaries) & set(words["open_future"]) and not set(auxiliaries) & {"have", "be", "'ve"}
    bare = predicate.token.tag_ == "VB" and predicate.token.lemma_ not in words["states"]
    return bool(open_) and bare


def _modality(predicate: Predicate, auxiliaries: Collection[str]) -> set[str]:
    return {*auxiliaries, *({"not"} if predicate.negated else set())}


def _holds(predicate: Predicate, words: Mapping[str, list[str]]) -> bool:
    """A state: a copular predicate, a stative verb, or a habit in the simple present."""
    token = predicate.token
    if predicate.clause is Clause.NOMINAL:
        return False
    habit = token.tag_ in {"VBZ", "VBP"} and predicate.clause is not Clause.INFINITIVE
    return token.pos_ in {"NOUN", "PROPN", "ADJ", "NUM", "PRON"} or token.lemma_ in words["states"] or habit


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
    if predicate.token.pos_ == "ADJ" and any(
        child.lower_ == "too" and child.dep_ == "advmod" for child in predicate.token.children
    ):
        return True
    return predicate.token.pos_ in {"ADJ", "NOUN"} and predicate.token.lemma_.lower() in words
