"""Who does what to whom and where, and the claim's text with its pronouns filled in."""

import pytest

from claimkit.extraction.pipeline import extract
from claimkit.records import Claim

# A first paragraph, so that the sentence under test is not taken for a headline or a byline.
OPENING = "The council met above the town on Monday.\n\n"


def claim(sentence: str, lemma: str) -> Claim:
    found = [one for one in extract(OPENING + sentence).claims if one.sentence.start >= len(OPENING)]
    (only,) = [one for one in found if one.predicate.lemma == lemma]
    return only


def heads(found: Claim, role: str) -> list[str]:
    return [argument.head or "" for argument in found.arguments if argument.role == role]


@pytest.mark.parametrize(
    ("sentence", "lemma", "subject"),
    [
        ("Ann Lesk closed the bridge and opened the tunnel.", "open", "Lesk"),  # by coordination
        ("Ann Lesk vowed to close the bridge.", "close", "Lesk"),  # control by the subject
        ("Ann Lesk urged drivers to leave the bridge.", "leave", "drivers"),  # control by the object
        ("Ann Lesk blamed the press for making it worse.", "make", "press"),
        ("Ann Lesk left after closing the bridge.", "close", "Lesk"),
        ("The council heard her proposal to close the bridge.", "close", "her"),  # whose proposal it is
        ("Drivers disliked the mayor's decision to close the bridge.", "close", "mayor"),
        ("Prices rose sharply, leaving families poorer.", "leave", "Prices"),
        ("The firm was now 'facing up' to its losses.", "face", "firm"),  # quotation marks inside the verb phrase
    ],
)
def test_a_subject_is_shared_by_control_and_coordination(sentence: str, lemma: str, subject: str) -> None:
    assert heads(claim(sentence, lemma), "subject") == [subject]


@pytest.mark.parametrize(
    ("sentence", "lemma", "antecedent"),
    [
        ("The bridge, which opened in 1974, was closed.", "open", "bridge"),
        ("Gloria Hask, a nurse from Brownsville, Texas, who joined in 1990, left.", "join", "nurse"),
        ("It was Ann Lesk who closed the bridge.", "close", "Lesk"),
    ],
)
def test_a_relative_pronoun_stands_for_its_antecedent(sentence: str, lemma: str, antecedent: str) -> None:
    assert heads(claim(sentence, lemma), "subject") == [antecedent]


def test_what_is_only_there_has_no_subject() -> None:
    assert heads(claim("Ann Lesk said there was nothing wrong with the bridge.", "nothing"), "subject") == []


def test_a_name_behind_a_fronted_phrase_is_the_subject_and_no_apposition() -> None:
    found = extract(OPENING + "As a part of his plea, Marcel Hask, 44, closed his accounts.").claims[1:]
    assert [(one.predicate.lemma, heads(one, "subject")) for one in found] == [("close", ["Hask"])]


def test_a_place_is_told_from_other_obliques() -> None:
    found = claim("The army met envoys in Paris with maps.", "meet")
    assert heads(found, "object") == ["envoys"]
    assert heads(found, "place") == ["Paris"]
    assert heads(found, "oblique") == ["maps"]


def test_a_time_is_no_oblique() -> None:
    assert heads(claim("The army built the bridge in 1974.", "build"), "oblique") == []


@pytest.mark.parametrize(
    ("sentence", "lemma", "resolved"),
    [
        ("Ann Lesk left. She sold her house.", "sell", "Ann Lesk sold Ann Lesk's house"),
        ("The city itself paid.", "pay", "The city itself paid"),  # a reflexive would say the name twice
        ("Residents kept their homes.", "keep", "Residents kept Residents' homes"),
        ("Drivers fear the mayor's decision to close it.", "close", "the mayor close it"),
        ("Farmers disliked the decision to close the gates.", "close", "close the gates"),
        ("The council closed the bridge and opened the tunnel.", "open", "The council opened the tunnel"),
    ],
)
def test_the_resolved_text_says_nothing_twice(sentence: str, lemma: str, resolved: str) -> None:
    assert claim(sentence, lemma).text_resolved == resolved
