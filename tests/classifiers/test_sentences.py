"""Texts into sentences without a parser, and what stands in quotation marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.classifiers.sentences import sentences_of


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The mine closed. It was old.", 2),
        ("Mr. Voss left. Sen. Ives stayed.", 2),
        ("Karel J. Voss left.", 1),
        ("It opens at 5 p.m. The gate is shut.", 2),
        ("It opens at 5 p.m. on Monday.", 1),
        ('"Is it over?" she asked.', 1),
        ('"It is over." She left.', 2),
        ("The price rose 2.5 percent.", 1),
        ("One line\n\nAnother line", 2),
        ("", 0),
        ("   \n ", 0),
    ],
)
def test_where_a_sentence_ends(text: str, count: int) -> None:
    assert len(sentences_of(text)) == count


def test_a_quotation_leaves_one_sign_behind() -> None:
    (sentence,) = sentences_of('"We may sell it," said Ann Ives.')
    assert sentence.outside.split() == ["“", "said", "Ann", "Ives."]
    assert 0.3 < sentence.quoted < 0.7


def test_a_quotation_runs_on_through_several_sentences() -> None:
    first, second, third = sentences_of('"We may sell it. Nobody knows. We shall see," said Ann Ives.')
    assert (first.runs_in, first.runs_out, first.quoted) == (False, True, 1)
    assert (second.runs_in, second.runs_out, second.quoted) == (True, True, 1)
    assert (third.runs_in, third.runs_out) == (True, False)


@given(st.text() | st.text(alphabet="\". '“”Aa\n"))
def test_spans_are_in_order_and_reproduce_the_text(text: str) -> None:
    at = 0
    for sentence in sentences_of(text):
        assert at <= sentence.span.start < sentence.span.end <= len(text)
        assert text[slice(*sentence.span)] == sentence.text
        assert 0 <= sentence.quoted <= 1
        at = sentence.span.end


@pytest.mark.parametrize("text", ['"' * 10_000, "\ud800 said.", "😀. 😀!", "." * 5000, "A. " * 5000])
def test_any_input_is_read(text: str) -> None:
    assert sentences_of(text)
