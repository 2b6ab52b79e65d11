"""Years, decades, centuries, seasons and holidays. One function a pattern, as in :mod:`claimkit.extraction.dates`."""

from __future__ import annotations

from collections.abc import Mapping

from claimkit.extraction import holidays, periods
from claimkit.extraction.dates import (
    NO_RULE,
    Reading,
    Setting,
    beside,
    dated,
    full_year,
    lookup_number,
    nearest,
    relation,
    undated,
    valid,
    year_in_words,
)
from claimkit.records import TimeAnchor, TimeType
from claimkit.resources import load_lexicon


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
    year = year_in_words(groups["words"])
    return None if year is None else dated(periods.year(year))


def read_short_year(groups: Mapping[str, str], _setting: Setting) -> Reading:
    """«'82»."""
    return dated(periods.year(full_year(int(groups["short"]))))


def read_decade(groups: Mapping[str, str], _setting: Setting) -> Reading:
    """«the 1990s», «the '80s»; «the 1800s» are a century."""
    if "short" in groups:
        short = int(groups["short"])
        return dated(periods.decade(1900 + short if short > 20 else 2000 + short))
    year = int(groups["year"])
    return dated(periods.century(year) if year % 100 == 0 and year < 2000 else periods.decade(year))


def read_decade_in_words(groups: Mapping[str, str], _setting: Setting) -> Reading:
    """«the nineties», «the eighteen-eighties»."""
    hundreds = 1800 if groups.get("hundreds", "").lower() == "eighteen" else 1900
    return dated(periods.decade(hundreds + lookup_number("decades", groups["decade"])))


def read_century(groups: Mapping[str, str], _setting: Setting) -> Reading:
    """«the 11th century»."""
    word = groups["ordinal"].lower()
    number = int(word[:-2]) if word[0].isdigit() else load_lexicon("numbers")["ordinals"][word]
    return dated(periods.century((number - 1) * 100))


def read_season(groups: Mapping[str, str], setting: Setting) -> Reading:
    """«last summer», «winter 2020», «the winter of 2020-21»."""
    name = groups["season"].lower()
    year = int(groups["year"]) if "year" in groups else year_in_words(groups["words"]) if "words" in groups else None
    if year is not None:
        return dated(periods.season(year, name))
    if setting.anchor is None:
        return undated(f"XXXX-{load_lexicon('times')['seasons'][name][0]}")
    options = valid(lambda year: periods.season(year, name), setting.anchor)
    shift = relation(groups["rel"])[0] if "rel" in groups else None
    if shift is None or shift == 0:
        return dated(nearest(options, setting), TimeAnchor.DOCUMENT)
    return dated(beside(options, shift, setting.anchor), TimeAnchor.DOCUMENT)


def read_holiday(groups: Mapping[str, str], setting: Setting) -> Reading:
    """«New Year's Day», «Easter Monday», «Ramadan»."""
    rule = load_lexicon("times")["holidays"][" ".join(groups["holiday"].lower().split())]
    if "year" in groups:
        found = holidays.in_year(int(groups["year"]), rule)
        return dated(found) if found is not None else Reading(TimeType.DATE, groups["year"], unresolved=NO_RULE)
    if setting.anchor is None:
        return undated(f"XXXX-{rule[0]:02}-{rule[1]:02}" if isinstance(rule, list) and len(rule) == 2 else "XXXX")
    years = range(max(1, setting.anchor.year - 4), min(9999, setting.anchor.year + 5))
    options = [found for year in years if (found := holidays.in_year(year, rule)) is not None]
    if not options:
        return Reading(TimeType.DATE, "XXXX", anchor=TimeAnchor.DOCUMENT, unresolved=NO_RULE)
    return dated(nearest(options, setting), TimeAnchor.DOCUMENT)
