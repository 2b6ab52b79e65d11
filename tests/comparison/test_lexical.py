"""Words of texts for search."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.comparison.lexical import bm25_of, grams, plain, sentences, stem, terms, words


@pytest.mark.parametrize(
    "forms",
    [
        ("close", "closes", "closed", "closing"),
        ("harbour", "harbours", "harbour's"),
        ("city", "cities"),
        ("stop", "stops", "stopped", "stopping"),
        ("marry", "married", "marries"),
    ],
)
def test_the_forms_of_a_word_share_a_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize("word", ["bus", "boss", "crisis", "1990"])
def test_an_s_that_belongs_to_the_word_stays(word: str) -> None:
    assert stem(word) == word


def test_numbers_are_words_without_marks_of_thousands() -> None:
    assert words("5,000 of 8.5 and 1,2") == ["5000", "8.5", "1,2"]


def test_addresses_go_and_tags_are_words() -> None:
    text = plain("Closed! https://news.example/a #SaveTheHarbour @lena_brandt pic.twitter.com/xyz")
    assert words(text) == ["closed", "save", "harbour", "lena", "brandt"]


def test_a_misspelt_word_shares_more_than_half_of_its_grams() -> None:
    right, wrong = grams("parliament"), grams("parlament")
    assert len({*right} & {*wrong}) > len(wrong) / 2


def test_sentences_are_cut_at_their_marks() -> None:
    assert sentences("It fell. Did it? Yes") == ["It fell.", "Did it?", "Yes"]


def test_the_text_with_the_rare_word_scores_most() -> None:
    index = bm25_of([terms(text) for text in ("the port closed", "the port opened", "the school closed", "")])
    scores = index.scores(terms("the school"))
    assert int(np.argmax(scores)) == 2
    assert scores[3] == 0


def test_unknown_words_score_nothing() -> None:
    assert not bm25_of([["port"]]).scores(["whale"]).any()


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    assert isinstance(terms(plain(text)), list)
    assert isinstance(grams(text), list)
    assert sentences(text)
