"""Have we seen this claim?"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import claimkit
from claimkit import Article, ClaimIndex
from claimkit.errors import OptionError
from claimkit.records import Claim

TEXTS = {
    "port": "The port of Osthaven was closed by the harbour authority.",
    "bread": "Bread prices in Veldt rose by 8.5 percent.",
    "bridge": "The old bridge over the Sarn collapsed in March 2031.",
    "mayor": "Mayor Lena Brandt resigned.",
    "school": "A school in Corran burned down, and 12 pupils were injured.",
    "whale": "A whale was washed ashore near Brask.",
}


@pytest.fixture(scope="module")
def index() -> ClaimIndex:
    return ClaimIndex.from_texts(TEXTS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Is the harbour of Osthaven closed?", "port"),
        ("Lena Brandt steps down as mayor", "mayor"),
        ("a whale was found on the beach of #Brask", "whale"),
        ("The Sarn bridges have collapsed!", "bridge"),
        ("twelve pupils hurt as school burns in Corran", "school"),
    ],
)
def test_other_words_find_the_claim(text: str, expected: str, index: ClaimIndex) -> None:
    assert index.search(text)[0].claim_id == expected


def test_the_claim_itself_is_found(index: ClaimIndex) -> None:
    for claim_id, text in TEXTS.items():
        (best, *_) = index.search(text)
        assert (best.claim_id, best.found) == (claim_id, True)


def test_one_number_is_not_found_under_another(index: ClaimIndex) -> None:
    (right, *_) = index.search("Bread prices in Veldt rose by 8.5 percent.")
    (wrong, *_) = index.search("Bread prices in Veldt rose by 85 percent.")
    assert right.found
    assert not wrong.found
    assert wrong.score < right.score
    (difference,) = wrong.differences
    assert difference.field == "quantities"
    assert ("85 %" in str(difference.a), "8.5 %" in str(difference.b)) == (True, True)


def test_of_two_claims_that_differ_in_the_number_the_right_one_leads() -> None:
    told = {
        str(number): f"Bread prices in Veldt rose by {number} percent in March." for number in (85, 8.5, 9, 80, 0.85)
    }
    index = ClaimIndex.from_texts(told)
    for number in told:
        found = [match.claim_id for match in index.search(f"bread prices rose by {number} % in Veldt") if match.found]
        assert found == [number]


def test_a_number_in_words_is_the_number(index: ClaimIndex) -> None:
    best = index.search("Twelve pupils were injured as a school in Corran burned down.")[0]
    assert (best.claim_id, best.differences) == ("school", ())
    assert any("12" in value for value in best.matched)


def test_another_day_is_another_claim(index: ClaimIndex) -> None:
    best = index.search("The old bridge over the Sarn collapsed in August 2031.")[0]
    assert [difference.field for difference in best.differences] == ["times"]
    assert not best.found


def test_a_denial_is_no_telling_of_it(index: ClaimIndex) -> None:
    best = index.search("Mayor Lena Brandt has not resigned.")[0]
    assert best.claim_id == "mayor"
    assert [(each.field, each.a, each.b) for each in best.differences] == [("negated", "yes", "no")]


def test_words_in_common_are_named(index: ClaimIndex) -> None:
    best = index.search("Brandt resigns")[0]
    assert set(best.matched) == {"brandt", "resigned"}


def test_what_nobody_said_is_not_found(index: ClaimIndex) -> None:
    assert not any(match.found for match in index.search("The opera season opens with a new production of an old work"))


def test_two_tellings_of_one_claim_are_both_found() -> None:
    index = ClaimIndex.from_texts(TEXTS | {"again": TEXTS["mayor"]})
    assert {match.claim_id for match in index.search("Mayor Lena Brandt resigned.") if match.found} == {
        "mayor",
        "again",
    }


def test_a_headline_beside_a_claim_helps_to_find_it() -> None:
    index = ClaimIndex.from_texts(
        {"a": ("She resigned.", "Mayor Lena Brandt resigns"), "b": ("She resigned.", "Opera")}
    )
    assert index.search("Lena Brandt resigned")[0].claim_id == "a"


def test_as_many_as_are_asked_for_the_best_first(index: ClaimIndex) -> None:
    matches = index.search("the bridge, the school, the port, the mayor and the whale", k=3)
    assert len(matches) == 3
    assert [match.score for match in matches] == sorted((match.score for match in matches), reverse=True)


def test_none_is_not_a_number_of_claims(index: ClaimIndex) -> None:
    with pytest.raises(OptionError, match="1 or more"):
        index.search("port", k=0)


def test_fewer_are_the_first_of_more(index: ClaimIndex) -> None:
    for text in ("8.5 percent", "the bridge and the school of 12 pupils in March", "Bread rose by 85 percent"):
        assert index.search(text, k=1) == index.search(text, k=6)[:1]


def test_an_empty_index_finds_nothing() -> None:
    assert ClaimIndex([]).search("The port was closed.") == []


@settings(max_examples=30)
@given(st.text())
def test_any_text_can_be_asked_for(index: ClaimIndex, text: str) -> None:
    assert all(0 <= match.score <= 1 for match in index.search(text))


@pytest.mark.parametrize("text", ["", "?", "ᚠᚢ", "ﷺ", "🐋🐋", "\ud800", '"' * 10_000, "8.5", "\x00", "the"])
def test_odd_texts_can_be_asked_for_and_indexed(text: str, index: ClaimIndex) -> None:
    index.search(text)
    assert len(ClaimIndex.from_texts({"odd": text, **TEXTS}).search("bridge over the Sarn")) > 0


def test_a_claim_told_twice_has_one_score_and_the_first_comes_first() -> None:
    index = ClaimIndex.from_texts(
        {**TEXTS, "again": ("The port of Osthaven closed!", "Bread and whales"), "more": "The port of Osthaven closed."}
    )
    for rerank in (False, True):
        found = [
            each
            for each in index.search("Osthaven port closed", k=8, rerank=rerank)
            if each.claim_id in ("again", "more")
        ]
        assert [each.claim_id for each in found] == ["again", "more"]
        assert found[0].score == found[1].score


def test_claims_without_words_do_not_share_a_score() -> None:
    index = ClaimIndex.from_texts({"a": ("?", "The port of Osthaven closed."), "b": ("!", "A whale near Brask.")})
    first, *rest = index.search("Osthaven port closed", k=2)
    assert first.claim_id == "a"
    assert all(each.score < first.score for each in rest)


# --- a second look -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A sea animal was stranded on the coast", "whale"),
        ("The head of the town council gave up her office", "mayor"),
        ("Fire hurt a dozen children in Corran", "school"),
    ],
)
def test_a_second_look_finds_what_shares_no_rare_word(text: str, expected: str, index: ClaimIndex) -> None:
    assert index.search(text, rerank=True)[0].claim_id == expected


def test_a_second_look_leaves_values_to_algebra(index: ClaimIndex) -> None:
    (right, *_) = index.search("Bread prices in Veldt rose by 8.5 percent.", rerank=True)
    (wrong, *_) = index.search("Bread prices in Veldt rose by 85 percent.", rerank=True)
    assert (right.claim_id, right.found) == ("bread", True)
    assert not wrong.found
    assert wrong.score < right.score


def test_a_second_look_gives_as_many(index: ClaimIndex) -> None:
    text = "the bridge, the school, the port, the mayor and the whale"
    assert len(index.search(text, k=3, rerank=True)) == 3


@pytest.mark.parametrize("text", ["", "?", "🐋🐋", "\ud800 port", "8.5 percent", "port " * 2_000])
def test_odd_texts_get_a_second_look(text: str, index: ClaimIndex) -> None:
    assert all(0 <= match.score <= 1 for match in index.search(text, rerank=True))


# --- claims of articles --------------------------------------------------------------------------------------------

ARTICLE = Article.from_text(
    "Lena Brandt said the port of Osthaven closed in March 2031. Bread prices rose by 8.5 percent. "
    "A whale was washed ashore near Brask.",
    publisher="Harbour Post",
    published="2031-04-02",
    title="Osthaven shuts its port",
)


@pytest.fixture(scope="module")
def claims() -> tuple[Claim, ...]:
    return claimkit.extract(ARTICLE).claims


def test_records_are_searched_by_their_resolved_text(claims: tuple[Claim, ...]) -> None:
    best = ClaimIndex(claims).search("the Osthaven port closed")[0]
    assert best.text == "the port of Osthaven closed in March 2031"


def test_claims_without_text_are_found_by_what_remains(claims: tuple[Claim, ...]) -> None:
    bare = [dataclasses.replace(claim, text=None, text_resolved=None) for claim in claims]
    index = ClaimIndex(bare)
    best = index.search("prices rise by 8.5 percent")[0]
    assert best.text is None
    assert [claim.predicate.lemma for claim in claims if claim.claim_id == best.claim_id] == ["rise"]
    assert "3 of 3 claims have no text" in index.notes[0]


def test_with_text_there_is_nothing_to_note(claims: tuple[Claim, ...]) -> None:
    assert ClaimIndex(claims).notes == ()


def test_a_dataset_folder(tmp_path: Path) -> None:
    extraction = claimkit.extract(ARTICLE)
    tables = {
        "articles": [extraction.article],
        "claims": extraction.claims,
        "mentions": extraction.mentions,
    }
    for config, records in tables.items():
        lines = "".join(json.dumps(record.to_dict()) + "\n" for record in records)
        (tmp_path / f"{config}.jsonl").write_text(lines, encoding="utf-8")
    best = ClaimIndex(tmp_path).search("Osthaven has closed its port")[0]
    assert (best.publisher, best.published) == ("Harbour Post", "2031-04-02")
    assert best.to_dict()["found"] is best.found
