"""Windows: whole paragraphs of pieces with exact offsets and what is known of each piece."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from claimkit.records import Span
from claimkit.resources import resource
from claimkit.tagging.labels import begins
from claimkit.tagging.windows import FEATURES, LONGEST, Context, Vocabulary, Window, Word, windows

NOTHING = Vocabulary({}, {})


@cache
def tokenizer() -> Tokenizer:
    loaded = Tokenizer.from_str(resource("models/attribution/tokenizer.json").read_text(encoding="utf-8"))
    loaded.no_truncation()
    loaded.no_padding()
    return loaded


def read(text: str, paragraphs: list[Span] | None = None, **found: object) -> list[Window]:
    given_ = {"words": (), "quotations": (), "outer": {}, "inner": {}, **found}
    context = Context(text=text, paragraphs=paragraphs or [Span(0, len(text))], **given_)  # type: ignore[arg-type]  # a dict of fields
    return windows(context, tokenizer(), NOTHING)


def column(window: Window, name: str) -> list[int]:
    return window.features[:, FEATURES.index(name)].tolist()


def test_offsets_are_those_of_the_text() -> None:
    text = "“Ja,” said Élodie — “naïve”."
    (window,) = read(text)
    pieces = [text[start:end] for start, end in window.offsets.tolist()]
    assert "".join(pieces) == text.replace(" ", "")


def test_paragraphs_share_a_window_and_each_begins_in_it() -> None:
    text = "One two.\n\nThree four."
    (window,) = read(text, [Span(0, 8), Span(10, 21)])
    assert column(window, "paragraph") == [1, 0, 0, 1, 0, 0]
    assert window.borders() == {0, 3}


def test_a_paragraph_that_does_not_fit_begins_a_window() -> None:
    text = "word " * 200 + "\n\n" + "word " * 200
    found = read(text, [Span(0, 1000), Span(1002, 2002)])
    assert [len(window.ids) for window in found] == [200, 200]


def test_a_long_paragraph_is_cut_at_a_sentence_end() -> None:
    text = ("word " * 49 + "end. ") * 8
    found = read(text)
    assert all(len(window.ids) <= LONGEST for window in found)
    assert all(text[window.offsets[-1, 0] : window.offsets[-1, 1]] == "." for window in found)


def test_capitals_and_continued_words_are_told() -> None:
    (window,) = read("Kim said NATO unbelievably4")
    cases = dict(zip(window.offsets[:, 0].tolist(), column(window, "case"), strict=True))
    assert (cases[0], cases[4], cases[9]) == (1, 0, 2)
    assert any(case >= 4 for case in cases.values())


def test_what_was_found_in_the_text_reaches_its_pieces() -> None:
    text = '"Go," Kern said.'
    known = Vocabulary({"VBD": 3}, {"ROOT": 2})
    context = Context(
        text=text,
        paragraphs=[Span(0, len(text))],
        words=[Word(11, 15, "VBD", "ROOT")],
        quotations=[(Span(0, 5), Span(1, 4))],
        outer={"cue": [Span(11, 15)]},
        inner={},
    )
    (window,) = windows(context, tokenizer(), known)
    at = window.offsets[:, 0].tolist().index(11)
    assert (column(window, "tag")[at], column(window, "dep")[at]) == (3, 2)
    assert column(window, "outer")[at] == begins("cue")
    assert column(window, "quote") == [2, 1, 1, 3, 0, 0, 0]


def test_a_text_without_words_has_no_window() -> None:
    assert read(" \n ") == []


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_read_and_every_piece_lies_in_it(text: str) -> None:
    for window in read(text):
        assert (window.offsets[:, 0] >= 0).all()
        assert (window.offsets[:, 1] <= len(text)).all()
        assert len(window.ids) == len(window.offsets) == len(window.features)


@pytest.mark.parametrize("text", ["\ud800 he said", "\x00", "🙂" * 50, '"' * 1000])
def test_strange_characters_move_no_offset(text: str) -> None:
    for window in read(text):
        assert (window.offsets[1:, 0] >= window.offsets[:-1, 0]).all()
