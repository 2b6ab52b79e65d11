"""Stretches of the calendar with their TIMEX3 and EDTF values and their closed interval of dates.

TIMEX3 is ISO 24617-1, EDTF is ISO 8601-2 (seasons 21–24, quarters 33–36, halves 40–41). Every function that could leave
the years 1 to 9999 raises ``ValueError`` or ``OverflowError``; :mod:`claimkit.extraction.times` catches both.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, replace

from claimkit.resources import load_lexicon

# From fine to coarse; a period can be shifted by its own grain or a coarser one.
GRAINS = ("day", "week", "month", "quarter", "season", "half", "year", "decade", "century")


@dataclass(frozen=True, slots=True)
class Period:
    """A closed interval of days that has a name in the calendar."""

    grain: str
    start: dt.date
    end: dt.date
    timex: str
    edtf: str


def day(date: dt.date) -> Period:
    """One day."""
    return Period("day", date, date, date.isoformat(), date.isoformat())


def week(date: dt.date) -> Period:
    """The ISO week that holds ``date``; EDTF has no weeks, so an interval."""
    start = date - dt.timedelta(days=date.weekday())
    end = start + dt.timedelta(days=6)
    number = date.isocalendar()
    return Period("week", start, end, f"{number.year:04}-W{number.week:02}", interval(start, end))


def weekend(date: dt.date) -> Period:
    """Saturday and Sunday of the ISO week that holds ``date``."""
    whole = week(date)
    start = whole.start + dt.timedelta(days=5)
    return Period("week", start, whole.end, whole.timex + "-WE", interval(start, whole.end))


def days(start: dt.date, end: dt.date) -> Period:
    """Some days named by their first and last ("March 28-30")."""
    return Period("day", start, end, interval(start, end), interval(start, end))


def month(year_: int, number: int) -> Period:
    """A month of a year."""
    name = f"{year_:04}-{number:02}"
    return Period("month", dt.date(year_, number, 1), _last(year_, number), name, name)


def months(year_: int, first: int, count: int) -> tuple[dt.date, dt.date]:
    """First and last day of ``count`` months from month ``first``, which may lie over the turn of the year."""
    years, last = divmod(first - 1 + count - 1, 12)
    return dt.date(year_, first, 1), _last(year_ + years, last + 1)


def quarter(year_: int, number: int) -> Period:
    """A quarter of a year, 1 to 4."""
    start, end = months(year_, 3 * number - 2, 3)
    return Period("quarter", start, end, f"{year_:04}-Q{number}", f"{year_:04}-{32 + number}")


def half(year_: int, number: int) -> Period:
    """A half of a year, 1 or 2."""
    start, end = months(year_, 6 * number - 5, 6)
    return Period("half", start, end, f"{year_:04}-H{number}", f"{year_:04}-{39 + number}")


def season(year_: int, name: str) -> Period:
    """A northern season of three months, named by its first."""
    letters, number, first = load_lexicon("times")["seasons"][name]
    start, end = months(year_, first, 3)
    return Period("season", start, end, f"{year_:04}-{letters}", f"{year_:04}-{number}")


def year(number: int) -> Period:
    """A calendar year."""
    return Period("year", dt.date(number, 1, 1), dt.date(number, 12, 31), f"{number:04}", f"{number:04}")


def years(first: int, last: int) -> Period:
    """Calendar years named together ("2014-15")."""
    return replace(year(first), end=dt.date(last, 12, 31), timex=f"{first:04}/{last:04}", edtf=f"{first:04}/{last:04}")


def decade(first: int) -> Period:
    """The ten years from ``first``."""
    name = f"{first // 10:03}"
    return Period("decade", dt.date(first, 1, 1), dt.date(first + 9, 12, 31), name, name + "X")


def century(first: int) -> Period:
    """The hundred years from ``first`` ("the 1800s"); the 19th century is read as 1800–1899, as TIMEX3 does."""
    name = f"{first // 100:02}"
    return Period("century", dt.date(max(first, 1), 1, 1), dt.date(first + 99, 12, 31), name, name + "XX")


def containing(date: dt.date, grain: str) -> Period:
    """The period of ``grain`` that holds ``date``."""
    if grain in ("day", "week", "weekend"):
        return {"day": day, "week": week, "weekend": weekend}[grain](date)
    if grain == "month":
        return month(date.year, date.month)
    if grain == "quarter":
        return quarter(date.year, (date.month + 2) // 3)
    if grain == "half":
        return half(date.year, 1 if date.month < 7 else 2)
    if grain == "decade":
        return decade(date.year // 10 * 10)
    return century(date.year // 100 * 100) if grain == "century" else year(date.year)


def shift(date: dt.date, count: int, grain: str) -> dt.date:
    """``date`` moved by ``count`` units; the 31st becomes the last day of a shorter month."""
    steps = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}
    if grain in steps:
        return date + dt.timedelta(days=count * steps[grain])
    factor = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}[grain]
    years_, index = divmod(date.month - 1 + count * factor, 12)
    year_ = date.year + years_
    return dt.date(year_, index + 1, min(date.day, calendar.monthrange(year_, index + 1)[1]))


def shifted(period: Period, count: int, grain: str) -> Period:
    """``period`` moved by ``count`` units of ``grain``, in its own grain: a quarter stays a quarter."""
    start = shift(period.start, count, grain)
    if period.grain == "season":
        names = {first: name for name, (_, _, first) in load_lexicon("times")["seasons"].items()}
        return season(start.year, names[period.start.month])
    return containing(start, period.grain)


def part(period: Period, name: str, today: dt.date | None) -> Period:
    """The early, middle or late third, or a half, of ``period``; ``before`` and ``after`` are cut at ``today``.

    TIMEX3 says such a part with ``mod``, which the record has no place for: the value stays that of the whole, and
    the interval tells the part.
    """
    start, end = period.start, period.end
    if name == "whole":
        return period
    if name in ("before", "after"):
        if today is None or not start <= today <= end:
            return period
        start, end = (start, today) if name == "before" else (today, end)
        return replace(period, start=start, end=end, edtf=interval(start, end))
    if name in ("first_half", "second_half"):
        if period.grain == "year":
            return half(start.year, 1 if name == "first_half" else 2)
        cut = [0, 0.5] if name == "first_half" else [0.5, 1]
    else:
        cut = {"early": [0, 1 / 3], "mid": [1 / 3, 2 / 3], "late": [2 / 3, 1]}[name]
    if period.grain == "year" and period.start.year == period.end.year:
        first, last = round(12 * cut[0]) + 1, round(12 * cut[1])
        start, end = months(start.year, first, last - first + 1)
        return replace(period, start=start, end=end, edtf=f"{start.isoformat()[:7]}/{end.isoformat()[:7]}")
    length = (end - start).days + 1
    first_day = start + dt.timedelta(days=round(length * cut[0]))
    last_day = start + dt.timedelta(days=max(round(length * cut[1]) - 1, round(length * cut[0])))
    if period.grain == "day":
        return period
    return replace(period, start=first_day, end=last_day, edtf=interval(first_day, last_day))


def interval(start: dt.date, end: dt.date) -> str:
    """An EDTF interval of two days."""
    return f"{start.isoformat()}/{end.isoformat()}"


def nth_weekday(period: Period, weekday: int, count: int) -> dt.date:
    """The ``count``-th ISO ``weekday`` in a period, from its end if below 0. Raises ``ValueError`` beyond it."""
    if count > 0:
        found = period.start + dt.timedelta(days=(weekday - period.start.isoweekday()) % 7 + 7 * (count - 1))
    else:
        found = period.end - dt.timedelta(days=(period.end.isoweekday() - weekday) % 7 + 7 * (-count - 1))
    if not period.start <= found <= period.end:
        raise ValueError("no such weekday in the period")
    return found


def nth(period: Period, unit: str, count: int) -> Period | None:
    """The ``count``-th day, week, weekend, month or half of a period; ``None`` for a unit it does not divide into.

    A week is of the year, or the month, that its Thursday lies in: so ISO 8601 counts those of a year.
    """
    if unit == "day":
        return day(period.start + dt.timedelta(days=count - 1) if count > 0 else period.end)
    if unit == "weekend":
        saturday = nth_weekday(period, 6, count)
        return weekend(saturday)
    if unit == "month" and period.grain == "year":
        return month(period.start.year, count if count > 0 else 12)
    if unit == "half" and period.grain == "year" and abs(count) <= 2:
        return half(period.start.year, count if count > 0 else 2)
    return week(nth_weekday(period, 4, count)) if unit == "week" else None


def month_span(year_: int, first: int, last: int) -> Period:
    """Months named together ("January-February 2017"), which may lie over the turn of the year."""
    start, end = months(year_, first, (last - first) % 12 + 1)
    name = f"{start.isoformat()[:7]}/{end.isoformat()[:7]}"
    return Period("month", start, end, name, name)


def _last(year_: int, number: int) -> dt.date:
    return dt.date(year_, number, calendar.monthrange(year_, number)[1])
