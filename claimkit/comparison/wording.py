"""How two claims of about the same words stand, by a small model: what synonyms and lists of events cannot settle.

Whether "he was taken to a hospital" and "the boy was flown to a clinic" tell of one event is a matter of words, not of
values. A multinomial logistic regression says how likely each relation is, over some sixty numbers: what the rules of
propositions.py found, which words, names and arguments the two share, how much of the one is missing from the other.
It has no vectors of words and sees no value: how values stand is for the algebra, which decides what the model may say
(relations.py). Half of the numbers are the same from either side, half change their sign: so do its probabilities.

Learned by ``benchmarks/train_relations.py``; the weights are a table of names and numbers, to be read by eye.
"""

from __future__ import annotations

import functools
import json
import math
import operator
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from claimkit.comparison.conflicts import REAL
from claimkit.comparison.fields import Fields, proper_names
from claimkit.comparison.lexical import stem
from claimkit.comparison.profiles import REMEMBERED, Profile
from claimkit.comparison.propositions import (
    Likeness,
    Match,
    bare_key,
    event_of,
    shared_words,
    told_words,
    words_of,
)
from claimkit.comparison.values import Standing, combined
from claimkit.records import Narrower, QuantityRole, Relation
from claimkit.resources import load_lexicon, resource

Forms = frozenset[str]
Way = tuple[Relation, Narrower | None]
UNRELATED, OVERLAP, EQUIVALENCE, A_SAYS_MORE, B_SAYS_MORE = WAYS = (
    (Relation.UNRELATED, None),
    (Relation.OVERLAP, None),
    (Relation.EQUIVALENCE, None),
    (Relation.SUBSUMPTION, Narrower.A),
    (Relation.SUBSUMPTION, Narrower.B),
)
SYMMETRIC = (
    "always",
    "alike: not",
    "alike: wholly",
    "predicate: in part",
    "predicate: wholly",
    "subject: not",
    "subject: wholly",
    "object: not",
    "object: wholly",
    "opposites",
    "words shared, of the shorter",
    "words shared, of both",
    "told words shared",
    "told words shared, of both",
    "same words, of the shorter",
    "same words, of both",
    "same words told, of both",
    "names shared, of both",
    "names: others",
    "names: none",
    "places shared",
    "places: others",
    "numbers: the same",
    "days: the same",
    "all fields the same",
    "one says more in its fields",
    "kinds: the same",
    "kinds: ahead and real",
    "one is denied",
    "presupposed",
    "length of the shorter",
    "length of the longer",
    "words missing, least",
    "words missing, most",
    "one is wholly told by the other",
    "both are wholly told",
    "predicate told by the other, most",
    "predicate told by the other, least",
    "subject told by the other, most",
    "subject told by the other, least",
    "object told by the other, most",
    "object told by the other, least",
)
# Positive where ``a`` says more.
DIRECTED = (
    "numbers",
    "lengths of time",
    "days",
    "places",
    "names",
    "all fields",
    "length",
    "words told by the other",
    "object",
    "subject",
    "count of numbers",
    "words missing",
    "wholly told",
    "predicate told",
    "subject told",
    "object told",
)
_DIRECTIONS = {Standing.A_IN_B: 1.0, Standing.B_IN_A: -1.0}
_OPEN = 0.5  # of an argument that is not there, nobody knows whether the other claim tells it


class Weights(NamedTuple):
    """Three rows of weights for :data:`SYMMETRIC`, one for :data:`DIRECTED`: how far ``a`` says more."""

    equivalence: tuple[float, ...]
    subsumption: tuple[float, ...]
    overlap: tuple[float, ...]
    more: tuple[float, ...]


class Wording(NamedTuple):
    """What the model looks at in one claim; words as forms that inflection and synonyms share, without numbers."""

    words: Forms
    told: Forms
    spelt: frozenset[str]
    told_spelt: frozenset[str]
    names: frozenset[str]
    places: frozenset[str]
    predicate: str
    subject: Forms
    object: Forms
    numbers: int
    length: float


@functools.lru_cache(REMEMBERED)
def wording(profile: Profile) -> Wording:
    """The words of a claim by their role."""
    event = event_of(profile)
    words, told = forms(profile.words), told_words(profile)
    return Wording(
        words=words,
        told=forms(tuple(told)),
        spelt=frozenset(profile.words),
        told_spelt=told,
        names=frozenset(proper_names(profile)),
        places=frozenset(profile.places),
        predicate=_form(profile.predicate.casefold()),
        subject=_key_forms(bare_key(event.subject)),
        object=_key_forms(bare_key(event.object)),
        numbers=sum(quantity.role is not QuantityRole.ORDINAL for quantity in profile.quantities),
        length=math.log1p(len(words)),
    )


def forms(words: Sequence[str]) -> Forms:
    """The forms of words; numbers, which are compared by algebra, have none.

    >>> sorted(forms(("killed", "officers", "53")) & forms(("deaths", "policeman")))
    ['kill', 'officer']
    """
    return frozenset(form for word in words if (form := _form(word)))


@functools.lru_cache(65_536)
def _key_forms(key: str | None) -> Forms:
    return forms(tuple(key.split())) if key else frozenset()


@functools.lru_cache(262_144)
def _form(word: str) -> str:
    """The group of events or things a word tells of, else its stem; empty for a number."""
    if word in _numbers() or any(map(str.isdigit, word)):
        return ""
    plain = stem(_irregular().get(word, word))
    return _groups().get(plain, plain)


def likeliest(a: Profile, b: Profile, found: Match, fields: Fields, ruled: Way, allowed: Collection[Way]) -> Way:
    """The likeliest of the ways ``allowed``; that of the rules, ``ruled``, has something in its favour."""
    if len(allowed) == 1:
        return next(iter(allowed))
    odds = log_odds(*features(a, b, found, fields))
    favour = _settings()["favour"]
    return max((way for way in WAYS if way in allowed), key=lambda way: odds[way] + favour * (way == ruled))


def is_close(a: Profile, b: Profile) -> bool:
    """Whether claims that the rules think unrelated share enough words for the model to be asked."""
    settings = _settings()
    return shared_words(a, b) >= settings["share"] and len(frozenset(a.words) & frozenset(b.words)) >= settings["words"]


def untold(a: Profile, b: Profile, found: Match) -> Forms:
    """The words of ``a`` that ``b`` has not, inflection, synonyms and names told in short aside."""
    own = wording(a)
    missing = own.words - wording(b).words
    if found.predicate is Likeness.FULL:
        missing -= {own.predicate} | _telling(event_of(a).kind)  # "took power", "came to power", "stepped down"
    if found.subject is found.object is Likeness.FULL:
        missing -= own.subject | own.object
    return missing


@functools.lru_cache(4_096)
def _telling(kind: str) -> Forms:
    """The forms of the words, particles included, that tell of a kind of event."""
    return forms(tuple(part for word in words_of(kind) for part in word.split("_")))


def has_arguments(a: Profile, b: Profile, found: Match) -> bool:
    """Whether ``b`` tells anything of subject and object of ``a``: who closed a school has closed no harbour."""
    own, other = wording(a), wording(b)
    arguments = (own.subject, found.subject), (own.object, found.object)
    return all(
        likeness is not Likeness.NONE or argument.isdisjoint(own.words) or not argument.isdisjoint(other.words)
        for argument, likeness in arguments
    )


def log_odds(symmetric: Sequence[float], directed: Sequence[float]) -> dict[Way, float]:
    """The logarithm of the odds of each way against being unrelated."""
    weights = _weights()
    equivalence, subsumption, overlap = (
        sum(map(operator.mul, table, symmetric))
        for table in (weights.equivalence, weights.subsumption, weights.overlap)
    )
    more = sum(map(operator.mul, weights.more, directed))
    return {
        UNRELATED: 0.0,
        OVERLAP: overlap,
        EQUIVALENCE: equivalence,
        A_SAYS_MORE: subsumption + more,
        B_SAYS_MORE: subsumption - more,
    }


def features(a: Profile, b: Profile, found: Match, fields: Fields) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The :data:`SYMMETRIC` and the :data:`DIRECTED` numbers of two claims."""
    one, other = wording(a), wording(b)
    shared = len(one.words & other.words)
    shorter = min(len(one.words), len(other.words))
    missing = len(one.words) - shared, len(other.words) - shared
    total = combined(list(fields))
    told = _told_of(one, other), _told_of(other, one)
    symmetric = (
        1.0,
        found.likeness is Likeness.NONE,
        found.likeness is Likeness.FULL,
        found.predicate is Likeness.PART,
        found.predicate is Likeness.FULL,
        found.subject is Likeness.NONE,
        found.subject is Likeness.FULL,
        found.object is Likeness.NONE,
        found.object is Likeness.FULL,
        found.opposite,
        shared / shorter if shorter else 0.0,
        _of_both(one.words, other.words),
        math.log1p(len(one.told & other.told)),
        _of_both(one.told, other.told),
        shared_words(a, b),
        _of_both(one.spelt, other.spelt),
        _of_both(one.told_spelt, other.told_spelt),
        _of_both(one.names, other.names),
        _are_others(one.names, other.names),
        not (one.names or other.names),
        not one.places.isdisjoint(other.places),
        _are_others(one.places, other.places),
        bool(one.numbers and other.numbers) and fields.quantities is Standing.SAME,
        bool(a.times and b.times) and fields.days is Standing.SAME,
        total is Standing.SAME,
        total in _DIRECTIONS,
        a.kind is b.kind,
        (a.kind in REAL) != (b.kind in REAL),
        a.negated != b.negated,
        a.presupposed + b.presupposed,
        min(one.length, other.length),
        max(one.length, other.length),
        math.log1p(min(missing)),
        math.log1p(max(missing)),
        min(missing) == 0,
        max(missing) == 0,
        *(end(pair) for pair in zip(*told, strict=True) for end in (max, min)),
    )
    directed = (
        *(_DIRECTIONS.get(standing, 0.0) for standing in (*fields, total)),
        one.length - other.length,
        _share(shared, other) - _share(shared, one),
        bool(one.object) - bool(other.object),
        bool(one.subject) - bool(other.subject),
        one.numbers - other.numbers,
        math.log1p(missing[0]) - math.log1p(missing[1]),
        (missing[1] == 0) - (missing[0] == 0),
        *(by_a - by_b for by_b, by_a in zip(*told, strict=True)),
    )
    return tuple(map(float, symmetric)), tuple(map(float, directed))


def _share(shared: int, wording: Wording) -> float:
    return shared / len(wording.words) if wording.words else 0.0


def _of_both(one: frozenset[str], other: frozenset[str]) -> float:
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def _are_others(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and one.isdisjoint(other)


def _told_of(own: Wording, other: Wording) -> tuple[float, float, float]:
    """How much of its predicate, subject and object the other claim has."""
    predicate = own.predicate in other.words or own.predicate == other.predicate
    return float(predicate), _told(own.subject, other), _told(own.object, other)


def _told(argument: Forms, other: Wording) -> float:
    """The share of an argument's words that the other claim has."""
    return len(argument & other.words) / len(argument) if argument else _OPEN


@functools.cache
def _weights() -> Weights:
    text = resource("models").joinpath("relations", "wording.json").read_text(encoding="utf-8")
    tables: Mapping[str, Mapping[str, float]] = json.loads(text)["weights"]
    names = (SYMMETRIC, SYMMETRIC, SYMMETRIC, DIRECTED)
    return Weights(*(tuple(tables[row][name] for name in own) for row, own in zip(Weights._fields, names, strict=True)))


@functools.cache
def _settings() -> Mapping[str, float]:
    table: Mapping[str, float] = load_lexicon("relations")["wording"]
    return table


@functools.cache
def _groups() -> Mapping[str, str]:
    """Stem → group: of events, else of what is counted."""
    lexicon = load_lexicon("relations")
    tables: tuple[Mapping[str, str], ...] = lexicon["counted"], lexicon["events"]
    return {stem(word): group for table in tables for group, words in table.items() for word in words.split()}


@functools.cache
def _irregular() -> Mapping[str, str]:
    table: Mapping[str, str] = load_lexicon("relations")["irregular"]
    return {form: verb for verb, forms in table.items() for form in forms.split()}


@functools.cache
def _numbers() -> frozenset[str]:
    lexicon = load_lexicon("numbers")
    tables = ("small", "tens", "groups", "vague", "few", "scales")
    bounds = ("about", "around", "nearly", "least", "most", "almost", "approximately", "roughly", "up")
    return frozenset((*(word for table in tables for word in lexicon[table]), *bounds))
