"""Occasions of a series: told by number, or by how long ago the last one was."""

from __future__ import annotations

import claimkit
from claimkit.comparison.occasions import are_one_series, are_other_numbers, last_occasion, presupposes
from claimkit.comparison.profiles import Profile, profiles_of
from claimkit.records import Article


def told(text: str, published: str | None = None) -> Profile:
    extraction = claimkit.extract(Article.from_text(text, published=published))
    return next(iter(profiles_of(extraction.article, extraction.claims, extraction.mentions)))


def test_the_first_in_five_years_dates_the_one_before() -> None:
    first = last_occasion(told("Maria Velden opened the first Guild congress in five years.", "2021-01-06"))
    last = last_occasion(told("The last Guild congress met in 2016."))
    assert first is not None
    assert last is not None
    assert first.when.days[0][:2] == last.when.days[0][:2]
    assert are_one_series(first, last)


def test_gatherings_that_share_no_word_are_of_two_series() -> None:
    first = last_occasion(told("Maria Velden opened the first Guild congress in five years.", "2021-01-06"))
    other = last_occasion(told("The last doctors' congress met in 2016."))
    assert first is not None
    assert other is not None
    assert not are_one_series(first, other)


def test_what_is_no_gathering_has_no_last_occasion() -> None:
    assert last_occasion(told("It was the first rain in five years.")) is None


def test_what_happens_at_a_numbered_congress_says_that_there_was_one() -> None:
    came = told("The eighth congress has come.")
    announced = told("Maria Velden announced a plan at the eighth congress in January.")
    assert presupposes(came, announced) == "b"
    assert presupposes(announced, came) == "a"
    assert presupposes(came, told("Maria Velden announced a plan at the sixth congress in January.")) is None


def test_two_numbers_are_two_gatherings() -> None:
    sixth, eighth = (
        told("Maria Velden opened the sixth congress."),
        told("Maria Velden opened the eighth Guild congress."),
    )
    assert are_other_numbers(sixth, eighth)
    assert not are_other_numbers(sixth, sixth)
    assert not are_other_numbers(sixth, told("Maria Velden opened the congress."))
