"""Times of two claims: intervals of days, lengths, and what could not be resolved."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.comparison.moments import Dating, Days, dating, days_standing, lengths_standing
from claimkit.comparison.values import Standing
from claimkit.extraction.times import find_times


def told(text: str, anchor: str | None = None) -> Dating:
    return dating(tuple(find_times(text, anchor=anchor)))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("in 2020", "in 2020", "same"),
        ("in early 2020", "in 2020", "a_in_b"),
        ("in 2020", "on March 3, 2020", "b_in_a"),
        ("in 2020", "in 2021", "disjoint"),
        ("on May 3, 2024", "on May 4, 2024", "overlap"),  # one night, two time zones
        ("on May 3, 2024", "on May 6, 2024", "disjoint"),
        ("in 2020", "quietly", "a_in_b"),
        ("in 2013 and 2017", "in 2017", "a_in_b"),
        ("in 2013 and 2017", "in 2015", "disjoint"),
        ("in 2013 and 2017", "in 2013 and 2018", "disjoint"),
        ("last year", "in 2020", "unknown"),
        ("last year", "last year", "unknown"),
        ("last year", "quietly", "a_in_b"),
        ("recently", "quietly", "same"),
    ],
)
def test_days(one: str, other: str, expected: str) -> None:
    assert days_standing(told(one), told(other)) == expected
    assert days_standing(told(other), told(one)) == Standing(expected).flipped


def test_a_document_date_resolves_last_year() -> None:
    assert days_standing(told("last year", "2021-06-30"), told("in 2020")) is Standing.SAME


def test_a_day_whose_year_is_inferred_does_not_exclude_its_anniversary() -> None:
    assert days_standing(told("on April 28", "2017-01-20"), told("on April 28, 2013")) is Standing.OVERLAP
    assert days_standing(told("on April 28, 2016"), told("on April 28, 2013")) is Standing.DISJOINT


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("for ten years", "for 10 years", "same"),
        ("for two years", "for 24 months", "same"),
        ("for ten years", "for 35 years", "disjoint"),
        ("for ten years", "gladly", "a_in_b"),
        ("for several years", "for ten years", "b_in_a"),
    ],
)
def test_lengths(one: str, other: str, expected: str) -> None:
    assert lengths_standing(told(one), told(other)) == expected


days = st.dates(dt.date(2019, 1, 1), dt.date(2021, 12, 31))
intervals = st.builds(lambda start, length: Days(start, start + dt.timedelta(length)), days, st.integers(0, 400))
datings = st.builds(
    lambda found, unresolved: Dating(tuple(sorted(set(found))), unresolved, ()),
    st.lists(intervals, max_size=3),
    st.sampled_from([0, 0, 0, 1]),
)


@given(datings, datings)
def test_days_stand_the_same_from_the_other_side(one: Dating, other: Dating) -> None:
    assert days_standing(one, other) is days_standing(other, one).flipped


@given(datings)
def test_resolved_days_equal_themselves(one: Dating) -> None:
    assert days_standing(one, one) is (Standing.UNKNOWN if one.unresolved else Standing.SAME)


@given(intervals, st.integers(0, 50))
def test_part_of_an_interval_lies_within_it(whole: Days, cut: int) -> None:
    part = Days(whole.start, max(whole.start, whole.end - dt.timedelta(cut)))
    standing = days_standing(Dating((part,), 0, ()), Dating((whole,), 0, ()))
    assert standing is (Standing.SAME if part == whole else Standing.A_IN_B)
