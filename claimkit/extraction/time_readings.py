"""From a candidate to its meaning: TIMEX3 value, EDTF, and the days it covers, given a document date and a tense."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from claimkit.extraction import dates, durations, periods, quarters, years
from claimkit.extraction.dates import NO_SUCH_DATE, Reading, Setting
from claimkit.extraction.time_patterns import Candidate
from claimkit.records import TimeType
from claimkit.resources import load_lexicon


def read(candidate: Candidate, setting: Setting) -> Reading | None:
    """The meaning of a candidate, ``None`` where it turns out to be no time."""
    try:
        return _cut(_READERS[candidate.kind](candidate.groups, setting), candidate.part, setting)
    except (ValueError, OverflowError):
        # "February 30", "9000 years ago": it reads like a time and names no day of the calendar.
        return Reading(TimeType.DATE, None, unresolved=NO_SUCH_DATE)


def _cut(reading: Reading | None, part: str | None, setting: Setting) -> Reading | None:
    """«early», «the end of»: the part of the period that is meant."""
    if reading is None or part is None or reading.period is None:
        return reading
    period = periods.part(reading.period, load_lexicon("times")["parts"][part], setting.anchor)
    return Reading(reading.type, period.timex, period, reading.anchor)


_READERS: Mapping[str, Callable[[Mapping[str, str], Setting], Reading | None]] = {
    "iso": dates.read_iso,
    "slash": dates.read_slash,
    "month_day": dates.read_month_day,
    "day_month": dates.read_month_day,
    "month_year": dates.read_month,
    "month_of_year": dates.read_month_of_year,
    "month": dates.read_month,
    "weekday": dates.read_weekday,
    "year_pair": years.read_year_pair,
    "year": years.read_year,
    "year_in_words": years.read_year_in_words,
    "years_quarter": quarters.read_years_quarter,
    "short_year": years.read_short_year,
    "decade": years.read_decade,
    "century": years.read_century,
    "relative": durations.read_relative,
    "the_unit": durations.read_the_unit,
    "neighbour": durations.read_neighbour,
    "this_part": durations.read_this_part,
    "unit_of": durations.read_unit_of,
    "span": durations.read_span,
    "past": durations.read_past,
    "ago": durations.read_ago,
    "year_ago": quarters.read_year_ago,
    "duration": durations.read_duration,
    "bare_duration": durations.read_bare_duration,
    "all_day": durations.read_all_day,
    "quarter": quarters.read_quarter,
    "quarter_of": quarters.read_quarter_of,
    "q": quarters.read_q,
    "season": years.read_season,
    "holiday": years.read_holiday,
    "dotted": dates.read_dotted,
    "months": dates.read_months,
    "nth": dates.read_nth,
    "day_of_month": dates.read_day_of_month,
    "decade_in_words": years.read_decade_in_words,
    "fiscal_year": quarters.read_fiscal_year,
    "same_of": quarters.read_same_of,
    "latest_period": quarters.read_latest_period,
    "year_end": quarters.read_year_end,
    "days": durations.read_days,
    "clock": durations.read_clock,
    "every": durations.read_every,
    "times_a": durations.read_times_a,
    "sets": durations.read_sets,
    "vague": durations.read_vague,
}
