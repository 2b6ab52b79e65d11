"""Claims of short texts of our own prose, seen from the public face."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimkit.extraction.claims import mark_repeats
from claimkit.extraction.pipeline import Extraction, extract
from claimkit.records import Claim, ClaimKind, FactualityValue


def claim(extraction: Extraction, lemma: str) -> Claim:
    (found,) = [claim for claim in extraction.claims if claim.predicate.lemma == lemma]
    return found


def test_a_claim_leaves_out_its_link_and_other_claims() -> None:
    found = extract("The bridge shook on Monday and the council closed it, Mayor Ann Lesk said.")
    assert claim(found, "shake").text == "The bridge shook on Monday"
    assert claim(found, "close").text == "the council closed it"


def test_conjuncts_share_their_subject_by_reference() -> None:
    opened = claim(extract("The council closed the bridge and opened the tunnel."), "open")
    assert opened.text == "opened the tunnel"
    assert opened.text_resolved == "The council opened the tunnel"
    assert (opened.arguments[0].role, opened.arguments[0].head) == ("subject", "council")


def test_a_pronoun_is_filled_in() -> None:
    found = extract("Mayor Ann Lesk closed the bridge. She opened the tunnel.")
    assert "Ann Lesk" in (claim(found, "open").text_resolved or "")


def test_a_number_belongs_to_the_claim_it_is_said_of() -> None:
    found = extract("The storm killed 12 people in Veldt and destroyed 300 homes, officials said.")
    assert [quantity.low for quantity in claim(found, "kill").quantities] == [12]
    assert [quantity.low for quantity in claim(found, "destroy").quantities] == [300]


def test_the_time_of_saying_belongs_to_the_link() -> None:
    found = extract("The bridge shook in 2019, Mayor Ann Lesk said on Tuesday.", published="2020-03-05")
    shook = claim(found, "shake")
    assert [time.start for time in shook.times] == ["2019-01-01"]
    assert shook.chain[0].time is not None
    assert shook.chain[0].time.start == "2020-03-03"


def test_ordinals_and_measures_inside_names_belong_to_nobody() -> None:
    found = extract("The five-year plan failed at the eighth congress.")
    assert claim(found, "fail").quantities == ()
    assert claim(found, "fail").times == ()


def test_the_chain_runs_from_the_outermost_link_inwards() -> None:
    found = extract("Mayor Ann Lesk said the bridge shook, according to the Veldt Courier.")
    outer, inner = claim(found, "shake").chain
    assert inner.parent == outer.attribution_id
    assert (outer.source_head, inner.source_head) == ("Courier", "Lesk")


def test_what_is_said_in_passing_is_the_narrators() -> None:
    found = extract("Mayor Ann Lesk said the bridge, which opened in 1974, would close.")
    opened = claim(found, "open")
    assert opened.chain == ()
    assert not opened.chain_certain
    assert claim(found, "close").chain_certain


@pytest.mark.parametrize(
    ("sentence", "lemma", "kind"),
    [
        ("The mayor vowed to close the bridge.", "close", ClaimKind.COMMITMENT),
        ("The mayor urged drivers to leave the bridge.", "leave", ClaimKind.DIRECTIVE),
        ("The bridge will close in May.", "close", ClaimKind.PREDICTION),
        ("The bridge cost $3 million.", "cost", ClaimKind.STATE),
        ("The bridge collapsed.", "collapse", ClaimKind.EVENT),
        ("The plan is a disgrace, she said.", "disgrace", ClaimKind.OPINION),
    ],
)
def test_kinds(sentence: str, lemma: str, kind: ClaimKind) -> None:
    assert claim(extract(sentence), lemma).kind is kind


def test_the_source_carries_the_value_and_the_author_none() -> None:
    found = claim(extract("The bridge may have shaken, Mayor Ann Lesk said."), "shake")
    assert [value.value for value in found.factuality] == [FactualityValue.UNKNOWN, FactualityValue.POSSIBLE_POSITIVE]
    assert [value.holder for value in found.factuality] == ["author", found.chain[0].attribution_id]


def test_a_repeated_proposition_names_the_first() -> None:
    found = extract("The council closed the Harl bridge.\n\nThe council closed the Harl bridge on Monday.")
    first, second = found.claims
    assert (first.repeats, second.repeats) == (None, first.claim_id)


def test_the_same_words_are_a_repeat_even_where_they_were_read_as_another_kind() -> None:
    first, second = extract("The council closed the Harl bridge.\n\nThe council closed the Harl bridge.").claims
    read_anew = dataclasses.replace(second, kind=ClaimKind.STATE, repeats=None)
    assert [each.repeats for each in mark_repeats([first, read_anew])] == [None, first.claim_id]
    short = [dataclasses.replace(each, text="they left", text_resolved=None) for each in (first, read_anew)]
    assert [each.repeats for each in mark_repeats(short)] == [None, None]


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet="ab AB.,\"'“”‘’()\n—😀0123%$é", min_size=1, max_size=120))
def test_any_string_keeps_its_offsets(noise: str) -> None:
    text = f"Officials said 12 people left. {noise}\n\nThe mayor closed the bridge."
    found = extract(text)
    assert found.article.text == text
    for one in found.claims:
        assert one.text == " … ".join(text[start:end] for start, end in one.spans)


def test_heads_are_written_as_in_the_text() -> None:
    found = extract("Mayor Ilsa O’Dunn closed the people’s bridge, Ann O’Lesk said.")
    for one in found.claims:
        for argument in one.arguments:
            assert (argument.head or "") in (found.article.text or "")[argument.start : argument.end]
    assert [link.source_head for link in found.attributions] == ["O’Lesk"]


def test_a_dash_is_no_predicate() -> None:
    text = (
        "Veld was among the “basement dwellers” ― a group of engineers who seldom met planners ― but relished his "
        "brushes with big names, posting photos of himself at a party."
    )
    for one in extract(text).claims:
        assert one.spans
        assert any(character.isalnum() for character in text[one.predicate.start : one.predicate.end])
