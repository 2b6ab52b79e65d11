"""Comparing quantities: the interval each covers, in a unit common to both.

Stated numbers are rounded: "2.5 billion" covers half a unit of its last stated digit on either side, "about 300" ten
per cent of it. What a bound leaves open is infinite here, and only here. Units are UCUM, read by ucumvert and converted
by pint; ISO 4217 has no rates that could be known, so two currencies have no common unit.
"""

from __future__ import annotations

import functools
import math
from typing import Any, NamedTuple

from claimkit.errors import OptionError
from claimkit.extraction import units
from claimkit.records import Bound, Quantity, QuantityRole

ABOUT = 0.10
_CHANGES = frozenset({QuantityRole.CHANGE_BY})
# What UCUM does not know, in terms of one another. A percentage is no number of percentage points: 8 % of what?
_POINTS = {"pp": 1.0, "bp": 0.01}


class Interval(NamedTuple):
    """A closed interval; an end may be infinite."""

    low: float
    high: float

    def overlaps(self, other: Interval) -> bool:
        """Whether the two share a number."""
        return self.low <= other.high and other.low <= self.high


class Comparison(NamedTuple):
    """Two intervals in ``unit`` (``None`` for counts); ``agree`` if they share a number."""

    unit: str | None
    a: Interval
    b: Interval

    @property
    def agree(self) -> bool:
        return self.a.overlaps(self.b)


def interval_of(quantity: Quantity, *, about: float = ABOUT) -> Interval:
    """What the quantity covers, in its own unit; ``about`` is the share that "about" spreads to either side.

    Raises :class:`OptionError` where ``about`` is not between 0 and 1.
    """
    if not 0 <= about <= 1:
        raise OptionError(f"about must lie between 0 and 1 (0.1 is ten per cent), not {about}")
    low, high = quantity.low, quantity.high
    if quantity.bound in (Bound.AT_LEAST, Bound.MORE_THAN):
        return Interval(low, math.inf)
    if quantity.bound in (Bound.AT_MOST, Bound.LESS_THAN):
        return Interval(-math.inf, high)
    half = (quantity.resolution or 0.0) / 2
    if quantity.bound is Bound.ABOUT:
        return Interval(low - max(half, about * abs(low)), high + max(half, about * abs(high)))
    return Interval(low - half, high + half)


def compare_quantities(a: Quantity, b: Quantity, *, about: float = ABOUT) -> Comparison | None:
    """Both as intervals in the unit of ``a``; ``None`` where they have none in common.

    Counts compare with counts whatever they count: that is for the caller to ask. A share told as a fraction ("a third
    of the members") compares with percentages. Money compares where it may be the same currency: "$5" of a text
    that does not say whose agrees with "C$5". A rate compares with a rate of the same ``per`` alone.
    """
    if a.per != b.per:
        return None
    one, other = interval_of(a, about=about), interval_of(b, about=about)
    currency = _same_money(a, b)
    if currency is not None:
        return Comparison(currency, one, other)
    difference = a.role in _CHANGES and b.role in _CHANGES
    ends = [_convert(end, _unit(b), _unit(a), difference=difference) for end in other]
    if None in ends:
        return None
    low, high = (end for end in ends if end is not None)
    return Comparison(a.unit, one, Interval(min(low, high), max(low, high)))


def convert(value: float, unit: str, other: str) -> float | None:
    """``value`` of the one UCUM unit in the other; ``None`` where they do not measure the same.

    >>> round(convert(1, "[mi_i]", "km"), 3)
    1.609
    """
    return _convert(value, unit, other, difference=False)


def _unit(quantity: Quantity) -> str | None:
    """The unit, and "1" for a part told as a fraction, which percentages convert to."""
    if quantity.unit is None and quantity.role is QuantityRole.SHARE and quantity.high <= 1:
        return "1"
    return quantity.unit


def _same_money(a: Quantity, b: Quantity) -> str | None:
    """The currency both may be in: the certain one of the two, where one is a guess."""
    if not (units.is_money(a.unit) and units.is_money(b.unit)):
        return None
    if a.unit == b.unit:
        return a.unit
    if b.unit in a.unit_candidates and not b.unit_candidates:
        return b.unit
    return a.unit if a.unit in b.unit_candidates and not a.unit_candidates else None


def _convert(value: float, unit: str | None, other: str | None, *, difference: bool) -> float | None:
    factor = (1.0, 0.0) if unit == other else _factor(unit, other, difference=difference)
    return None if factor is None else value * factor[0] + factor[1]


@functools.cache
def _factor(unit: str | None, other: str | None, *, difference: bool) -> tuple[float, float] | None:
    """Factor and offset from one unit to the other: 5 °C are 41 °F, but a rise of 5 °C is one of 9 °F."""
    if unit is None or other is None or units.is_money(unit) != units.is_money(other):
        return None
    if units.is_money(unit):
        return _minor_factor(unit, other)
    if unit in _POINTS or other in _POINTS:
        return (_POINTS[unit] / _POINTS[other], 0.0) if unit in _POINTS and other in _POINTS else None
    zero, one = (_measure(number, unit, other) for number in (0.0, 1.0))
    if zero is None or one is None:
        return None
    return one - zero, 0.0 if difference else zero


def _minor_factor(unit: str, other: str) -> tuple[float, float] | None:
    """Cents to dollars and back; two currencies have no rate."""
    for small, large, inverse in ((unit, other, False), (other, unit, True)):
        parts = units.minor_of(large).get(small)
        if parts is not None:
            return (parts if inverse else 1 / parts), 0.0
    return None


def _measure(value: float, unit: str, other: str) -> float | None:
    import pint
    from ucumvert.parser import InvalidUcumError

    registry = _registry()
    try:
        into = registry.from_ucum(other).units
        return float(registry.Quantity(value, registry.from_ucum(unit).units).to(into).magnitude) * (
            _magnitude(unit) / _magnitude(other)
        )
    except (pint.DimensionalityError, InvalidUcumError):
        return None  # metres are no kilograms; a unit of the user's lexicon need not be UCUM


def _magnitude(unit: str) -> float:
    """The number in front of a UCUM term: a decade is "10.a"."""
    return float(_registry().from_ucum(unit).magnitude)


@functools.cache
def _registry() -> Any:
    from ucumvert import PintUcumRegistry

    return PintUcumRegistry(autoconvert_offset_to_baseunit=True)
