"""Which words are predicates of claims: one sentence of our own prose for each rule of docs/guidelines.md."""

import pytest

from claimkit.extraction.parsing import parse
from claimkit.extraction.predicates import predicates_in


def predicates(text: str, *cues: str, facts: tuple[str, ...] = ()) -> list[str]:
    doc = parse(text).doc
    return [
        predicate.token.text
        for predicate in predicates_in(
            doc,
            cues={token.i for token in doc if token.text in cues},
            facts={token.i for token in doc if token.text in facts},
        )
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The mayor closed the bridge.", ["closed"]),
        ("The bridge may be closed.", ["closed"]),
        ("The mayor appears to have closed the bridge.", ["closed"]),
        ("The mayor failed to close the bridge.", ["close"]),
        ("The bridge is likely to close.", ["close"]),
        ("Marta Oduya is a top aide to the mayor.", ["aide"]),
        ("The bridge is in Veldt.", ["is"]),
        ("There was no mention of the bridge.", ["mention"]),
        ("It was Ann Lesk who closed the bridge.", ["closed"]),
    ],
)
def test_the_unit_is_the_lexical_predicate(sentence: str, expected: list[str]) -> None:
    assert predicates(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The mayor closed the bridge and opened the tunnel.", ["closed", "opened"]),
        ("The mayor closed the bridge because it shook.", ["closed", "shook"]),
        ("The bridge, which shook, was closed.", ["shook", "closed"]),
        ("Prices rose sharply, leaving families poorer.", ["rose", "leaving"]),
        ("The mayor left after closing the bridge.", ["left", "closing"]),
        ("Marta Oduya, a member of the council, left.", ["member", "left"]),
        ("Just months after the mayor declared an end, rebels removed him.", ["declared", "removed"]),
        ("The minister jabbed back on Monday at complaints.", ["jabbed"]),  # tagged as a name by the small model
    ],
)
def test_every_clause_that_asserts_makes_one(sentence: str, expected: list[str]) -> None:
    assert predicates(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The bridge that shook was closed.", ["closed"]),
        ("The council met to close the bridge.", ["met"]),
        ("If it shakes again, the bridge will close.", ["close"]),
        ("Will the bridge close?", []),
        ("The council saved money by closing the bridge.", ["saved"]),
        ("By closing the bridge, the council saved money.", ["saved"]),
        ("The army has no evidence to suggest that the dam leaked.", ["has"]),
        ("Voters rejected the notion that the dam leaked because it was old.", ["rejected"]),
        ("The inquests have not demonstrated that the dam leaked.", ["demonstrated"]),
        ("The firm has a clearer path than it ever had in 2008.", ["has"]),
        ("The wall will be as tall as it needs to be.", ["tall"]),
        ("When it comes to taxes, the mayor is cautious.", ["cautious"]),
    ],
)
def test_what_is_not_asserted_makes_none(sentence: str, expected: list[str]) -> None:
    assert predicates(sentence) == expected


def test_a_reporting_frame_makes_none_but_its_content_does() -> None:
    assert predicates("The council said that the bridge shook.", "said") == ["shook"]
    assert predicates("The mayor vowed to close the bridge.", "vowed") == ["close"]
    assert predicates("The mayor urged drivers to leave.", "urged") == ["leave"]


def test_a_definite_eventive_noun_with_a_number_is_presupposed() -> None:
    sentence = "The gathering of 300 farmers was watched closely."
    assert predicates(sentence, facts=("300",)) == ["gathering", "watched"]
    assert predicates(sentence) == ["watched"]


def test_a_decision_presupposes_what_was_decided() -> None:
    assert predicates("Drivers disliked the mayor's decision to close the bridge.") == ["disliked", "close"]


def test_negation_counts_frames_and_determiners() -> None:
    def negated(text: str) -> list[bool]:
        return [found.negated for found in predicates_in(parse(text).doc, cues=(), facts=())]

    assert negated("The bridge did not close.") == [True]
    assert negated("The mayor failed to close the bridge.") == [True]
    assert negated("The mayor did not fail to close the bridge.") == [False]
    assert negated("No bridge was closed.") == [True]
    assert negated("There was nothing wrong.") == [True]
