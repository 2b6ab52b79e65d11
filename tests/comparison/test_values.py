"""Values as sets of numbers: equal, one within the other, compatible, impossible together."""

from __future__ import annotations

import dataclasses
import functools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.comparison.values import Standing, combined, value_standing
from claimkit.extraction.quantities import find_quantities
from claimkit.records import Bound, Direction, Quantity, QuantityRole, RangeKind, Span


@functools.cache
def quantity(text: str) -> Quantity:
    (found,) = find_quantities(text)
    return found


def people(low: float, high: float | None = None, *, bound: Bound = Bound.EXACT, resolution: float = 1.0) -> Quantity:
    return Quantity(
        span=Span(0, 1),
        low=low,
        high=low if high is None else high,
        unit=None,
        counted=("people",),
        property=None,
        per=None,
        range_kind=RangeKind.NONE if high is None else RangeKind.UNCERTAINTY,
        bound=bound,
        direction=Direction.NONE,
        role=QuantityRole.VALUE,
        resolution=resolution,
    )


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("5 people", "five people", "same"),
        ("5,000 people", "5 thousand people", "same"),
        ("a third of the members", "a third of the members", "same"),
        ("10 miles", "16 km", "same"),
        ("2 kg", "2,000 grams", "same"),
        ("$53m", "$53 million", "same"),
        # the finer of two roundings lies within the coarser
        ("8.5%", "about 8%", "a_in_b"),
        ("$2.53bn", "$2.5bn", "a_in_b"),
        ("2.5 million people", "2,530,000 people", "b_in_a"),
        ("61 people", "about 60 people", "a_in_b"),
        ("12 people", "about 12 people", "a_in_b"),
        ("8%", "8.5%", "overlap"),
        ("about 300 people", "about 310 people", "overlap"),
        ("5 people", "7 people", "disjoint"),
        ("8%", "12%", "disjoint"),
        ("8.5%", "85%", "disjoint"),
        # bounds
        ("7 people", "at least 5 people", "a_in_b"),
        ("at least 5 people", "at least 7 people", "b_in_a"),
        ("at least 5 people", "5 people", "b_in_a"),
        ("more than 10 people", "8 people", "disjoint"),
        ("more than 10 people", "10 people", "disjoint"),
        ("at least 10 people", "more than 10 people", "b_in_a"),
        ("at most 5 people", "7 people", "disjoint"),
        ("at least 5 people", "at most 7 people", "overlap"),
        ("at least 8 people", "at most 7 people", "disjoint"),
        # ranges and vague numbers
        ("6 people", "between 5 and 7 people", "a_in_b"),
        ("between 5 and 7 people", "between 7 and 9 people", "overlap"),
        ("between 5 and 7 people", "between 8 and 9 people", "disjoint"),
        ("300 people", "hundreds of people", "a_in_b"),
        ("hundreds of people", "dozens of people", "disjoint"),
        ("dozens of people", "53 people", "b_in_a"),
        # round numbers are told as often as counted
        ("5,000 people", "5,012 people", "b_in_a"),
        ("5,000 people", "10,000 people", "disjoint"),
        # no unit in common
        ("$5", "€5", "unknown"),
        ("5 kg", "5 km", "unknown"),
    ],
)
def test_two_values(one: str, other: str, expected: str) -> None:
    assert value_standing(quantity(one), quantity(other)) == expected
    assert value_standing(quantity(other), quantity(one)) == Standing(expected).flipped


def test_a_distribution_compares_with_itself_alone() -> None:
    cells = dataclasses.replace(people(5, 30), range_kind=RangeKind.DISTRIBUTION)
    assert value_standing(cells, cells) is Standing.SAME
    assert value_standing(cells, people(40)) is Standing.UNKNOWN


def test_parts_of_a_conjunction_combine() -> None:
    assert combined([]) is Standing.SAME
    assert combined([Standing.SAME, Standing.A_IN_B]) is Standing.A_IN_B
    assert combined([Standing.A_IN_B, Standing.B_IN_A]) is Standing.OVERLAP
    assert combined([Standing.UNKNOWN, Standing.A_IN_B]) is Standing.UNKNOWN
    assert combined([Standing.UNKNOWN, Standing.DISJOINT]) is Standing.DISJOINT


numbers = st.one_of(st.integers(0, 2000), st.sampled_from([100, 1_000, 5_000, 2_500_000]))
quantities = st.builds(
    lambda low, width, bound, resolution: people(
        low, low + width if width else None, bound=bound, resolution=resolution
    ),
    numbers,
    st.sampled_from([0, 0, 0, 2, 50]),
    st.sampled_from(list(Bound)),
    st.sampled_from([1.0, 10.0, 1000.0]),
)


@given(quantities, quantities)
def test_standing_is_the_same_from_the_other_side(one: Quantity, other: Quantity) -> None:
    assert value_standing(one, other) is value_standing(other, one).flipped


@given(quantities)
def test_a_value_equals_itself(one: Quantity) -> None:
    assert value_standing(one, one) is Standing.SAME


@given(st.integers(0, 99), st.integers(0, 99))
def test_small_counts_are_equal_or_exclude_each_other(one: int, other: int) -> None:
    assert value_standing(people(one), people(other)) is (Standing.SAME if one == other else Standing.DISJOINT)


@given(st.integers(0, 99), st.integers(0, 99))
def test_a_lower_bound_excludes_what_lies_below_it(bound: int, count: int) -> None:
    standing = value_standing(people(count), people(bound, bound=Bound.AT_LEAST))
    assert standing is (Standing.A_IN_B if count >= bound else Standing.DISJOINT)


@given(st.lists(st.sampled_from(list(Standing))))
def test_combining_asks_no_order(standings: list[Standing]) -> None:
    assert combined(standings) is combined(standings[::-1])
    assert combined([each.flipped for each in standings]) is combined(standings).flipped
