"""Tokens say of a parse what spaCy's say: the same strings, flags, tree, sentences and entities."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimkit.extraction.parsing import load_model
from claimkit.extraction.tokens import tokens_of

STRINGS = ("text", "whitespace_", "text_with_ws", "lower_", "lemma_", "pos_", "tag_", "dep_", "ent_type_", "ent_iob_")
FLAGS = (
    "is_space",
    "is_punct",
    "is_alpha",
    "is_lower",
    "is_upper",
    "is_title",
    "like_num",
    "is_sent_start",
    "is_sent_end",
)
PROSE = (
    "Ann Lesk said that the mayor and ministers of Veldt who had left in 2021 won't be , . \" ? \n \u2003 ( ) 😀 five"
)
WORDS = PROSE.split(" ")
TEXTS = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(text=TEXTS)
def test_words_and_their_tree_are_those_of_the_parse(text: str) -> None:
    theirs = load_model()(text)
    ours = tokens_of(theirs, len(text))
    assert ours.text == theirs.text
    for one, other in zip(ours, theirs, strict=True):
        assert (one.i, one.idx) == (other.i, other.idx)
        assert [getattr(one, name) for name in STRINGS] == [getattr(other, name) for name in STRINGS]
        assert [getattr(one, name) for name in FLAGS] == [bool(getattr(other, name)) for name in FLAGS]
        assert [one.head.i, one.left_edge.i, one.right_edge.i] == [other.head.i, other.left_edge.i, other.right_edge.i]
        for name in ("lefts", "rights", "children", "subtree", "ancestors", "conjuncts"):
            assert [word.i for word in getattr(one, name)] == [word.i for word in getattr(other, name)]
        assert (one.sent.start, one.sent.end) == (other.sent.start, other.sent.end)


@settings(max_examples=60, deadline=None)
@given(text=TEXTS, data=st.data())
def test_stretches_of_words_are_those_of_the_parse(text: str, data: st.DataObject) -> None:
    theirs = load_model()(text)
    ours = tokens_of(theirs, len(text))
    for rows in ((ours.sents, tuple(theirs.sents)), (ours.ents, theirs.ents)):
        one, other = (
            [(e.start, e.end, e.label_, e.text, e.root.i, e.start_char, e.end_char) for e in row] for row in rows
        )
        assert one == other
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    for mode in ("strict", "expand"):
        mine, spacys = ours.char_span(start, end, mode), theirs.char_span(start, end, alignment_mode=mode)
        assert (mine is None) == (spacys is None)
        if mine is not None and spacys is not None:
            assert (mine.start, mine.end, mine.text) == (spacys.start, spacys.end, spacys.text)
            assert not len(mine) or mine.root.i == spacys.root.i


def test_a_neighbour_beyond_the_text_is_an_error() -> None:
    doc = tokens_of(load_model()("Ann left."), len("Ann left."))
    with pytest.raises(IndexError):
        doc[0].nbor(-1)
    with pytest.raises(IndexError):
        doc[2].nbor()


def test_a_text_without_words_has_no_sentences() -> None:
    doc = tokens_of(load_model()(""), 0)
    assert (len(doc), doc.sents, doc.ents, doc.char_span(0, 1)) == (0, (), (), None)
