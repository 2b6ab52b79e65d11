"""What the words above a claim commit each of its holders to; all sentences are made for the purpose."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimkit.extraction.commitments import OPEN, Stand
from claimkit.extraction.factuality import agreeing
from claimkit.extraction.pipeline import extract
from claimkit.records import Claim

OPENING = "The council met above the town on Monday.\n\n"


def claim(sentence: str, lemma: str) -> Claim:
    found = [c for c in extract(OPENING + sentence).claims if c.sentence.start >= len(OPENING)]
    (only,) = [c for c in found if c.predicate.lemma == lemma]
    return only


def values(sentence: str, lemma: str) -> str:
    return " ".join(one.value for one in claim(sentence, lemma).factuality)


@pytest.mark.parametrize(
    ("sentence", "lemma", "expected"),
    [
        # plain, negated, hedged
        ("The dam burst on Friday.", "burst", "CT+"),
        ("The bridge did not close.", "close", "CT-"),
        ("Nobody left the ship.", "leave", "CT-"),
        ("The crew never left the ship.", "leave", "CT-"),
        ("The ship nearly sank.", "sink", "CT-"),
        ("The ship almost sank.", "sink", "CT-"),
        ("The ship barely sank.", "sink", "CT+"),
        ("The crew hardly left the ship.", "leave", "PR-"),
        ("The bridge may not have closed.", "close", "PS-"),
        # two-way implicatives: manage
        ("The crew managed to leave.", "leave", "CT+"),
        ("The crew did not manage to leave.", "leave", "CT-"),
        ("The mayor happened to see the dam.", "see", "CT+"),
        ("The mayor began to close the gates.", "close", "CT+"),
        ("The mayor did not begin to close the gates.", "close", "CT-"),
        ("The mayor did not bother to close the gates.", "close", "CT-"),
        ("The mayor did not dare to close the gates.", "close", "CT- CT-"),
        # ... and fail
        ("The crew failed to leave.", "leave", "CT-"),
        ("The crew did not fail to leave.", "leave", "CT+"),
        ("The mayor neglected to close the gates.", "close", "CT-"),
        ("The crew stopped paying the toll.", "pay", "CT-"),
        ("The crew did not stop paying the toll.", "pay", "CT+"),
        ("The crew kept paying the toll.", "pay", "CT+"),
        # the word that implies may be taken for the cue of a source; all its holders say the same
        ("The crew forgot to leave.", "leave", "CT- CT-"),
        ("The crew did not forget to leave.", "leave", "CT+ CT+"),
        ("The crew refused to leave.", "leave", "CT- CT-"),
        # one-way: only one side tells
        ("The crew was able to leave.", "leave", "PR+"),
        ("The crew was not able to leave.", "leave", "CT-"),
        ("The crew was unable to leave.", "leave", "CT-"),
        ("The crew tried to leave.", "leave", "Uu"),
        ("The crew did not try to leave.", "leave", "CT-"),
        ("The crew decided to leave the ship.", "leave", "PR+"),
        # factives: true either way, for the author too
        ("Ann Lesk knew that the bridge had closed.", "close", "CT+ CT+"),
        ("Ann Lesk did not know that the bridge had closed.", "close", "CT+ Uu"),
        ("Ann Lesk forgot that the bridge had closed.", "close", "CT+ CT+"),
        ("Ann Lesk regretted that the bridge had closed.", "close", "CT+ CT+"),
        ("Ann Lesk did not regret that the bridge had closed.", "close", "CT+ CT+"),
        ("Ann Lesk learned that the bridge had not closed.", "close", "CT- CT-"),
        ("Ann Lesk realised that the bridge had closed.", "close", "CT+ CT+"),
        ("It turned out that the dam had burst.", "burst", "CT+"),
        # said, denied, doubted, believed, hoped, pretended
        ("Ann Lesk said that the bridge had closed.", "close", "Uu CT+"),
        ("Ann Lesk said that the bridge had not closed.", "close", "Uu CT-"),
        ("Ann Lesk said that the bridge may have closed.", "close", "Uu PS+"),
        ("The mayor did not say that the bridge had closed.", "close", "Uu Uu"),
        ("A spokesman denied that the pump had broken.", "break", "Uu CT-"),
        ("A spokesman denied that the pump had not broken.", "break", "Uu CT+"),
        ("A spokesman did not deny that the pump had broken.", "break", "Uu Uu"),
        ("Ann Lesk doubted that the bridge had closed.", "close", "Uu PS-"),
        ("Ann Lesk believes that the bridge has closed.", "close", "Uu PR+"),
        ("Ann Lesk does not believe that the bridge has closed.", "close", "Uu PR-"),
        ("Ann Lesk hopes that the bridge closed.", "close", "Uu Uu"),
        ("Ann Lesk pretended that the bridge had closed.", "close", "CT- CT+"),
        # inside what is said
        ("The mayor said the crew failed to leave.", "leave", "Uu CT-"),
        ("The mayor said the crew may have failed to leave.", "leave", "Uu PS-"),
        ("The mayor said the crew managed to leave.", "leave", "Uu CT+"),
        ("The mayor said the crew tried to leave.", "leave", "Uu Uu"),
        ("Ann Lesk said the mayor knew that the bridge had closed.", "close", "Uu CT+ CT+"),
        ("Ann Lesk said the mayor denied that the bridge had closed.", "close", "Uu Uu CT-"),
        # conditions, and what is not so
        ("If the dam bursts, the town will drown.", "drown", "PS+"),
        ("If they had rung the bell, the town would be dry.", "dry", "CT-"),
        ("Had they rung the bell, the town would be dry.", "dry", "CT-"),
        ("The dam would have burst within hours.", "burst", "CT-"),
        ("The bridge would not have closed.", "close", "CT+"),
        ("The dam would not have burst.", "burst", "CT+"),
        ("The ferry may not carry more than 12 cars.", "carry", "CT-"),  # a rule
        # no facts about the world
        ("Ann Lesk vowed to close the bridge.", "close", "Uu Uu"),
        ("The mayor ordered the crew to leave.", "leave", "Uu Uu"),
    ],
)
def test_the_value_of_each_holder(sentence: str, lemma: str, expected: str) -> None:
    assert values(sentence, lemma) == expected


def test_a_question_makes_no_claim() -> None:
    assert [c.predicate.lemma for c in extract(OPENING + "Did the dam burst?").claims] == ["meet"]


def test_what_is_not_so_is_not_worth_checking() -> None:
    assert not claim("The storm would have killed 12 people.", "kill").check_worthy


STANDS = [OPEN, *(Stand(certainty, positive) for certainty in ("CT", "PR", "PS") for positive in (True, False))]


@given(st.sampled_from(STANDS), st.floats(-3, 3))
def test_a_score_is_on_the_side_of_its_value_and_on_the_scale(stand: Stand, score: float) -> None:
    found = agreeing(score, stand)
    assert -3 <= found <= 3
    assert stand is OPEN or (found > 0) is stand.positive


@given(st.sampled_from(STANDS), st.floats(-3, 3))
def test_a_score_brought_in_line_stays_where_it_is(stand: Stand, score: float) -> None:
    assert agreeing(agreeing(score, stand), stand) == agreeing(score, stand)


SUBJECTS = ("The crew", "Nobody", "Ann Lesk", "No guard")
FRAMES = ("", "managed to", "failed to", "did not refuse to", "may have tried to", "is unable to", "said she did not")
TAILS = ("leave the ship", "close 12 gates", "see the dam, which had burst", "know that the bridge had closed")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(SUBJECTS), st.sampled_from(FRAMES), st.sampled_from(TAILS), st.sampled_from((".", "?", '."', ""))
)
def test_every_value_comes_with_a_score_of_its_sign(subject: str, frame: str, tail: str, end: str) -> None:
    sentence = re.sub(r"\s+", " ", f"{subject} {frame} {tail}{end}")
    for found in extract(OPENING + sentence).claims:
        assert len(found.factuality) == len(found.chain) + 1
        for one in found.factuality:
            assert one.score is not None
            assert not one.value.endswith("+") or one.score > 0
            assert not one.value.endswith("-") or one.score < 0
