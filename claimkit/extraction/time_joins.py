"""Times side by side that tell one: "noon on Monday", "the day after Christmas", "the year ended March 31"."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from claimkit.extraction import periods
from claimkit.extraction.dates import Reading, dated, lookup
from claimkit.extraction.durations import count_of, duration_value
from claimkit.extraction.time_patterns import Candidate
from claimkit.records import TimeType
from claimkit.resources import load_lexicon

Found = tuple[Candidate, Reading]


def joined(text: str, found: Sequence[Found]) -> Iterator[Found]:
    """The times of a text in order, those made one that tell one; what only begins one ("the week of") is dropped."""
    kept: list[Found] = []
    for candidate, reading in found:
        one = (candidate, reading)
        if kept:
            last = kept.pop()
            gap = " ".join(text[last[0].end : candidate.start].lower().split())
            # A longer gap joins nothing.
            near = candidate.start - last[0].end <= _WIDEST
            both = next((made for join in _JOINS if (made := join(gap, last, one)) is not None), None) if near else None
            kept += [last, one] if both is None else both
        else:
            kept.append(one)
    yield from (each for each in kept if each[0].kind != "unit_of")


_WIDEST = 24


def _clock_and_day(gap: str, one: Found, other: Found) -> list[Found] | None:
    """«12:00 UTC Monday», «Monday at 5 p.m.», «the morning of June 3»."""
    if gap.strip(" ,") not in load_lexicon("times")["joins"]["clock"]:
        return None
    clock, day = (one[1], other[1]) if one[1].clock else (other[1], one[1])
    if not clock.clock or day.clock or day.type is not TimeType.DATE or not _is_day(day):
        return None
    timex = day.timex + clock.clock if day.timex else clock.clock
    whole = replace(one[0], end=other[0].end)
    return [(whole, replace(day, type=TimeType.TIME, timex=timex, clock=clock.clock))]


def _is_day(reading: Reading) -> bool:
    return (reading.period is not None and reading.period.grain == "day") or (reading.timex or "").startswith("XXXX-")


def _beside_day(gap: str, one: Found, other: Found) -> list[Found] | None:
    """«the day after Christmas», «the week before Election Day»."""
    candidate, day = one[0], other[1]
    if candidate.kind != "neighbour" or gap or day.type is not TimeType.DATE:
        return None
    sign = {"before": -1, "after": 1}.get(candidate.groups["side"].lower())
    return None if sign is None else _moved(one, other, sign, 1, str(lookup("units", candidate.groups["unit"])))


def _away_from_day(gap: str, one: Found, other: Found) -> list[Found] | None:
    """«three days before Christmas», «two weeks after Monday»."""
    candidate = one[0]
    sign = load_lexicon("times")["joins"]["sides"].get(gap)
    if candidate.kind != "duration" or sign is None or candidate.groups["gap"] == "-":
        return None
    unit, count = str(lookup("units", candidate.groups["unit"])), count_of(candidate.groups["num"])
    if count is None or count != int(count) or unit in ("hour", "minute", "second"):
        return None
    return _moved(one, other, sign, int(count), unit)


def _moved(one: Found, other: Found, sign: int, count: int, unit: str) -> list[Found] | None:
    """The day of ``other`` moved by some units, as one time over both."""
    day = other[1]
    if day.type is not TimeType.DATE or not _is_day(day):
        return None
    whole = replace(one[0], end=other[0].end)
    if day.period is None:
        return [(whole, replace(day, timex=None))]
    try:
        start = periods.shift(day.period.start, sign * count, unit)
        grain = (
            unit
            if count == 1 and unit in ("week", "weekend", "month", "year") and one[0].kind == "neighbour"
            else "day"
        )
        return [(whole, dated(periods.containing(start, grain), day.anchor))]
    except (ValueError, OverflowError):
        return None


def _of_day(gap: str, one: Found, other: Found) -> list[Found] | None:
    """«the week of March 3»."""
    if one[0].kind != "unit_of" or gap or not _is_day(other[1]) or other[1].type is not TimeType.DATE:
        return None
    whole, day = replace(one[0], kind=other[0].kind, end=other[0].end), other[1]
    if day.period is None:
        return [(whole, replace(day, timex=None))]
    return [(whole, dated(periods.containing(day.period.start, one[0].groups["unit"].lower()), day.anchor))]


_ENDED = re.compile(r"(?:that )?(?:ended|ending)(?: on)?")


def _ended(gap: str, one: Found, other: Found) -> list[Found] | None:
    """«the six months ended Sept. 30»: a length that the date behind it closes."""
    candidate, end = one[0], other[1].period
    if not _ENDED.fullmatch(gap) or end is None or end.grain not in ("day", "month"):
        return None
    if candidate.kind not in ("duration", "the_unit", "span"):
        return None
    groups = candidate.groups
    unit, count = str(lookup("units", groups["unit"])), count_of(groups.get("num", "a"))
    if count is None or count != int(count) or unit in ("hour", "minute", "second"):
        return None
    try:
        start = periods.shift(end.end + dt.timedelta(days=1), -int(count), unit)
    except (ValueError, OverflowError):
        return None
    named = periods.containing(start, unit) if count == 1 and unit in ("quarter", "year", "month", "week") else None
    if named is not None and (named.start, named.end) == (start, end.end):
        return [(candidate, dated(named, other[1].anchor)), other]
    timex = duration_value(count, unit)
    period = periods.Period("day", start, end.end, timex, periods.interval(start, end.end))
    return [(candidate, Reading(TimeType.DURATION, timex, period, other[1].anchor)), other]


_JOINS: tuple[Callable[[str, Found, Found], list[Found] | None], ...] = (
    _clock_and_day, _beside_day, _away_from_day, _of_day, _ended,
)  # fmt: skip
