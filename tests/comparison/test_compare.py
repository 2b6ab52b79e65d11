"""Four outlets on one ferry: the same claim found, the conflict named, the sources counted."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import pytest

import claimkit
from claimkit.comparison import compare as comparing
from claimkit.comparison import division, grouping, partition
from claimkit.comparison.compare import Comparison
from claimkit.errors import DataError, OptionError
from claimkit.reading.tables import read_rows
from claimkit.records import Article, ClaimCluster, ClusterStatus, Relation

COURIER = (
    "OSTHAVEN — A ferry sank off Osthaven on Sunday night.\n\n"
    "The accident killed 12 people, police chief Lena Brandt said. Brandt said the ferry had left Veldt with 140 "
    "passengers. The harbour was closed on Monday."
)
DAILY = (
    "A ferry sank off Osthaven on Sunday night, and rescuers searched the water until dawn.\n\n"
    "The accident killed 17 people, harbour master Piet Moll said. The ferry was built in 1998. Moll said divers "
    "would go down on Tuesday."
)
POST = (
    "The toll of the ferry accident rose again on Thursday.\n\n"
    "The accident killed 21 people, police chief Lena Brandt said on Thursday. A ferry sank off Osthaven on "
    "Sunday night."
)
OTHER = (
    "The city council of Lindau approved a budget of $40 million on Monday.\n\n"
    "Mayor Maria Velden said the schools would get new roofs. The council rejected a tax on parking."
)


def article(text: str, publisher: str, published: str | None) -> Article:
    return Article.from_text(
        text, publisher=publisher, published=published, url=f"https://{publisher.casefold()}.example/1"
    )


def compared(*articles: Article) -> Comparison:
    return claimkit.compare(claimkit.extract_many(articles))


@pytest.fixture(scope="module")
def ferry() -> Comparison:
    return compared(
        article(COURIER, "Courier", "2024-05-06"),
        article(DAILY, "Daily", "2024-05-06"),
        article(POST, "Post", "2024-05-09"),
        article(OTHER, "Mirror", "2024-05-06"),
    )


def text_of(found: Comparison, claim_id: str) -> str:
    return next(profile.text or "" for profile in found.corpus.profiles if profile.claim_id == claim_id)


def clusters_about(found: Comparison, word: str) -> Sequence[ClaimCluster]:
    return [
        cluster for cluster in found.clusters if all(word in text_of(found, claim_id) for claim_id in cluster.claim_ids)
    ]


def test_the_same_claim_of_three_outlets_is_one_cluster(ferry: Comparison) -> None:
    (sinking,) = clusters_about(ferry, "sank")
    assert sinking.publishers == ("Courier", "Daily", "Post")
    assert sinking.first_appearance == "2024-05-06"


def test_what_outlets_tell_in_their_own_voice_proves_no_independence(ferry: Comparison) -> None:
    (sinking,) = clusters_about(ferry, "sank")
    assert sinking.status is ClusterStatus.INDEPENDENCE_UNKNOWN
    assert sinking.independent_min == 0


def test_two_tolls_of_one_day_conflict_and_a_later_one_follows_up(ferry: Comparison) -> None:
    tolls = {
        text_of(ferry, claim_id).split("killed ")[1].split()[0]: claim_id
        for cluster in clusters_about(ferry, "killed")
        for claim_id in cluster.claim_ids
    }
    relations = {frozenset((pair.claim_a, pair.claim_b)): pair.relation for pair in ferry.pairs}
    assert relations[frozenset((tolls["12"], tolls["17"]))] is Relation.CONTRADICTION
    assert relations[frozenset((tolls["12"], tolls["21"]))] is Relation.FOLLOW_UP


def test_a_conflict_lists_every_voice_with_value_day_chain_and_sentence(ferry: Comparison) -> None:
    finding = next(finding for finding in ferry.findings() if "killed" in finding.headline)
    assert finding.over == ("quantities",)
    assert finding.cluster.status is ClusterStatus.CONFLICTING
    assert finding.cluster.low is None
    voices = {voice.publisher: voice for voice in finding.voices}
    assert voices["Courier"].chain == ("lena brandt",)
    assert "12" in (voices["Courier"].value or "")
    assert "Piet Moll said" in (voices["Daily"].sentence or "")


def tolls_of(*texts: str) -> set[Relation]:
    """The relations of what reports of one day on one fire say, each by an outlet of its own."""
    reports = [
        Article.from_text(text, publisher=f"Outlet {n}", published="2024-05-06", title="Mill fire in Dellport")
        for n, text in enumerate(texts)
    ]
    return {pair.relation for pair in claimkit.compare([claimkit.extract(report) for report in reports]).pairs}


MILL = (
    "A fire broke out in the Dellport mill on Monday. {} The mill of Rosa Quint makes flour, the Dellport police said."
)


def test_figures_of_the_first_hours_are_no_conflict() -> None:
    later = MILL.format("Nine workers died in the mill.")
    assert Relation.CONTRADICTION in tolls_of(later, MILL.format("Six workers died in the mill."))
    early = MILL.format("In early reports, police said that six workers died in the mill.")
    assert Relation.CONTRADICTION not in tolls_of(later, early)


def test_what_happened_at_a_place_the_other_article_never_names_is_no_conflict() -> None:
    other = MILL.format("Six workers died in the mill in Sudhaven.")
    assert Relation.CONTRADICTION not in tolls_of(MILL.format("Nine workers died in the mill."), other)


def told(*texts: str, published: Sequence[str]) -> Comparison:
    """Reports on one blast, each by an outlet of its own."""
    reports = [
        Article.from_text(text, publisher=f"Outlet {n}", published=day, title="Blast in Dellport")
        for n, (text, day) in enumerate(zip(texts, published, strict=True))
    ]
    return claimkit.compare([claimkit.extract(report) for report in reports])


BLAST = (
    "A blast tore through the Dellport mill on Monday. The blast killed {} people. The mill of Rosa Quint makes flour."
)


@pytest.mark.parametrize(
    ("first", "second", "agreed"),
    [
        # A rise by one: there is no half a person in common.
        ("12", "13", (None, None)),
        ("at least 12", "12", (12.0, 12.0)),
    ],
)
def test_counts_agree_in_whole_people(first: str, second: str, agreed: tuple[float | None, float | None]) -> None:
    found = told(BLAST.format(first), BLAST.format(second), published=["2024-05-06", "2024-05-08"])
    (killed,) = clusters_about(found, "killed")
    assert (killed.low, killed.high) == agreed


def test_claims_that_cannot_both_hold_are_shown_though_no_cluster_holds_them() -> None:
    found = told(
        "Exports of Norland rose in 2023, the ministry said.",
        "Exports of Norland fell in 2023, the bank said.",
        published=["2024-05-06", "2024-05-06"],
    )
    assert (found.relations["contradiction"], found.clusters) == (1, ())
    (conflict,) = found.conflicts()
    assert conflict.over == ("predicate",)
    assert [voice.chain for voice in conflict.voices] == [("ministry",), ("bank",)]
    assert found.to_dict()["conflicts"] == [conflict.to_dict()]


def test_a_conflict_inside_a_cluster_is_told_once(ferry: Comparison) -> None:
    assert ferry.relations["contradiction"]
    assert not list(ferry.conflicts())


@pytest.mark.parametrize("published", ["2024-05", "10000-01-01", "in May"])
def test_a_date_that_is_none_counts_as_unknown(published: str) -> None:
    given = (article(COURIER, "Courier", "2024-05-06"), article(DAILY, "Daily", "2024-05-06"))
    reports = [claimkit.extract(each) for each in given]
    # As a row made by hand may have it.
    undated = dataclasses.replace(reports[1].article, published=published)
    found = claimkit.compare([reports[0], dataclasses.replace(reports[1], article=undated)])
    assert all(cluster.status is not ClusterStatus.CONFLICTING for cluster in clusters_about(found, "killed"))


def test_conflicts_come_first(ferry: Comparison) -> None:
    statuses = [finding.cluster.status for finding in ferry.findings()]
    assert statuses[0] is ClusterStatus.CONFLICTING


def test_claims_on_another_event_stay_out(ferry: Comparison) -> None:
    mirror = {profile.claim_id for profile in ferry.corpus.profiles if profile.publisher == "Mirror"}
    assert not mirror & {claim_id for cluster in ferry.clusters for claim_id in cluster.claim_ids}


def test_every_claim_that_was_compared_is_held_against_those_of_others_alone(ferry: Comparison) -> None:
    compared_claims = {claim_id for pair in ferry.pairs for claim_id in (pair.claim_a, pair.claim_b)}
    assert {record.claim_id for record in ferry.verification} == compared_claims
    articles = {profile.claim_id: profile.article_id for profile in ferry.corpus.profiles}
    for record in ferry.verification:
        assert articles[record.claim_id] not in {articles[each] for each in record.evidence_claim_ids}


def test_the_order_of_the_articles_changes_nothing(ferry: Comparison) -> None:
    turned = compared(
        article(OTHER, "Mirror", "2024-05-06"),
        article(POST, "Post", "2024-05-09"),
        article(DAILY, "Daily", "2024-05-06"),
        article(COURIER, "Courier", "2024-05-06"),
    )
    assert set(turned.clusters) == set(ferry.clusters)
    assert turned.pairs == ferry.pairs
    labels = [{each.claim_id: each.label for each in found.verification} for found in (turned, ferry)]
    assert labels[0] == labels[1]


def test_the_number_of_workers_changes_nothing(ferry: Comparison, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(division, "FEWEST", 2)
    for module, name in (
        (grouping, "_AT_ONCE"),
        (comparing, "_PAIRS_AT_ONCE"),
        (comparing, "_CLUSTERS_AT_ONCE"),
        (partition, "_AT_ONCE"),
    ):
        monkeypatch.setattr(module, name, 1)
    found = comparing.compare_corpus(ferry.corpus, workers=2)
    assert (found.pairs, found.clusters, found.verification) == (ferry.pairs, ferry.clusters, ferry.verification)


def test_a_folder_gives_what_its_extractions_give(ferry: Comparison, tmp_path: Path) -> None:
    claimkit.build_dataset([*ferry.corpus.articles.values()], tmp_path / "out")
    found = claimkit.compare(tmp_path / "out")
    assert found.pairs == ferry.pairs
    assert found.clusters == ferry.clusters
    assert found.verification == ferry.verification


def test_the_waterfall_explains_a_pair_in_words(ferry: Comparison) -> None:
    (sinking,) = clusters_about(ferry, "sank")
    told = ferry.explain(*sinking.claim_ids[:2])
    assert "predicate" in told
    assert "%" in told


def test_one_article_is_nothing_to_compare() -> None:
    found = compared(article(COURIER, "Courier", "2024-05-06"))
    assert found.clusters == ()
    assert "there is one article: nothing to compare it with" in found.notes


def test_no_claims_at_all() -> None:
    found = claimkit.compare([])
    assert (found.pairs, found.clusters, found.notes) == ((), (), ("there are no claims",))


def test_one_publisher_alone_is_never_corroboration() -> None:
    found = compared(
        article(COURIER, "Courier", "2024-05-06"),
        dataclasses.replace(article(POST, "Courier", "2024-05-09"), url="https://courier.example/2"),
    )
    assert found.clusters
    assert all(cluster.independent_min <= 1 for cluster in found.clusters)
    assert any("one publisher" in note for note in found.notes)


def test_articles_without_dates_conflict_in_nothing_that_time_may_explain() -> None:
    found = compared(article(COURIER, "Courier", None), article(POST, "Post", None))
    killed = clusters_about(found, "killed")
    assert all(cluster.status is not ClusterStatus.CONFLICTING for cluster in killed)
    tolls = {pair.relation for pair in found.pairs if "killed" in text_of(found, pair.claim_a)}
    assert tolls == {Relation.OVERLAP}
    assert any("no date" in note for note in found.notes)


def test_rows_of_a_newer_schema_are_refused(tmp_path: Path) -> None:
    claimkit.build_dataset([article(COURIER, "Courier", "2024-05-06")], tmp_path / "out", format="jsonl")
    claims = tmp_path / "out" / "claims.jsonl"
    text = claims.read_text(encoding="utf-8").replace('"schema_version": "1.0"', '"schema_version": "7.0"')
    claims.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"schema version 7\.0"):
        claimkit.compare(tmp_path / "out")
    assert list(read_rows(tmp_path / "out", "articles"))


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OptionError):
        claimkit.compare(tmp_path)
