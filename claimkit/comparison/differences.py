"""What differs between two claims, field by field, with both values in words."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterable
from types import MappingProxyType

from claimkit.comparison.profiles import REMEMBERED, Link, Profile
from claimkit.records import Bound, Difference, Direction, Quantity, TimeExpression

AUTHOR = "author"
_BOUNDS = MappingProxyType(
    {
        Bound.EXACT: "",
        Bound.ABOUT: "about ",
        Bound.AT_LEAST: "at least ",
        Bound.AT_MOST: "at most ",
        Bound.MORE_THAN: "more than ",
        Bound.LESS_THAN: "less than ",
    }
)


def differences(
    a: Profile, b: Profile, agreed: Collection[str] = (), unsettled: Collection[str] = ()
) -> tuple[Difference, ...]:
    """The fields in which two claims differ, in a fixed order; ``None`` where a claim says nothing of a field.

    ``agreed`` are fields that say the same in other words, ``unsettled`` those that are named though worded alike:
    "last year" of two articles without a date.
    """
    told = zip(_FIELDS, _told(a), _told(b), strict=True)
    return tuple(
        Difference(field=field, a=one, b=other)
        for field, one, other in told
        if field not in agreed and (one != other or field in unsettled)
    )


@functools.lru_cache(REMEMBERED)
def _told(profile: Profile) -> tuple[str | None, ...]:
    """The words of each field."""
    return tuple(tell(profile) for tell in _FIELDS.values())


def quantity_words(quantity: Quantity) -> str:
    """A quantity as it is read: "at least 5 people", "8.5 % GDP down".

    >>> quantity_words(Quantity.from_dict({"span": {"start": 0, "end": 1}, "low": 5.0, "high": 5.0, "unit": None,
    ... "counted": ["people"], "property": None, "per": None, "range_kind": "none", "bound": "at_least",
    ... "direction": "none", "role": "value", "unit_candidates": [], "resolution": 1.0}))
    'at least 5 people'
    """
    low, high = _number(quantity.low), _number(quantity.high)
    number = low if low == high else f"{low}-{high}"
    parts = [f"{_BOUNDS[quantity.bound]}{number}", quantity.unit, *quantity.counted, quantity.property]
    parts += [f"per {quantity.per}"] if quantity.per else []
    parts += [quantity.direction.value] if quantity.direction is not Direction.NONE else []
    return " ".join(part for part in parts if part)


def time_words(time: TimeExpression) -> str:
    """A time by its EDTF or TIMEX3 value; one without days says so."""
    value = time.edtf or time.timex or "?"
    return f"{value} (unresolved: {time.unresolved})" if time.unresolved else value


def chain_words(chain: tuple[Link, ...]) -> str:
    """The sources from the outermost inwards; the author's own voice where there are none."""
    return " > ".join(link.source or link.source_type.value for link in chain) or AUTHOR


def _number(value: float) -> str:
    return f"{value:.12g}" if abs(value) < 1e12 else f"{value:g}"


def _listed(parts: Iterable[str]) -> str | None:
    return "; ".join(dict.fromkeys(parts)) or None


def _yes(flag: bool) -> str:
    return "yes" if flag else "no"


_FIELDS: MappingProxyType[str, Callable[[Profile], str | None]] = MappingProxyType(
    {
        "predicate": lambda profile: profile.predicate,
        "subject": lambda profile: profile.subject,
        "object": lambda profile: profile.object,
        "quantities": lambda profile: _listed(map(quantity_words, profile.quantities)),
        "times": lambda profile: _listed(map(time_words, profile.times)),
        "places": lambda profile: _listed(profile.places),
        "names": lambda profile: _listed(profile.names),
        "negated": lambda profile: _yes(profile.negated),
        "hedges": lambda profile: _listed(hedge.value for hedge in profile.hedges),
        "factuality": lambda profile: profile.certainty.value if profile.certainty else None,
        "chain": lambda profile: chain_words(profile.chain),
        "kind": lambda profile: profile.kind.value,
        "presupposed": lambda profile: _yes(profile.presupposed),
    }
)
