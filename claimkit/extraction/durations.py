"""Times told by their distance or length: "last month", "two weeks ago", "five years", "every Monday", "now".

One function a pattern of :mod:`claimkit.extraction.time_patterns`, as in :mod:`claimkit.extraction.dates`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace

from claimkit.extraction import numbers, periods
from claimkit.extraction.dates import (
    NO_DOCUMENT_DATE,
    VAGUE,
    Reading,
    Setting,
    at_clock,
    dated,
    lookup,
    lookup_number,
    relation,
    undated,
    unknown,
    with_part_of_day,
)
from claimkit.extraction.periods import Period
from claimkit.records import TimeAnchor, TimeType
from claimkit.resources import load_lexicon


def _base(anchor: TimeAnchor, unit: str, setting: Setting) -> tuple[dt.date | None, TimeAnchor]:
    """The day to count from: the last time named if the word asks for it and it is fine enough, else the document's."""
    fine = setting.mention is not None and (
        setting.mention.grain == "day" or periods.GRAINS.index(setting.mention.grain) <= _rank(unit)
    )
    if anchor is TimeAnchor.MENTION and fine and setting.mention is not None:
        return setting.mention.start, TimeAnchor.MENTION
    return setting.anchor, TimeAnchor.DOCUMENT


def _rank(unit: str) -> int:
    return periods.GRAINS.index({"weekend": "week", "fortnight": "week"}.get(unit, unit))


def read_relative(groups: Mapping[str, str], setting: Setting) -> Reading | None:
    """«last month», «this week», «the previous day», «last fiscal year»."""
    unit = str(lookup("units", groups["unit"]))
    shift, asked = relation(groups["rel"])
    if unit in ("second", "minute", "hour", "fortnight"):
        return None
    if groups["rel"].lower() == "past":
        return _back(1.0, unit, setting)
    base, anchor = _base(asked, unit, setting)
    if base is None:
        return with_part_of_day(undated(unknown(unit)), groups)
    if groups["rel"].lower() == "latest" and (unit == "quarter" or "fiscal" in groups):
        shift = -1  # the one whose figures are out
    period = periods.containing(periods.shift(base, shift, unit), unit)
    if "fiscal" in groups:
        period = replace(period, edtf=f"{period.edtf}~")
    if groups["unit"].lower() == "night":
        return at_clock(dated(period, anchor), "NI")
    return with_part_of_day(dated(period, anchor), groups)


def _back(count: float, unit: str, setting: Setting, sign: int = -1) -> Reading:
    """«The past three months»: a duration that ends, or begins, with the document."""
    timex = duration_value(count, unit)
    if unit in ("hour", "minute", "second") or count != int(count):
        return Reading(TimeType.DURATION, timex)
    if setting.anchor is None:
        return _unplaced(timex)
    start, end = sorted((setting.anchor, periods.shift(setting.anchor, sign * int(count), unit)))
    period = Period("day", start, end, timex, periods.interval(start, end))
    return Reading(TimeType.DURATION, timex, period, TimeAnchor.DOCUMENT)


def _unplaced(timex: str) -> Reading:
    """A length that is known, and when it was is not."""
    return Reading(TimeType.DURATION, timex, anchor=TimeAnchor.DOCUMENT, unresolved=NO_DOCUMENT_DATE)


def read_the_unit(groups: Mapping[str, str], setting: Setting) -> Reading:
    """«the day», «the quarter», «the fiscal year»."""
    unit = groups["unit"].lower()
    base, anchor = _base(TimeAnchor.MENTION if unit in ("day", "quarter") else TimeAnchor.DOCUMENT, unit, setting)
    if base is None:
        return undated(unknown(unit))
    if unit == "quarter" and anchor is TimeAnchor.DOCUMENT:
        base = periods.shift(base, -1, "quarter")  # results are of the quarter that is over
    if unit == "weekend" and not setting.ahead and base.isoweekday() < 6:
        base = periods.shift(base, -1, "week")
    return dated(periods.containing(base, unit), anchor)


def read_neighbour(groups: Mapping[str, str], setting: Setting) -> Reading:
    """«the day before», «the year after»."""
    unit = str(lookup("units", groups["unit"]))
    shift = 1 if groups["side"].lower() == "after" else -1
    base, anchor = _base(TimeAnchor.MENTION, unit, setting)
    if base is None:
        return undated(unknown(unit))
    return dated(periods.containing(periods.shift(base, shift, unit), unit), anchor)


def read_this_part(groups: Mapping[str, str], setting: Setting) -> Reading:
    """Of the kind «this morning», «yesterday evening», «the afternoon», «mid-morning»."""
    rel = groups.get("rel", "the").lower()
    part = {"daypart": groups.get("daypart") or groups["daypart2"]}
    if rel in ("the", "that"):
        base, anchor = _base(TimeAnchor.MENTION, "day", setting)
        reading = undated(unknown("day")) if base is None else dated(periods.day(base), anchor)
        return with_part_of_day(reading, part)
    if setting.anchor is None:
        return with_part_of_day(undated(unknown("day")), part)
    shift = {"yesterday": -1, "tomorrow": 1}.get(rel, 0)
    reading = dated(periods.day(periods.shift(setting.anchor, shift, "day")), TimeAnchor.DOCUMENT)
    return with_part_of_day(reading, part)


def read_unit_of(_groups: Mapping[str, str], _setting: Setting) -> Reading:
    """«the week of», which :mod:`claimkit.extraction.time_joins` joins with the day behind it or drops."""
    return Reading(TimeType.DATE, None)


def read_span(groups: Mapping[str, str], setting: Setting) -> Reading:
    """«the past three years», «the next six months», «the five previous years»."""
    num, rel, unit_word = (groups.get(name) or groups[f"{name}2"] for name in ("num", "rel", "unit"))
    unit, count, rel = str(lookup("units", unit_word)), count_of(num), rel.lower()
    if count is None or rel in ("first", "final", "following", "previous"):
        return _duration(num, unit)
    return _back(count, unit, setting, 1 if rel in ("next", "coming", "upcoming") else -1)


def read_past(groups: Mapping[str, str], setting: Setting) -> Reading:
    """«the past decade»."""
    return _back(1.0, str(lookup("units", groups["unit"])), setting)


def read_ago(groups: Mapping[str, str], setting: Setting) -> Reading | None:
    """«two weeks ago», «a year earlier», «three days later»."""
    unit, count, side = str(lookup("units", groups["unit"])), count_of(groups["num"]), groups["side"].lower()
    if count is None:
        timex = "PAST_REF" if side in ("ago", "earlier", "before") else "FUTURE_REF"
        return Reading(TimeType.DATE, timex, unresolved=VAGUE)
    side = " ".join(side.split())
    deictic = side in ("ago", "hence", "from now", "from today")
    sign = -1 if side in ("ago", "earlier", "before", "beforehand") else 1
    if deictic or setting.mention is None:
        return _moved(sign * count, unit, setting)
    if unit in ("hour", "minute", "second") or count != int(count):
        return _moved(sign * count, unit, setting)
    return dated(_shifted_mention(setting.mention, sign * int(count), unit), TimeAnchor.MENTION)


def _shifted_mention(mention: Period, count: int, unit: str) -> Period:
    if mention.grain == "day" or periods.GRAINS.index(mention.grain) <= _rank(unit):
        return periods.shifted(mention, count, unit if unit != "half" else "half")
    return periods.containing(periods.shift(mention.start, count, unit), unit)


def _moved(count: float, unit: str, setting: Setting) -> Reading:
    """The document date moved: by days and weeks to a day, by months to a month, by years to a year."""
    if setting.anchor is None:
        return undated(None)
    if unit in ("hour", "minute", "second"):
        return dated(periods.day(setting.anchor), TimeAnchor.DOCUMENT)
    if count != int(count):
        if unit != "year":
            return dated(periods.month(setting.anchor.year, setting.anchor.month), TimeAnchor.DOCUMENT)
        return dated(
            periods.containing(periods.shift(setting.anchor, round(12 * count), "month"), "month"), TimeAnchor.DOCUMENT
        )
    date = periods.shift(setting.anchor, int(count), unit)
    grain = {"decade": "year", "century": "year", "week": "day", "weekend": "week", "fortnight": "day"}.get(unit, unit)
    return dated(periods.containing(date, grain), TimeAnchor.DOCUMENT)


def count_of(words: str) -> float | None:
    """The number in «two», «a», «two and a half», «two to three» (the first); ``None`` for «several»."""
    words = " ".join(words.lower().replace("-", " ").replace(",", "").split())
    if words in ("a", "an"):
        return 1.0
    if words in ("half a", "half an"):
        return 0.5
    if words in load_lexicon("times")["pairs"]["words"]:
        return 2.0
    whole, half, _ = words.partition(" and a half")
    first = re.split(r" to | or |–", whole)[0]
    if re.fullmatch(r"\d+ \d+", first):  # "10-15 days"
        first = first.split()[0]
    value = 1.0 if first in ("a", "an") else numbers.value_of(first)
    return None if value is None else value + (0.5 if half else 0.0)


def duration_value(count: float | None, unit: str) -> str:
    """TIMEX3 value of a duration: «P5Y», «PT30M», «PXY» for an unknown number."""
    prefix, letter, factor = load_lexicon("times")["designators"][unit]
    if count is None:
        return f"P{prefix}X{'DE' if unit == 'decade' else letter}"
    number = count * factor
    return f"P{prefix}{number:.0f}{letter}" if number == int(number) else f"P{prefix}{number:g}{letter}"


def _duration(words: str, unit: str) -> Reading:
    count = count_of(words)
    return Reading(TimeType.DURATION, duration_value(count, unit), unresolved=VAGUE if count is None else None)


def read_duration(groups: Mapping[str, str], setting: Setting) -> Reading:
    """«five years», «a five-year plan».

    "In five years" of what lies ahead and "the first … in five years" are lengths that imply a time: the year in which
    they end or began.
    """
    unit, count = str(lookup("units", groups["unit"])), count_of(groups["num"])
    if not setting.within or count is None or unit in ("hour", "minute", "second"):
        return _duration(groups["num"], unit)
    timex = duration_value(count, unit)
    implied = _moved(setting.within * count, unit, setting)
    return _unplaced(timex) if implied.period is None else replace(implied, type=TimeType.DURATION, timex=timex)


def read_bare_duration(groups: Mapping[str, str], _setting: Setting) -> Reading:
    """«for decades»."""
    word = groups["unit"].lower()
    unit = "century" if word == "centurie" else word
    return Reading(TimeType.DURATION, duration_value(None, unit), unresolved=VAGUE)


def read_all_day(groups: Mapping[str, str], _setting: Setting) -> Reading:
    """«all day»."""
    return Reading(TimeType.DURATION, duration_value(1.0, str(lookup("units", groups["unit"]))))


def read_days(groups: Mapping[str, str], setting: Setting) -> Reading:
    """«yesterday», «tonight»."""
    word = " ".join(groups["days"].lower().split())
    if setting.anchor is None:
        reading = undated(unknown("day"))
    else:
        day = periods.shift(setting.anchor, lookup_number("days", word), "day")
        reading = dated(periods.day(day), TimeAnchor.DOCUMENT)
    return (
        at_clock(reading, "NI")
        if word in load_lexicon("times")["nights"]["words"]
        else with_part_of_day(reading, groups)
    )


def read_clock(groups: Mapping[str, str], setting: Setting) -> Reading:
    """«5 p.m. EDT», «12:00 UTC», «noon», «five o'clock in the morning»; the zone is not kept."""
    hour, minute = _hour_and_minute(groups)
    clock = f"T{hour:02}:{minute:02}"
    base, anchor = _base(TimeAnchor.MENTION, "day", setting)
    if base is None:
        return Reading(TimeType.TIME, clock, None, TimeAnchor.DOCUMENT, NO_DOCUMENT_DATE, clock)
    return at_clock(dated(periods.day(base), anchor), clock)


def _hour_and_minute(groups: Mapping[str, str]) -> tuple[int, int]:
    if "named" in groups:
        return (12 if groups["named"].lower() == "noon" else 0), 0
    if "half" in groups:
        return int(groups["hour"]) % 12 + (12 if groups["half"].lower() == "p" else 0), int(groups.get("minute", 0))
    spoken = groups.get("oclock") or groups.get("figure")
    if spoken is None:
        return int(groups.get("hour24") or groups["hour4"]), int(groups.get("minute24") or groups["minute4"])
    hour = int(numbers.value_of(spoken) or 0)
    part = str(lookup("part_of_day", groups.get("daypart") or groups.get("daypart2") or "morning"))
    late = part in ("AF", "EV") or (part == "NI" and 5 < hour < 12)
    return hour % 12 + (12 if late else 0) if hour != 12 or late or part == "NI" else 12, 0


def read_every(groups: Mapping[str, str], _setting: Setting) -> Reading:
    """«every two years», «each Monday», «every July»."""
    if "weekday" in groups:
        return Reading(TimeType.SET, f"XXXX-WXX-{lookup_number('weekdays', groups['weekday'])}")
    if "month" in groups:
        return Reading(TimeType.SET, f"XXXX-{lookup_number('months', groups['month']):02}")
    if "season" in groups:
        return Reading(TimeType.SET, f"XXXX-{load_lexicon('times')['seasons'][groups['season'].lower()][0]}")
    if "daypart" in groups:
        return Reading(TimeType.SET, f"XXXX-XX-XXT{lookup('part_of_day', groups['daypart'])}")
    count = 2.0 if "other" in groups else count_of(groups.get("num", "a"))
    return Reading(TimeType.SET, duration_value(count, str(lookup("units", groups["unit"]))))


def read_times_a(groups: Mapping[str, str], _setting: Setting) -> Reading:
    """«twice a week»."""
    return Reading(TimeType.SET, duration_value(1.0, str(lookup("units", groups["unit"]))))


def read_sets(groups: Mapping[str, str], _setting: Setting) -> Reading:
    """«annually»."""
    return Reading(TimeType.SET, str(lookup("sets", groups["sets"])))


def read_vague(groups: Mapping[str, str], _setting: Setting) -> Reading:
    """«recently», «now», «soon»."""
    return Reading(TimeType.DATE, str(lookup("vague", groups["vague"])), anchor=TimeAnchor.DOCUMENT, unresolved=VAGUE)
