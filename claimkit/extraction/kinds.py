"""What kind of claim it is and whether it is worth checking (``docs/guidelines.md``, rules 6, 16 and 18).

What the grammar says outright is decided by rules: imperatives, what is urged or vowed, the future. Whether the rest
is an event, a state or an opinion a linear model decides over named features, and another one whether a reader would
want it checked (ClaimBuster, Hassan et al. 2017). Both are learned from claims labelled by hand
(``benchmarks/kind_gold``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from claimkit.extraction.commitments import is_counterfactual
from claimkit.extraction.kind_features import Matter, auxiliaries_of, kind_features
from claimkit.extraction.linear import LinearModel, load_linear
from claimkit.extraction.predicates import Clause, Predicate
from claimkit.extraction.syntax import first_conjunct, is_infinitive, subject_of
from claimkit.records import ArgumentRole, ClaimKind, SourceType
from claimkit.resources import load_lexicon

KIND_MODEL = "kinds/kind"
WORTH_MODEL = "kinds/worth"
WORTH, NO_WORTH = "yes", "no"
# Share above which a claim is worth checking: where F1 was highest in cross-validation over the claims trained on.
THRESHOLD = 0.28
# Kinds that the model chooses between; the others are the rules' to find.
LEARNED = (ClaimKind.EVENT, ClaimKind.STATE, ClaimKind.OPINION)
_NOT_WORTH_CHECKING = frozenset({ClaimKind.DIRECTIVE, ClaimKind.COMMITMENT, ClaimKind.PREDICTION, ClaimKind.OPINION})
_IMPERSONAL = frozenset({"it", "that", "this", "there", "these", "those"})


@dataclass(frozen=True, slots=True)
class Judgement:
    """A claim's kind and whether to check it, each with the model's share for it, from 0 to 1, to three digits.

    ``kind_score`` is what the model gives the kind chosen, by rule or not.
    """

    kind: ClaimKind
    kind_score: float
    check_worthy: bool
    check_worthy_score: float


def judge(matter: Matter, kinds: LinearModel | None = None, worth: LinearModel | None = None) -> Judgement:
    """The kind of a claim and whether it is worth checking, by the shipped models unless others are given."""
    ruled = ruled_kind(matter)
    features = kind_features(matter, ruled)
    shares = shares_of(kinds or load_linear(KIND_MODEL), features)
    kind = ruled if ruled not in LEARNED else max(LEARNED, key=lambda each: shares.get(each, 0.0))
    checked = shares_of(worth or load_linear(WORTH_MODEL), features)[WORTH]
    if kind in _NOT_WORTH_CHECKING or is_counterfactual(matter.predicate):
        checked = min(checked, THRESHOLD)
    return Judgement(
        kind=kind,
        kind_score=round(shares.get(kind, 0.0), 3),
        check_worthy=checked > THRESHOLD,
        check_worthy_score=round(checked, 3),
    )


def shares_of(model: LinearModel, features: Collection[str]) -> Mapping[str, float]:
    """The softmax of a model's scores, by class."""
    scores = model.scores(features)
    powers = np.exp(scores - scores.max())
    return dict(zip(model.classes, (powers / powers.sum()).tolist(), strict=True))


def ruled_kind(matter: Matter) -> ClaimKind:
    """The kind as the rules have it: the innermost link's cue decides before the predicate does."""
    words = load_lexicon("kinds")
    predicate, chain = matter.predicate, matter.chain
    cue = set((chain[-1].cue_lemma or "").split()) if chain else set()
    auxiliaries = auxiliaries_of(predicate)
    urged = _urged(matter, cue, auxiliaries, words)
    if urged is not None:
        return urged
    obliging = _obliging(matter, auxiliaries, words)
    if obliging is not None:
        return obliging
    if _foretells(predicate, cue, auxiliaries, words):
        return ClaimKind.PREDICTION
    believed = bool(chain) and chain[-1].source is not None and bool(cue & set(words["opinion_cues"]))
    if not matter.quantities and (_evaluates(predicate) or believed):
        return ClaimKind.OPINION
    return ClaimKind.STATE if _holds(predicate, words) else ClaimKind.EVENT


def _urged(
    matter: Matter, cue: Collection[str], auxiliaries: Collection[str], words: Mapping[str, list[str]]
) -> ClaimKind | None:
    """Directive or commitment, by the cue above, the mood, or a speaker's own "we will"."""
    predicate = matter.predicate
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
    if _commands(matter, auxiliaries):
        return ClaimKind.DIRECTIVE
    # «we will have to accept it» binds nobody.
    obliged = any(frame.lemma_ in {"have", "need"} for frame in predicate.frames)
    willed = not obliged and bool(set(auxiliaries) & {*words["future"], *words["promised"]})
    return ClaimKind.COMMITMENT if willed and _own(matter, cue, auxiliaries, words) else None


def _commands(matter: Matter, auxiliaries: Collection[str]) -> bool:
    """«Be careful», «Don't wait», «let us go»: a bare verb without a subject."""
    top, clause = matter.predicate.top, matter.predicate.clause
    bare = top.tag_ == "VB" and set(auxiliaries) <= {"do"} and not is_infinitive(top) and subject_of(top) is None
    # Under the verb of saying, a quoted one looks like «made him wait».
    return bare and (clause in {Clause.MAIN, Clause.COMPLEMENT} or (clause is Clause.INFINITIVE and matter.quoted))


def _own(matter: Matter, cue: Collection[str], auxiliaries: Collection[str], words: Mapping[str, list[str]]) -> bool:
    """Whether who speaks says what he himself will do: «we will pay», «the firm said it would», «pledged that …»."""
    predicate = matter.predicate
    subject = subject_of(predicate.top) or subject_of(predicate.token)
    if subject is not None and subject.lower_ in {"i", "we"} and set(auxiliaries) & set(words["future"]):
        return True
    if not matter.chain:
        return False
    if set(cue) & set(words["promising_cues"]):
        return True
    speaker = matter.chain[-1].entity_id
    doer = next((each.entity_id for each in matter.arguments if each.role is ArgumentRole.SUBJECT), None)
    acts = predicate.token.pos_ == "VERB" and predicate.token.lemma_ not in {*words["states"], *words["befalling"]}
    # «thinks she will win» foretells.
    foreseen = set(cue) & {*words["foretelling"], *words["opinion_cues"]}
    return acts and speaker is not None and speaker == doer and not foreseen


def _obliging(matter: Matter, auxiliaries: Collection[str], words: Mapping[str, list[str]]) -> ClaimKind | None:
    """«should resign» asks, «passengers must wear a vest» rules, «should be tougher» judges."""
    predicate = matter.predicate
    subject = subject_of(predicate.top) or subject_of(predicate.token)
    if set(auxiliaries) & set(words["advising"]):
        judged = predicate.token.pos_ == "ADJ" or (subject is not None and subject.lower_ in _IMPERSONAL)
        return ClaimKind.OPINION if judged else ClaimKind.DIRECTIVE
    if set(auxiliaries) & set(words["deontic"]) or _forbids(predicate, auxiliaries):
        source = matter.chain[-1].source_type if matter.chain else None
        return ClaimKind.RULE if source in {None, SourceType.DOCUMENT} else ClaimKind.DIRECTIVE
    return None


def _forbids(predicate: Predicate, auxiliaries: Collection[str]) -> bool:
    """«may not cross»; not «may not have crossed», nor «may have failed to cross»: those are guesses."""
    words = (predicate.token, predicate.top, *predicate.frames)
    negated = any(child.dep_ == "neg" for word in words for child in word.children)
    return "may" in auxiliaries and negated and not set(auxiliaries) & {"have", "'ve"}


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


def _holds(predicate: Predicate, words: Mapping[str, list[str]]) -> bool:
    """A state: a copular predicate, a stative verb, or a habit in the simple present."""
    token = predicate.token
    if predicate.clause is Clause.NOMINAL:
        return False
    habit = token.tag_ in {"VBZ", "VBP"} and predicate.clause is not Clause.INFINITIVE
    return token.pos_ in {"NOUN", "PROPN", "ADJ", "NUM", "PRON"} or token.lemma_ in words["states"] or habit


def _evaluates(predicate: Predicate) -> bool:
    words = load_lexicon("kinds")["evaluative"]
    if predicate.token.pos_ == "ADJ" and any(
        child.lower_ == "too" and child.dep_ == "advmod" for child in predicate.token.children
    ):
        return True
    return predicate.token.pos_ in {"ADJ", "NOUN"} and predicate.token.lemma_.lower() in words
