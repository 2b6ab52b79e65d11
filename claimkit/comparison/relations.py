"""How two claims stand to each other: the relations of Cross-document Structure Theory (Radev 2000), by algebra.

First whether they speak of one proposition at all (propositions.py), then field by field how what they state stands
(values.py, moments.py), then one verdict. Different numbers are a conflict only after event, scope and date agree;
where one of the three cannot be settled the verdict abstains: overlap, with the difference named. A later date explains
a count that has changed. Nothing here asks an embedding whether two values are equal.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from claimkit.comparison.differences import differences
from claimkit.comparison.moments import dating, days_of, days_standing, lengths_standing
from claimkit.comparison.occasions import are_one_series, are_other_numbers, last_occasion, presupposes
from claimkit.comparison.profiles import REMEMBERED, Profile, profiles_of
from claimkit.comparison.propositions import Likeness, Match, bare_key, event_of, key_likeness, match, shared_words
from claimkit.comparison.scopes import is_reversed, leaves_out, scope_standing
from claimkit.comparison.values import Standing, combined, value_standing
from claimkit.errors import OptionError
from claimkit.records import (
    Article,
    Claim,
    ClaimKind,
    ClaimPair,
    Dependence,
    Difference,
    FactualityValue,
    Narrower,
    Quantity,
    QuantityRole,
    Relation,
    make_id,
)
from claimkit.resources import load_lexicon

if TYPE_CHECKING:
    from claimkit.extraction.pipeline import Extraction

_REAL = frozenset({ClaimKind.EVENT, ClaimKind.STATE})
_AHEAD = frozenset({ClaimKind.PREDICTION, ClaimKind.COMMITMENT, ClaimKind.DIRECTIVE})
_OPEN = frozenset(
    {FactualityValue.POSSIBLE_POSITIVE, FactualityValue.POSSIBLE_NEGATIVE, FactualityValue.CERTAIN_UNKNOWN}
)
_COMPATIBLE = frozenset({Standing.SAME, Standing.A_IN_B, Standing.B_IN_A, Standing.OVERLAP})
_A_WEEK = 7
_HALF = 0.5  # of the words of the shorter claim
_DENIAL = re.compile(r"\b(?:no|not|never|none|nobody|nothing|neither|without)\b|n['’]t\b", re.IGNORECASE)
# Who else was hurt depends on who was left out: "the other two" are not all.
_OTHERS = re.compile(r"\b(?:others?|another|more(?! than)|additional)\b", re.IGNORECASE)
_CAPITALISED = re.compile(r"\b[^\W\d_a-z][\w'’-]*")
_NARROWER = {Standing.A_IN_B: Narrower.A, Standing.B_IN_A: Narrower.B}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """``narrower`` is the claim that says more, for a subsumption; ``differences`` are in a fixed order of fields."""

    relation: Relation
    narrower: Narrower | None
    differences: tuple[Difference, ...]


class _Fields(NamedTuple):
    """How the fields of two claims stand."""

    quantities: Standing
    lengths: Standing
    days: Standing
    places: Standing
    names: Standing

    @property
    def values(self) -> Standing:
        return combined([self.quantities, self.lengths])


def relation(a: Profile, b: Profile, *, same_event: bool | None = None) -> Verdict:
    """How two claims stand to each other; swapping them swaps ``narrower`` and the sides of the differences, no more.

    ``same_event`` is whether their articles report one event, ``None`` where that is not known: then only what the
    claims say themselves, and the days on which they were published, can show that they speak of one thing.
    """
    if a.claim_id == b.claim_id:
        return Verdict(relation=Relation.EQUIVALENCE, narrower=None, differences=())
    found = match(a, b)
    series = _of_series(a, b)
    if series is None and (found.likeness is Likeness.NONE or _other_one(a, b) or are_other_numbers(a, b)):
        # Nearly all pairs end here: how their values stand is not worth finding out.
        return Verdict(relation=Relation.UNRELATED, narrower=None, differences=differences(a, b, _agreed(found)))
    fields = _fields(a, b)
    kind, narrower = series or _judged(a, b, found, fields, same_event)
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


# --- how the fields stand ------------------------------------------------------------------------------------------


def _fields(a: Profile, b: Profile) -> _Fields:
    one, other = dating(a.times), dating(b.times)
    return _Fields(
        quantities=_quantities_standing(a.quantities, b.quantities),
        lengths=lengths_standing(one, other),
        days=days_standing(one, other),
        places=_keys_standing(_added(a.places, b), _added(b.places, a)),
        names=_keys_standing(_added(_others_named(a), b), _added(_others_named(b), a)),
    )


def _quantities_standing(a: Sequence[Quantity], b: Sequence[Quantity]) -> Standing:
    """Each quantity beside the one of the same thing that stands nearest; one without a counterpart says more."""
    ones, others = ([each for each in quantities if each.role is not QuantityRole.ORDINAL] for quantities in (a, b))
    ranked = sorted(
        (_PREFERRED.index(standing), i, j)
        for i, one in enumerate(ones)
        for j, other in enumerate(others)
        if (standing := _pair_standing(one, other)) is not None
    )
    left, right, found = set(range(len(ones))), set(range(len(others))), []
    for rank, i, j in ranked:
        if i in left and j in right:
            left.remove(i)
            right.remove(j)
            found.append(_PREFERRED[rank])
    return combined([*found, *(Standing.A_IN_B for _ in left), *(Standing.B_IN_A for _ in right)])


_PREFERRED = (
    Standing.SAME,
    Standing.A_IN_B,
    Standing.B_IN_A,
    Standing.DISJOINT,
    Standing.OVERLAP,
    Standing.UNKNOWN,
)


def _pair_standing(a: Quantity, b: Quantity) -> Standing | None:
    """How two quantities stand; ``None`` where they measure different things."""
    scope = scope_standing(a, b)
    if scope is Standing.DISJOINT or (a.property == "age") != (b.property == "age"):
        return None
    if is_reversed(a, b):
        return Standing.DISJOINT if a.role is QuantityRole.CHANGE_BY else None
    value = value_standing(a, b)
    if value is Standing.DISJOINT and leaves_out(a) | leaves_out(b):
        return Standing.OVERLAP
    if scope in (Standing.SAME, Standing.UNKNOWN):
        return value
    # Five officers are among five people; of five officers and seven people both may be right.
    return scope if value is Standing.SAME else Standing.OVERLAP


def _keys_standing(added_by_a: Sequence[str], added_by_b: Sequence[str]) -> Standing:
    """Who names more says more; who names others says other things."""
    if added_by_a and added_by_b:
        return Standing.OVERLAP
    return Standing.A_IN_B if added_by_a else Standing.B_IN_A if added_by_b else Standing.SAME


def _added(keys: Sequence[str], other: Profile) -> list[str]:
    """The keys that the other claim has in no role: a city is a place here and but a name there."""
    known = [key for key in (other.subject, other.object, *other.obliques, *other.places, *other.names) if key]
    return [key for key in keys if not any(_are_one_name(key, each) for each in known)]


def _are_one_name(one: str, other: str) -> bool:
    """Whether one lies within the other, or they share two words: "Hook School", "the Hook School principal"."""
    return key_likeness(one, other) is Likeness.FULL or len(set(one.split()) & set(other.split())) > 1


@functools.lru_cache(REMEMBERED)
def _others_named(profile: Profile) -> tuple[str, ...]:
    """Who is named besides subject and object, which are compared in their roles, and the places."""
    known = (profile.subject, profile.object, *profile.places)
    return tuple(
        name for name in _proper(profile) if not any(key_likeness(name, key) is Likeness.FULL for key in known)
    )


@functools.lru_cache(REMEMBERED)
def _proper(profile: Profile) -> tuple[str, ...]:
    """The names among the names: descriptions ("the borders") are entities of an article too, and are no names."""
    if profile.text is None:
        return profile.names
    capitals = _capitalised(profile.text)
    return tuple(name for name in profile.names if name.rsplit(" ", 1)[-1] in capitals)


@functools.lru_cache(65_536)
def _capitalised(text: str) -> frozenset[str]:
    return frozenset(match.group().casefold() for match in _CAPITALISED.finditer(text))


# --- the verdict ---------------------------------------------------------------------------------------------------


def _judged(
    a: Profile, b: Profile, found: Match, fields: _Fields, same_event: bool | None
) -> tuple[Relation, Narrower | None]:
    if found.likeness is Likeness.PART:
        return Relation.OVERLAP, None
    if (a.kind in _REAL) != (b.kind in _REAL):
        return _across_kinds(a, b, fields), None
    if a.kind is not b.kind and a.kind not in _REAL:
        return Relation.OVERLAP, None  # an order is no forecast
    if a.negated != b.negated or found.opposite:
        return _of_denial(a, b, found, fields, same_event), None
    if Standing.DISJOINT in (fields.values, fields.days):
        return _of_conflict(a, b, fields, same_event), None
    total = combined(list(fields))
    if total is Standing.SAME:
        return Relation.EQUIVALENCE, None
    if total in _NARROWER:
        # Who denies that anybody was hurt says more than who denies that five were.
        return Relation.SUBSUMPTION, _NARROWER[total.flipped if a.negated else total]
    return Relation.OVERLAP, None


def _of_series(a: Profile, b: Profile) -> tuple[Relation, Narrower | None] | None:
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


def _across_kinds(a: Profile, b: Profile, fields: _Fields) -> Relation:
    """A plan, a forecast, an order beside what happened."""
    ahead, real = (b, a) if a.kind in _REAL else (a, b)
    if ahead.kind not in _AHEAD or Standing.DISJOINT in fields:
        return Relation.OVERLAP
    planned, happened = days_of(ahead.published), days_of(real.published)
    return Relation.OVERLAP if planned and happened and happened < planned else Relation.FOLLOW_UP


def _of_denial(a: Profile, b: Profile, found: Match, fields: _Fields, same_event: bool | None) -> Relation:
    """One affirms what the other denies: a conflict if what is affirmed lies within what is denied."""
    if found.opposite:
        clash = not (a.negated or b.negated) and fields.days in _COMPATIBLE
    else:
        denied_covers = (Standing.SAME, Standing.B_IN_A if a.negated else Standing.A_IN_B)
        clash = combined(list(fields)) in denied_covers
    if not clash or _is_loose_denial(a, b) or _is_open(a) or _is_open(b) or not _one_event(a, b, fields, same_event):
        return Relation.OVERLAP
    return Relation.FOLLOW_UP if _days_apart(a, b) else Relation.CONTRADICTION


def _is_loose_denial(a: Profile, b: Profile) -> bool:
    """Whether the two share too little to deny each other, or deny in the same word, which one parse has missed."""
    denials = [bool(_DENIAL.search(each.text or "")) for each in (a, b)]
    if all(denials) or shared_words(a, b) < _HALF or any(_OTHERS.search(each.text or "") for each in (a, b)):
        return True  # "no other injuries were reported" beside the three that were
    # "Nobody died" says nothing of one man's death years ago, but much of five deaths.
    counted = any(each.counted for profile in (a, b) for each in profile.quantities)
    return (bare_key(a.subject) is None) != (bare_key(b.subject) is None) and not counted


def _of_conflict(a: Profile, b: Profile, fields: _Fields, same_event: bool | None) -> Relation:
    """Values or days exclude each other."""
    if _is_open(a) or _is_open(b) or not _may_both_be_wrong(a, b):
        return Relation.OVERLAP
    if fields.days is Standing.DISJOINT:
        return _of_days(a, b, fields, same_event)
    if fields.days is Standing.UNKNOWN or not _one_scope(a, b, fields) or not _one_event(a, b, fields, same_event):
        return Relation.OVERLAP
    if _days_apart(a, b) is None and not (dating(a.times).days and dating(b.times).days):
        # Two tolls of articles without a date: the one may be of a later day.
        return Relation.OVERLAP
    return Relation.FOLLOW_UP if _explained_by_time(a, b, fields) else Relation.CONTRADICTION


def _of_days(a: Profile, b: Profile, fields: _Fields, same_event: bool | None) -> Relation:
    """Two days: of what happens once a conflict, of a count its course, of all else two occasions."""
    if fields.values is Standing.DISJOINT:
        return Relation.FOLLOW_UP if same_event else Relation.OVERLAP
    if any(days.inferred for each in (a, b) for days in dating(each.times).days):
        return Relation.OVERLAP  # "on Sunday", of a report that was put online again a week later
    once = event_of(a).kind in _once() and Likeness.FULL is key_likeness(a.subject, b.subject)
    if once or (
        same_event and a.kind is ClaimKind.EVENT and a.predicate == b.predicate and fields.values is Standing.SAME
    ):
        return Relation.CONTRADICTION
    return Relation.OVERLAP


def _one_scope(a: Profile, b: Profile, fields: _Fields) -> bool:
    """Whether nothing says that two numbers were counted in other places or over other periods."""
    if Standing.OVERLAP in (fields.names, fields.places):
        return False
    if (
        _tells_one(a) != _tells_one(b)
        or _have_two_agents(a, b)
        or not _says_what_is_counted(a, b)
        or _counts_killers(a) != _counts_killers(b)
        or any(_OTHERS.search(each.text or "") for each in (a, b))
    ):
        return False
    one, other = dating(a.times).days, dating(b.times).days
    # "More than 700 have been killed this year", beside the four of one night.
    return bool(one) == bool(other) or all(days.length <= _A_WEEK for days in (*one, *other))


def _have_two_agents(a: Profile, b: Profile) -> bool:
    """Whether each names who did it to somebody, and not the same: the gunman of one city and that of another."""
    one, other = event_of(a), event_of(b)
    doers = (
        one.object is not None and other.object is not None and one.subject is not None and other.subject is not None
    )
    return doers and key_likeness(one.subject, other.subject) is Likeness.NONE


def _says_what_is_counted(a: Profile, b: Profile) -> bool:
    """Whether a number has a unit or a noun on one side at least: two bare ones may be an age and a house."""
    numbers = [*a.quantities, *b.quantities]
    return not numbers or any(each.unit or each.counted for each in numbers)


def _tells_one(profile: Profile) -> bool:
    """Whether a claim is on one of several: that one died at the scene is no toll."""
    return any(each.low == each.high == 1 and each.unit is None for each in profile.quantities)


def _counts_killers(profile: Profile) -> bool | None:
    """Whether the dead of a claim may include who killed them: "six are dead", but not "he killed five"."""
    event = event_of(profile)
    return event.object is None if event.kind in _cumulative() else None


def _is_open(profile: Profile) -> bool:
    """Whether the claim is told as a mere possibility: it may have been five, and it was three."""
    return profile.certainty in _OPEN


def _may_both_be_wrong(a: Profile, b: Profile) -> bool:
    """Whether claims of these kinds can exclude each other: two orders or two opinions do not."""
    return a.kind in _REAL or a.kind is b.kind is ClaimKind.PREDICTION


def _one_event(a: Profile, b: Profile, fields: _Fields, same_event: bool | None) -> bool:
    """Whether both tell of one occasion; where nobody knows, a name and a day in common must show it."""
    if same_event is not None:
        return same_event
    named = bool(set(_proper(a)) & set(_proper(b)) or set(a.places) & set(b.places))
    dated = fields.days in _COMPATIBLE and bool(dating(a.times).days) and bool(dating(b.times).days)
    return named and (dated or (fields.days is Standing.SAME and _days_apart(a, b) == 0))


def _days_apart(a: Profile, b: Profile) -> int | None:
    """Days between the two publications, negative where ``b`` is the earlier; ``None`` where one is not known."""
    one, other = days_of(a.published), days_of(b.published)
    return (other - one).days if one and other else None


def _explained_by_time(a: Profile, b: Profile, fields: _Fields) -> bool:
    """Whether the later report may simply know more: a count, unless it is one that never falls and has fallen."""
    apart = _days_apart(a, b)
    if not apart or fields.quantities is not Standing.DISJOINT:
        return False
    one, other = next(
        pair for pair in itertools.product(a.quantities, b.quantities) if _pair_standing(*pair) is Standing.DISJOINT
    )
    if one.unit is not None:
        # Growth in one and the same year does not change with the day of the report: that is another estimate.
        return not (dating(a.times).days and fields.days is Standing.SAME)
    earlier, later = (one, other) if apart > 0 else (other, one)
    kind = event_of(a).kind
    if kind not in _tolls() and not (one.counted and other.counted):
        return False  # an age, a price: no report of another day makes both right
    return kind not in _cumulative() or later.high > earlier.low


def _agreed(found: Match) -> set[str]:
    """The parts of the proposition that agree, however they are worded."""
    agree = {
        "predicate": found.predicate is Likeness.FULL and not found.opposite,
        "subject": found.subject is Likeness.FULL,
        "object": found.object is Likeness.FULL,
    }
    return {field for field, same in agree.items() if same}


def _same(fields: _Fields) -> set[str]:
    """The fields that agree, however they are worded."""
    agree = {
        "quantities": fields.quantities is Standing.SAME,
        "times": fields.days is Standing.SAME and fields.lengths is Standing.SAME,
        "places": fields.places is Standing.SAME,
        "names": fields.names is Standing.SAME,
    }
    return {field for field, same in agree.items() if same}


@functools.cache
def _once() -> frozenset[str]:
    return frozenset(load_lexicon("relations")["verbs"]["once"].split())


@functools.cache
def _cumulative() -> frozenset[str]:
    return frozenset(load_lexicon("relations")["verbs"]["cumulative"].split())


@functools.cache
def _tolls() -> frozenset[str]:
    return frozenset(load_lexicon("relations")["verbs"]["tolls"].split())
