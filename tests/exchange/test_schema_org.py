"""Clusters as schema.org claims."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from claimkit.exchange.schema_org import SCHEMA_ORG, export_schema_org

Rows = dict[str, list[dict[str, Any]]]


def test_a_cluster_is_one_claim_with_its_appearances_the_earliest_first(folder: Path) -> None:
    (claim,) = export_schema_org(folder).items
    assert claim["@type"] == "Claim"
    assert claim["text"] == "The port closed in January"
    assert [each["publisher"]["name"] for each in claim["appearance"]] == [
        "Veldt Daily",
        "Harbour Post",
        "Osthaven Courier",
    ]


def test_the_first_appearance_is_the_article_of_that_day(folder: Path) -> None:
    (claim,) = export_schema_org(folder).items
    assert claim["firstAppearance"]["url"] == "https://news.example/veldt"
    assert claim["firstAppearance"]["datePublished"] == "2031-02-01"


def test_without_a_date_there_is_no_first_appearance(compared: Rows, write: Callable[[Rows], Path]) -> None:
    cluster = compared["clusters"][0] | {"first_appearance": None}
    (claim,) = export_schema_org(write(compared | {"clusters": [cluster]})).items
    assert "firstAppearance" not in claim


def test_who_is_named_as_the_source_is_the_author(folder: Path) -> None:
    (claim,) = export_schema_org(folder).items
    assert claim["author"] == [{"@type": "Person", "name": "Lena Brandt"}]


def test_how_it_stands_is_said_in_words(folder: Path) -> None:
    (claim,) = export_schema_org(folder).items
    assert claim["description"] == "conflicting: publishers 3, independent sources 1 to 3"


def test_what_is_not_known_is_left_out(folder: Path) -> None:
    (claim,) = export_schema_org(folder).items
    assert "headline" not in claim["appearance"][0]
    assert "datePublished" not in claim["appearance"][-1]


def test_an_article_that_tells_it_twice_appears_once(compared: Rows, write: Callable[[Rows], Path]) -> None:
    post = compared["articles"][0]["article_id"]
    twice = [claim["claim_id"] for claim in compared["claims"] if claim["article_id"] == post]
    assert len(twice) == 2
    cluster = compared["clusters"][0] | {"claim_ids": twice}
    (claim,) = export_schema_org(write(compared | {"clusters": [cluster]})).items
    assert len(claim["appearance"]) == 1


def test_the_whole_is_json_ld(folder: Path) -> None:
    whole = SCHEMA_ORG.whole(export_schema_org(folder).items)
    assert whole["@context"] == "https://schema.org"
    assert len(whole["@graph"]) == 1
