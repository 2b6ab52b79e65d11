"""Whose a number or a date is."""

import pytest

from claimkit.extraction.pipeline import extract

OPENING = "The council met above the town that morning.\n\n"


def owned(sentence: str) -> dict[str, tuple[list[str], list[str]]]:
    """The quantities and times of each claim by its predicate's lemma."""
    found = extract(OPENING + sentence, published="2021-03-05")
    text = found.article.text or ""

    return {
        claim.predicate.lemma: (
            [text[one.span.start : one.span.end] for one in claim.quantities],
            [text[one.span.start : one.span.end] for one in claim.times],
        )
        for claim in found.claims
        if claim.sentence.start >= len(OPENING)
    }


def test_each_conjunct_owns_its_own() -> None:
    found = owned("The storm killed 12 people in May and destroyed 300 homes in June.")
    assert found == {"kill": (["12"], ["May"]), "destroy": (["300"], ["June"])}


@pytest.mark.parametrize(
    "sentence",
    [
        "In 2019, the ministry said, output fell by 3 percent.",
        "The ministry said output fell by 3 percent in 2019.",
    ],
)
def test_a_fronted_time_inside_the_content_is_the_contents(sentence: str) -> None:
    assert owned(sentence) == {"fall": (["3 percent"], ["2019"])}


def test_the_time_of_saying_is_no_claims() -> None:
    assert owned("The ministry said on Tuesday that output fell.") == {"fall": ([], [])}


def test_a_number_in_a_restrictive_clause_is_the_claims_around_it() -> None:
    assert owned("The dam that burst in 1987 was rebuilt.") == {"rebuild": ([], ["1987"])}


def test_the_measure_of_a_comparison_stays_with_it() -> None:
    assert owned("The firm has a clearer path than it ever had in 2008.") == {"have": ([], ["2008"])}


@pytest.mark.parametrize(
    "sentence",
    [
        "The five-year plan failed.",
        "The eighth congress failed.",
        "The third-party candidate failed.",
        "A third-party candidate failed.",  # «a third» is no fraction here
        "The monthly payments failed.",
    ],
)
def test_what_names_a_thing_belongs_to_nobody(sentence: str) -> None:
    assert owned(sentence) == {"fail": ([], [])}


def test_an_ordinal_said_of_the_claim_is_its_own() -> None:
    assert owned("The pump stopped for the third time.")["stop"][0] == ["third"]
