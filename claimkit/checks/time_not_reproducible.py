"""An interval of dates that is not the one its EDTF names."""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import re
from collections.abc import Iterator

from claimkit.checks.catalogue import Hit, Row, Settings, hit, row_check
from claimkit.checks.data import Data

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


@row_check(
    id="time-not-reproducible",
    title="Dates that are not those of their EDTF",
    severity="error",
    table="claims",
    description="start and end of a time are not the first and last day of its edtf value (ISO 8601-2).",
    mend="Derive start and end from edtf again, or correct edtf.",
    template="edtf {edtf} is {first} to {last}, but start is {start} and end {end}",
)
def time_not_reproducible(row: Row, _data: Data, _settings: Settings) -> Iterator[Hit]:
    times = [(f"$.times[{number}]", time) for number, time in enumerate(row["times"])]
    times += [(f"$.chain[{number}].time", link["time"]) for number, link in enumerate(row["chain"]) if link["time"]]
    for path, time in times:
        days = _days(time["edtf"] or "")
        if days is not None and days != (time["start"], time["end"]):
            yield hit(path, edtf=time["edtf"], first=days[0], last=days[1], start=time["start"], end=time["end"])


@functools.lru_cache(maxsize=4096)
def _days(edtf: str) -> tuple[str, str] | None:
    """First and last day of a year, a month, a day, or an interval of such.

    Seasons and quarters have no days of their own in EDTF, decades and «~» leave them open: nothing is said of these.
    """
    first, _, last = edtf.partition("/")
    start, end = _edge(first, 0), _edge(last or first, -1)
    return (start, end) if start and end else None


def _edge(date: str, which: int) -> str | None:
    match = _DATE.fullmatch(date)
    if match is None:
        return None
    year, month, day = (int(each) if each else None for each in match.groups())
    try:
        month = month or (1, 12)[which]
        return dt.date(year or 0, month, day or (1, calendar.monthrange(year or 0, month)[1])[which]).isoformat()
    except (ValueError, calendar.IllegalMonthError):
        return None
