"""Comparing quantities: what each covers, and whether they agree in a common unit."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.errors import OptionError
from claimkit.extraction.intervals import compare_quantities, convert, interval_of
from claimkit.extraction.quantities import find_quantities
from claimkit.records import Quantity
from claimkit.resources import load_lexicon


def only(text: str, country: str | None = None) -> Quantity:
    (quantity,) = find_quantities(text, parse=False, country=country)
    return quantity


def agree(one: str, other: str) -> bool | None:
    compared = compare_quantities(only(one), only(other))
    return None if compared is None else compared.agree


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("2.5 billion users", 2.45e9, 2.55e9),
        ("10,000 users", 9_999.5, 10_000.5),
        ("two million users", 1.5e6, 2.5e6),
        ("about 300 users", 270, 330),
        ("20 to 30 users", 19.5, 30.5),
        ("at least 40 users", 40, math.inf),
        ("fewer than 40 users", -math.inf, 40),
        ("dozens of users", 24, 99),
    ],
)
def test_a_stated_number_covers_half_its_last_digit_and_about_ten_per_cent(text, low, high):
    assert interval_of(only(text)) == pytest.approx((low, high))


def test_how_far_about_reaches_is_the_callers_choice():
    assert interval_of(only("about 300 users"), about=0.2) == pytest.approx((240, 360))
    with pytest.raises(OptionError, match="ten per cent"):
        interval_of(only("about 300 users"), about=20)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("a road of 1 mile", "a road of 1.6 kilometres", True),
        ("a road of 1.0 miles", "a road of 2.0 kilometres", False),
        ("a load of 2 tonnes", "a load of 2,000 kilograms", True),
        ("an hour, or 60 minutes", "it took 3,600 seconds", True),
        ("it was 5 degrees Celsius", "it was 41 degrees Fahrenheit", True),
        ("the rate rose by 25 basis points", "the rate rose by 0.25 percentage points", True),
        ("a fall of 8.5 per cent", "a fall of 85 per cent", False),
        ("a third of the members left", "33 per cent of the members left", True),
        ("more than 200 people came", "300 people came", True),
        ("it cost 50 cents", "it cost US$0.50", True),
    ],
)
def test_quantities_compare_in_a_common_unit(one, other, same):
    compared = compare_quantities(find_quantities(one, parse=False)[-1], find_quantities(other, parse=False)[-1])
    assert compared is not None
    assert compared.agree is same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a road of 5 miles", "a load of 5 tonnes"),
        ("it rose by 5 per cent", "it rose by 5 percentage points"),
        ("it cost 5 euros", "it cost 5 Swiss francs"),
        ("5 people came", "it cost 5 euros"),
        ("it makes 5 barrels a day", "it makes 5 barrels a week"),
    ],
)
def test_what_has_no_common_unit_does_not_compare(one, other):
    assert agree(one, other) is None


def test_a_sum_whose_dollar_is_a_guess_may_be_any_of_them():
    guess, canadian, american = only("It cost $5."), only("It cost C$5."), only("It cost $5.", country="US")
    assert compare_quantities(guess, canadian) is not None
    assert compare_quantities(guess, canadian).unit == "CAD"
    assert compare_quantities(american, canadian) is None


def test_a_change_of_temperature_has_no_zero():
    rise, other = only("It rose by 5 degrees Celsius."), only("It rose by 9 degrees Fahrenheit.")
    compared = compare_quantities(rise, other)
    assert compared is not None
    assert compared.agree


def test_every_unit_of_the_lexicon_is_ucum_or_declared_otherwise():
    from ucumvert import PintUcumRegistry

    beyond = {"pp", "bp"}
    sections = set(load_lexicon("units")) - {"money", "minor", "money_words", "compound"}
    registry = PintUcumRegistry()
    for section in sections:
        for code in load_lexicon("units")[section]:
            assert code in beyond or registry.from_ucum(code) is not None


@given(st.floats(0.001, 1e6), st.sampled_from([("km", "[mi_i]"), ("Cel", "[degF]"), ("L", "[gal_us]"), ("d", "wk")]))
def test_a_conversion_can_be_undone(value, pair):
    there = convert(value, *pair)
    assert there is not None
    assert convert(there, pair[1], pair[0]) == pytest.approx(value, abs=1e-6)
