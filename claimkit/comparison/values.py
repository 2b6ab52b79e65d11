"""How two stated values stand to each other: equal, one within the other, compatible, or impossible together.

A value is a set of numbers, so the algebra is that of sets (Allen 1983 for its one-dimensional part). Two sets belong
to each quantity: its *core*, the numbers it states, and its *reach*, what it covers once rounding is allowed for (half
a unit of the last stated digit; ten per cent for "about" and for round numbers, Krifka 2007). One value lies within the
other if its core lies within the other's reach; two values exclude each other only if their reaches do.
"""

from __future__ import annotations

import functools
import math
import operator
from dataclasses import fields, replace
from enum import StrEnum

from claimkit.extraction.intervals import ABOUT, Interval, compare_quantities
from claimkit.records import Bound, Quantity, QuantityRole, RangeKind

# A number that ends in two noughts or more ("1,200", "5,000") is told in round figures as often as not.
_ROUND = 100
_TIGHT = 1e-9
# All that a quantity says, and not where it stands.
stated = operator.attrgetter(*(field.name for field in fields(Quantity) if field.name != "span"))


class Standing(StrEnum):
    """How what ``a`` says stands to what ``b`` says, as sets of possibilities."""

    SAME = "same"
    A_IN_B = "a_in_b"
    B_IN_A = "b_in_a"
    OVERLAP = "overlap"
    DISJOINT = "disjoint"
    UNKNOWN = "unknown"

    @property
    def flipped(self) -> Standing:
        """The same seen from ``b``."""
        return {Standing.A_IN_B: Standing.B_IN_A, Standing.B_IN_A: Standing.A_IN_B}.get(self, self)


def value_standing(a: Quantity, b: Quantity, *, about: float = ABOUT) -> Standing:
    """How the numbers of two quantities of the same thing stand; unknown where they have no unit in common.

    "Cells of five to 30 members" is a distribution: one cell of 40 would contradict it, another report's 12 does not
    equal it, and what its ends exclude is not known from the words alone, so only the same distribution compares.
    """
    if RangeKind.DISTRIBUTION in (a.range_kind, b.range_kind):
        same = a.range_kind is b.range_kind and (a.low, a.high, a.unit) == (b.low, b.high, b.unit)
        return Standing.SAME if same else Standing.UNKNOWN
    cores = compare_quantities(_core(a), _core(b))
    reaches = compare_quantities(_spread(a), _spread(b), about=about)
    if cores is None or reaches is None:
        return Standing.UNKNOWN
    if _is_same(a.bound, cores.a, b.bound, cores.b):
        return Standing.SAME
    reach_a, reach_b = _opened(reaches.a, a), _opened(reaches.b, b)
    in_b, in_a = _within(cores.a, reach_b), _within(cores.b, reach_a)
    if in_a and in_b and Bound.ABOUT in (a.bound, b.bound) and a.bound is not b.bound:
        return Standing.B_IN_A if a.bound is Bound.ABOUT else Standing.A_IN_B
    if in_a and in_b:
        # Ten miles are sixteen kilometres; "about 300" and "about 310" agree, and are told as two numbers.
        return Standing.SAME if a.unit != b.unit and a.bound is b.bound else Standing.OVERLAP
    if in_a or in_b:
        return Standing.A_IN_B if in_b else Standing.B_IN_A
    return Standing.OVERLAP if reach_a.overlaps(reach_b) else Standing.DISJOINT


def combined(standings: list[Standing]) -> Standing:
    """How two conjunctions stand whose parts stand like this; no parts are the same as nothing said."""
    kinds = set(standings) - {Standing.SAME}
    for decisive in (Standing.DISJOINT, Standing.UNKNOWN, Standing.OVERLAP):
        if decisive in kinds:
            return decisive
    if len(kinds) > 1:
        return Standing.OVERLAP
    return kinds.pop() if kinds else Standing.SAME


@functools.lru_cache(65_536)
def _core(quantity: Quantity) -> Quantity:
    """The numbers as stated: no rounding, "about 300" as 300, "at least 5" as all from 5."""
    bound = Bound.EXACT if quantity.bound is Bound.ABOUT else quantity.bound
    return replace(quantity, bound=bound, resolution=None)


@functools.lru_cache(65_536)
def _spread(quantity: Quantity) -> Quantity:
    """The quantity with the resolution that rounding in news allows."""
    if quantity.bound is not Bound.EXACT or quantity.role is QuantityRole.ORDINAL:
        return quantity
    if _is_rounded(quantity):
        return replace(quantity, resolution=_round_resolution(quantity))
    if _is_vague(quantity):
        return replace(quantity, bound=Bound.ABOUT, resolution=None)
    return whole(quantity)


def whole(quantity: Quantity) -> Quantity:
    """A count without the half unit that a measure covers: five people are not four and a half."""
    counted = quantity.unit is None and quantity.role is not QuantityRole.SHARE and quantity.resolution == 1
    return replace(quantity, resolution=None) if counted and quantity.bound is not Bound.ABOUT else quantity


def _is_vague(quantity: Quantity) -> bool:
    """Hundreds, a dozen, a third: no last digit is stated; the decade of a resolution is a power of ten."""
    resolution = quantity.resolution
    return not resolution or not math.isclose(math.log10(resolution) % 1, 0, abs_tol=1e-6)


def _is_rounded(quantity: Quantity) -> bool:
    low = quantity.low
    return quantity.resolution == 1 and low == quantity.high >= _ROUND and low % _ROUND == 0


def _round_resolution(quantity: Quantity) -> float:
    """Twice what a round number covers to either side: half a unit of its last digit that is no nought, or 10 %."""
    unit = float(_ROUND)
    while quantity.low % (unit * 10) == 0:
        unit *= 10
    return min(unit, 2 * ABOUT * quantity.low)


def _is_same(bound_a: Bound, a: Interval, bound_b: Bound, b: Interval) -> bool:
    return bound_a is bound_b and _near(a.low, b.low) and _near(a.high, b.high)


def _near(one: float, other: float) -> bool:
    return one == other or math.isclose(one, other, rel_tol=_TIGHT)


def _opened(reach: Interval, quantity: Quantity) -> Interval:
    """The reach without ends that do not belong to it: "more than 10" excludes 10, 8 % does not cover 8.5."""
    inward = _TIGHT * max(abs(end) for end in reach if math.isfinite(end)) if reach != (-math.inf, math.inf) else 0.0
    opens_low = quantity.bound is Bound.MORE_THAN or (quantity.bound is Bound.EXACT and reach.low < reach.high)
    opens_high = quantity.bound is Bound.LESS_THAN or (quantity.bound is Bound.EXACT and reach.low < reach.high)
    if quantity.range_kind is not RangeKind.NONE:
        opens_low = opens_high = False  # "five to seven" includes both
    return Interval(reach.low + inward * opens_low, reach.high - inward * opens_high)


def _within(inner: Interval, outer: Interval) -> bool:
    return outer.low <= inner.low and inner.high <= outer.high
