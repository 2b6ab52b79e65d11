"""Whether two quantities measure the same thing: what is counted, of which property, per what, in which role.

Only then can their numbers agree or conflict. "Five officers" and "seven people" are both right of one crowd.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from types import MappingProxyType

from claimkit.comparison.values import Standing, combined
from claimkit.extraction import units
from claimkit.records import Direction, Quantity, QuantityRole
from claimkit.resources import load_lexicon

_PEOPLE = "people"
# "Rose to five" is a value as well; a change is none.
_MEASURED = MappingProxyType({QuantityRole.CHANGE_TO: QuantityRole.VALUE, QuantityRole.SHARE: QuantityRole.VALUE})


def scope_standing(a: Quantity, b: Quantity) -> Standing:
    """Same, one a part of the other, or disjoint where they measure different things; unknown where one is silent.

    A role, a unit or a direction that differs is a different thing: up five and down five are for the caller, who
    asks :func:`is_reversed`.
    """
    if a.per != b.per or _role(a) is not _role(b) or _dimension(a) != _dimension(b):
        return Standing.DISJOINT
    if (a.role is QuantityRole.SHARE) != (b.role is QuantityRole.SHARE) and "%" not in (a.unit, b.unit):
        return Standing.DISJOINT
    return combined([counted_standing(a, b), _property_standing(a, b)])


def is_reversed(a: Quantity, b: Quantity) -> bool:
    """Whether one says up and the other down."""
    return {a.direction, b.direction} == {Direction.UP, Direction.DOWN}


def leaves_out(quantity: Quantity) -> bool:
    """Whether it counts those besides somebody: three others of one report may be four people of the next."""
    return "other" in quantity.counted


@functools.lru_cache(8_192)
def counted_group(lemma: str) -> str:
    """The group a counted noun belongs to; the noun itself where it is in none."""
    return _groups().get(lemma.casefold(), lemma.casefold())


def is_group(group: str) -> bool:
    """Whether it is the name of a group of the lexicon."""
    return group in load_lexicon("relations")["counted"]


def counts_people(group: str) -> bool:
    """Whether the group counts human beings."""
    return group in _people()


def counted_standing(a: Quantity, b: Quantity) -> Standing:
    """How what two quantities count stands; unknown where one does not say."""
    one, other = ({counted_group(lemma) for lemma in quantity.counted if lemma != "other"} for quantity in (a, b))
    if not one or not other:
        return Standing.SAME if not one and not other else Standing.UNKNOWN
    if one == other:
        return Standing.SAME
    if one & other - {_PEOPLE}:
        return Standing.A_IN_B if one < other else Standing.B_IN_A if other < one else Standing.OVERLAP
    people = [all(map(counts_people, groups)) for groups in (one, other)]
    if all(people) and _PEOPLE in one | other:
        return Standing.B_IN_A if _PEOPLE in one else Standing.A_IN_B
    return Standing.DISJOINT


def _property_standing(a: Quantity, b: Quantity) -> Standing:
    if a.property is None or b.property is None:
        return Standing.SAME if a.property == b.property else Standing.UNKNOWN
    one, other = (frozenset(quantity.property.casefold().split()) for quantity in (a, b) if quantity.property)
    if one == other:
        return Standing.SAME
    if one < other or other < one:
        return Standing.B_IN_A if one < other else Standing.A_IN_B
    return Standing.OVERLAP if one & other else Standing.DISJOINT


def _role(quantity: Quantity) -> QuantityRole:
    return _MEASURED.get(quantity.role, quantity.role)


def _dimension(quantity: Quantity) -> str:
    """What kinds of unit never compare; within measures that is for the conversion to find out."""
    if quantity.unit is None:
        return "share" if quantity.role is QuantityRole.SHARE and quantity.high <= 1 else "count"
    if units.is_money(quantity.unit):
        return "money"
    return "share" if quantity.unit == "%" else "measure"


@functools.cache
def _groups() -> Mapping[str, str]:
    table: Mapping[str, str] = load_lexicon("relations")["counted"]
    return {word: group for group, words in table.items() for word in words.split()}


@functools.cache
def _people() -> frozenset[str]:
    return frozenset(load_lexicon("relations")["people"]["groups"].split())
