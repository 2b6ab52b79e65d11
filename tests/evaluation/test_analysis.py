"""Heads, sentences and quotations of a gold text."""

from claimkit.evaluation.analysis import analyse, head_token, sentence_of
from claimkit.records import Span

TEXT = "The young mayor resigned. “We warned them,” said Anna Berg."


def test_the_head_is_the_token_nearest_to_the_root():
    analysis = analyse(TEXT)
    assert head_token(analysis, Span(0, 15)).text == "mayor"
    assert head_token(analysis, Span(0, 25)).text == "resigned"


def test_white_space_at_the_edges_and_half_tokens_do_not_matter():
    analysis = analyse(TEXT)
    assert head_token(analysis, Span(3, 16)).text == "mayor"
    assert head_token(analysis, Span(2, 12)).text == "mayor"


def test_white_space_alone_has_no_head():
    assert head_token(analyse(TEXT), Span(3, 4)) is None


def test_sentences_and_quotations():
    analysis = analyse(TEXT)
    assert [sentence_of(analysis, at) for at in (0, 24, 26, len(TEXT) - 1)] == [0, 0, 1, 1]
    assert [each.span for each in analysis.quotations] == [Span(26, 43)]


def test_an_empty_text():
    assert analyse("").sentences == ()
