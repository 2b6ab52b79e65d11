"""Kind of each claim, how certain its holders are, and whether it is worth checking."""

import pytest

from claimkit.extraction.pipeline import extract
from claimkit.records import Claim, ClaimKind, FactualityValue

OPENING = "The council met above the town on Monday.\n\n"


def claim(sentence: str, lemma: str) -> Claim:
    found = [c for c in extract(OPENING + sentence).claims if c.sentence.start >= len(OPENING)]
    (only,) = [c for c in found if c.predicate.lemma == lemma]
    return only


@pytest.mark.parametrize(
    ("sentence", "lemma", "kind"),
    [
        ("The bridge collapsed.", "collapse", ClaimKind.EVENT),
        ("The bridge is in Veldt.", "be", ClaimKind.STATE),
        ("The bank reviews the rate every six weeks.", "review", ClaimKind.STATE),  # a habit
        ("She said there was nothing wrong.", "nothing", ClaimKind.STATE),
        ("The bridge was a disgrace, she said.", "disgrace", ClaimKind.OPINION),
        ("The rate is too high, she said.", "high", ClaimKind.OPINION),
        ("The bridge will close in May.", "close", ClaimKind.PREDICTION),
        ("The bank expects prices to grow.", "grow", ClaimKind.PREDICTION),
        ('"We will pay every family," the minister said.', "pay", ClaimKind.COMMITMENT),
        ('"We will have to accept it," the minister said.', "accept", ClaimKind.PREDICTION),  # binds nobody
        ("The council heard his proposal to close the gates.", "close", ClaimKind.COMMITMENT),
        ("The mayor vowed to close the bridge.", "close", ClaimKind.COMMITMENT),
        ("The governor ordered the army to leave Neder.", "leave", ClaimKind.DIRECTIVE),
        ("She wants the minister to resign.", "resign", ClaimKind.DIRECTIVE),  # of another
        ("Passengers must wear a vest.", "wear", ClaimKind.RULE),
        ("Passengers must wear a vest, the mayor said.", "wear", ClaimKind.DIRECTIVE),  # of a speaker
    ],
)
def test_each_kind(sentence: str, lemma: str, kind: ClaimKind) -> None:
    assert claim(sentence, lemma).kind is kind


@pytest.mark.parametrize(
    ("sentence", "lemma", "value"),
    [
        ("The bridge collapsed.", "collapse", FactualityValue.CERTAIN_POSITIVE),
        ("The bridge did not collapse.", "collapse", FactualityValue.CERTAIN_NEGATIVE),
        ("The bridge probably collapsed.", "collapse", FactualityValue.PROBABLE_POSITIVE),
        ("The bridge probably did not collapse.", "collapse", FactualityValue.PROBABLE_NEGATIVE),
        ("The bridge may have collapsed.", "collapse", FactualityValue.POSSIBLE_POSITIVE),
        ("The bridge may not have collapsed.", "collapse", FactualityValue.POSSIBLE_NEGATIVE),
        ("Ann Lesk vowed to close the bridge.", "close", FactualityValue.UNKNOWN),  # no fact about the world
    ],
)
def test_each_value_of_the_innermost_holder(sentence: str, lemma: str, value: FactualityValue) -> None:
    assert claim(sentence, lemma).factuality[-1].value is value


def test_outer_holders_commit_to_nothing() -> None:
    found = claim("Ann Lesk said the bridge collapsed, according to the Veldt Courier.", "collapse")
    values = [FactualityValue.UNKNOWN, FactualityValue.UNKNOWN, FactualityValue.CERTAIN_POSITIVE]
    assert [one.value for one in found.factuality] == values
    assert [one.holder for one in found.factuality] == ["author", *(link.attribution_id for link in found.chain)]


@pytest.mark.parametrize(
    ("sentence", "lemma", "worthy"),
    [
        ("The storm killed 12 people.", "kill", True),
        ("The bridge closed in 2019.", "close", True),
        ("Something broke.", "break", False),  # no number, date or name
        ("The bridge will close in 2030.", "close", False),
        ("Ann Lesk vowed to close 12 bridges.", "close", False),
    ],
)
def test_facts_with_a_number_a_date_or_a_name_are_worth_checking(sentence: str, lemma: str, worthy: bool) -> None:
    assert claim(sentence, lemma).check_worthy is worthy
