"""A claim as comparison sees it: names in one form, roles as keys."""

from __future__ import annotations

import claimkit
from claimkit.comparison.profiles import Profile, content_words, name_key, profiles_of
from claimkit.records import Article


def profiles(text: str) -> list[Profile]:
    extraction = claimkit.extract(Article.from_text(text, publisher="The Harbour Post", published="2024-05-06"))
    return list(profiles_of(extraction.article, extraction.claims, extraction.mentions))


def test_spellings_of_one_name_share_a_key() -> None:
    assert name_key("Kim Jong-un") == name_key("Kim Jong Un") == "kim jong un"
    assert name_key("the U.S.") == name_key("America's") == name_key("United States")
    assert name_key("the North Korean") == name_key("DPRK")


def test_a_name_of_nothing_but_signs_keeps_them() -> None:
    assert name_key("!?") == "!?"


def test_content_words_are_distinct_sorted_and_without_stopwords() -> None:
    assert content_words("The mayor said the Mayor’s bridge is not a bridge") == ("bridge", "mayor", "said")


def test_a_pronoun_takes_the_key_of_its_person() -> None:
    found = profiles("Maria Velden closed the port on Monday. She opened 12 shelters.")
    opening = next(profile for profile in found if profile.predicate == "open")
    assert opening.subject == "maria velden"
    assert "maria velden" in opening.names
    assert [quantity.low for quantity in opening.quantities] == [12.0]


def test_the_chain_is_told_in_keys_from_the_outside_in() -> None:
    (found,) = (
        profile
        for profile in profiles("Reuters reported that Maria Velden said the port was closed.")
        if profile.predicate == "close"
    )
    assert [link.source for link in found.chain] == ["reuters", "maria velden"]
    assert found.publisher == "The Harbour Post"
    assert found.published == "2024-05-06"


def test_without_text_names_and_lemmas_remain() -> None:
    import dataclasses

    extraction = claimkit.extract(Article.from_text("Maria Velden closed the port of Lisbon."))
    bare = [dataclasses.replace(claim, text=None, text_resolved=None) for claim in extraction.claims]
    (found,) = profiles_of(extraction.article, bare, extraction.mentions)
    assert found.words == ()
    assert found.predicate == "close"
    assert "maria velden" in found.names
