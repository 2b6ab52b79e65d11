"""Dates named by the calendar: days, months, years, quarters, seasons, holidays, weekdays.

One function a pattern of :mod:`claimkit.extraction.time_patterns`; each takes the pattern's groups and the
:class:`Setting` and returns a :class:`Reading`, or ``None`` where the words turn out to be no time. ``ValueError`` and
``OverflowError`` mean a day the calendar lacks; :func:`claimkit.extraction.time_readings.read` catches them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from claimkit.extraction import numbers, periods
from claimkit.extraction.periods import Period
from claimkit.records import TimeAnchor, TimeType
from claimkit.resources import load_lexicon

NO_DOCUMENT_DATE, VAGUE, NO_SUCH_DATE = "no_document_date", "vague", "no_such_date"


@dataclass(frozen=True, slots=True)
class Setting:
    """What a reading depends on: the document date, the last day or month named before, the tense, a leading "in"."""

    anchor: dt.date | None
    mention: Period | None = None
    ahead: bool | None = None
    after_in: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A resolved or unresolved time. ``period`` is None where no days can be named."""

    type: TimeType
    timex: str | None
    period: Period | None = None
    anchor: TimeAnchor = TimeAnchor.NONE
    unresolved: str | None = None
    clock: str = ""


def lookup(table: str, word: str) -> object:
    """The entry of a word in a table of the lexicon, read without regard to case and white space."""
    return load_lexicon("times")[table][" ".join(word.lower().split())]


def lookup_number(table: str, word: str) -> int:
    """The same where the entry is a number."""
    value = lookup(table, word)
    return int(str(value))


def dated(period: Period, anchor: TimeAnchor = TimeAnchor.NONE) -> Reading:
    """A resolved date."""
    return Reading(TimeType.DATE, period.timex, period, anchor)


def undated(timex: str | None) -> Reading:
    """A date that waits for the document date; ``timex`` leaves open what is not known ("XXXX-10")."""
    return Reading(TimeType.DATE, timex, anchor=TimeAnchor.DOCUMENT, unresolved=NO_DOCUMENT_DATE)


def _nearest(options: list[Period], setting: Setting, *, default_ahead: bool | None = None) -> Period:
    """The reading that lies in the direction of the tense; without a direction the one closest to the document date."""
    anchor = setting.anchor
    if anchor is None:
        raise ValueError("no document date to be near to")
    ahead = default_ahead if setting.ahead is None else setting.ahead
    if ahead is True:
        return next((period for period in options if period.end >= anchor), options[-1])
    if ahead is False:
        return next((period for period in reversed(options) if period.start <= anchor), options[0])
    # News looks back more than ahead: a March in October is the last one, a January the next.
    return min(options, key=lambda period: (period.start - anchor).days * (2 if period.start > anchor else -1))


def _year_of(groups: Mapping[str, str], setting: Setting) -> int | None:
    """The year named beside a month or a quarter, by figure or by "last year"; ``None`` if there is none."""
    if "year" in groups:
        return int(groups["year"])
    if "year_before" in groups:
        return int(groups["year_before"])
    if "rel" in groups and setting.anchor is not None:
        return setting.anchor.year + relation(groups["rel"])[0]
    return None


def relation(word: str) -> tuple[int, TimeAnchor]:
    """How far "last", "next", "same" move, in units, and what they count from."""
    shift, anchor = load_lexicon("times")["relative"][" ".join(word.lower().split())]
    return shift, TimeAnchor(anchor)


def _full_year(short: int) -> int:
    # "'82" in an article of our day: two figures up to 40 are of this century.
    return short + (2000 if short <= 40 else 1900)


def read_iso(groups: Mapping[str, str], _setting: Setting) -> Reading:
    """«2021-04-07», with or without a clock time."""
    reading = dated(periods.day(dt.date.fromisoformat(groups["iso"])))
    return at_clock(reading, groups["clock"]) if "clock" in groups else reading


def read_slash(groups: Mapping[str, str], _setting: Setting) -> Reading:
    """«7/8/07», the month first unless it cannot be one."""
    month, day = int(groups["first"]), int(groups["second"])
    if month > 12:  # the day first, as outside the United States
        month, day = day, month
    year = int(groups["year"])
    return dated(periods.day(dt.date(_full_year(year) if year < 100 else year, month, day)))


def read_month_day(groups: Mapping[str, str], setting: Setting) -> Reading:
    """«March 30», «5 April 2021», «March 28-30», «Thursday, Oct. 5»."""
    month = lookup_number("months", groups["month"])
    first, last = (int(re.sub(r"\D", "", groups.get(name, groups["day"]))) for name in ("day", "last"))
    year = _year_of(groups, setting)

    def days(in_year: int) -> Period:
        start, end = dt.date(in_year, month, first), dt.date(in_year, month, last)
        return periods.day(start) if first == last else periods.days(start, end)

    if year is not None:
        return dated(days(year), TimeAnchor.DOCUMENT if "rel" in groups else TimeAnchor.NONE)
    if setting.anchor is None:
        return undated(f"XXXX-{month:02}-{first:02}")
    return dated(_nearest(_valid(days, setting.anchor), setting), TimeAnchor.DOCUMENT)


def _valid(make: Callable[[int], Period], anchor: dt.date) -> list[Period]:
    """The period in the years about the document date; 29 February is not in all of them."""
    found = []
    for year in range(anchor.year - 4, anchor.year + 5):
        try:
            found.append(make(year))
        except ValueError:
            continue
    if not found:
        raise ValueError("no such day in any year")
    return found


def read_month(groups: Mapping[str, str], setting: Setting) -> Reading:
    """«October», «last October», «October 2007»."""
    month = lookup_number("months", groups["month"])
    if "year" in groups:
        return dated(periods.month(int(groups["year"]), month))
    if setting.anchor is None:
        return undated(f"XXXX-{month:02}")
    options = _valid(lambda year: periods.month(year, month), setting.anchor)
    if "rel" not in groups:
        return dated(_nearest(options, setting), TimeAnchor.DOCUMENT)
    shift, _ = relation(groups["rel"])
    if shift:  # "last October" is over, even in October
        past = [period for period in options if period.end < setting.anchor]
        ahead = [period for period in options if period.start > setting.anchor]
        return dated(past[-1] if shift < 0 else ahead[0], TimeAnchor.DOCUMENT)
    return dated(_nearest(options, Setting(setting.anchor)), TimeAnchor.DOCUMENT)


def read_month_of_year(groups: Mapping[str, str], setting: Setting) -> Reading:
    """«July last year»."""
    month, year = lookup_number("months", groups["month"]), _year_of(groups, setting)
    if year is None:
        return undated(f"XXXX-{month:02}")
    return dated(periods.month(year, month), TimeAnchor.DOCUMENT)


def read_weekday(groups: Mapping[str, str], setting: Setting) -> Reading:
    """«Thursday», «last Thursday», «Friday morning»; «Mondays» is a set."""
    number = lookup_number("weekdays", groups["weekday"])
    if "plural" in groups:
        return Reading(TimeType.SET, f"XXXX-WXX-{number}")
    if setting.anchor is None:
        reading = undated(f"XXXX-WXX-{number}")
        return with_part_of_day(reading, groups)
    rel = groups.get("rel")
    shift = relation(rel)[0] if rel else 0
    back = (setting.anchor.isoweekday() - number) % 7
    if shift < 0:
        date = setting.anchor - dt.timedelta(days=back or 7)
    elif shift > 0 or setting.ahead:
        date = setting.anchor + dt.timedelta(days=(7 - back) % 7 or (7 if shift else 0))
    elif rel and setting.ahead is None:
        date = periods.week(setting.anchor).start + dt.timedelta(days=number - 1)
    else:
        date = setting.anchor - dt.timedelta(days=back)
    return with_part_of_day(dated(periods.day(date), TimeAnchor.DOCUMENT), groups)


def with_part_of_day(reading: Reading, groups: Mapping[str, str]) -> Reading:
    """«Friday morning»: the part of day joins the value; the interval stays that of the day."""
    if "daypart" not in groups:
        return reading
    value = str(lookup("part_of_day", groups["daypart"]))
    return at_clock(reading, value)


def at_clock(reading: Reading, clock: str) -> Reading:
    """``reading`` at a time of day; the interval stays that of the day."""
    value = clock if clock.startswith("T") else f"T{clock}"
    timex = reading.timex + value if reading.timex else None
    return Reading(TimeType.TIME, timex, reading.period, reading.anchor, reading.unresolved, value)


def read_year(groups: Mapping[str, str], _setting: Setting) -> Reading:
    """«2011», «fiscal 2011»."""
    return dated(periods.year(int(groups["year"])))


def read_year_pair(groups: Mapping[str, str], _setting: Setting) -> Reading | None:
    """«2014-15»."""
    first, last = int(groups["year"]), int(groups["last"])
    last = last if last > 99 else first // 100 * 100 + last
    return dated(periods.years(first, last)) if first < last else None


def read_year_in_words(groups: Mapping[str, str], _setting: Setting) -> Reading | None:
    """«nineteen ninety-six»."""
    words = " ".join(groups["words"].lower().split())
    if words.startswith("two thousand"):
        value = numbers.value_of(words)
        return dated(periods.year(int(value))) if value is not None else None
    hundreds, rest = words.split(" ", 1)
    value = numbers.value_of(rest.replace(" ", "-"))
    first = numbers.value_of(hundreds)
    return dated(periods.year(int(100 * first + value))) if first is not None and value is not None else None


def read_years_quarter(groups: Mapping[str, str], setting: Setting) -> Reading:
    """Of the kind «this year's third quarter»."""
    word = groups["ordinal"].lower()
    number = 4 if word == "final" else load_lexicon("numbers")["ordinals"][word]
    return _numbered_quarter(number, _year_of(groups, setting), True, setting)


def read_short_year(groups: Mapping[str, str], _setting: Setting) -> Reading:
    """«'82»."""
    return dated(periods.year(_full_year(int(groups["short"]))))


def read_decade(groups: Mapping[str, str], _setting: Setting) -> Reading:
    """«the 1990s», «the '80s»; «the 1800s» are a century."""
    if "short" in groups:
        return dated(
            periods.decade(1900 + int(groups["short"]) if int(groups["short"]) > 20 else 2000 + int(groups["short"]))
        )
    year = int(groups["year"])
    return dated(periods.century(year) if year % 100 == 0 and year < 2000 else periods.decade(year))


def read_century(groups: Mapping[str, str], _setting: Setting) -> Reading:
    """«the 11th century»."""
    word = groups["ordinal"].lower()
    number = int(word[:-2]) if word[0].isdigit() else load_lexicon("numbers")["ordinals"][word]
    return dated(periods.century((number - 1) * 100))


def read_quarter(groups: Mapping[str, str], setting: Setting) -> Reading:
    """«the third quarter of 2009», «the last quarter»."""
    word = groups["ordinal"].lower()
    year = _year_of(groups, setting)
    if word == "last" and year is None:
        return (
            undated(None)
            if setting.anchor is None
            else dated(periods.containing(periods.shift(setting.anchor, -1, "quarter"), "quarter"), TimeAnchor.DOCUMENT)
        )
    number = (
        4
        if word in ("final", "last")
        else int(word[0])
        if word[0].isdigit()
        else load_lexicon("numbers")["ordinals"][word]
    )
    return _numbered_quarter(number, year, "rel" in groups, setting)


def _numbered_quarter(number: int, year: int | None, relative: bool, setting: Setting) -> Reading:
    if year is not None:
        return dated(periods.quarter(year, number), TimeAnchor.DOCUMENT if relative else TimeAnchor.NONE)
    if setting.anchor is None:
        return undated(f"XXXX-Q{number}")
    options = _valid(lambda in_year: periods.quarter(in_year, number), setting.anchor)
    # Results are reported for a quarter that is over or under way.
    return dated(_nearest(options, setting, default_ahead=False), TimeAnchor.DOCUMENT)


def read_quarter_of(groups: Mapping[str, str], setting: Setting) -> Reading:
    """«the 1988 quarter»: the quarter named before, in that year."""
    year = int(groups["year_before"])
    if setting.mention is not None and setting.mention.grain in ("month", "quarter"):
        return dated(
            periods.containing(setting.mention.start.replace(year=year, day=1), setting.mention.grain),
            TimeAnchor.MENTION,
        )
    return dated(periods.year(year))


def read_q(groups: Mapping[str, str], setting: Setting) -> Reading:
    """«Q3 2019»."""
    return _numbered_quarter(int(groups["q"]), _year_of(groups, setting), False, setting)


def read_season(groups: Mapping[str, str], setting: Setting) -> Reading:
    """«last summer», «winter 2020»."""
    name = groups["season"].lower()
    if "year" in groups:
        return dated(periods.season(int(groups["year"]), name))
    if setting.anchor is None:
        return undated(f"XXXX-{load_lexicon('times')['seasons'][name][0]}")
    options = _valid(lambda year: periods.season(year, name), setting.anchor)
    shift = relation(groups["rel"])[0] if "rel" in groups else None
    if shift is None or shift == 0:
        return dated(_nearest(options, setting), TimeAnchor.DOCUMENT)
    past = [period for period in options if period.end < setting.anchor]
    ahead = [period for period in options if period.start > setting.anchor]
    return dated(past[-1] if shift < 0 else ahead[0], TimeAnchor.DOCUMENT)


def read_holiday(groups: Mapping[str, str], setting: Setting) -> Reading:
    """«New Year's Day»."""
    rule = load_lexicon("times")["holidays"][" ".join(groups["holiday"].lower().split())]
    if "year" in groups:
        return dated(periods.day(periods.holiday(int(groups["year"]), rule)))
    if setting.anchor is None:
        return undated(f"XXXX-{rule[0]:02}-{rule[1]:02}" if len(rule) == 2 else None)
    options = _valid(lambda year: periods.day(periods.holiday(year, rule)), setting.anchor)
    return dated(_nearest(options, setting), TimeAnchor.DOCUMENT)
