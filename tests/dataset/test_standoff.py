"""Stand-off rows: no words of an article, and nothing lost that its text does not give back."""

import copy
import json
import re
from typing import Any

import pytest

from claimkit.dataset.rows import rows_of
from claimkit.dataset.standoff import full_article, full_claim, full_link, full_mention, stand_off
from claimkit.errors import DataError
from claimkit.extraction.pipeline import Extraction
from claimkit.quality.integrity import article_findings
from claimkit.quality.references import Known
from claimkit.schema import is_valid

# Of a name, and of what a rule is called; a lemma may be a word with its particle.
MOST_WORDS = 9
KEPT_NAMES = {
    "cue",
    "cue_lemma",
    "name",
    "source",
    "root_source",
    "publisher",
    "authors",
    "wire",
    "url",
    "licence",
    "property",
    "counted",
}


def strings(value: Any, field: str = "") -> list[tuple[str, str]]:
    """Every string in a row with the name of its field."""
    if isinstance(value, str):
        return [(field, value)]
    if isinstance(value, dict):
        return [found for name, each in value.items() for found in strings(each, name)]
    return [found for each in value for found in strings(each, field)] if isinstance(value, list) else []


def restored(bare: dict[str, list[dict[str, Any]]], line: dict[str, Any], article: Any) -> dict[str, Any]:
    text = article.text
    return {
        "articles": [full_article(row, line, text, article.title) for row in bare["articles"]],
        "attributions": [full_link(row, line, text) for row in bare["attributions"]],
        "claims": [full_claim(row, line, text) for row in bare["claims"]],
        "mentions": [full_mention(row, line, text) for row in bare["mentions"]],
    }


def test_the_text_gives_every_row_back_as_it_was(demo: list[Extraction]) -> None:
    for extraction in demo:
        rows = rows_of(extraction)
        before = copy.deepcopy(rows)
        bare, line = stand_off(rows)
        assert rows == before
        bare, line = json.loads(json.dumps([bare, line]))
        assert json.dumps(restored(bare, line, extraction.article)) == json.dumps(rows)


def test_no_ten_words_of_an_article_are_left_anywhere(demo: list[Extraction]) -> None:
    for extraction in demo:
        text = " ".join((extraction.article.text or "").split())
        bare, line = stand_off(rows_of(extraction))
        for field, value in strings(bare) + strings(line):
            words = value.split()
            assert len(words) <= MOST_WORDS or " ".join(words) not in text, (field, value)


def test_words_as_written_are_left_in_no_field_but_names(demo: list[Extraction]) -> None:
    for extraction in demo:
        text = extraction.article.text or ""
        bare, _ = stand_off(rows_of(extraction))
        for field, value in strings(bare):
            assert " " not in value or field in KEPT_NAMES or value not in text, (field, value)


def test_places_hold_literals_only_where_the_text_has_no_such_words(demo: list[Extraction]) -> None:
    """What is left in literals: "'s" after a name that stands for a pronoun, and that name."""
    for extraction in demo:
        names = {mention.name for mention in extraction.mentions}
        _, line = stand_off(rows_of(extraction))
        for _, value in strings(line["claims"]):
            assert re.sub(r"'s?(?= |$)", "", value).strip() in {"", *names}, value


def test_rows_without_words_are_valid(demo: list[Extraction]) -> None:
    for extraction in demo:
        bare, _ = stand_off(rows_of(extraction))
        for config, rows in bare.items():
            assert all(is_valid(config, row) for row in rows)
        found: list[Any] = []
        article_findings(bare["articles"][0], Known(present=frozenset(bare)), found)
        assert found == []


def described(name: str, extraction: Extraction) -> dict[str, Any]:
    """The rows of an extraction whose first link has a source by a long name."""
    rows = copy.deepcopy(rows_of(extraction))
    entity = next(link["entity_id"] for link in rows["attributions"] if link["entity_id"])
    for mention in rows["mentions"]:
        if mention["entity_id"] == entity:
            mention["name"] = name
    for claim in rows["claims"]:
        for column, link in (("source", claim["chain"][-1:]), ("root_source", claim["chain"][:1])):
            if link and link[0]["entity_id"] == entity:
                claim[column] = name
    return rows


def test_a_name_of_ten_words_is_a_description_of_which_nine_are_kept(demo: list[Extraction]) -> None:
    name = "one of the engineers who had worked at the dam for many years"
    rows = described(name, demo[0])
    bare, line = stand_off(rows)
    kept = {row["name"] for row in bare["mentions"]} | {row["source"] for row in bare["claims"]}
    assert "one of the engineers who had worked at the" in kept
    assert name not in kept
    assert restored(bare, line, demo[0].article) == rows


@pytest.mark.parametrize("title", [None, "", "A title that stands nowhere in the text"])
def test_a_title_comes_from_the_reading_where_the_text_does_not_hold_it(
    title: str | None, demo: list[Extraction]
) -> None:
    rows = rows_of(demo[0])
    rows["articles"][0]["title"] = title
    bare, line = stand_off(rows)
    assert title is None or title not in json.dumps(line) or title == ""
    text = demo[0].article.text or ""
    assert full_article(bare["articles"][0], line, text, title) == rows["articles"][0]


def test_a_line_of_another_state_of_the_dataset_is_an_error(demo: list[Extraction]) -> None:
    bare, line = stand_off(rows_of(demo[0]))
    claim = next(row for row in bare["claims"] if row["arguments"])
    text = demo[0].article.text or ""
    with pytest.raises(DataError, match="knows no claim"):
        full_claim(claim | {"claim_id": "0" * 16}, line, text)
    with pytest.raises(DataError, match="another number of arguments"):
        full_claim(claim | {"arguments": []}, line, text)
