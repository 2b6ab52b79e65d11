"""What differs between two claims, in words."""

from __future__ import annotations

import claimkit
from claimkit.comparison.differences import chain_words, differences, quantity_words, time_words
from claimkit.comparison.profiles import Profile, profiles_of
from claimkit.extraction.quantities import find_quantities
from claimkit.extraction.times import find_times
from claimkit.records import Article


def told(text: str) -> Profile:
    extraction = claimkit.extract(Article.from_text(text))
    (found,) = profiles_of(extraction.article, extraction.claims, extraction.mentions)
    return found


def test_quantities_are_told_with_bound_unit_and_thing() -> None:
    texts = [
        "at least five people",
        "between 5 and 7 people",
        "Output fell by 8.5%.",
        "more than $2bn",
        "60 km per hour",
    ]
    assert [quantity_words(find_quantities(text)[0]) for text in texts] == [
        "at least 5 people",
        "5-7 people",
        "8.5 % output down",
        "more than 2000000000 USD",
        "60 km/h",
    ]


def test_a_time_without_days_says_why() -> None:
    assert time_words(find_times("in 2020")[0]) == "2020"
    assert time_words(find_times("last year")[0]).endswith("(unresolved: no_document_date)")


def test_the_authors_own_voice_has_a_name() -> None:
    assert chain_words(()) == "author"
    assert chain_words(told("The agency said that Maria Velden said the port was shut.").chain).endswith(
        "> maria velden"
    )


def test_fields_come_in_a_fixed_order_and_silence_is_null() -> None:
    one, other = told("Maria Velden shut the port in 2020."), told("Maria Velden may shut two ports.")
    found = differences(one, other)
    fields = [difference.field for difference in found]
    assert fields == sorted(fields, key=fields.index)
    assert {"quantities", "times", "hedges"} <= set(fields)
    times = next(difference for difference in found if difference.field == "times")
    assert (times.a, times.b) == ("2020", None)


def test_what_agrees_in_other_words_is_left_out_and_what_is_unsettled_is_named() -> None:
    one = told("Maria Velden shut the port last year.")
    assert differences(one, one) == ()
    assert [difference.field for difference in differences(one, one, unsettled={"times"})] == ["times"]
    other = told("Maria Velden shut the port in 2020.")
    assert "times" not in {difference.field for difference in differences(one, other, agreed={"times"})}
