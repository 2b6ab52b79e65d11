"""Holidays: the rules of the calendar beside dates that almanacs print."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.extraction import holidays
from claimkit.extraction.times import find_times
from claimkit.resources import load_lexicon


def starts(name: str, year: int) -> str | None:
    period = holidays.in_year(year, load_lexicon("times")["holidays"][name])
    return None if period is None else period.start.isoformat()


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("christmas", "2019-12-25"),
        ("thanksgiving", "2019-11-28"),
        ("black friday", "2019-11-29"),
        ("memorial day", "2021-05-31"),
        ("election day", "2022-11-08"),  # the 1st is a Tuesday too
        ("good friday", "2021-04-02"),
        ("easter", "2008-03-23"),
        ("easter monday", "2024-04-01"),
        ("mardi gras", "2019-03-05"),
        ("orthodox easter", "2021-05-02"),
        ("rosh hashanah", "2024-10-03"),
        ("yom kippur", "2021-09-16"),
        ("passover", "2021-03-28"),
        ("lunar new year", "2021-02-12"),
        ("chinese new year", "2024-02-10"),
    ],
)
def test_a_holiday_is_on_its_day(name: str, day: str):
    assert starts(name, int(day[:4])) == day


@pytest.mark.parametrize(("name", "day"), [("ramadan", "2021-04-13"), ("eid al-adha", "2019-08-11")])
def test_an_islamic_holiday_may_be_a_day_off_and_says_so(name: str, day: str):
    period = holidays.in_year(int(day[:4]), load_lexicon("times")["holidays"][name])
    assert period is not None
    assert abs((period.start - dt.date.fromisoformat(day)).days) <= 1
    assert period.edtf.count("~") == 2


def test_a_feast_without_a_rule_for_the_year_is_unresolved_with_the_reason():
    (time,) = find_times("They met at Lunar New Year 1955.")
    assert (time.timex, time.start, time.unresolved) == ("1955", None, "no_rule_for_holiday")


@given(st.integers(min_value=1900, max_value=2199))
def test_both_easters_are_sundays_and_the_eastern_is_never_the_earlier(year: int):
    west, east = holidays.easter(year), holidays.orthodox_easter(year)
    assert west.isoweekday() == east.isoweekday() == 7
    assert dt.date(year, 3, 22) <= west <= dt.date(year, 4, 25)
    assert east >= west


@given(st.integers(min_value=5000, max_value=6000))
def test_a_hebrew_year_never_begins_on_sunday_wednesday_or_friday(year: int):
    day = holidays.hebrew_new_year(year)
    assert day.isoweekday() not in (7, 3, 5)
    assert (holidays.hebrew_new_year(year + 1) - day).days in (353, 354, 355, 383, 384, 385)


def test_every_rule_of_the_lexicon_finds_its_day():
    for name, rule in load_lexicon("times")["holidays"].items():
        assert holidays.in_year(2024, rule) is not None, name
