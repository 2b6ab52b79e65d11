"""Periods that accounts are kept in: quarters, fiscal years, "the year-ago period", "the same month last year".

Reports speak of the quarter whose figures are out: without a year it is the last that is over. One function a pattern,
as in :mod:`claimkit.extraction.dates`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from claimkit.extraction import periods
from claimkit.extraction.dates import (
    Reading,
    Setting,
    dated,
    full_year,
    nearest,
    relation,
    undated,
    valid,
    year_of,
)
from claimkit.extraction.periods import Period
from claimkit.records import TimeAnchor
from claimkit.resources import load_lexicon

# A period of accounts is one of these; a day named in between does not change which is compared.
_ACCOUNTED = ("month", "quarter", "half")


def read_years_quarter(groups: Mapping[str, str], setting: Setting) -> Reading:
    """Of the kind «this year's third quarter», «last year's quarter»."""
    if "ordinal" not in groups:
        return _same_quarter(relation(groups["rel"])[0], setting)
    word = groups["ordinal"].lower()
    number = 4 if word == "final" else load_lexicon("numbers")["ordinals"][word]
    return _numbered(number, year_of(groups, setting), True, setting)


def _same_quarter(shift: int, setting: Setting) -> Reading:
    """The quarter spoken of, in the year ``shift`` years from that of the document."""
    known = _spoken_of(setting)
    if known is None or setting.anchor is None:
        return undated("XXXX-QX")
    there = known.start.replace(year=setting.anchor.year + shift, day=1)
    return dated(periods.containing(there, "quarter"), TimeAnchor.DOCUMENT)


def read_quarter(groups: Mapping[str, str], setting: Setting) -> Reading:
    """«the third quarter of 2009», «the last quarter»."""
    word = groups["ordinal"].lower()
    year = year_of(groups, setting)
    if word == "last" and year is None:
        over = last_quarter(setting)
        return undated("XXXX-QX") if over is None else dated(over, TimeAnchor.DOCUMENT)
    if word in ("final", "last"):
        return _numbered(4, year, "rel" in groups, setting)
    number = int(word[0]) if word[0].isdigit() else load_lexicon("numbers")["ordinals"][word]
    return _numbered(number, year, "rel" in groups, setting)


def _numbered(number: int, year: int | None, relative: bool, setting: Setting) -> Reading:
    if year is not None:
        return dated(periods.quarter(year, number), TimeAnchor.DOCUMENT if relative else TimeAnchor.NONE)
    if setting.anchor is None:
        return undated(f"XXXX-Q{number}")
    options = valid(lambda in_year: periods.quarter(in_year, number), setting.anchor)
    # Results are reported for a quarter that is over or under way.
    return dated(nearest(options, setting, default_ahead=False), TimeAnchor.DOCUMENT)


def read_quarter_of(groups: Mapping[str, str], setting: Setting) -> Reading:
    """«the 1988 quarter»: the quarter named before, in that year."""
    year = int(groups["year_before"])
    if setting.mention is not None and setting.mention.grain in _ACCOUNTED:
        start = setting.mention.start.replace(year=year, day=1)
        return dated(periods.containing(start, setting.mention.grain), TimeAnchor.MENTION)
    return dated(periods.year(year))


def read_q(groups: Mapping[str, str], setting: Setting) -> Reading:
    """«Q3 2019»."""
    return _numbered(int(groups["q"]), year_of(groups, setting), False, setting)


def read_latest_period(_groups: Mapping[str, str], setting: Setting) -> Reading:
    """«the latest period»: the period spoken of, else the last quarter that is over."""
    if setting.mention is not None and setting.mention.grain in _ACCOUNTED:
        return dated(setting.mention, TimeAnchor.MENTION)
    over = last_quarter(setting)
    return undated("XXXX-QX") if over is None else dated(over, TimeAnchor.DOCUMENT)


def read_year_ago(groups: Mapping[str, str], setting: Setting) -> Reading:
    """«the year-ago quarter», «year-earlier» beside a figure: a period of accounts, a year before the one spoken of."""
    if "ordinal" in groups and setting.anchor is not None:
        number = load_lexicon("numbers")["ordinals"][groups["ordinal"].lower()]
        this = nearest(
            valid(lambda year: periods.quarter(year, number), setting.anchor), Setting(setting.anchor, ahead=False)
        )
        return dated(periods.shifted(this, -1, "year"), TimeAnchor.DOCUMENT)
    base = groups["base"].lower()
    known = _spoken_of(setting)
    if known is None or (setting.anchor is None and known is not setting.mention):
        return undated("XXXX")
    anchor = TimeAnchor.MENTION if known is setting.mention else TimeAnchor.DOCUMENT
    if base != "year":
        date = setting.mention.start if setting.mention else setting.anchor
        return (
            undated("XXXX") if date is None else dated(periods.containing(periods.shift(date, -1, base), base), anchor)
        )
    if groups.get("unit", "").lower() == "month" and anchor is TimeAnchor.DOCUMENT and setting.anchor is not None:
        return dated(periods.containing(periods.shift(setting.anchor, -13, "month"), "month"), anchor)
    return dated(periods.shifted(known, -1, "year"), anchor)


def read_same_of(groups: Mapping[str, str], setting: Setting) -> Reading | None:
    """«the same period last year», «the corresponding month of 2019»: the time spoken of, in another year."""
    unit = groups["unit"].lower()
    known = setting.mention
    if known is None or (unit in ("month", "quarter", "week", "day", "half") and known.grain != unit):
        known = None if setting.anchor is None else _of_the_document(unit, setting.anchor)
    if known is None:
        return undated("XXXX")
    years = int(groups["year"]) - known.start.year if "year" in groups else -1
    if known.grain in ("year", "decade", "century"):
        return dated(periods.containing(periods.shift(known.start, years, "year"), known.grain), TimeAnchor.MENTION)
    anchor = TimeAnchor.MENTION if known is setting.mention else TimeAnchor.DOCUMENT
    return dated(periods.shifted(known, years, "year"), anchor)


def _of_the_document(unit: str, anchor: dt.date) -> Period:
    """The period of the kind that a document of that day compares with its like of another year."""
    if unit in ("period", "quarter"):
        return periods.containing(periods.shift(anchor, -1, "quarter"), "quarter")
    grain = unit if unit in ("month", "week", "weekend", "half") else "day"
    return periods.containing(anchor, grain)


def _spoken_of(setting: Setting) -> Period | None:
    """The period of accounts named before, else the last quarter that is over."""
    if setting.mention is not None and setting.mention.grain in _ACCOUNTED:
        return setting.mention
    return last_quarter(setting)


def last_quarter(setting: Setting) -> Period | None:
    """The last quarter that is over on the day of the document."""
    if setting.anchor is None:
        return None
    return periods.containing(periods.shift(setting.anchor, -1, "quarter"), "quarter")


def read_fiscal_year(groups: Mapping[str, str], _setting: Setting) -> Reading | None:
    """«fiscal 2011», «FY2014-15», «federal fiscal 2012».

    Whose it is must be known to say when it begins (table ``fiscal``); else it is read as the calendar year,
    approximate in EDTF. Of a pair of years it begins in the first.
    """
    year = int(groups["year"]) if "year" in groups else full_year(int(groups["short"]))
    last = _last_year(year, groups["last"]) if "last" in groups else year
    if last < year:
        return None
    value = f"{year:04}/{last:04}" if last > year else f"{year:04}"
    if "holder" not in groups:
        return dated(
            replace(periods.years(year, last), timex=value, edtf="/".join(f"{part}~" for part in value.split("/")))
        )
    first_month, shift = load_lexicon("times")["fiscal"][" ".join(groups["holder"].lower().split())]
    start, end = periods.months(year if last > year else year + shift, first_month, 12)
    return dated(Period("year", start, end, value, f"{start.isoformat()[:7]}/{end.isoformat()[:7]}"))


def _last_year(first: int, written: str) -> int:
    return int(written) if len(written) > 2 else first // 100 * 100 + int(written)


def read_year_end(groups: Mapping[str, str], setting: Setting) -> Reading:
    """«year-end»: the December of the year, and the year for its value."""
    if "year" in groups:
        return dated(_december(int(groups["year"])))
    if setting.anchor is None:
        return undated("XXXX")
    if "rel" in groups:
        return dated(_december(setting.anchor.year + relation(groups["rel"])[0]), TimeAnchor.DOCUMENT)
    options = valid(_december, setting.anchor)
    return dated(nearest(options, setting, default_ahead=True), TimeAnchor.DOCUMENT)


def _december(year: int) -> Period:
    return replace(periods.month(year, 12), timex=f"{year:04}")
