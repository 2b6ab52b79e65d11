"""Text from tokens."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.errors import BrokenRecordError
from claimkit.evaluation.tokens import join_tokens, place_tokens, read_tokens
from claimkit.records import Span


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        ("`` We warned them , '' Berg said .", "``We warned them,'' Berg said."),
        ('" We warned them , " Berg said .', '"We warned them," Berg said.'),
        ("“ It ’s the mayor ’s ferry , ” she said .", "“It’s the mayor’s ferry,” she said."),
        ("They did n't pay $ 5 ( or 4 % ) .", "They didn't pay $5 (or 4%)."),
        ("The crews ' pay", "The crews' pay"),
    ],
)
def test_tokens_are_joined_as_an_editor_would(tokens, text):
    assert join_tokens(tokens.split(), [len(tokens.split())])[0] == text


def test_a_sentence_is_a_line():
    text, spans = join_tokens(["One", ".", "Two", "."], [2, 2])
    assert text == "One.\nTwo."
    assert spans[2] == Span(5, 8)


def test_brackets_of_the_treebank_are_put_back():
    assert read_tokens(["-LRB-", "two", "-rrb-"]) == ["(", "two", ")"]


WORDS = st.text(st.characters(exclude_categories=["Cs", "Z", "Cc"]), min_size=1, max_size=6)


@given(st.lists(st.lists(WORDS, min_size=1, max_size=8), max_size=4))
def test_every_token_is_where_it_is_said_to_be(sentences):
    tokens = [token for sentence in sentences for token in sentence]
    text, spans = join_tokens(tokens, [len(sentence) for sentence in sentences])
    assert [text[start:end] for start, end in spans] == tokens
    assert re.sub(r"\s", "", text) == "".join(tokens)


@given(st.lists(st.tuples(st.integers(0, 3), WORDS), min_size=1, max_size=10))
def test_tokens_are_placed_by_their_offsets(gaps):
    tokens, starts, at = [], [], 0
    for gap, token in gaps:
        starts.append(at + gap)
        tokens.append(token)
        at += gap + len(token)
    text, spans = place_tokens(tokens, starts, [len(tokens)], None, range(len(tokens)))
    assert [text[start:end] for start, end in spans] == tokens
    assert [span.start for span in spans] == starts


def test_a_wide_gap_between_sentences_ends_the_paragraph():
    text, _ = place_tokens(["One", ".", "Two"], [0, 3, 7], [2, 1], None, [1, 2, 4])
    assert text == "One.\n\n Two"
    assert place_tokens(["One", "Two"], [0, 4], [1, 1], None, [1, 3])[0] == "One\nTwo"


def test_one_mark_in_the_text_may_be_two_in_the_treebank():
    text, spans = place_tokens(["``", "Go", "''"], [0, 1, 3], [3], None, [1, 2, 3])
    assert (text, spans) == ("\"Go''", [Span(0, 1), Span(1, 3), Span(3, 5)])
    assert place_tokens(["``", "Go", "''"], [0, 1, 3], [3], "“Go”", [1, 2, 3])[1] == [
        Span(0, 1),
        Span(1, 3),
        Span(3, 4),
    ]


def test_an_offset_that_does_not_fit_is_named_by_its_line():
    with pytest.raises(BrokenRecordError, match="7: the text does not have 'Go' at 1"):
        place_tokens(["Go"], [1], [1], "Go!", [7])
    with pytest.raises(BrokenRecordError, match="5: 'Going' at 0 runs into the next token at 3"):
        place_tokens(["Going", "on"], [0, 3], [2], None, [5, 6])
