"""What a quantity measures: only numbers of one thing can conflict."""

from __future__ import annotations

import pytest

from claimkit.comparison.scopes import counted_group, is_reversed, leaves_out, scope_standing
from claimkit.comparison.values import Standing
from claimkit.extraction.quantities import find_quantities
from claimkit.records import Quantity


def quantity(text: str, at: int = 0) -> Quantity:
    return find_quantities(text)[at]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Five people died.", "Five persons died.", "same"),
        ("Five officers died.", "Five people died.", "a_in_b"),
        ("Five officers died.", "Five children died.", "disjoint"),
        ("Five bridges fell.", "Five people fell.", "disjoint"),
        ("Five inmates fled.", "Five prisoners fled.", "same"),
        ("The rent is $5.", "The rent is 5%.", "disjoint"),
        ("It pays $5 per day.", "It pays $5 per week.", "disjoint"),
        ("Output fell by 5%.", "Output fell to 5%.", "disjoint"),
        ("Output fell by 5%.", "Exports fell by 5%.", "disjoint"),
    ],
)
def test_scopes(one: str, other: str, expected: str) -> None:
    assert scope_standing(quantity(one), quantity(other)) == expected
    assert scope_standing(quantity(other), quantity(one)) == Standing(expected).flipped


def test_up_is_the_reverse_of_down() -> None:
    assert is_reversed(quantity("Output fell by 5%."), quantity("Output rose by 5%."))
    assert not is_reversed(quantity("Output fell by 5%."), quantity("Output is 5%."))


def test_others_leave_somebody_out() -> None:
    assert leaves_out(quantity("Three others were hurt."))
    assert not leaves_out(quantity("Three people were hurt."))


def test_a_noun_without_a_group_is_its_own() -> None:
    assert counted_group("Policeman") == "officer"
    assert counted_group("goat") == "goat"
