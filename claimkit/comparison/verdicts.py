"""Verdicts on many pairs of claims, each reached once for all claims that say the same in the same words.

An agency's report stands in a hundred papers, and a paper tells one thing in the same words for days: how two such
claims stand to each other does not depend on which of the papers they were taken from.
"""

from __future__ import annotations

import dataclasses
import functools
import operator
from collections.abc import Callable, Hashable, Iterable

from claimkit.comparison.profiles import REMEMBERED, Profile
from claimkit.comparison.relations import Verdict, related
from claimkit.records import Quantity, TimeExpression

# ``None`` for claims that have nothing to do with each other.
Judge = Callable[[Profile, Profile, bool | None], Verdict | None]


def judged_alone(a: Profile, b: Profile, same_event: bool | None) -> Verdict | None:
    """The verdict on one pair of claims."""
    return related(a, b, same_event=same_event)


def judge_of(profiles: Iterable[Profile]) -> Judge:
    """:func:`judged_alone` for pairs of these profiles.

    The last verdicts are kept at hand, so that pairs which are alike should come one after another.
    """
    numbers: dict[Hashable, int] = {}
    number_of: dict[str, int] = {}
    # Two of each, for the two claims of a pair may be alike.
    examples: list[list[Profile]] = []
    for profile in profiles:
        number = numbers.setdefault(content(profile), len(numbers))
        if number == len(examples):
            examples.append([profile, profile])
        examples[number][1] = profile
        number_of[profile.claim_id] = number

    @functools.lru_cache(REMEMBERED)
    def judged(one: int, other: int, same_event: bool | None) -> Verdict | None:
        return judged_alone(examples[one][0], examples[other][1], same_event)

    return lambda a, b, same_event: judged(number_of[a.claim_id], number_of[b.claim_id], same_event)


def content(profile: Profile) -> Hashable:
    """All of a claim that :func:`related` asks for: not whose it is, nor where in its article anything stands."""
    return _told(profile), tuple(map(_number, profile.quantities)), tuple(map(_time, profile.times))


def _fields(record: type, *but: str) -> operator.attrgetter[tuple[object, ...]]:
    return operator.attrgetter(*(field.name for field in dataclasses.fields(record) if field.name not in but))


_told = _fields(Profile, "claim_id", "article_id", "publisher", "sentence", "quantities", "times")
_number, _time = _fields(Quantity, "span"), _fields(TimeExpression, "span")
