"""From a candidate to its meaning: TIMEX3 value, EDTF, and the days it covers, given a document date and a tense.

One function a pattern of :mod:`claimkit.extraction.time_patterns`. "Ahead" is True where the tense points to the future,
False where it points to the past, None where nothing does.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from claimkit.extraction import numbers, periods
from claimkit.extraction.periods import Period
from claimkit.extraction.time_patterns import Candidate
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


def read(candidate: Candidate, setting: Setting) -> Reading | None:
    """The meaning of a candidate, ``None`` where it turns out to be no time."""
    try:
        reading = _READERS[candidate.kind](candidate.groups, setting)
    except (ValueError, OverflowError):
        # "February 30", "9000 years ago": it reads like a time and names no day of the calendar.
        return Reading(TimeType.DATE, None, unresolved=NO_SUCH_DATE)
    if reading is None or candidate.part is None or reading.period is None:
        return reading
    part = load_lexicon("times")["parts"][candidate.part]
    period = periods.part(reading.period, part, setting.anchor)
    return Reading(reading.type, period.timex, period, reading.anchor)


def _lookup(table: str, word: str) -> object:
    return load_lexicon("times")[table][" ".join(word.lower().split())]


def _number(table: str, word: str) -> int:
    value = _lookup(table, word)
    assert isinstance(value, int)
    return value


def _date(period: Period, anchor: TimeAnchor = TimeAnchor.NONE) -> Reading:
    return Reading(TimeType.DATE, period.timex, period, anchor)


def _undated(timex: str | None) -> Reading:
    return Reading(TimeType.DATE, timex, anchor=TimeAnchor.DOCUMENT, unresolved=NO_DOCUMENT_DATE)


def _nearest(options: list[Period], setting: Setting, *, default_ahead: bool | None = None) -> Period:
    """The reading that lies in the direction of the tense; without a direction the one closest to the document date."""
    anchor = setting.anchor
    assert anchor is not None
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
        return setting.anchor.year + _relation(groups["rel"])[0]
    return None


def _relation(word: str) -> tuple[int, TimeAnchor]:
    shift, anchor = load_lexicon("times")["relative"][" ".join(word.lower().split())]
    return shift, TimeAnchor(anchor)


def _read_iso(groups: Mapping[str, str], setting: Setting) -> Reading:
    reading = _date(periods.day(dt.date.fromisoformat(groups["iso"])))
    return _at(reading, groups["clock"]) if "clock" in groups else reading


def _read_slash(groups: Mapping[str, str], setting: Setting) -> Reading:
    month, day = int(groups["first"]), int(groups["second"])
    if month > 12:  # the day first, as outside the United States
        month, day = day, month
    year = int(groups["year"])
    return _date(periods.day(dt.date(_full_year(year) if year < 100 else year, month, day)))


def _full_year(short: int) -> int:
    # "'82" in an article of our day: two figures up to 40 are of this century.
    return short + (2000 if short <= 40 else 1900)


def _read_month_day(groups: Mapping[str, str], setting: Setting) -> Reading:
    month = _number("months", groups["month"])
    first, last = (int(re.sub(r"\D", "", groups.get(name, groups["day"]))) for name in ("day", "last"))
    year = _year_of(groups, setting)

    def days(in_year: int) -> Period:
        start, end = dt.date(in_year, month, first), dt.date(in_year, month, last)
        return periods.day(start) if first == last else periods.days(start, end)

    if year is not None:
        return _date(days(year), TimeAnchor.DOCUMENT if "rel" in groups else TimeAnchor.NONE)
    if setting.anchor is None:
        return _undated(f"XXXX-{month:02}-{first:02}")
    return _date(_nearest(_valid(days, setting.anchor), setting), TimeAnchor.DOCUMENT)


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


def _read_month(groups: Mapping[str, str], setting: Setting) -> Reading:
    month = _number("months", groups["month"])
    if "year" in groups:
        return _date(periods.month(int(groups["year"]), month))
    if setting.anchor is None:
        return _undated(f"XXXX-{month:02}")
    options = _valid(lambda year: periods.month(year, month), setting.anchor)
    if "rel" not in groups:
        return _date(_nearest(options, setting), TimeAnchor.DOCUMENT)
    shift, _ = _relation(groups["rel"])
    if shift:  # "last October" is over, even in October
        past = [period for period in options if period.end < setting.anchor]
        ahead = [period for period in options if period.start > setting.anchor]
        return _date(past[-1] if shift < 0 else ahead[0], TimeAnchor.DOCUMENT)
    return _date(_nearest(options, Setting(setting.anchor)), TimeAnchor.DOCUMENT)


def _read_month_of_year(groups: Mapping[str, str], setting: Setting) -> Reading:
    month, year = _number("months", groups["month"]), _year_of(groups, setting)
    if year is None:
        return _undated(f"XXXX-{month:02}")
    return _date(periods.month(year, month), TimeAnchor.DOCUMENT)


def _read_weekday(groups: Mapping[str, str], setting: Setting) -> Reading:
    number = _number("weekdays", groups["weekday"])
    if "plural" in groups:
        return Reading(TimeType.SET, f"XXXX-WXX-{number}")
    if setting.anchor is None:
        reading = _undated(f"XXXX-WXX-{number}")
        return _with_part_of_day(reading, groups)
    rel = groups.get("rel")
    shift = _relation(rel)[0] if rel else 0
    back = (setting.anchor.isoweekday() - number) % 7
    if shift < 0:
        date = setting.anchor - dt.timedelta(days=back or 7)
    elif shift > 0 or setting.ahead:
        date = setting.anchor + dt.timedelta(days=(7 - back) % 7 or (7 if shift else 0))
    elif rel and setting.ahead is None:
        date = periods.week(setting.anchor).start + dt.timedelta(days=number - 1)
    else:
        date = setting.anchor - dt.timedelta(days=back)
    return _with_part_of_day(_date(periods.day(date), TimeAnchor.DOCUMENT), groups)


def _with_part_of_day(reading: Reading, groups: Mapping[str, str]) -> Reading:
    if "daypart" not in groups:
        return reading
    value = str(_lookup("part_of_day", groups["daypart"]))
    return _at(reading, value)


def _at(reading: Reading, clock: str) -> Reading:
    """``reading`` at a time of day; the interval stays that of the day."""
    value = clock if clock.startswith("T") else f"T{clock}"
    timex = reading.timex + value if reading.timex else None
    return Reading(TimeType.TIME, timex, reading.period, reading.anchor, reading.unresolved, value)


def _read_year(groups: Mapping[str, str], setting: Setting) -> Reading:
    return _date(periods.year(int(groups["year"])))


def _read_year_pair(groups: Mapping[str, str], setting: Setting) -> Reading | None:
    first, last = int(groups["year"]), int(groups["last"])
    last = last if last > 99 else first // 100 * 100 + last
    return _date(periods.years(first, last)) if first < last else None


def _read_year_in_words(groups: Mapping[str, str], setting: Setting) -> Reading | None:
    words = " ".join(groups["words"].lower().split())
    if words.startswith("two thousand"):
        value = numbers.value_of(words)
        return _date(periods.year(int(value))) if value is not None else None
    hundreds, rest = words.split(" ", 1)
    value = numbers.value_of(rest.replace(" ", "-"))
    first = numbers.value_of(hundreds)
    return _date(periods.year(int(100 * first + value))) if first is not None and value is not None else None


def _read_years_quarter(groups: Mapping[str, str], setting: Setting) -> Reading:
    word = groups["ordinal"].lower()
    number = 4 if word == "final" else load_lexicon("numbers")["ordinals"][word]
    return _numbered_quarter(number, _year_of(groups, setting), True, setting)


def _read_short_year(groups: Mapping[str, str], setting: Setting) -> Reading:
    return _date(periods.year(_full_year(int(groups["short"]))))


def _read_decade(groups: Mapping[str, str], setting: Setting) -> Reading:
    if "short" in groups:
        return _date(
            periods.decade(1900 + int(groups["short"]) if int(groups["short"]) > 20 else 2000 + int(groups["short"]))
        )
    year = int(groups["year"])
    return _date(periods.century(year) if year % 100 == 0 and year < 2000 else periods.decade(year))


def _read_century(groups: Mapping[str, str], setting: Setting) -> Reading:
    word = groups["ordinal"].lower()
    number = int(word[:-2]) if word[0].isdigit() else load_lexicon("numbers")["ordinals"][word]
    return _date(periods.century((number - 1) * 100))


def _base(anchor: TimeAnchor, unit: str, setting: Setting) -> tuple[dt.date | None, TimeAnchor]:
    """The day to count from: the last time named if the word asks for one and it is fine enough, else the document's."""
    fine = setting.mention is not None and (
        setting.mention.grain == "day" or periods.GRAINS.index(setting.mention.grain) <= _rank(unit)
    )
    if anchor is TimeAnchor.MENTION and fine and setting.mention is not None:
        return setting.mention.start, TimeAnchor.MENTION
    return setting.anchor, TimeAnchor.DOCUMENT


def _rank(unit: str) -> int:
    return periods.GRAINS.index({"weekend": "week", "fortnight": "week"}.get(unit, unit))


def _read_relative(groups: Mapping[str, str], setting: Setting) -> Reading | None:
    unit = str(_lookup("units", groups["unit"]))
    shift, asked = _relation(groups["rel"])
    if unit in ("second", "minute", "hour", "fortnight"):
        return None
    if groups["rel"].lower() == "past":
        return _back(1.0, unit, setting)
    base, anchor = _base(asked, unit, setting)
    if base is None:
        return _undated(None)
    if unit == "quarter" and groups["rel"].lower() == "latest":
        shift = -1  # the one whose figures are out
    reading = _date(periods.containing(periods.shift(base, shift, unit), unit), anchor)
    return _with_part_of_day(reading, groups)


def _back(count: float, unit: str, setting: Setting, sign: int = -1) -> Reading:
    """ "The past three months": a duration that ends, or begins, with the document."""
    timex = duration_value(count, unit)
    if setting.anchor is None or unit in ("hour", "minute", "second") or count != int(count):
        return Reading(TimeType.DURATION, timex)
    start, end = sorted((setting.anchor, periods.shift(setting.anchor, sign * int(count), unit)))
    period = Period("day", start, end, timex, periods.interval(start, end))
    return Reading(TimeType.DURATION, timex, period, TimeAnchor.DOCUMENT)


def _read_the_unit(groups: Mapping[str, str], setting: Setting) -> Reading:
    unit = groups["unit"].lower()
    base, anchor = _base(TimeAnchor.MENTION if unit in ("day", "quarter") else TimeAnchor.DOCUMENT, unit, setting)
    if base is None:
        return _undated(None)
    if unit == "quarter" and anchor is TimeAnchor.DOCUMENT:
        base = periods.shift(base, -1, "quarter")  # results are of the quarter that is over
    if unit == "weekend" and not setting.ahead and base.isoweekday() < 6:
        base = periods.shift(base, -1, "week")
    return _date(periods.containing(base, unit), anchor)


def _read_neighbour(groups: Mapping[str, str], setting: Setting) -> Reading:
    unit = str(_lookup("units", groups["unit"]))
    shift = 1 if groups["side"].lower() == "after" else -1
    base, anchor = _base(TimeAnchor.MENTION, unit, setting)
    return _undated(None) if base is None else _date(periods.containing(periods.shift(base, shift, unit), unit), anchor)


def _read_this_part(groups: Mapping[str, str], setting: Setting) -> Reading:
    shift = {"yesterday": -1, "tomorrow": 1, "last": -1}.get(groups["rel"].lower(), 0)
    if setting.anchor is None:
        return _undated(None)
    reading = _date(periods.day(periods.shift(setting.anchor, shift, "day")), TimeAnchor.DOCUMENT)
    return _with_part_of_day(reading, groups)


def _read_span(groups: Mapping[str, str], setting: Setting) -> Reading:
    unit, count = str(_lookup("units", groups["unit"])), count_of(groups["num"])
    if count is None or groups["rel"].lower() in ("first", "final", "following", "previous"):
        return _duration(groups["num"], unit)
    return _back(count, unit, setting, 1 if groups["rel"].lower() in ("next", "coming") else -1)


def _read_past(groups: Mapping[str, str], setting: Setting) -> Reading:
    return _back(1.0, str(_lookup("units", groups["unit"])), setting)


def _read_ago(groups: Mapping[str, str], setting: Setting) -> Reading | None:
    unit, count, side = str(_lookup("units", groups["unit"])), count_of(groups["num"]), groups["side"].lower()
    if count is None:
        timex = "PAST_REF" if side in ("ago", "earlier", "before") else "FUTURE_REF"
        return Reading(TimeType.DATE, timex, unresolved=VAGUE)
    deictic = side in ("ago", "hence", "from now")
    sign = -1 if side in ("ago", "earlier", "before", "beforehand") else 1
    if deictic or setting.mention is None:
        return _moved(sign * count, unit, setting)
    if unit in ("hour", "minute", "second") or count != int(count):
        return _moved(sign * count, unit, setting)
    return _date(_shifted_mention(setting.mention, sign * int(count), unit), TimeAnchor.MENTION)


def _shifted_mention(mention: Period, count: int, unit: str) -> Period:
    if mention.grain == "day" or periods.GRAINS.index(mention.grain) <= _rank(unit):
        return periods.shifted(mention, count, unit if unit != "half" else "half")
    return periods.containing(periods.shift(mention.start, count, unit), unit)


def _moved(count: float, unit: str, setting: Setting) -> Reading:
    """The document date moved: by days and weeks to a day, by months to a month, by years to a year."""
    if setting.anchor is None:
        return _undated(None)
    if unit in ("hour", "minute", "second"):
        return _date(periods.day(setting.anchor), TimeAnchor.DOCUMENT)
    if count != int(count):
        if unit != "year":
            return _date(periods.month(setting.anchor.year, setting.anchor.month), TimeAnchor.DOCUMENT)
        return _date(
            periods.containing(periods.shift(setting.anchor, round(12 * count), "month"), "month"), TimeAnchor.DOCUMENT
        )
    date = periods.shift(setting.anchor, int(count), unit)
    grain = {"decade": "year", "century": "year", "week": "day", "weekend": "week", "fortnight": "day"}.get(unit, unit)
    return _date(periods.containing(date, grain), TimeAnchor.DOCUMENT)


def _read_year_ago(groups: Mapping[str, str], setting: Setting) -> Reading:
    base = setting.mention
    if base is not None and base.grain in ("month", "quarter"):
        return _date(periods.shifted(base, -1, "year"), TimeAnchor.MENTION)
    if groups.get("unit", "").lower() == "quarter" and setting.anchor is not None:
        date = periods.shift(periods.shift(setting.anchor, -1, "quarter"), -1, "year")
        return _date(periods.containing(date, "quarter"), TimeAnchor.DOCUMENT)
    return _moved(-1, "year", setting)


def count_of(words: str) -> float | None:
    """The number in «two», «a», «two and a half», «two to three» (the first); ``None`` for «several»."""
    words = " ".join(words.lower().replace("-", " ").split())
    if words in ("a", "an"):
        return 1.0
    if words in ("half a", "half an"):
        return 0.5
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


def _read_duration(groups: Mapping[str, str], setting: Setting) -> Reading:
    unit, count = str(_lookup("units", groups["unit"])), count_of(groups["num"])
    # "will take office in two weeks" names a day; "the first congress in five years" a length.
    if setting.after_in and setting.ahead and count is not None and groups["gap"] == " " and setting.anchor is not None:
        return _moved(count, unit, setting)
    return _duration(groups["num"], unit)


def _read_bare_duration(groups: Mapping[str, str], setting: Setting) -> Reading:
    word = groups["unit"].lower()
    unit = "century" if word == "centurie" else word
    return Reading(TimeType.DURATION, duration_value(None, unit), unresolved=VAGUE)


def _read_all_day(groups: Mapping[str, str], setting: Setting) -> Reading:
    return Reading(TimeType.DURATION, duration_value(1.0, str(_lookup("units", groups["unit"]))))


def _read_quarter(groups: Mapping[str, str], setting: Setting) -> Reading:
    word = groups["ordinal"].lower()
    year = _year_of(groups, setting)
    if word == "last" and year is None:
        return (
            _undated(None)
            if setting.anchor is None
            else _date(periods.containing(periods.shift(setting.anchor, -1, "quarter"), "quarter"), TimeAnchor.DOCUMENT)
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
        return _date(periods.quarter(year, number), TimeAnchor.DOCUMENT if relative else TimeAnchor.NONE)
    if setting.anchor is None:
        return _undated(f"XXXX-Q{number}")
    options = _valid(lambda in_year: periods.quarter(in_year, number), setting.anchor)
    # Results are reported for a quarter that is over or under way.
    return _date(_nearest(options, setting, default_ahead=False), TimeAnchor.DOCUMENT)


def _read_quarter_of(groups: Mapping[str, str], setting: Setting) -> Reading:
    year = int(groups["year_before"])
    if setting.mention is not None and setting.mention.grain in ("month", "quarter"):
        return _date(
            periods.containing(setting.mention.start.replace(year=year, day=1), setting.mention.grain),
            TimeAnchor.MENTION,
        )
    return _date(periods.year(year))


def _read_q(groups: Mapping[str, str], setting: Setting) -> Reading:
    return _numbered_quarter(int(groups["q"]), _year_of(groups, setting), False, setting)


def _read_season(groups: Mapping[str, str], setting: Setting) -> Reading:
    name = groups["season"].lower()
    if "year" in groups:
        return _date(periods.season(int(groups["year"]), name))
    if setting.anchor is None:
        return _undated(f"XXXX-{load_lexicon('times')['seasons'][name][0]}")
    options = _valid(lambda year: periods.season(year, name), setting.anchor)
    shift = _relation(groups["rel"])[0] if "rel" in groups else None
    if shift is None or shift == 0:
        return _date(_nearest(options, setting), TimeAnchor.DOCUMENT)
    past = [period for period in options if period.end < setting.anchor]
    ahead = [period for period in options if period.start > setting.anchor]
    return _date(past[-1] if shift < 0 else ahead[0], TimeAnchor.DOCUMENT)


def _read_holiday(groups: Mapping[str, str], setting: Setting) -> Reading:
    rule = load_lexicon("times")["holidays"][" ".join(groups["holiday"].lower().split())]
    if "year" in groups:
        return _date(periods.day(periods.holiday(int(groups["year"]), rule)))
    if setting.anchor is None:
        return _undated(f"XXXX-{rule[0]:02}-{rule[1]:02}" if len(rule) == 2 else None)
    options = _valid(lambda year: periods.day(periods.holiday(year, rule)), setting.anchor)
    return _date(_nearest(options, setting), TimeAnchor.DOCUMENT)


def _read_days(groups: Mapping[str, str], setting: Setting) -> Reading:
    word = " ".join(groups["days"].lower().split())
    if setting.anchor is None:
        return _undated(None)
    reading = _date(periods.day(periods.shift(setting.anchor, _number("days", word), "day")), TimeAnchor.DOCUMENT)
    if word in ("tonight", "tonite", "overnight", "last night"):
        return _at(reading, "NI")
    return _with_part_of_day(reading, groups)


def _read_clock(groups: Mapping[str, str], setting: Setting) -> Reading:
    if "named" in groups:
        hour, minute = (12 if groups["named"].lower() == "noon" else 0), 0
    elif "half" in groups:
        hour = int(groups["hour"]) % 12 + (12 if groups["half"].lower() == "p" else 0)
        minute = int(groups.get("minute", 0))
    else:
        hour = int(groups.get("hour24") or groups["hour4"])
        minute = int(groups.get("minute24") or groups["minute4"])
    clock = f"T{hour:02}:{minute:02}"
    base, anchor = _base(TimeAnchor.MENTION, "day", setting)
    if base is None:
        return Reading(TimeType.TIME, clock, None, TimeAnchor.DOCUMENT, NO_DOCUMENT_DATE, clock)
    return _at(_date(periods.day(base), anchor), clock)


def _read_every(groups: Mapping[str, str], setting: Setting) -> Reading:
    if "weekday" in groups:
        return Reading(TimeType.SET, f"XXXX-WXX-{_number('weekdays', groups['weekday'])}")
    if "season" in groups:
        return Reading(TimeType.SET, f"XXXX-{load_lexicon('times')['seasons'][groups['season'].lower()][0]}")
    if "daypart" in groups:
        return Reading(TimeType.SET, f"XXXX-XX-XXT{_lookup('part_of_day', groups['daypart'])}")
    count = 2.0 if "other" in groups else count_of(groups.get("num", "a"))
    return Reading(TimeType.SET, duration_value(count, str(_lookup("units", groups["unit"]))))


def _read_times_a(groups: Mapping[str, str], setting: Setting) -> Reading:
    return Reading(TimeType.SET, duration_value(1.0, str(_lookup("units", groups["unit"]))))


def _read_sets(groups: Mapping[str, str], setting: Setting) -> Reading:
    return Reading(TimeType.SET, str(_lookup("sets", groups["sets"])))


def _read_vague(groups: Mapping[str, str], setting: Setting) -> Reading:
    return Reading(TimeType.DATE, str(_lookup("vague", groups["vague"])), anchor=TimeAnchor.DOCUMENT, unresolved=VAGUE)


_READERS: Mapping[str, Callable[[Mapping[str, str], Setting], Reading | None]] = {
    "iso": _read_iso,
    "slash": _read_slash,
    "month_day": _read_month_day,
    "day_month": _read_month_day,
    "month_year": _read_month,
    "month_of_year": _read_month_of_year,
    "month": _read_month,
    "weekday": _read_weekday,
    "year_pair": _read_year_pair,
    "year": _read_year,
    "year_in_words": _read_year_in_words,
    "years_quarter": _read_years_quarter,
    "short_year": _read_short_year,
    "decade": _read_decade,
    "century": _read_century,
    "relative": _read_relative,
    "the_unit": _read_the_unit,
    "neighbour": _read_neighbour,
    "this_part": _read_this_part,
    "span": _read_span,
    "past": _read_past,
    "ago": _read_ago,
    "year_ago": _read_year_ago,
    "duration": _read_duration,
    "bare_duration": _read_bare_duration,
    "all_day": _read_all_day,
    "quarter": _read_quarter,
    "quarter_of": _read_quarter_of,
    "q": _read_q,
    "season": _read_season,
    "holiday": _read_holiday,
    "days": _read_days,
    "clock": _read_clock,
    "every": _read_every,
    "times_a": _read_times_a,
    "sets": _read_sets,
    "vague": _read_vague,
}
