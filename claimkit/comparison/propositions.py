"""Whether two claims speak of the same proposition, before any of its values is compared.

A proposition is an event with those who take part in it: "Kim took office" and "Kim came to power" are one kind of
event, told of one person. Numbers, dates and negation are left out here; relations.py compares them by algebra.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from enum import IntEnum
from typing import NamedTuple

from claimkit.comparison.profiles import Profile
from claimkit.comparison.scopes import counted_group
from claimkit.resources import load_lexicon

# Of the content words of the shorter claim, the part that the other must share to be about the same thing.
_MOST_WORDS = 0.6
_SOME_WORDS = 0.3


class Likeness(IntEnum):
    """How far two claims, or two of their arguments, tell of the same thing."""

    NONE = 0
    PART = 1
    FULL = 2


class Event(NamedTuple):
    """The kind of event a predicate names, and who takes part; the object of a light verb is in the event."""

    kind: str
    subject: str | None
    object: str | None


class Match(NamedTuple):
    """``likeness`` of the propositions; ``opposite`` where their predicates deny each other ("rose", "fell")."""

    likeness: Likeness
    opposite: bool
    predicate: Likeness
    subject: Likeness
    object: Likeness


def match(a: Profile, b: Profile) -> Match:
    """How the propositions of two claims stand; the same either way round."""
    one, other = event_of(a), event_of(b)
    opposite = _are_opposites(one.kind, other.kind)
    predicate = Likeness.FULL if one.kind == other.kind or opposite else Likeness.NONE
    subject, obj = _participants(one, other)
    return Match(_likeness(a, b, predicate, one, other), opposite, predicate, subject, obj)


def event_of(profile: Profile) -> Event:
    """The event of a claim: the group of its predicate, a light verb read with its object ("take office")."""
    lemma = profile.predicate.casefold()
    if lemma in _light():
        if profile.object is not None:
            head = _head(profile.object)
            kind = _groups().get(f"{lemma}_{head}") or _groups().get(head)
            if kind:
                return Event(kind, profile.subject, None)
        for oblique in profile.obliques:
            kind = _groups().get(f"{lemma}_{_head(oblique)}")
            if kind:
                return Event(kind, profile.subject, profile.object)
    return Event(_groups().get(lemma, lemma), profile.subject, profile.object)


def key_likeness(a: str | None, b: str | None) -> Likeness:
    """How two keys of an argument stand; a name within another is the same name told in short, silence is open."""
    if a is None or b is None:
        return Likeness.FULL if a == b else Likeness.PART
    one, other = frozenset(a.split()), frozenset(b.split())
    if one <= other or other <= one or counted_group(_head(a)) == counted_group(_head(b)):
        return Likeness.FULL
    return Likeness.PART if one & other else Likeness.NONE


def shared_words(a: Profile, b: Profile) -> float:
    """The part of the shorter claim's content words that the other has too; 0 without words."""
    one, other = frozenset(a.words), frozenset(b.words)
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def _participants(one: Event, other: Event) -> tuple[Likeness, Likeness]:
    """The likeness of subject and object: straight, or crossed where one is told in the passive."""
    straight = key_likeness(one.subject, other.subject), key_likeness(one.object, other.object)
    crossed = key_likeness(one.subject, other.object), key_likeness(one.object, other.subject)
    return max(straight, crossed, key=lambda pair: (Likeness.NONE not in pair and sum(pair) == 4, sum(pair)))


def _likeness(a: Profile, b: Profile, predicate: Likeness, one: Event, other: Event) -> Likeness:
    words = shared_words(a, b)
    subject, obj = _participants(one, other)
    told = [
        each for each, pair in ((subject, (one.subject, other.subject)), (obj, (one.object, other.object))) if any(pair)
    ]
    if predicate is Likeness.NONE:
        return Likeness.PART if words >= _MOST_WORDS and Likeness.FULL in told else Likeness.NONE
    if not told:
        return Likeness.FULL if words >= _MOST_WORDS or _counts_alike(a, b) else Likeness.PART
    if Likeness.NONE not in told and (Likeness.FULL in told or words >= _SOME_WORDS):
        return Likeness.FULL
    return Likeness.PART if Likeness.FULL in told or _counts_alike(a, b) or words >= _SOME_WORDS else Likeness.NONE


def _counts_alike(a: Profile, b: Profile) -> bool:
    """Whether both count the same kind of thing."""
    one, other = (
        {counted_group(lemma) for quantity in profile.quantities for lemma in quantity.counted} for profile in (a, b)
    )
    return bool(one & other)


def _are_opposites(one: str, other: str) -> bool:
    return one != other and (_opposites().get(one) == other or _opposites().get(other) == one)


def _head(key: str) -> str:
    return key.rsplit(" ", 1)[-1]


@functools.cache
def _groups() -> Mapping[str, str]:
    table: Mapping[str, str] = load_lexicon("relations")["events"]
    return {word: group for group, words in table.items() for word in (group, *words.split())}


@functools.cache
def _opposites() -> Mapping[str, str]:
    table: Mapping[str, str] = load_lexicon("relations")["opposites"]
    return table


@functools.cache
def _light() -> frozenset[str]:
    return frozenset(load_lexicon("relations")["verbs"]["light"].split())
