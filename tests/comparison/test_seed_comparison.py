"""Five real reports by four outlets, compared: what they tell alike, and who stands behind it.

Claims are found by publisher, predicate and word; no sentence is quoted. How two claims stand to each other is tested
in test_seed_relations; here, that the whole way from files to tables finds them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import claimkit
from claimkit.comparison.compare import Comparison
from claimkit.records import ClaimPair, ClusterStatus, Relation

AL_JAZEERA, BLOOMBERG, JOONGANG = "Al Jazeera", "Bloomberg", "Korea JoongAng Daily"


@pytest.fixture(scope="module")
def found(seeds: Path) -> Comparison:
    return claimkit.compare(claimkit.extract_many(claimkit.read_articles([seeds])))


def claims(found: Comparison, publisher: str, predicate: str, word: str = "") -> set[str]:
    return {
        profile.claim_id
        for profile in found.corpus.profiles
        if profile.publisher == publisher and profile.predicate == predicate and (not word or word in profile.words)
    }


def pairs(found: Comparison, one: set[str], other: set[str]) -> Iterator[ClaimPair]:
    assert one
    assert other
    for pair in found.pairs:
        if (pair.claim_a in one and pair.claim_b in other) or (pair.claim_a in other and pair.claim_b in one):
            yield pair


def test_power_in_2011_is_one_claim_in_the_authors_voice_of_two_outlets(found: Comparison) -> None:
    one, other = claims(found, BLOOMBERG, "take", "power"), claims(found, JOONGANG, "take", "office")
    (pair,) = pairs(found, one, other)
    assert pair.relation is Relation.EQUIVALENCE
    (cluster,) = (cluster for cluster in found.clusters if pair.claim_a in cluster.claim_ids)
    assert cluster.publishers == (BLOOMBERG, JOONGANG)
    assert cluster.status is ClusterStatus.INDEPENDENCE_UNKNOWN
    assert (cluster.independent_min, cluster.witnesses) == (0, ())


def test_the_borders_are_shut_in_three_articles_of_two_outlets_and_the_difference_is_named(found: Comparison) -> None:
    shut = claims(found, BLOOMBERG, "shut") | claims(found, JOONGANG, "shut")
    related = list(pairs(found, shut, shut))
    assert len(related) == 3
    assert {pair.relation for pair in related} <= {Relation.SUBSUMPTION, Relation.OVERLAP}
    assert all(pair.differences for pair in related)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((BLOOMBERG, "kick", ""), (AL_JAZEERA, "meeting", "")),
        ((BLOOMBERG, "fall", "plan"), (JOONGANG, "make", "plan")),
        ((AL_JAZEERA, "come", "eighth"), (JOONGANG, "announce", "plan")),
    ],
)
def test_what_two_outlets_tell_of_one_thing_in_other_words_is_a_pair(
    found: Comparison, one: tuple[str, str, str], other: tuple[str, str, str]
) -> None:
    (pair,) = pairs(found, claims(found, *one), claims(found, *other))
    assert pair.relation in (Relation.SUBSUMPTION, Relation.OVERLAP)
    assert pair.differences


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((AL_JAZEERA, "discuss", "golden"), (JOONGANG, "usher", "golden")),
        ((BLOOMBERG, "end", "plan"), (JOONGANG, "announce", "plan")),
    ],
)
def test_two_golden_ages_and_two_plans_are_two(
    found: Comparison, one: tuple[str, str, str], other: tuple[str, str, str]
) -> None:
    assert not list(pairs(found, claims(found, *one), claims(found, *other)))


def test_nothing_conflicts_and_nothing_counts_as_corroborated(found: Comparison) -> None:
    assert Relation.CONTRADICTION not in {pair.relation for pair in found.pairs}
    assert {cluster.status for cluster in found.clusters} <= {
        ClusterStatus.INDEPENDENCE_UNKNOWN,
        ClusterStatus.SINGLE_SOURCE,
    }


def test_two_articles_of_one_paper_are_one_party(found: Comparison) -> None:
    for cluster in found.clusters:
        if cluster.publishers == (JOONGANG,):
            assert cluster.independent_max == 1
