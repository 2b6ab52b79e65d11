"""A conflict in a sentence: over what, and who says which."""

from __future__ import annotations

import pytest

from claimkit import ClaimPair, Dependence, Difference, Relation
from claimkit.report.crossings import conflicts

OUTLETS = {"1": "Herald", "2": "Courier", "3": "Post"}


def pair(
    a: str, b: str, *differences: tuple[str, str | None, str | None], relation: str = "contradiction"
) -> ClaimPair:
    return ClaimPair(
        pair_id=f"{a}{b}",
        claim_a=a,
        claim_b=b,
        relation=Relation(relation),
        narrower=None,
        differences=tuple(Difference(field=field, a=one, b=other) for field, one, other in differences),
        dependence=Dependence.UNKNOWN,
        score=0.9,
    )


@pytest.mark.parametrize(
    ("difference", "sentence"),
    [
        (("quantities", "7 death", "9 death"), "They give different numbers: “7 death” (Herald); “9 death” (Courier)."),
        (("times", "2031", "2032"), "They give different times: “2031” (Herald); “2032” (Courier)."),
        (("negated", "no", "yes"), "One denies what the other says: it is so (Herald); it is not so (Courier)."),
    ],
)
def test_the_sentence_says_over_what_and_who_says_which(difference: tuple[str, str, str], sentence: str) -> None:
    assert conflicts([pair("1", "2", difference)], OUTLETS) == [sentence]


def test_what_only_one_of_them_says_is_no_dispute() -> None:
    found = conflicts([pair("1", "2", ("places", None, "lissen"), ("quantities", "7", "9"))], OUTLETS)
    assert found == ["They give different numbers: “7” (Herald); “9” (Courier)."]


def test_several_pairs_over_one_field_are_one_sentence() -> None:
    pairs = [pair("1", "2", ("quantities", "7", "9")), pair("1", "3", ("quantities", "7", "9"))]
    assert conflicts(pairs, OUTLETS) == ["They give different numbers: “7” (Herald); “9” (Courier, Post)."]


def test_a_contradiction_without_a_field_is_told_all_the_same() -> None:
    assert conflicts([pair("1", "2", ("chain", "a", "b"))], OUTLETS) == ["What Courier, Herald say cannot all hold."]


def test_only_contradictions_are_conflicts() -> None:
    assert conflicts([pair("1", "2", ("quantities", "7", "9"), relation="follow_up")], OUTLETS) == []
