"""schema.org ClaimReview: what comparing found, out; what fact-checkers say, in."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from claimkit.errors import OptionError
from claimkit.exchange.claim_review import CLAIM_REVIEW, export_claim_review, joined_with, read_reviews

Rows = dict[str, list[dict[str, Any]]]


def written(value: Any, folder: Path) -> Path:
    file = folder / "reviews.json"
    file.write_text(json.dumps(value), encoding="utf-8")
    return file


def review(words: str | None, rating: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"@type": "ClaimReview", "claimReviewed": words, "reviewRating": rating, **more}


def test_a_record_is_a_review_of_its_claim(folder: Path) -> None:
    first, *_ = export_claim_review(folder).items
    assert first["claimReviewed"] == "the port closed in January"
    assert first["itemReviewed"]["author"] == [{"@type": "Person", "name": "Lena Brandt"}]
    assert first["itemReviewed"]["appearance"]["publisher"]["name"] == "Harbour Post"
    assert (first["reviewRating"]["alternateName"], first["reviewRating"]["ratingValue"]) == (
        "Supported by other articles",
        5,
    )
    assert [each["appearance"]["publisher"]["name"] for each in first["citation"]] == ["Veldt Daily"]


def test_a_program_is_nobody_who_reviews(folder: Path) -> None:
    first, *_ = export_claim_review(folder).items
    assert "author" not in first
    assert "nobody has checked the fact" in first["reviewRating"]["ratingExplanation"]


def test_out_and_back_only_the_origin_changes(folder: Path, compared: Rows) -> None:
    file = written(CLAIM_REVIEW.whole(export_claim_review(folder).items), folder)
    reviews = read_reviews(file, folder)
    expected = [{**row, "label_origin": "review"} for row in compared["verification"]]
    assert list(joined_with(folder, reviews)) == expected
    assert (dict(reviews.found), dict(reviews.rejected)) == ({"by identifier": 3}, {})


def test_a_foreign_review_finds_its_claim_by_its_words(folder: Path, compared: Rows, tmp_path: Path) -> None:
    feed = {
        "@type": "DataFeed",
        "dataFeedElement": [{"item": [review("The port closed in January.", {"alternateName": "Mostly false"})]}],
    }
    reviews = read_reviews(written(feed, tmp_path), folder)
    (record,) = reviews.records
    assert record.claim_id in {row["claim_id"] for row in compared["claims"]}
    assert (record.label, record.label_origin, dict(reviews.found)) == ("refutes", "review", {"by its words": 1})


@pytest.mark.parametrize(
    ("rating", "label"),
    [
        ({"alternateName": "Pants on Fire!"}, "refutes"),
        ({"alternateName": " TRUE. "}, "supports"),
        ({"alternateName": "Half-true"}, "conflicting"),
        ({"alternateName": "Unproven"}, "not_enough_info"),
        ({"ratingValue": "1", "bestRating": "7"}, "refutes"),
        ({"ratingValue": 6, "bestRating": 7, "worstRating": 1}, "supports"),
        ({"alternateName": "Three llamas", "ratingValue": 1}, None),
        ({"ratingValue": 99}, None),
        ({"ratingValue": "nan"}, None),
        ({}, None),
    ],
)
def test_ratings_are_read_by_their_words_and_else_by_their_number(
    rating: dict[str, Any], label: str | None, folder: Path, compared: Rows, tmp_path: Path
) -> None:
    own = {"@id": f"urn:claimkit:claim:{compared['claims'][0]['claim_id']}"}
    reviews = read_reviews(written([review(None, rating, itemReviewed=own)], tmp_path), folder)
    assert [record.label for record in reviews.records] == ([label] if label else [])
    assert dict(reviews.rejected) == ({} if label else {"rating of no known meaning": 1})


def test_a_claim_that_is_not_there_is_counted(folder: Path, tmp_path: Path) -> None:
    foreign = review("The moon is made of brass", {"alternateName": "False"})
    reviews = read_reviews(written([foreign, {"@type": "Person"}, 7, None], tmp_path), folder)
    assert (reviews.records, dict(reviews.rejected)) == ([], {"claim not in the dataset": 1})


@pytest.mark.parametrize("content", ["", "{", "[" * 100_000])
def test_a_file_of_another_form(content: str, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "reviews.json"
    file.write_text(content, encoding="utf-8")
    if content:
        with pytest.raises(OptionError):
            read_reviews(file, folder)
    else:
        assert read_reviews(file, folder).records == []


def test_a_dataset_without_words_has_nothing_to_review(compared: Rows, write: Callable[[Rows], Path]) -> None:
    bare = [{**claim, "text": None, "text_resolved": None} for claim in compared["claims"]]
    exported = export_claim_review(write(compared | {"claims": bare}))
    assert (exported.items, exported.left_out) == ([], {"without text": 3})
