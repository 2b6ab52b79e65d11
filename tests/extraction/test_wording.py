"""Which words of its sentence a claim keeps, one sentence of our own prose for each kind."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimkit.extraction.pipeline import extract

# A first paragraph, so that the sentence under test is not taken for a headline or a byline.
OPENING = "The council met above the town on Monday.\n\n"


def texts(sentence: str) -> dict[str, str]:
    found = extract(OPENING + sentence).claims
    return {claim.predicate.lemma: claim.text for claim in found if claim.sentence.start >= len(OPENING)}


@pytest.mark.parametrize(
    ("sentence", "lemma", "text"),
    [
        ('Ann Lesk said the bridge "would close" in May.', "close", 'the bridge "would close" in May'),
        ('"The bridge will close," Ann Lesk said.', "close", "The bridge will close"),
        ('She welcomed the vote and added, "I will go home."', "go", "I will go home"),
    ],
)
def test_quotation_marks_are_kept_in_pairs(sentence: str, lemma: str, text: str) -> None:
    assert texts(sentence)[lemma] == text


@pytest.mark.parametrize(
    ("sentence", "lemma", "text"),
    [
        ("The bridge closed because it shook.", "shake", "it shook"),
        ("The tunnel was dry even though it rained.", "rain", "it rained"),
        ("The mayor left just months after the council declared an end.", "declare", "the council declared an end"),
        ("The team has 20 players, and the coach left.", "leave", "the coach left"),
        ("The ministry said this year that cuts could cost 300 jobs.", "cost", "cuts could cost 300 jobs"),
        ("The mayor vowed to close the bridge.", "close", "close the bridge"),
    ],
)
def test_what_only_joins_is_trimmed(sentence: str, lemma: str, text: str) -> None:
    assert texts(sentence)[lemma] == text


@pytest.mark.parametrize(
    ("sentence", "lemma"),
    [
        ("The river may rise if the rain goes on", "rise"),
        ("Unless wages grow, unions will strike", "strike"),
        ("To prevail, she will have to leave", "leave"),
        ("The council met to close the bridge", "meet"),
        ("The bridge that shook was closed", "close"),
        ("He has broken more rules than his rival did", "break"),
    ],
)
def test_conditions_purposes_and_restrictions_stay_whole(sentence: str, lemma: str) -> None:
    assert texts(f"{sentence}.") == {lemma: sentence}


@pytest.mark.parametrize(
    ("sentence", "claims"),
    [
        ("The bridge, Ann Lesk said, will close.", {"close": "The bridge … will close"}),
        (
            "The rules, telling schools to close, have sparked protests.",
            {"close": "schools to close", "spark": "The rules … have sparked protests"},
        ),
        (
            'She welcomed the vote and added, "I will go home."',
            {"welcome": "She welcomed the vote", "go": "I will go home"},
        ),
        (
            "The council, which met in May, closed the bridge, leaving families poorer.",
            {
                "meet": "which met in May",
                "close": "The council … closed the bridge",
                "leave": "leaving families poorer",
            },
        ),
    ],
)
def test_frames_and_other_claims_are_cut_out(sentence: str, claims: dict[str, str]) -> None:
    assert texts(sentence) == claims


def test_the_subject_of_an_infinitive_comes_from_the_frame() -> None:
    assert texts("The army told the farmers to leave Veldt.") == {"leave": "the farmers to leave Veldt"}


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(['"', "'", ",", " - ", "and", "that", "the dam", "broke", "said", "Ann Lesk", "if"])))
def test_edges_are_free_of_commas_and_white_space(words: list[str]) -> None:
    for claim in extract(OPENING + "Officials said " + " ".join(words) + " the bridge closed.").claims:
        for piece in claim.text.split(" … "):
            assert piece == piece.strip(" ,\n")
