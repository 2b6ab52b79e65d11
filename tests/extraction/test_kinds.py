"""Kinds that the grammar says outright, what is learned, and what is worth checking."""

import pytest

from claimkit import extract
from claimkit.extraction.kinds import THRESHOLD
from claimkit.records import ClaimKind


def kind(sentence: str, lemma: str) -> ClaimKind:
    return next(one.kind for one in extract(sentence, rules_only=True).claims if one.predicate.lemma == lemma)


@pytest.mark.parametrize(
    ("sentence", "lemma", "expected"),
    [
        ("“Don't wait,” the minister said.", "wait", "directive"),
        ("“Be careful,” the minister said.", "careful", "directive"),
        ("The governor should resign, the paper wrote.", "resign", "directive"),
        ("Taxes should be lower, the paper wrote.", "low", "opinion"),
        ("The firm said it would close two plants.", "close", "commitment"),
        ("The union pledged that members would return on Monday.", "return", "commitment"),
        ("The firm said it would lose money this year.", "lose", "prediction"),
        ("The firm thinks it will close two plants.", "close", "prediction"),
        ("Passengers must wear a vest.", "wear", "rule"),
    ],
)
def test_kinds_by_rule(sentence: str, lemma: str, expected: str) -> None:
    assert kind(sentence, lemma) is ClaimKind(expected)


@pytest.mark.parametrize(
    ("sentence", "lemma", "expected"),
    [
        ("The council closed two bridges on Friday.", "close", "event"),
        ("The plant employs 300 people in Neder.", "employ", "state"),
        ("“This is a ridiculous, shameful idea,” Rusk said.", "idea", "opinion"),
    ],
)
def test_kinds_that_are_learned(sentence: str, lemma: str, expected: str) -> None:
    assert kind(sentence, lemma) is ClaimKind(expected)


def test_facts_with_numbers_and_names_are_worth_checking_and_no_others() -> None:
    text = (
        "The Orvanian army killed 40 people in Neder in March, police said. "
        "“We are very happy about it,” Rusk said. The firm promised to pay 300 families."
    )
    worth = {claim.predicate.lemma: claim.check_worthy for claim in extract(text, rules_only=True).claims}
    assert worth == {"kill": True, "happy": False, "pay": False}


def test_judgements_say_how_sure_each_label_is() -> None:
    found = extract("The army killed 40 people in Neder. She vowed to rebuild every bridge.", rules_only=True)
    assert found.judgements.keys() == {claim.claim_id for claim in found.claims}
    for claim in found.claims:
        judged = found.judgements[claim.claim_id]
        assert (judged.kind, judged.check_worthy) == (claim.kind, claim.check_worthy)
        assert 0 <= judged.kind_score <= 1
        assert (judged.check_worthy_score > THRESHOLD) is claim.check_worthy
