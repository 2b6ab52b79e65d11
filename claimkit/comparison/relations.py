"""How two claims stand to each other: the relations of Cross-document Structure Theory (Radev 2000), by algebra.

First whether they speak of one proposition at all (propositions.py), then field by field how what they state stands
(values.py, moments.py), then one verdict. Different numbers are a conflict only after event, scope and date agree;
where one of the three cannot be settled the verdict abstains: overlap, with the difference named. A later date explains
a count that has changed. Where what is left is a matter of words a small model is asked (wording.py): whether claims
have to do with each other, and whether one says more. It has no part in contradictions and follow-ups, calls nothing
equivalent whose values are not, and nothing narrower whose values are wider. Nothing here asks an embedding.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimkit.comparison.conflicts import REAL, of_conflict, of_denial
from claimkit.comparison.differences import differences
from claimkit.comparison.fields import Fields, fields_of
from claimkit.comparison.moments import days_of, days_standing
from claimkit.comparison.occasions import are_one_series, are_other_numbers, last_occasion, presupposes
from claimkit.comparison.profiles import Profile, profiles_of
from claimkit.comparison.propositions import Likeness, Match, match
from claimkit.comparison.scopes import scope_standing
from claimkit.comparison.values import Standing, combined, value_standing
from claimkit.comparison.wording import (
    A_SAYS_MORE,
    B_SAYS_MORE,
    EQUIVALENCE,
    OVERLAP,
    UNRELATED,
    Way,
    has_arguments,
    is_close,
    likeliest,
    untold,
)
from claimkit.errors import OptionError
from claimkit.records import (
    Article,
    Claim,
    ClaimKind,
    ClaimPair,
    Dependence,
    Difference,
    Narrower,
    Quantity,
    QuantityRole,
    Relation,
    make_id,
)

if TYPE_CHECKING:
    from claimkit.extraction.pipeline import Extraction

_AHEAD = frozenset({ClaimKind.PREDICTION, ClaimKind.COMMITMENT, ClaimKind.DIRECTIVE})
_NARROWER = {Standing.A_IN_B: Narrower.A, Standing.B_IN_A: Narrower.B}
_WITHIN = frozenset({Standing.SAME, Standing.A_IN_B, Standing.B_IN_A})
_NEVER_BY_WORDING = frozenset({Relation.CONTRADICTION, Relation.FOLLOW_UP})


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """``narrower`` is the claim that says more, for a subsumption; ``differences`` are in a fixed order of fields."""

    relation: Relation
    narrower: Narrower | None
    differences: tuple[Difference, ...]


def relation(a: Profile, b: Profile, *, same_event: bool | None = None) -> Verdict:
    """How two claims stand to each other; swapping them swaps ``narrower`` and the sides of the differences, no more.

    ``same_event`` is whether their articles report one event, ``None`` where that is not known: then only what the
    claims say themselves, and the days on which they were published, can show that they speak of one thing.
    """
    found = match(a, b)
    verdict = _related(a, b, found, same_event)
    if verdict is None:
        return Verdict(relation=Relation.UNRELATED, narrower=None, differences=differences(a, b, _agreed(found)))
    return verdict


def related(a: Profile, b: Profile, *, same_event: bool | None = None) -> Verdict | None:
    """As :func:`relation`; ``None`` for unrelated claims, whose differences nobody asks for: nearly all pairs."""
    return _related(a, b, match(a, b), same_event)


def _related(a: Profile, b: Profile, found: Match, same_event: bool | None) -> Verdict | None:
    if a.claim_id == b.claim_id:
        return Verdict(relation=Relation.EQUIVALENCE, narrower=None, differences=())
    series = _of_series(a, b)
    if series is None and (_is_far(a, b, found) or _other_one(a, b) or are_other_numbers(a, b)):
        # Nearly all pairs end here: how their values stand is not worth finding out.
        return None
    fields = fields_of(a, b)
    kind, narrower = series or _told(a, b, found, fields, same_event)
    if kind is Relation.UNRELATED:
        return None
    agreed, unsettled = _agreed(found) | _same(fields), {"times"} if fields.days is Standing.UNKNOWN else set()
    return Verdict(relation=kind, narrower=narrower, differences=differences(a, b, agreed, unsettled))


def relate(claim_a: Claim, claim_b: Claim, articles: Sequence[Article | Extraction]) -> ClaimPair:
    """How two claims stand to each other; ``articles`` holds the article of each, or better what was extracted from it.

    An extraction brings the names that the article uses for one entity; of a bare article only words are compared.
    Whether two articles report one event is not asked: that takes all of them, and ``compare`` does. Dependence is
    unknown here for the same reason. ``score`` is 1 for claims of one proposition, .5 for part of one, else 0.

    Raises :class:`OptionError` where the article of a claim is not among ``articles``.
    """
    a, b = (_profile(claim, articles) for claim in (claim_a, claim_b))
    verdict = relation(a, b, same_event=True if a.article_id == b.article_id else None)
    return ClaimPair(
        pair_id=make_id(claim_a.claim_id, claim_b.claim_id),
        claim_a=claim_a.claim_id,
        claim_b=claim_b.claim_id,
        relation=verdict.relation,
        narrower=verdict.narrower,
        differences=verdict.differences,
        dependence=Dependence.UNKNOWN,
        score=match(a, b).likeness / Likeness.FULL,
    )


def _profile(claim: Claim, articles: Sequence[Article | Extraction]) -> Profile:
    for known in articles:
        article, mentions = (known, ()) if isinstance(known, Article) else (known.article, known.mentions)
        if article.article_id == claim.article_id:
            (profile,) = profiles_of(article, [claim], mentions)
            return profile
    raise OptionError(f"claim {claim.claim_id}: its article {claim.article_id} is not among the articles; pass it too")


# --- the verdict ---------------------------------------------------------------------------------------------------


def _is_far(a: Profile, b: Profile, found: Match) -> bool:
    return found.likeness is Likeness.NONE and not is_close(a, b)


def _told(a: Profile, b: Profile, found: Match, fields: Fields, same_event: bool | None) -> Way:
    """What the rules say; and what the model of wording says, where that is a matter of words alone."""
    ruled = UNRELATED if found.likeness is Likeness.NONE else _judged(a, b, found, fields, same_event)
    if ruled[0] in _NEVER_BY_WORDING or not (a.words and b.words):  # a stand-off dataset has no words
        return ruled
    one, other = untold(a, b, found), untold(b, a, found)
    untold_of = {EQUIVALENCE: one | other, A_SAYS_MORE: other, B_SAYS_MORE: one}
    if ruled in untold_of and not untold_of[ruled]:
        return ruled  # neither algebra nor words find more on the side that says no more
    ways = _open_ways(a, b, found, fields)
    if ruled == EQUIVALENCE and _is_same_event(found) and max(len(one), len(other)) <= 1:
        # One word is manner: "officers arrived", "police arrived at the scene".
        ways = ways - {UNRELATED, OVERLAP} | {EQUIVALENCE}
    return likeliest(a, b, found, fields, ruled, ways)


def _is_same_event(found: Match) -> bool:
    return found.predicate is found.subject is found.object is Likeness.FULL


def _open_ways(a: Profile, b: Profile, found: Match, fields: Fields) -> set[Way]:
    """What the algebra leaves open: no equivalence but of equal values, nothing within what it is not."""
    # A noun of the one names the event of the other, or the two are of one kin.
    ways: set[Way] = {OVERLAP} if found.predicate is Likeness.PART else {UNRELATED, OVERLAP}
    if a.negated != b.negated or found.opposite or (a.kind is not b.kind and not {a.kind, b.kind} <= REAL):
        return ways
    values = {fields.quantities, fields.lengths, fields.days}
    a_told, b_told = has_arguments(a, b, found), has_arguments(b, a, found)
    within = not a.negated and set(fields) <= _WITHIN
    open_if = {
        EQUIVALENCE: a_told and b_told and combined(list(fields)) is Standing.SAME,
        A_SAYS_MORE: b_told and within and Standing.B_IN_A not in values,
        B_SAYS_MORE: a_told and within and Standing.A_IN_B not in values,
    }
    return ways | {way for way, is_open in open_if.items() if is_open}


def _judged(a: Profile, b: Profile, found: Match, fields: Fields, same_event: bool | None) -> Way:
    if found.likeness is Likeness.PART:
        return Relation.OVERLAP, None
    if (a.kind in REAL) != (b.kind in REAL):
        return _across_kinds(a, b, fields), None
    if a.kind is not b.kind and a.kind not in REAL:
        return Relation.OVERLAP, None  # an order is no forecast
    if a.negated != b.negated or found.opposite:
        return of_denial(a, b, found, fields, same_event), None
    if Standing.DISJOINT in (fields.values, fields.days):
        return of_conflict(a, b, fields, same_event), None
    total = combined(list(fields))
    if total is Standing.SAME:
        return Relation.EQUIVALENCE, None
    if total in _NARROWER:
        # Who denies that anybody was hurt says more than who denies that five were.
        return Relation.SUBSUMPTION, _NARROWER[total.flipped if a.negated else total]
    return Relation.OVERLAP, None


def _of_series(a: Profile, b: Profile) -> Way | None:
    """Two claims on the occasions of one series; ``None`` where at least one is on something else."""
    narrower = presupposes(a, b)
    if narrower is not None:
        return Relation.SUBSUMPTION, narrower
    one, other = last_occasion(a), last_occasion(b)
    if one is None or other is None or not are_one_series(one, other):
        return None
    same = days_standing(one.when, other.when) is Standing.SAME and bool(one.when.days)
    return (Relation.EQUIVALENCE if same else Relation.OVERLAP), None


def _other_one(a: Profile, b: Profile) -> bool:
    """Whether an ordinal or an age tells two things of one kind apart: the sixth congress is not the eighth."""
    marks = ([quantity for quantity in each.quantities if _is_mark(quantity)] for each in (a, b))
    return any(
        one.role is other.role
        and one.property == other.property
        and scope_standing(one, other) is not Standing.DISJOINT
        and value_standing(one, other) is Standing.DISJOINT
        for one, other in itertools.product(*marks)
    )


def _is_mark(quantity: Quantity) -> bool:
    return quantity.role is QuantityRole.ORDINAL or quantity.property == "age"


def _across_kinds(a: Profile, b: Profile, fields: Fields) -> Relation:
    """A plan, a forecast, an order beside what happened."""
    ahead, real = (b, a) if a.kind in REAL else (a, b)
    if ahead.kind not in _AHEAD or Standing.DISJOINT in fields:
        return Relation.OVERLAP
    planned, happened = days_of(ahead.published), days_of(real.published)
    return Relation.OVERLAP if planned and happened and happened < planned else Relation.FOLLOW_UP


def _agreed(found: Match) -> set[str]:
    """The parts of the proposition that agree, however they are worded."""
    agree = {
        "predicate": found.predicate is Likeness.FULL and not found.opposite,
        "subject": found.subject is Likeness.FULL,
        "object": found.object is Likeness.FULL,
    }
    return {field for field, same in agree.items() if same}


def _same(fields: Fields) -> set[str]:
    """The fields that agree, however they are worded."""
    agree = {
        "quantities": fields.quantities is Standing.SAME,
        "times": fields.days is Standing.SAME and fields.lengths is Standing.SAME,
        "places": fields.places is Standing.SAME,
        "names": fields.names is Standing.SAME,
    }
    return {field for field, same in agree.items() if same}
