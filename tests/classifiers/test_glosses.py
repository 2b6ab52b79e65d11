"""Sentences word by word, with their cues marked."""

from hypothesis import given
from hypothesis import strategies as st

from claimkit.classifiers.glosses import gloss_of, marked_gloss, marks_of
from claimkit.classifiers.sentences import sentences_of
from claimkit.classifiers.skeletons import View, classes_of, words_of
from claimkit.records import Span


def spans_of(text: str, *words: str) -> list[Span]:
    return [Span(text.index(word), text.index(word) + len(word)) for word in words]


def test_lines_stand_one_under_the_other() -> None:
    words = ["She", "said", "so"]
    assert gloss_of(words, ["PRON", "SAY:say", "CONJ"]) == "she said so\nPRON SAY:say CONJ"
    assert marked_gloss("she said so\nA B C", [False, True, False], 7) == "she said so\nA B C\n0 1 0\n7"
    assert marked_gloss("she said so\nA B C", None, 7) == "she said so\nA B C\n\n7"


def test_a_cue_behind_a_quotation_is_marked_on_its_word() -> None:
    text = 'It rained. "We may sell it," said Ann Ives, "and soon," people added.'
    _, sentence = sentences_of(text)
    marks = marks_of(sentence, spans_of(text, "said", "added"), whole=False)
    assert [word for word, mark in zip(words_of(sentence.outside), marks, strict=True) if mark] == ["said", "added"]


def test_a_cue_inside_a_quotation_is_marked_only_where_it_is_seen() -> None:
    text = '"We may sell it," said Ann Ives.'
    (sentence,) = sentences_of(text)
    assert not any(marks_of(sentence, spans_of(text, "may"), whole=False))
    marks = marks_of(sentence, spans_of(text, "may"), whole=True)
    assert [word for word, mark in zip(words_of(text), marks, strict=True) if mark] == ["may"]


def test_a_cue_of_another_sentence_marks_nothing() -> None:
    text = "It may rain. It rained."
    _, second = sentences_of(text)
    assert not any(marks_of(second, spans_of(text, "may"), whole=True))


@given(st.text(alphabet="ab \"“”.'\n\ud800😀", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_every_word_has_a_class_and_a_mark(text: str, start: int, length: int) -> None:
    for sentence in sentences_of(text):
        for whole, shown in ((True, sentence.text), (False, sentence.outside)):
            words = words_of(shown)
            marks = marks_of(sentence, [Span(start, start + length)], whole=whole)
            lines = marked_gloss(gloss_of(words, classes_of(words, View.HEDGES)), marks, 0).split("\n")
            assert [len(line.split()) for line in lines[:3]] == [len(words)] * 3
