"""Whether two claims speak of the same proposition, before any of its values is compared.

A proposition is an event with those who take part in it: "Kim took office" and "Kim came to power" are one kind of
event, told of one person. Numbers, dates and negation are left out here; relations.py compares them by algebra.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from enum import IntEnum
from typing import NamedTuple

from claimkit.comparison.profiles import REMEMBERED, Profile
from claimkit.comparison.scopes import counted_group, counts_people, is_group
from claimkit.resources import load_lexicon

# Of the content words of the shorter claim, the part that the other must share to be about the same thing.
_MOST_WORDS = 0.6
_SOME_WORDS = 0.3
_PEOPLE = "people"
_FOLLOWED = re.compile(r" (?:of|in|for|at|from|with|on|to|by|who|that|and) ")


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
    if _are_kin(one.kind, other.kind) or _is_told_of(one.kind, b) or _is_told_of(other.kind, a):
        predicate = max(predicate, Likeness.PART)
    subject, obj = participants = _participants(one, other)
    return Match(_likeness(a, b, predicate, one, other, participants), opposite, predicate, subject, obj)


@functools.lru_cache(REMEMBERED)
def event_of(profile: Profile) -> Event:
    """The event of a claim: the group of its predicate, read with its particle ("break out") or light object."""
    lemma = profile.predicate.casefold()
    kind = _with_particle(lemma, profile.text) or _groups().get(lemma, lemma)
    if lemma in _light():
        return _light_event(profile, lemma, kind)
    return Event(kind, profile.subject, profile.object)


def _light_event(profile: Profile, lemma: str, kind: str) -> Event:
    """The event of a verb that means little by itself: "take office", "the congress came"."""
    if profile.object is not None:
        head = _head(profile.object)
        joined = _groups().get(f"{lemma}_{head}") or _groups().get(head)
        if joined:
            return Event(joined, profile.subject, None)
    for oblique in profile.obliques:
        joined = _groups().get(f"{lemma}_{_head(oblique)}")
        if joined:
            return Event(joined, profile.subject, profile.object)
    if lemma in _occurrence() and _head(profile.subject or "") in _gatherings():
        return Event("hold", None, profile.subject)
    return Event(kind, profile.subject, profile.object)


@functools.lru_cache(65_536)
def _with_particle(lemma: str, text: str | None) -> str | None:
    """The group of a verb with the particle that follows it in the text: "broke out", "fell far short"."""
    particles = _particles().get(lemma)
    if not particles or not text:
        return None
    found = re.search(rf"\b(?:{'|'.join(particles)})\b", text)
    return particles[found.group()] if found else None


@functools.lru_cache(262_144)
def key_likeness(a: str | None, b: str | None) -> Likeness:
    """How two keys of an argument stand; a name within another is the same name told in short, silence is open."""
    one, other = bare_key(a), bare_key(b)
    if one is None or other is None:
        return Likeness.FULL if one == other else Likeness.PART
    words, others = frozenset(one.split()), frozenset(other.split())
    if words <= others or others <= words or _heads_alike(_head(one), _head(other)):
        return Likeness.FULL
    return Likeness.PART if words & others else Likeness.NONE


@functools.lru_cache(65_536)
def bare_key(key: str | None) -> str | None:
    """A key without numbers, which are compared by algebra; ``None`` where nothing is left that could tell who it is.

    >>> bare_key("three police officers")
    'police officers'
    >>> bare_key("53") is None
    True
    """
    words = [word for word in (key or "").split() if word not in _empty() and not word.isdigit()]
    return " ".join(words) or None


def shared_words(a: Profile, b: Profile) -> float:
    """The part of the shorter claim's content words that the other has too; 0 without words."""
    one, other = frozenset(a.words), frozenset(b.words)
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def _participants(one: Event, other: Event) -> tuple[Likeness, Likeness]:
    """The likeness of subject and object: straight, or crossed where one is told in the passive."""
    straight = key_likeness(one.subject, other.subject), key_likeness(one.object, other.object)
    crossed = key_likeness(one.subject, other.object), key_likeness(one.object, other.subject)
    crossed = max(crossed), min(crossed)  # the same from either side
    return max(straight, crossed, key=lambda pair: (Likeness.FULL in pair and Likeness.NONE not in pair, sum(pair)))


def _likeness(
    a: Profile, b: Profile, predicate: Likeness, one: Event, other: Event, participants: tuple[Likeness, Likeness]
) -> Likeness:
    words = shared_words(a, b)
    if predicate is not Likeness.FULL:
        # The names and things of a report return in all its sentences: only what is said of them tells.
        rest = told_words(a) & told_words(b)
        return (
            Likeness.PART if predicate is Likeness.PART or (words >= _MOST_WORDS and len(rest) > 1) else Likeness.NONE
        )
    if one.kind in _light() and words < _MOST_WORDS:
        # "Was", "made" and "has" say nothing by themselves: "nobody was in custody", "six were at a party".
        return Likeness.PART if words >= _SOME_WORDS else Likeness.NONE
    told = [each for each in participants if each is not Likeness.PART]
    if (
        (bare_key(one.subject), bare_key(one.object))
        == (None, None)
        == (bare_key(other.subject), bare_key(other.object))
    ):
        told = []
    if Likeness.FULL in told:
        return Likeness.PART if Likeness.NONE in told else Likeness.FULL
    if not told and (words >= _MOST_WORDS or _counts_alike(a, b)):
        return Likeness.FULL
    return Likeness.PART if words >= (_MOST_WORDS if told else _SOME_WORDS) else Likeness.NONE


def told_words(profile: Profile) -> frozenset[str]:
    """The content words that are no part of a participant or a name."""
    keys = (profile.subject, profile.object, *profile.names, *profile.places)
    return frozenset(profile.words) - {word for key in keys if key for word in key.split()}


def _counts_alike(a: Profile, b: Profile) -> bool:
    """Whether both count the same kind of thing."""
    one, other = (
        {counted_group(lemma) for quantity in profile.quantities for lemma in quantity.counted} for profile in (a, b)
    )
    return bool(one & other)


@functools.lru_cache(4_096)
def words_of(kind: str) -> frozenset[str]:
    """The words that tell of a kind of event."""
    return frozenset(word for word, group in _groups().items() if group == kind) | {kind}


def _are_opposites(one: str, other: str) -> bool:
    return one != other and (_opposites().get(one) == other or _opposites().get(other) == one)


def _is_told_of(kind: str, profile: Profile) -> bool:
    """Whether a noun of the claim names that kind of event: "she admitted a failure" tells of one."""
    return kind not in _common() and kind in _kinds_in(profile.words) and profile.predicate not in profile.words


@functools.lru_cache(65_536)
def _kinds_in(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(group for word in words if (group := _groups().get(word)))


def _are_kin(one: str, other: str) -> bool:
    return other in _kin().get(one, ()) or one in _kin().get(other, ())


def _heads_alike(one: str, other: str) -> bool:
    """Whether two nouns name one kind of thing; "people" may be any who are counted.

    Nouns in no group do not: a name's last word is its head here, and two Joneses are two people.
    """
    groups = _noun_group(one), _noun_group(other)
    if not all(map(is_group, groups)):
        return False
    return groups[0] == groups[1] or (_PEOPLE in groups and all(map(counts_people, groups)))


def _noun_group(noun: str) -> str:
    """The group of a noun, which is written in the plural where it is counted."""
    group = counted_group(noun)
    return counted_group(lemma_of(noun)) if group == noun else group


def lemma_of(noun: str) -> str:
    """A counted noun without the s of its plural; nouns in groups are listed with the plurals that have none."""
    return noun.removesuffix("s")


def _head(key: str) -> str:
    """The noun of a key: the last before what follows it ("men in the back of a car")."""
    return _FOLLOWED.split(key, maxsplit=1)[0].rsplit(" ", 1)[-1]


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


@functools.cache
def _kin() -> Mapping[str, frozenset[str]]:
    table: Mapping[str, str] = load_lexicon("relations")["kin"]
    return {event: frozenset(others.split()) for event, others in table.items()}


@functools.cache
def _empty() -> frozenset[str]:
    numbers = load_lexicon("numbers")
    words = (
        *numbers["small"],
        *numbers["tens"],
        *numbers["groups"],
        *numbers["vague"],
        *numbers["few"],
        *numbers["scales"],
    )
    return frozenset((*words, *load_lexicon("relations")["verbs"]["pronouns"].split()))


@functools.cache
def _particles() -> Mapping[str, Mapping[str, str]]:
    """Verb → particle → group, of all pairs in which the second word is no noun that a light verb takes."""
    found: dict[str, dict[str, str]] = {}
    known = frozenset(load_lexicon("relations")["verbs"]["particles"].split())
    for word, group in _groups().items():
        verb, _, particle = word.partition("_")
        if particle in known:
            found.setdefault(verb, {})[particle] = group
    return found


@functools.cache
def _occurrence() -> frozenset[str]:
    return frozenset(load_lexicon("relations")["verbs"]["occurrence"].split())


@functools.cache
def _gatherings() -> frozenset[str]:
    return frozenset(load_lexicon("relations")["verbs"]["gatherings"].split())


@functools.cache
def _common() -> frozenset[str]:
    return frozenset(load_lexicon("relations")["verbs"]["common"].split())
