"""When claims that exclude each other are a conflict, when the later one knows more, and when nobody can tell.

Different numbers, days and denials are a contradiction only after event, scope and date agree; where one of the three
cannot be settled the verdict abstains: overlap.
"""

from __future__ import annotations

import functools
import itertools
import re

from claimkit.comparison.fields import Fields, pair_standing, proper_names
from claimkit.comparison.moments import dating, days_of
from claimkit.comparison.profiles import REMEMBERED, Profile
from claimkit.comparison.propositions import (
    Likeness,
    Match,
    bare_key,
    event_of,
    key_likeness,
    lemma_of,
    shared_words,
    told_words,
    words_of,
)
from claimkit.comparison.scopes import counted_group, counts_people
from claimkit.comparison.values import Standing, combined
from claimkit.records import Bound, ClaimKind, FactualityValue, Quantity, QuantityRole, Relation
from claimkit.resources import load_lexicon

REAL = frozenset({ClaimKind.EVENT, ClaimKind.STATE})
_OPEN = frozenset(
    {FactualityValue.POSSIBLE_POSITIVE, FactualityValue.POSSIBLE_NEGATIVE, FactualityValue.CERTAIN_UNKNOWN}
)
_COMPATIBLE = frozenset({Standing.SAME, Standing.A_IN_B, Standing.B_IN_A, Standing.OVERLAP})
_A_WEEK = 7
_HALF, _NEARLY_ALL = 0.5, 0.9  # of the words of the shorter claim
_DENIAL = re.compile(r"\b(?:no|not|never|none|nobody|nothing|neither|without)\b|n['’]t\b", re.IGNORECASE)
# Who else was hurt depends on who was left out: "the other two" are not all.
_OTHERS = re.compile(r"\b(?:others?|another|more(?! than)|additional)\b", re.IGNORECASE)


def of_denial(a: Profile, b: Profile, found: Match, fields: Fields, same_event: bool | None) -> Relation:
    """One affirms what the other denies: a conflict if what is affirmed lies within what is denied."""
    if found.opposite:
        # "Exports fell" denies that they rose; "the man fell" denies little.
        about_people = any(
            counts_people(counted_group((bare_key(each.subject) or "").split(" ")[-1])) for each in (a, b)
        )
        clash = not (a.negated or b.negated or about_people) and fields.days in _COMPATIBLE and a.kind is b.kind
    else:
        denied_covers = (Standing.SAME, Standing.B_IN_A if a.negated else Standing.A_IN_B)
        clash = combined(list(fields)) in denied_covers
    if not clash or _is_loose_denial(a, b) or _is_open(a) or _is_open(b) or not _one_event(a, b, fields, same_event):
        return Relation.OVERLAP
    return Relation.FOLLOW_UP if days_apart(a, b) else Relation.CONTRADICTION


def _is_loose_denial(a: Profile, b: Profile) -> bool:
    """Whether the two share too little to deny each other, or deny in the same word, which one parse has missed."""
    denials = [bool(_DENIAL.search(each.text or "")) for each in (a, b)]
    if all(denials) or shared_words(a, b) < _HALF or any(_OTHERS.search(each.text or "") for each in (a, b)):
        return True  # "no other injuries were reported" beside the three that were
    # "Nobody died" says nothing of one man's death years ago, but much of five deaths.
    counted = any(
        each.counted and each.role is not QuantityRole.ORDINAL for profile in (a, b) for each in profile.quantities
    )
    one, other = ((bare_key(event_of(each).subject) or "").split() for each in (a, b))
    if not counted and one and other and set(one).isdisjoint(other):
        return True  # the gunman was identified, his first victim was not
    denied, affirmed = (a, b) if a.negated else (b, a)
    if a.negated != b.negated and not told_words(denied) <= frozenset(affirmed.words) | words_of(event_of(denied).kind):
        return True  # "has not been charged federally" does not deny that he was charged
    return (bare_key(a.subject) is None) != (bare_key(b.subject) is None) and not counted


def of_conflict(a: Profile, b: Profile, fields: Fields, same_event: bool | None) -> Relation:
    """Values or days exclude each other."""
    if _is_open(a) or _is_open(b) or not _may_both_be_wrong(a, b):
        return Relation.OVERLAP
    if fields.days is Standing.DISJOINT:
        return _of_days(a, b, fields, same_event)
    if fields.days is Standing.UNKNOWN or not _one_scope(a, b, fields) or not _one_event(a, b, fields, same_event):
        return Relation.OVERLAP
    if days_apart(a, b) is None and not (dating(a.times).days and dating(b.times).days):
        # Two tolls of articles without a date: the one may be of a later day.
        return Relation.OVERLAP
    if fields.lengths is Standing.DISJOINT and abs(days_apart(a, b) or 0) > _A_WEEK:
        return Relation.OVERLAP  # sentenced to 74 days last year, and to nine years now
    if _explained_by_time(a, b, fields):
        return Relation.FOLLOW_UP
    if _still_counting(a, b, fields):
        return Relation.OVERLAP
    return Relation.OVERLAP if _leaves_out_killer(a, b, fields) else Relation.CONTRADICTION


def _leaves_out_killer(a: Profile, b: Profile, fields: Fields) -> bool:
    """Whether two tolls differ by one, and one of them is of victims: the other may count who killed them."""
    if fields.quantities is not Standing.DISJOINT or event_of(a).kind not in _cumulative():
        return False
    one, other = _disjoint(a, b)
    return abs(one.low - other.low) <= 1 and ("victim" in one.counted) != ("victim" in other.counted)


def _of_days(a: Profile, b: Profile, fields: Fields, same_event: bool | None) -> Relation:
    """Two days: of what happens once a conflict, of a count its course, of all else two occasions."""
    if fields.values is Standing.DISJOINT:
        return Relation.FOLLOW_UP if same_event else Relation.OVERLAP
    if any(days.inferred for each in (a, b) for days in dating(each.times).days):
        return Relation.OVERLAP  # "on Sunday", of a report that was put online again a week later
    if shared_words(a, b) >= _NEARLY_ALL:
        return Relation.OVERLAP  # nearly word for word the same: the date of one of the two articles is wrong
    if key_likeness(a.subject, b.subject) is not Likeness.FULL:
        return Relation.OVERLAP
    once = event_of(a).kind in _once()
    if once or (
        same_event and a.kind is ClaimKind.EVENT and a.predicate == b.predicate and fields.values is Standing.SAME
    ):
        return Relation.CONTRADICTION
    return Relation.OVERLAP


def _one_scope(a: Profile, b: Profile, fields: Fields) -> bool:
    """Whether nothing says that two numbers were counted among others, in other places or over other periods."""
    if Standing.OVERLAP in (fields.names, fields.places, fields.days) or fields.lengths is not Standing.SAME:
        # "Ten days after five officers were killed", beside the three of this report.
        return fields.quantities is not Standing.DISJOINT and fields.lengths is Standing.DISJOINT
    if (
        _tells_one(a) != _tells_one(b)
        or any(_adds_up(each) or _is_of_a_part(each) for each in (a, b))
        or _are_two_groups(a, b)
        or counts_people(counted_group(a.predicate))  # "there were 50 people running", "three people dead"
        or _have_two_agents(a, b)
        or not _says_what_is_counted(a, b)
        or _counts_killers(a) != _counts_killers(b)
        or any(_OTHERS.search(each.text or "") for each in (a, b))
    ):
        return False
    one, other = dating(a.times).days, dating(b.times).days
    # "More than 700 have been killed this year", beside the four of one night.
    return bool(one) == bool(other) or all(days.length <= _A_WEEK for days in (*one, *other))


def _adds_up(profile: Profile) -> bool:
    """Whether a claim gives a total in parts: "three girls and two boys", "two officers and a deputy, 45"."""
    parts = [each for each in profile.quantities if each.property == "age" or (each.unit is None and each.counted)]
    return len(parts) > 1 or any(" and " in (key or "") for key in (profile.subject, profile.object))


def is_preliminary(sentence: str) -> bool:
    """Whether a sentence says that its figures were those of the first hours: "in initial reports, police said"."""
    return bool(_preliminary().search(sentence))


def _are_two_groups(a: Profile, b: Profile) -> bool:
    """Whether who is counted is told apart by what stands before the noun: officers of one city and of another."""
    one, other = (_marks_of_counted(each) for each in (a, b))
    return bool(one and other) and one.isdisjoint(other)


def _marks_of_counted(profile: Profile) -> frozenset[str]:
    """The words by which a claim says which of the things it counts: "baton rouge" of "two baton rouge officers"."""
    counted = {lemma for each in profile.quantities for lemma in each.counted}
    keys = (bare_key(key) or "" for key in (event_of(profile).subject, event_of(profile).object))
    return frozenset(
        word
        for key in keys
        if counted & {lemma_of(word) for word in key.split()}
        for word in key.split()
        if lemma_of(word) not in counted
    )


def _is_of_a_part(profile: Profile) -> bool:
    """Whether the words restrict a count to some of all: "died at the scene", "were first thought dead"."""
    return bool(_part().search(profile.text or ""))


def _have_two_agents(a: Profile, b: Profile) -> bool:
    """Whether each names who did it to somebody, and not the same: the gunman of one city and that of another."""
    one, other = event_of(a), event_of(b)
    doers = (
        one.object is not None and other.object is not None and one.subject is not None and other.subject is not None
    )
    return doers and key_likeness(one.subject, other.subject) is Likeness.NONE


def _says_what_is_counted(a: Profile, b: Profile) -> bool:
    """Whether each number has a unit or a noun: a bare one may be an age or a house."""
    numbers = [*a.quantities, *b.quantities]
    return not numbers or all(each.unit or each.counted for each in numbers)


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
    return a.kind in REAL or a.kind is b.kind is ClaimKind.PREDICTION


def _one_event(a: Profile, b: Profile, fields: Fields, same_event: bool | None) -> bool:
    """Whether both tell of one occasion; where nobody knows, a name and a day in common must show it."""
    if same_event is not None:
        return same_event
    named = bool(set(proper_names(a)) & set(proper_names(b)) or set(a.places) & set(b.places))
    dated = fields.days in _COMPATIBLE and bool(dating(a.times).days) and bool(dating(b.times).days)
    return named and (dated or (fields.days is Standing.SAME and days_apart(a, b) == 0))


def days_apart(a: Profile, b: Profile) -> int | None:
    """Days between the two publications, negative where ``b`` is the earlier; ``None`` where one is not known."""
    one, other = days_of(a.published), days_of(b.published)
    return (other - one).days if one and other else None


def _explained_by_time(a: Profile, b: Profile, fields: Fields) -> bool:
    """Whether the later report may simply know more: a count, unless it is one that never falls and has fallen."""
    apart = days_apart(a, b)
    if not apart or fields.quantities is not Standing.DISJOINT:
        return False
    one, other = _disjoint(a, b)
    if one.unit is not None:
        # Growth in one and the same year does not change with the day of the report: that is another estimate.
        return not (dating(a.times).days and fields.days is Standing.SAME)
    earlier, later = (one, other) if apart > 0 else (other, one)
    kind = event_of(a).kind
    if kind not in _tolls() and not (one.counted and other.counted):
        return False  # an age, a price: no report of another day makes both right
    return kind not in _cumulative() or later.high > earlier.low


def _still_counting(a: Profile, b: Profile, fields: Fields) -> bool:
    """Whether of two tolls of one day the higher is a least number: "four were killed", "at least 13 are dead"."""
    if days_apart(a, b) or not is_toll(a) or fields.quantities is not Standing.DISJOINT:
        return False
    return max(_disjoint(a, b), key=lambda quantity: quantity.low).bound is Bound.AT_LEAST


@functools.lru_cache(REMEMBERED)
def is_toll(profile: Profile) -> bool:
    """Whether a claim counts people whom something befell."""
    return event_of(profile).kind in _tolls() and any(
        each.unit is None and any(counts_people(counted_group(lemma)) for lemma in each.counted)
        for each in profile.quantities
    )


def _disjoint(a: Profile, b: Profile) -> tuple[Quantity, Quantity]:
    """The first two quantities of the same thing that exclude each other; there must be some."""
    return next(
        pair for pair in itertools.product(a.quantities, b.quantities) if pair_standing(*pair) is Standing.DISJOINT
    )


@functools.cache
def _once() -> frozenset[str]:
    return frozenset(load_lexicon("relations")["verbs"]["once"].split())


@functools.cache
def _cumulative() -> frozenset[str]:
    return frozenset(load_lexicon("relations")["verbs"]["cumulative"].split())


@functools.cache
def _tolls() -> frozenset[str]:
    return frozenset(load_lexicon("relations")["verbs"]["tolls"].split())


@functools.cache
def _part() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(load_lexicon('relations')['parts']['patterns'])})\b", re.IGNORECASE)


@functools.cache
def _preliminary() -> re.Pattern[str]:
    patterns = load_lexicon("relations")["parts"]["preliminary"]
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)
