"""Holidays in a year: fixed days, the n-th weekday of a month, and the moveable feasts.

Easter after Oudin (1940), the Orthodox one by the Julian computus; the Hebrew calendar with its rules of postponement
and the tabular Islamic one after Reingold and Dershowitz, *Calendrical Calculations*. Rules are in
``resources/times.toml``, table ``holidays``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from claimkit.extraction import periods
from claimkit.extraction.periods import Period
from claimkit.resources import load_lexicon

# Day numbers of the calendars' first days, counted as ``date.toordinal`` does.
_HEBREW_EPOCH, _ISLAMIC_EPOCH = -1373427, 227015
_LONGEST_CHAIN = 5  # of holidays that are told by another


def in_year(year: int, rule: Any, depth: int = 0) -> Period | None:
    """The holiday of ``rule`` that begins in a Gregorian ``year``; ``None`` where the rule has no day in it.

    An Islamic one may begin twice in a year, and the first is taken. Raises ``ValueError`` for a day the year lacks.
    """
    if isinstance(rule, list):
        return periods.day(_of_month(year, rule))
    if "after" in rule:
        first = load_lexicon("times")["holidays"].get(rule["after"])
        base = None if first is None or depth >= _LONGEST_CHAIN else in_year(year, first, depth + 1)
        if base is None or rule["days"] == 0:
            return base  # another name of it
        return periods.day(base.start + dt.timedelta(days=rule["days"]))
    if "dates" in rule:
        day = rule["dates"].get(str(year))
        return None if day is None else periods.day(dt.date(year, day[0], day[1]))
    start = _CALENDARS[rule["calendar"]](year, rule)
    return None if start is None else _lasting(start, rule)


def _lasting(start: dt.date, rule: Mapping[str, Any]) -> Period:
    length = rule.get("length", 1)
    period = periods.day(start) if length == 1 else periods.days(start, start + dt.timedelta(days=length - 1))
    if rule["calendar"] != "islamic":
        return period
    return replace(period, edtf="/".join(f"{part}~" for part in period.edtf.split("/")))


def _of_month(year: int, rule: list[int]) -> dt.date:
    if len(rule) == 2:
        return dt.date(year, rule[0], rule[1])
    return periods.nth_weekday(periods.month(year, rule[0]), rule[1], rule[2])


def easter(year: int) -> dt.date:
    """Easter Sunday of the western churches."""
    century, golden = year // 100, year % 19
    moon = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon -= (moon // 28) * (1 - (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    number = moon - weekday
    month = 3 + (number + 40) // 44
    return dt.date(year, month, number + 28 - 31 * (month // 4))


def orthodox_easter(year: int) -> dt.date:
    """Easter Sunday of the eastern churches, as a Gregorian date."""
    moon = (19 * (year % 19) + 15) % 30
    number = moon + (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7 + 114
    julian_lag = year // 100 - year // 400 - 2
    return dt.date(year, number // 31, number % 31 + 1) + dt.timedelta(days=julian_lag)


def hebrew_new_year(year: int) -> dt.date:
    """The first of Tishri of a Hebrew year."""
    return dt.date.fromordinal(_HEBREW_EPOCH + _elapsed(year) + _postponed(year))


def _postponed(year: int) -> int:
    """Days by which the first of Tishri moves so that no year is 356 or 382 days long."""
    before, this, after = (_elapsed(other) for other in (year - 1, year, year + 1))
    if after - this == 356:
        return 2
    return 1 if this - before == 382 else 0


def _elapsed(year: int) -> int:
    months = (235 * year - 234) // 19
    day = 29 * months + (12084 + 13753 * months) // 25920
    return day + 1 if (3 * (day + 1)) % 7 < 3 else day


def _hebrew(year: int, rule: Mapping[str, Any]) -> dt.date:
    """Tishri (1) and Nisan (7): the one begins the Hebrew year, the other lies 163 days before the next."""
    new_year = hebrew_new_year(year + 3761)
    first = new_year if rule["month"] == 1 else new_year - dt.timedelta(days=177)
    return first + dt.timedelta(days=rule["day"] - 1)


def islamic_date(year: int, month: int, day: int) -> dt.date:
    """The Gregorian date of a day of the tabular Islamic calendar."""
    days = day + 29 * (month - 1) + month // 2 + (year - 1) * 354 + (3 + 11 * year) // 30
    return dt.date.fromordinal(_ISLAMIC_EPOCH - 1 + days)


def _islamic(year: int, rule: Mapping[str, Any]) -> dt.date | None:
    about = (year - 622) * 33 // 32
    for islamic_year in range(max(1, about - 1), about + 3):
        found = islamic_date(islamic_year, rule["month"], rule["day"])
        if found.year == year:
            return found
    return None


def _after_monday(year: int, rule: Mapping[str, Any]) -> dt.date:
    return periods.nth_weekday(periods.month(year, rule["month"]), 1, 1) + dt.timedelta(days=1)


_CALENDARS: Mapping[str, Any] = {
    "easter": lambda year, rule: easter(year) + dt.timedelta(days=rule["days"]),
    "orthodox_easter": lambda year, rule: orthodox_easter(year) + dt.timedelta(days=rule["days"]),
    "hebrew": _hebrew,
    "islamic": _islamic,
    "after_monday": _after_monday,
}
