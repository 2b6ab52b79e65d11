"""Sentences and offsets: what the parser splits wrongly on news is mended, and no offset ever moves."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimkit.errors import MissingModelError, TooLargeError
from claimkit.extraction.parsing import (
    INSTALL_COMMAND,
    MAX_CHARACTERS,
    MODEL_VARIABLE,
    model_name,
    normalise,
    parse,
    split_paragraphs,
    trim,
)
from claimkit.records import Span


def sentences(text: str) -> list[str]:
    return [" ".join(sentence.text.split()) for sentence in parse(text).sentences()]


@pytest.mark.parametrize(
    "text",
    [
        "“Is it over?” she asked.",
        "“We did so!” Lesk said.",
        "VELDT (AP) — The council met.",
        "He promised a “leap forward” but the council did not.",
        "The notice read: “Keep out.”",
    ],
)
def test_one_sentence_stays_one(text: str) -> None:
    assert len(sentences(text)) == 1


def test_sentences_part_where_one_ends() -> None:
    assert sentences("The talks “ended.” Then he left. (It was late.)") == [
        'The talks "ended."',
        "Then he left.",
        "(It was late.)",
    ]


def test_a_paragraph_ends_a_sentence_even_without_a_full_stop() -> None:
    assert sentences("The council met\n\nThe bridge closed.") == ["The council met", "The bridge closed."]


def test_only_the_given_paragraphs_are_read() -> None:
    text = "SHARE THIS\n\nThe bridge closed."
    parsed = parse(text, [Span(12, 30)])
    assert [sentence.text.strip() for sentence in parsed.sentences()] == ["The bridge closed."]


def test_words_keep_their_offsets_behind_emoji_and_furniture() -> None:
    text = "😀 SHARE\n\n“The 🌊 rose,” she said."
    parsed = parse(text, split_paragraphs(text)[1:])
    words = [token for token in parsed.doc if not token.is_space]
    assert all(text[word.idx : word.idx + len(word)] == word.text for word in words if word.text not in {'"', "'"})


@given(st.text(max_size=200))
def test_normalising_is_length_preserving(text: str) -> None:
    assert len(normalise(text)) == len(text)


@given(st.text(alphabet="ab \n\t", max_size=80))
def test_paragraphs_are_trimmed_sorted_and_disjoint(text: str) -> None:
    spans = split_paragraphs(text)
    assert all(trim(text, span) == span and span.start < span.end for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=120))
def test_any_text_parses_to_its_own_length(text: str) -> None:
    assert len(parse(text).doc.text) == len(text)


def test_too_long_a_text_is_refused_with_its_length() -> None:
    with pytest.raises(TooLargeError, match="2,000,001"):
        parse("a" * (MAX_CHARACTERS + 1))


def test_a_missing_model_names_the_install_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(MODEL_VARIABLE, "en_core_web_nowhere")
    with pytest.raises(MissingModelError, match=INSTALL_COMMAND):
        model_name()


def test_what_stands_before_the_first_word_does_not_change_how_it_is_read() -> None:
    sentence = "The ferry Marigold sank off the coast on Tuesday, the coast guard said."
    alone, behind = parse(sentence), parse(" " * 12 + sentence)
    assert [(token.text, token.idx + 12, token.dep_) for token in alone.doc] == [
        (token.text, token.idx, token.dep_) for token in behind.doc
    ]
    assert behind.doc.text == " " * 12 + sentence
