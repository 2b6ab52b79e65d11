"""A claim, the claims of others as evidence, and what may be concluded."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.comparison.profiles import Profile
from claimkit.comparison.verification import verify
from claimkit.records import (
    ClaimCluster,
    ClaimKind,
    ClaimPair,
    ClusterStatus,
    Dependence,
    FactualityValue,
    LabelOrigin,
    Narrower,
    Relation,
    Span,
    Verification,
    VerificationLabel,
)

SUPPORTS, REFUTES = VerificationLabel.SUPPORTS, VerificationLabel.REFUTES
OPEN, CONFLICTING = VerificationLabel.NOT_ENOUGH_INFO, VerificationLabel.CONFLICTING


def claim(name: str, *, article: str | None = None, day: str | None = None, certainty: str = "CT+") -> Profile:
    """A claim of an article of its own, unless told otherwise."""
    return Profile(
        claim_id=name,
        article_id=article or f"article of {name}",
        publisher=None,
        published=day,
        sentence=Span(0, 1),
        text=None,
        predicate="close",
        negated=False,
        kind=ClaimKind.EVENT,
        presupposed=False,
        subject=None,
        object=None,
        obliques=(),
        places=(),
        names=(),
        words=(),
        quantities=(),
        times=(),
        hedges=(),
        certainty=FactualityValue(certainty),
        chain=(),
        chain_certain=True,
    )


def pair(
    a: str,
    b: str,
    relation: Relation = Relation.EQUIVALENCE,
    *,
    narrower: Narrower | None = None,
    dependence: Dependence = Dependence.UNKNOWN,
) -> ClaimPair:
    return ClaimPair(
        pair_id=a + b,
        claim_a=a,
        claim_b=b,
        relation=relation,
        narrower=narrower,
        differences=(),
        dependence=dependence,
        score=0.9,
    )


def cluster(*claim_ids: str) -> ClaimCluster:
    return ClaimCluster(
        cluster_id="".join(claim_ids),
        claim_ids=claim_ids,
        publishers=(),
        observers=(),
        witnesses=(),
        independent_min=0,
        independent_max=1,
        first_appearance=None,
        low=None,
        high=None,
        status=ClusterStatus.INDEPENDENCE_UNKNOWN,
    )


A, B, C = claim("a"), claim("b"), claim("c")


def labels(pairs: Sequence[ClaimPair], profiles: Sequence[Profile] = (A, B, C)) -> dict[str, VerificationLabel]:
    return {each.claim_id: each.label for each in verify(pairs, (), profiles)}


def test_equivalence_supports_both_ways() -> None:
    assert list(verify([pair("a", "b")], (), (A, B, C))) == [
        Verification(claim_id="a", evidence_claim_ids=("b",), label=SUPPORTS, label_origin=LabelOrigin.PAIR),
        Verification(claim_id="b", evidence_claim_ids=("a",), label=SUPPORTS, label_origin=LabelOrigin.PAIR),
    ]


@pytest.mark.parametrize(("narrower", "expected"), [("b", (SUPPORTS, OPEN)), ("a", (OPEN, SUPPORTS))])
def test_the_narrower_supports_the_wider_and_not_the_reverse(narrower: str, expected: tuple[str, str]) -> None:
    found = labels([pair("a", "b", Relation.SUBSUMPTION, narrower=Narrower(narrower))])
    assert (found["a"], found["b"]) == expected


def test_contradiction_refutes() -> None:
    assert labels([pair("a", "b", Relation.CONTRADICTION)]) == {"a": REFUTES, "b": REFUTES}


@pytest.mark.parametrize("dependence", list(Dependence))
def test_printings_of_one_text_that_differ_refute_each_other_all_the_same(dependence: Dependence) -> None:
    assert labels([pair("a", "b", Relation.CONTRADICTION, dependence=dependence)]) == {"a": REFUTES, "b": REFUTES}


def test_support_and_contradiction_at_once_are_conflicting_and_never_a_vote() -> None:
    d = claim("d")
    pairs = [pair("a", "b"), pair("a", "c"), pair("a", "d", Relation.CONTRADICTION)]
    (first, *_) = verify(pairs, (), (A, B, C, d))
    assert first.label is CONFLICTING
    assert first.evidence_claim_ids == ("b", "c", "d")


@pytest.mark.parametrize("relation", [Relation.OVERLAP, Relation.FOLLOW_UP])
def test_what_overlaps_or_follows_decides_nothing_and_is_named(relation: Relation) -> None:
    (first, _) = verify([pair("a", "b", relation)], (), (A, B, C))
    assert (first.label, first.evidence_claim_ids) == (OPEN, ("b",))


def test_what_decides_nothing_is_no_evidence_beside_what_does() -> None:
    (first, *_) = verify([pair("a", "b", Relation.OVERLAP), pair("a", "c")], (), (A, B, C))
    assert (first.label, first.evidence_claim_ids) == (SUPPORTS, ("c",))


def test_unrelated_claims_have_no_record() -> None:
    assert labels([pair("a", "b", Relation.UNRELATED)]) == {}


def test_an_article_is_no_evidence_for_itself() -> None:
    again = claim("b", article=A.article_id)
    assert labels([pair("a", "b")], (A, again)) == {}


@pytest.mark.parametrize("dependence", [Dependence.COPY, Dependence.COMMON_SOURCE])
def test_a_repetition_does_not_support(dependence: Dependence) -> None:
    assert labels([pair("a", "b", dependence=dependence)]) == {"a": OPEN, "b": OPEN}


def test_a_copy_of_a_copy_does_not_support_either() -> None:
    copies = [pair(a, b, dependence=Dependence.COPY) for a, b in (("a", "b"), ("b", "c"))]
    assert labels([*copies, pair("a", "c")]) == {"a": OPEN, "b": OPEN, "c": OPEN}


def test_of_copies_the_earliest_alone_is_evidence() -> None:
    late, early = claim("b", day="2031-02-03"), claim("c", day="2031-02-01")
    pairs = [pair("a", "b"), pair("a", "c"), pair("b", "c", dependence=Dependence.COPY)]
    (first, *_) = verify(pairs, (), (A, late, early))
    assert (first.label, first.evidence_claim_ids) == (SUPPORTS, ("c",))


def test_what_its_source_holds_for_possible_does_not_support_and_can_be_supported() -> None:
    doubtful = claim("b", certainty="PS+")
    assert labels([pair("a", "b")], (A, doubtful)) == {"a": OPEN, "b": SUPPORTS}


def test_a_claim_of_a_cluster_that_no_pair_names_is_left_open() -> None:
    (first, *_) = verify([], [cluster("a", "b")], (A, B, C))
    assert (first.claim_id, first.label, first.evidence_claim_ids) == ("a", OPEN, ())


def test_a_cluster_within_one_article_is_no_comparison() -> None:
    assert list(verify([], [cluster("a", "b")], (A, claim("b", article=A.article_id)))) == []


def test_a_claim_that_is_not_there_is_no_evidence() -> None:
    assert labels([pair("a", "gone")]) == {}


@given(
    st.lists(
        st.builds(
            pair,
            st.sampled_from("abc"),
            st.sampled_from("abc"),
            st.sampled_from(Relation),
            dependence=st.sampled_from(Dependence),
        ),
        max_size=8,
    )
)
def test_evidence_is_of_other_articles_and_the_order_of_pairs_does_not_matter(pairs: list[ClaimPair]) -> None:
    found = list(verify(pairs, (), (A, B, C)))
    assert all(each.claim_id not in each.evidence_claim_ids for each in found)
    assert found == list(verify(pairs[::-1], (), (A, B, C)))


def test_long_chains_of_copies_are_followed_without_recursion() -> None:
    profiles = [claim(f"{number:05}") for number in range(5000)]
    names = [profile.claim_id for profile in profiles]
    pairs = [pair(a, b, dependence=Dependence.COPY) for a, b in itertools.pairwise(names)]
    assert set(labels(pairs, profiles).values()) == {OPEN}


def test_a_profile_without_certainty_may_support() -> None:
    silent = dataclasses.replace(B, certainty=None)
    assert labels([pair("a", "b")], (A, silent))["a"] is SUPPORTS
