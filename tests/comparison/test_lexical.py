"""Words of texts for search."""

from __future__ import annotations

import bm25s
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.comparison.lexical import bm25_of, grams, lexemes, plain, sentences, stem, terms, unsigned, words


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The port is closed. — Lena Brandt 🐋 (@lena_brandt) April 2, 2031", "The port is closed."),
        ("The port — so Lena Brandt (@lena_brandt) — is closed.", None),
        ("— Lena Brandt (@lena_brandt) April 2, 2031", None),
        ("", None),
    ],
)
def test_a_text_without_the_signature_of_a_tweet(text: str, expected: str | None) -> None:
    assert unsigned(text) == (text if expected is None else expected)


def test_addresses_go_and_tags_are_words() -> None:
    text = plain("Closed! https://news.example/a #SaveTheHarbour @lena_brandt pic.twitter.com/xyz")
    assert words(text) == ["closed", "save", "harbour", "lena", "brandt"]


def test_a_misspelt_word_shares_more_than_half_of_its_grams() -> None:
    right, wrong = grams("parliament"), grams("parlament")
    assert len({*right} & {*wrong}) > len(wrong) / 2


def test_sentences_are_cut_at_their_marks() -> None:
    assert sentences("It fell. Did it? Yes") == ["It fell.", "Did it?", "Yes"]


TEXTS = ("The port closed, and the port stayed closed.", "The port opened.", "The school closed.", "")


def scores_of(query: str) -> np.ndarray:
    (found,), vocabulary = lexemes((TEXTS,))
    index = bm25_of(found.stems, len(vocabulary.stems))
    return index.scores(np.array([vocabulary.stems[stem] for stem in terms(query)], np.int64))


def test_the_text_with_the_rare_word_scores_most() -> None:
    scores = scores_of("the school")
    assert int(np.argmax(scores)) == 2
    assert scores[3] == 0


def test_no_word_scores_nothing() -> None:
    assert not scores_of("the").any()


@pytest.mark.parametrize("query", ["port", "port closed", "closed closed school"])
def test_scores_are_those_of_bm25s(query: str) -> None:
    reference = bm25s.BM25()
    # bm25s has no place for a text without words.
    reference.index([terms(text) or [""] for text in TEXTS], show_progress=False)
    np.testing.assert_array_equal(scores_of(query), reference.get_scores(terms(query)))


def test_the_scores_of_some_texts_are_those_among_all() -> None:
    (found,), vocabulary = lexemes((TEXTS,))
    index, tokens, rows = bm25_of(found.stems, len(vocabulary.stems)), np.arange(3), np.array([0, 2, 3])
    np.testing.assert_array_equal(index.scores_of(tokens, rows), index.scores(tokens)[rows])


@given(st.lists(st.text(), min_size=1))
def test_many_texts_have_the_stems_and_grams_of_each(texts: list[str]) -> None:
    texts = [plain(text) for text in texts]
    (found,), vocabulary = lexemes((texts,))
    for names, lists, read in ((vocabulary.stems, found.stems, terms), (vocabulary.grams, found.grams, grams)):
        by_number = list(names)
        for at, text in enumerate(texts):
            assert [by_number[number] for number in lists.part(at, at + 1).values] == read(text)


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    assert isinstance(terms(plain(text)), list)
    assert isinstance(grams(text), list)
    assert sentences(text)
