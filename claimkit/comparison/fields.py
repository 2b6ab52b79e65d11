"""How the fields of two claims stand: quantities, lengths of time, days, places, names."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import NamedTuple

from claimkit.comparison.moments import dating, days_standing, lengths_standing
from claimkit.comparison.profiles import REMEMBERED, Profile
from claimkit.comparison.propositions import Likeness, key_likeness
from claimkit.comparison.scopes import is_reversed, leaves_out, scope_standing
from claimkit.comparison.values import Standing, combined, value_standing
from claimkit.records import Quantity, QuantityRole

_CAPITALISED = re.compile(r"\b[^\W\d_a-z][\w'’-]*")


class Fields(NamedTuple):
    """How the fields of two claims stand."""

    quantities: Standing
    lengths: Standing
    days: Standing
    places: Standing
    names: Standing

    @property
    def values(self) -> Standing:
        return combined([self.quantities, self.lengths])


def fields_of(a: Profile, b: Profile) -> Fields:
    """The fields of two claims of one proposition; each side of a standing is that of its claim."""
    one, other = dating(a.times), dating(b.times)
    return Fields(
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
        if (standing := pair_standing(one, other)) is not None
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


def pair_standing(a: Quantity, b: Quantity) -> Standing | None:
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


@functools.lru_cache(REMEMBERED)
def _are_one_name(one: str, other: str) -> bool:
    """Whether one lies within the other, or they share two words: "Hook School", "the Hook School principal"."""
    return key_likeness(one, other) is Likeness.FULL or len(set(one.split()) & set(other.split())) > 1


@functools.lru_cache(REMEMBERED)
def _others_named(profile: Profile) -> tuple[str, ...]:
    """Who is named besides subject and object, which are compared in their roles, and the places."""
    known = (profile.subject, profile.object, *profile.places)
    return tuple(
        name for name in proper_names(profile) if not any(key_likeness(name, key) is Likeness.FULL for key in known)
    )


@functools.lru_cache(REMEMBERED)
def proper_names(profile: Profile) -> tuple[str, ...]:
    """The names among the names: descriptions ("the borders") are entities of an article too, and are no names."""
    if profile.text is None:
        return profile.names
    capitals = _capitalised(profile.text)
    return tuple(name for name in profile.names if name.rsplit(" ", 1)[-1] in capitals)


@functools.lru_cache(65_536)
def _capitalised(text: str) -> frozenset[str]:
    return frozenset(match.group().casefold() for match in _CAPITALISED.finditer(text))
