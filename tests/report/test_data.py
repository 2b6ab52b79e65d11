"""What goes onto the page: every row of the tables once, spans as they are, and no word of where the folder lies."""

import json
from pathlib import Path
from typing import Any

import pytest

from claimkit.errors import DataError, OptionError
from claimkit.reading.tables import read_rows
from claimkit.report.data import report_data


@pytest.fixture(scope="module")
def data(compared: Path) -> dict[str, Any]:
    return report_data(compared)


def test_every_article_link_name_and_claim_is_there_once(data: dict[str, Any], compared: Path) -> None:
    def ids(config: str, field: str) -> set[str]:
        return {row[field] for row in read_rows(compared, config)}

    assert {article["id"] for article in data["articles"]} == ids("articles", "article_id")
    assert {claim["id"] for claim in data["claims"]} == ids("claims", "claim_id")
    assert {link["id"] for article in data["articles"] for link in article["links"]} == ids(
        "attributions", "attribution_id"
    )
    assert sum(len(article["names"]) for article in data["articles"]) == len(ids("mentions", "entity_id"))


def test_a_claim_without_words_of_its_own_has_them_in_its_article(data: dict[str, Any], compared: Path) -> None:
    words = {row["claim_id"]: row["text"] for row in read_rows(compared, "claims")}
    for claim in data["claims"]:
        text = data["articles"][claim["article"]]["text"]
        told = claim.get("text", " … ".join(text[start:end] for start, end in claim["spans"]))
        assert told == words[claim["id"]]


def test_a_chain_leads_to_the_links_of_its_article(data: dict[str, Any], compared: Path) -> None:
    chains = {
        row["claim_id"]: [link["attribution_id"] for link in row["chain"]] for row in read_rows(compared, "claims")
    }
    for claim in data["claims"]:
        links = data["articles"][claim["article"]]["links"]
        assert [links[place]["id"] for place in claim.get("chain", ())] == chains[claim["id"]]


def test_claims_stand_in_the_order_of_their_articles_and_of_the_text(data: dict[str, Any]) -> None:
    places = [(claim["article"], claim["predicate"][0]) for claim in data["claims"]]
    assert places == sorted(places)


def test_conflicts_come_first_and_say_in_a_sentence_over_what(data: dict[str, Any]) -> None:
    first = data["crossings"]["clusters"][0]
    assert first["status"] == "conflicting"
    (sentence,) = first["conflicts"]
    assert sentence.startswith("They give different numbers: “7 death” (")
    assert "; “9 death” (" in sentence
    assert [cluster["status"] for cluster in data["crossings"]["clusters"]].count("conflicting") == 1


def test_rejects_are_counted_by_reason_the_most_frequent_first(data: dict[str, Any]) -> None:
    assert data["quality"]["rejects"]["reasons"] == [["not_english", 2], ["binary", 1]]


def test_a_folder_that_was_not_compared_says_so(gold: Path) -> None:
    assert report_data(gold)["crossings"] == {"compared": False}


def test_where_the_folder_lies_is_not_in_it(compared: Path) -> None:
    assert str(compared.parent) not in json.dumps(report_data(compared))


def test_no_dataset_is_an_error_that_says_what_was_expected(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match="no table lies here"):
        report_data(tmp_path)
    with pytest.raises(OptionError, match="expected a folder"):
        report_data(tmp_path / "missing")


def test_rows_that_break_the_schema_send_to_validate(gold: Path, tmp_path: Path) -> None:
    for file in gold.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "claims.jsonl").write_text('{"claim_id": "0", "schema_version": "1.0"}\n', encoding="utf-8")
    with pytest.raises(DataError, match="claimkit validate"):
        report_data(tmp_path)
