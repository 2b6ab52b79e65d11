"""Values of a text beside those of a claim."""

from __future__ import annotations

import pytest

from claimkit.comparison.agreement import Agreement, agreement, values_of


def compared(text: str, claim: str) -> Agreement:
    return agreement(values_of(text), values_of(claim))


def fields(text: str, claim: str) -> list[str]:
    return [difference.field for difference in compared(text, claim).differences]


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Output fell by 8.5 percent.", "Output fell by 85 percent."),
        ("Output fell by 8.5 percent.", "Output rose by 8.5 percent."),
        ("12 people died.", "21 people died."),
        ("It cost $5 million.", "It cost $5 billion."),
        ("More than 40 ships sank.", "30 ships sank."),
    ],
)
def test_values_that_exclude_each_other_differ(text: str, claim: str) -> None:
    assert fields(text, claim) == ["quantities"]


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("12 people died.", "Twelve people died."),
        ("About 300 people came.", "310 people came."),
        ("It is ten miles long.", "It is 16 kilometres long."),
        ("More than 40 ships sank.", "45 ships sank."),
    ],
)
def test_values_that_may_both_be_right_match(text: str, claim: str) -> None:
    found = compared(text, claim)
    assert found.differences == ()
    assert found.matched


def test_values_of_different_things_are_not_compared() -> None:
    assert compared("12 ships sank.", "5 percent of the harbour burned.") == Agreement((), ())


def test_what_only_one_of_them_says_is_no_difference() -> None:
    assert compared("The port closed.", "The port closed for 12 ships in May 2031.") == Agreement((), ())


def test_the_nearest_of_several_values_counts() -> None:
    assert fields("7 people died.", "First 5 people died, then 7 people died.") == []


def test_days_that_exclude_each_other_differ_and_days_within_match() -> None:
    assert fields("It closed in May 2031.", "It closed in August 2031.") == ["times"]
    assert compared("It closed in May 2031.", "It closed in 2031.").matched == ("2031",)


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("The port is closed.", False),
        ("The port isn’t closed.", True),
        ("The port is not closed", True),
        ("She never denied it.", False),
        ("The port is closed. The school is not.", None),
    ],
)
def test_negation_is_told_of_single_sentences(text: str, negated: bool | None) -> None:
    assert values_of(text).negated is negated


def test_an_affirmed_and_a_negated_claim_differ() -> None:
    assert fields("The port is not closed.", "The port is closed.") == ["negated"]
