"""Recurring occasions: a congress, an election told by its number or by how long ago the last one was.

"The first congress in five years" and "the last congress, in 2016" state one thing from two sides, once the document
date says when the five years end; and whatever is said to happen "at the eighth congress" says that there was one.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from claimkit.comparison.moments import Dating, dating
from claimkit.comparison.profiles import REMEMBERED, Profile
from claimkit.records import Narrower, TimeType
from claimkit.resources import load_lexicon

_FIRST_IN = re.compile(r"\bfirst\b(?=.*\b(?:in|for)\b)", re.IGNORECASE | re.DOTALL)
_LAST = re.compile(r"\b(?:last|latest|previous|most recent)\b", re.IGNORECASE)


class Occasion(NamedTuple):
    """The last occasion before this one: when it was, and the words of what is held."""

    when: Dating
    words: frozenset[str]


@functools.lru_cache(REMEMBERED)
def last_occasion(profile: Profile) -> Occasion | None:
    """What a claim says of the last occasion of its kind: "the first … in five years", "its last meeting, in 2016"."""
    text = profile.text or ""
    lengths = tuple(time for time in profile.times if time.type is TimeType.DURATION)
    dates = tuple(time for time in profile.times if time.type is TimeType.DATE)
    words = frozenset(profile.words)
    if not words & _gatherings():
        return None
    if lengths and _FIRST_IN.search(text):
        return Occasion(dating(lengths), words)
    if dates and _LAST.search(text):
        return Occasion(dating(dates), words)
    return None


def are_one_series(a: Occasion, b: Occasion) -> bool:
    """Whether two occasions are of one series: they share a word besides that of a gathering."""
    return bool((a.words & b.words) - _gatherings() - _ordinals())


def presupposes(a: Profile, b: Profile) -> Narrower | None:
    """Which of two claims presupposes what the other says: that a numbered occasion took place.

    "The eighth congress has come" follows from "she announced it at the eighth congress in January".
    """
    for narrower, wide, narrow in ((Narrower.B, a, b), (Narrower.A, b, a)):
        words = frozenset(wide.words) & frozenset(narrow.words)
        held = (wide.subject or "").rsplit(" ", 1)[-1]
        numbered = held in words & _gatherings() and bool(words & _ordinals())
        bare = wide.predicate in _takes_place() and not wide.times and not wide.quantities
        if numbered and bare and narrow.predicate not in _takes_place():
            return narrower
    return None


def are_other_numbers(a: Profile, b: Profile) -> bool:
    """Whether the two speak of gatherings of one kind with two numbers: the sixth congress is not the eighth."""
    one, other = _numbered(a.text or ""), _numbered(b.text or "")
    return any(one[noun].isdisjoint(other[noun]) for noun in one.keys() & other.keys())


@functools.lru_cache(65_536)
def _numbered(text: str) -> dict[str, frozenset[str]]:
    """Gatherings with the ordinals they bear; "the first in five years" is no number."""
    found: dict[str, frozenset[str]] = {}
    for match in _ordinal_pattern().finditer(text):
        noun = match["noun"].casefold()
        found[noun] = found.get(noun, frozenset()) | {match["ordinal"].casefold()}
    return found


@functools.cache
def _ordinal_pattern() -> re.Pattern[str]:
    ordinals = "|".join(sorted(_ordinals() - {"first"}))
    nouns = "|".join(sorted(_gatherings()))
    return re.compile(
        rf"\b(?P<ordinal>{ordinals}|\d+(?:st|nd|rd|th))\s+(?:[\w'’]+\s+){{0,2}}?(?P<noun>{nouns})\b", re.IGNORECASE
    )


@functools.cache
def _gatherings() -> frozenset[str]:
    return frozenset(load_lexicon("relations")["verbs"]["gatherings"].split())


@functools.cache
def _takes_place() -> frozenset[str]:
    return frozenset(load_lexicon("relations")["verbs"]["occurrence"].split())


@functools.cache
def _ordinals() -> frozenset[str]:
    return frozenset(load_lexicon("numbers")["ordinals"])
