"""How the times of two claims stand to each other: intervals of days, and lengths of time.

"In early 2020" lies within "in 2020". A time that could not be resolved proves nothing: neither that two claims are of
one day, nor that they exclude each other. Lengths ("for ten years") compare as values do.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Sequence
from typing import NamedTuple

from claimkit.comparison.values import Standing, combined, value_standing
from claimkit.records import Bound, Direction, Quantity, QuantityRole, RangeKind, TimeAnchor, TimeExpression, TimeType

# The same night is Tuesday for one desk and Wednesday for another.
_TIME_ZONES = dt.timedelta(days=1)
_NIGHT = 2  # days
_DECADE = 10.0  # years
_LENGTH = re.compile(r"P(?:T(?=\d))?(\d+(?:\.\d+)?)(DE|CE|[YMWDHS])$")
_UNITS = {"Y": "a", "M": "mo", "W": "wk", "D": "d", "H": "h", "S": "s", "DE": "10.a", "CE": "100.a"}
# "Recently" and "now" say no more than the tense does.
_EMPTY = frozenset({"vague"})


class Days(NamedTuple):
    """A closed interval of days; ``inferred`` if it is reckoned from another day, and its year not told."""

    start: dt.date
    end: dt.date
    inferred: bool = False

    @property
    def length(self) -> int:
        """In days."""
        return (self.end - self.start).days + 1


class Dating(NamedTuple):
    """When a claim is said to hold: intervals in order, how many times could not be resolved, and lengths."""

    days: tuple[Days, ...]
    unresolved: int
    lengths: tuple[Quantity, ...]


@functools.lru_cache(65_536)
def dating(times: tuple[TimeExpression, ...]) -> Dating:
    """The times of a claim, sorted by what can be compared."""
    days, lengths, unresolved = [], [], 0
    for time in times:
        if time.start and time.end and time.type is not TimeType.SET:
            start, end = days_of(time.start), days_of(time.end)
            if start and end:
                days.append(Days(start, end, time.anchor is not TimeAnchor.NONE))
            else:
                unresolved += 1
        elif time.type is TimeType.DURATION:
            length = _length(time)
            lengths += [length] if length and time.unresolved != "no_document_date" else []
            unresolved += time.unresolved == "no_document_date"  # "the first in five years", of an undated article
        elif time.type is not TimeType.SET:
            unresolved += time.unresolved not in _EMPTY
    return Dating(tuple(sorted(set(days))), unresolved, tuple(lengths))


def days_standing(a: Dating, b: Dating) -> Standing:
    """How the days of two claims stand; one that gives none says less than one that does."""
    if not (a.days or a.unresolved) or not (b.days or b.unresolved):
        return _more_said(len(a.days) + a.unresolved, len(b.days) + b.unresolved)
    if a.unresolved or b.unresolved:
        return Standing.UNKNOWN
    if len(a.days) == len(b.days):
        return combined([_interval_standing(*pair) for pair in zip(a.days, b.days, strict=True)])
    more, fewer = (a, b) if len(a.days) > len(b.days) else (b, a)
    found = [_best(days, more.days) for days in fewer.days]
    if all(standing is Standing.SAME for standing in found):
        return Standing.A_IN_B if more is a else Standing.B_IN_A
    return Standing.DISJOINT if all(standing is Standing.DISJOINT for standing in found) else Standing.OVERLAP


def lengths_standing(a: Dating, b: Dating) -> Standing:
    """How the lengths of time stand, in order; one that gives none says less."""
    if len(a.lengths) != len(b.lengths):
        return _more_said(len(a.lengths), len(b.lengths))
    return combined([value_standing(*pair) for pair in zip(a.lengths, b.lengths, strict=True)])


def days_of(published: str | None) -> dt.date | None:
    """The day of a date or a time; ``None`` for what is none, such as the year 10000 or a month in a hand-made row."""
    try:
        return dt.date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def _more_said(a: int, b: int) -> Standing:
    if a and b:
        return Standing.OVERLAP
    return Standing.A_IN_B if a else Standing.B_IN_A if b else Standing.SAME


def _best(days: Days, others: Sequence[Days]) -> Standing:
    found = {_interval_standing(days, other) for other in others}
    order = (Standing.SAME, Standing.A_IN_B, Standing.B_IN_A, Standing.OVERLAP, Standing.DISJOINT)
    return next(standing for standing in order if standing in found)


def _interval_standing(a: Days, b: Days) -> Standing:
    if a[:2] == b[:2]:
        return Standing.SAME
    if b.start <= a.start and a.end <= b.end:
        return Standing.A_IN_B
    if a.start <= b.start and b.end <= a.end:
        return Standing.B_IN_A
    apart = max(a.start, b.start) - min(a.end, b.end)
    one_night = apart <= _TIME_ZONES and max(a.length, b.length) <= _NIGHT
    if one_night or apart <= dt.timedelta(0) or ((a.inferred or b.inferred) and _is_anniversary(a, b)):
        return Standing.OVERLAP
    return Standing.DISJOINT


def _is_anniversary(a: Days, b: Days) -> bool:
    """The same day of two years: "on April 28" of a report that came years later."""
    return all((one.month, one.day) == (other.month, other.day) for one, other in zip(a[:2], b[:2], strict=True))


def _length(time: TimeExpression) -> Quantity | None:
    """A length as a quantity; "several years" (PXY) has no number."""
    match = _LENGTH.match(time.timex or "")
    if match is None:
        return None
    number, unit = float(match[1]), _UNITS[match[2]]
    if (time.timex or "").startswith("PT") and match[2] == "M":
        unit = "min"
    return Quantity(
        span=time.span,
        low=number,
        high=number,
        unit=unit,
        counted=(),
        property=None,
        per=None,
        range_kind=RangeKind.NONE,
        bound=Bound.EXACT,
        direction=Direction.NONE,
        role=QuantityRole.VALUE,
        # "Three decades" are as good as 26 years.
        resolution=_DECADE if unit == "a" and number > _DECADE and number % _DECADE == 0 else 1.0,
    )
