"""Dates named by the calendar: days, weekdays, months. Years, seasons, holidays: :mod:`claimkit.extraction.years`.

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
# A feast that follows the moon, in a year the table of holidays lacks.
NO_RULE = "no_rule_for_holiday"


@dataclass(frozen=True, slots=True)
class Setting:
    """What a reading depends on: the document date, the last day or month named before, and the tense.

    ``within`` is 1 where "in" makes a length end ahead ("will close in five years"), -1 where it began behind ("the
    first strike in five years"), else 0.
    """

    anchor: dt.date | None
    mention: Period | None = None
    ahead: bool | None = None
    within: int = 0


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


def nearest(options: list[Period], setting: Setting, *, default_ahead: bool | None = None) -> Period:
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


def beside(options: list[Period], shift: int, anchor: dt.date) -> Period:
    """The last one that is over (``shift`` below 0), or the first that has not begun, on the document date."""
    past = [period for period in options if period.end < anchor]
    ahead = [period for period in options if period.start > anchor]
    found = past[-1:] if shift < 0 else ahead[:1]
    if not found:  # «last October» in an article of the year 1, «next summer» in one of the year 9999
        raise ValueError("the calendar ends before that")
    return found[0]


def year_of(groups: Mapping[str, str], setting: Setting) -> int | None:
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


def full_year(short: int) -> int:
    """The year that two figures mean."""
    # "'82" in an article of our day: two figures up to 40 are of this century.
    return short + (2000 if short <= 40 else 1900)


def read_iso(groups: Mapping[str, str], _setting: Setting) -> Reading:
    """«2021-04-07», with or without a clock time."""
    reading = dated(periods.day(dt.date.fromisoformat(groups["iso"])))
    return at_clock(reading, groups["clock"]) if "clock" in groups else reading


def valid(make: Callable[[int], Period], anchor: dt.date) -> list[Period]:
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


def read_month_of_year(groups: Mapping[str, str], setting: Setting) -> Reading:
    """«July last year»."""
    month, year = lookup_number("months", groups["month"]), year_of(groups, setting)
    if year is None:
        return undated(f"XXXX-{month:02}")
    return dated(periods.month(year, month), TimeAnchor.DOCUMENT)


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


def read_slash(groups: Mapping[str, str], _setting: Setting) -> Reading:
    """«7/8/07», the month first unless it cannot be one."""
    month, day = int(groups["first"]), int(groups["second"])
    if month > 12:  # the day first, as outside the United States
        month, day = day, month
    year = int(groups["year"])
    return dated(periods.day(dt.date(full_year(year) if year < 100 else year, month, day)))


def read_dotted(groups: Mapping[str, str], _setting: Setting) -> Reading:
    """«23.04.2022», the day first unless it cannot be one; «04-23-2022», the month; «2022.04.23»."""
    if "year_first" in groups:
        month, day = int(groups["month_figure"]), int(groups["day_figure"])
        return dated(periods.day(dt.date(int(groups["year_first"]), month, day)))
    month, day = int(groups["first"]), int(groups["second"])
    if groups["mark"] == "-":  # written in the United States
        month, day = day, month
    if month > 12:
        month, day = day, month
    return dated(periods.day(dt.date(int(groups["year"]), month, day)))


def read_month_day(groups: Mapping[str, str], setting: Setting) -> Reading:
    """«March 30», «5 April 2021», «March 28-30», «Thursday, Oct. 5», «the second of May»."""
    month = lookup_number("months", groups["month"])
    if "day_word" in groups:
        first = last = load_lexicon("numbers")["ordinals"][groups["day_word"].lower()]
    else:
        first, last = (int(re.sub(r"\D", "", groups.get(name, groups["day"]))) for name in ("day", "last"))
    year = year_of(groups, setting)

    def days(in_year: int) -> Period:
        start, end = dt.date(in_year, month, first), dt.date(in_year, month, last)
        return periods.day(start) if first == last else periods.days(start, end)

    if year is not None:
        return dated(days(year), TimeAnchor.DOCUMENT if "rel" in groups else TimeAnchor.NONE)
    if setting.anchor is None:
        return undated(f"XXXX-{month:02}-{first:02}")
    options = valid(days, setting.anchor)
    if "weekday" in groups:
        # «Thursday, Oct. 5» is in a year in which that day is a Thursday.
        number = lookup_number("weekdays", groups["weekday"])
        options = [period for period in options if period.start.isoweekday() == number] or options
    return dated(nearest(options, setting), TimeAnchor.DOCUMENT)


def read_day_of_month(groups: Mapping[str, str], setting: Setting) -> Reading:
    """«on the 5th», «the 5th of next month»."""
    number = int(re.sub(r"\D", "", groups["day"]))
    which = groups.get("of", "").lower()
    if which in ("each", "every"):
        return Reading(TimeType.SET, f"XXXX-XX-{number:02}")
    if setting.anchor is None:
        return undated(f"XXXX-XX-{number:02}")
    if which in ("this", "last", "next"):
        there = periods.shift(setting.anchor.replace(day=1), relation(which)[0], "month")
        return dated(periods.day(there.replace(day=number)), TimeAnchor.DOCUMENT)
    month = setting.mention.start if setting.mention is not None and setting.mention.grain in ("day", "month") else None
    if month is not None and which != "the":
        return dated(periods.day(month.replace(day=number)), TimeAnchor.MENTION)
    first = setting.anchor.replace(day=1)
    options = []
    for count in (-2, -1, 0, 1, 2):
        there = periods.shift(first, count, "month")
        if number <= periods.month(there.year, there.month).end.day:
            options.append(periods.day(there.replace(day=number)))
    return dated(nearest(options, setting), TimeAnchor.DOCUMENT)


def read_nth(groups: Mapping[str, str], setting: Setting) -> Reading | None:
    """«the first Monday of May», «the last week of the year»."""
    count, what = lookup_number("nth", groups["nth"]), groups["what"].lower()
    if groups.get("of", "").lower() in ("each", "every"):
        return Reading(TimeType.SET, None)
    within = _whole(groups, setting)
    if isinstance(within, Reading):
        return within
    period, anchor = within
    weekdays = load_lexicon("times")["weekdays"]
    if what in weekdays:
        return dated(periods.day(periods.nth_weekday(period, weekdays[what], count)), anchor)
    found = periods.nth(period, what, count)
    return None if found is None else dated(found, anchor)


def _whole(groups: Mapping[str, str], setting: Setting) -> tuple[Period, TimeAnchor] | Reading:
    """The month or year of which a part is counted."""
    if "only_year" in groups:
        return periods.year(int(groups["only_year"])), TimeAnchor.NONE
    if "month" in groups:
        reading = read_month({name: groups[name] for name in ("month", "year") if name in groups}, setting)
        if "rel" in groups and setting.anchor is not None:
            year, month = year_of(groups, setting), lookup_number("months", groups["month"])
            return (periods.month(year, month), TimeAnchor.DOCUMENT) if year else reading
        return (reading.period, reading.anchor) if reading.period is not None else reading
    unit, rel = groups["unit"].lower(), groups["of"].lower()
    if rel == "the" and setting.mention is not None and setting.mention.grain == unit:
        return setting.mention, TimeAnchor.MENTION
    if setting.anchor is None:
        return undated(unknown(groups["what"].lower()))
    shift = 0 if rel == "the" else relation(rel)[0]
    return periods.containing(periods.shift(setting.anchor, shift, unit), unit), TimeAnchor.DOCUMENT


def read_month(groups: Mapping[str, str], setting: Setting) -> Reading:
    """«October», «last October», «October 2007», «March, nineteen ninety-six»."""
    month = lookup_number("months", groups["month"])
    if "year" in groups:
        return dated(periods.month(int(groups["year"]), month))
    if "words" in groups:
        year = year_in_words(groups["words"])
        if year is not None:
            return dated(periods.month(year, month))
    if setting.anchor is None:
        return undated(f"XXXX-{month:02}")
    options = valid(lambda year: periods.month(year, month), setting.anchor)
    if "rel" not in groups:
        return dated(nearest(options, setting), TimeAnchor.DOCUMENT)
    shift, _ = relation(groups["rel"])
    if shift:  # "last October" is over, even in October
        return dated(beside(options, shift, setting.anchor), TimeAnchor.DOCUMENT)
    return dated(nearest(options, Setting(setting.anchor)), TimeAnchor.DOCUMENT)


def read_months(groups: Mapping[str, str], setting: Setting) -> Reading:
    """«January-February 2017»."""
    first, last = (lookup_number("months", groups[name]) for name in ("month", "last"))

    def months(year: int) -> Period:
        return periods.month_span(year, first, last)

    if "year" in groups:
        return dated(months(int(groups["year"])))
    if setting.anchor is None:
        return undated(f"XXXX-{first:02}/XXXX-{last:02}")
    return dated(nearest(valid(months, setting.anchor), setting), TimeAnchor.DOCUMENT)


def read_weekday(groups: Mapping[str, str], setting: Setting) -> Reading:
    """«Thursday», «last Thursday», «Friday morning», «Monday of next week»; «Mondays» is a set."""
    number = lookup_number("weekdays", groups["weekday"])
    if "plural" in groups or "dayparts" in groups:
        part = f"T{lookup('part_of_day', groups['daypart'])}" if "daypart" in groups else ""
        return Reading(TimeType.SET, f"XXXX-WXX-{number}{part}")
    if setting.anchor is None:
        return with_part_of_day(undated(f"XXXX-WXX-{number}"), groups)
    date, anchor = _weekday_near(number, groups, setting.anchor, setting)
    return with_part_of_day(dated(periods.day(date), anchor), groups)


def _weekday_near(
    number: int, groups: Mapping[str, str], anchor: dt.date, setting: Setting
) -> tuple[dt.date, TimeAnchor]:
    if "weekrel" in groups:
        shift, _ = relation(groups["weekrel"].lower().removeprefix("the "))
        monday = periods.week(periods.shift(anchor, shift, "week")).start
        return monday + dt.timedelta(days=number - 1), TimeAnchor.DOCUMENT
    rel = groups.get("rel")
    shift, base = relation(rel) if rel else (0, TimeAnchor.DOCUMENT)
    if base is TimeAnchor.MENTION and setting.mention is not None and setting.mention.grain == "day":
        return _from_mention(number, shift, setting.mention.start), TimeAnchor.MENTION
    back = (anchor.isoweekday() - number) % 7
    if shift < 0:
        return anchor - dt.timedelta(days=back or 7), TimeAnchor.DOCUMENT
    if shift > 0 or setting.ahead:
        return anchor + dt.timedelta(days=(7 - back) % 7 or (7 if shift else 0)), TimeAnchor.DOCUMENT
    if rel and setting.ahead is None:
        return periods.week(anchor).start + dt.timedelta(days=number - 1), TimeAnchor.DOCUMENT
    return anchor - dt.timedelta(days=back), TimeAnchor.DOCUMENT


def _from_mention(number: int, shift: int, day: dt.date) -> dt.date:
    """«the previous Friday», «that Friday», «the following Friday», from the day named before."""
    back = (day.isoweekday() - number) % 7
    if shift < 0:
        return day - dt.timedelta(days=back or 7)
    if shift > 0:
        return day + dt.timedelta(days=7 - back)
    return periods.week(day).start + dt.timedelta(days=number - 1)


def year_in_words(words: str) -> int | None:
    """«nineteen ninety-six» → 1996, «two thousand and five» → 2005; ``None`` where it is no year."""
    words = " ".join(words.lower().split())
    if words.startswith("two thousand"):
        value = numbers.value_of(words)
        return None if value is None else int(value)
    hundreds, rest = words.split(" ", 1)
    rest = rest.removeprefix("hundred").strip().removeprefix("and ").strip()
    first, value = numbers.value_of(hundreds), numbers.value_of(rest.replace(" ", "-"))
    return None if first is None or value is None else int(100 * first + value)


_UNKNOWN = {
    "day": "XXXX-XX-XX",
    "night": "XXXX-XX-XX",
    "week": "XXXX-WXX",
    "weekend": "XXXX-WXX-WE",
    "month": "XXXX-XX",
    "quarter": "XXXX-QX",
    "half": "XXXX-HX",
    "decade": "XXX",
    "century": "XX",
}


def unknown(unit: str) -> str:
    """The TIMEX3 value of some period of a kind: «XXXX-XX» for a month that is not known."""
    return _UNKNOWN.get(unit, "XXXX")
