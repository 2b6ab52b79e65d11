"""Words that a model repeats, found in the text: exactly, respelt, or nearly; and those that are not there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.exchange.alignment import align, searchable
from claimkit.records import Span

TEXT = (
    "The port of Osthaven closed on Monday 🌊 after the quay gave way, the harbour master said. "
    "“Nobody was hurt”, Ilse Brandt added, and 40 boats were moved. "
    "On Friday the port of Osthaven opened again, and 40 boats came back."
)


def found(words: str, near: Span | None = None) -> tuple[str, str] | None:
    aligned = align(words, searchable(TEXT), near)
    return (" … ".join(TEXT[s:e] for s, e in aligned.spans), aligned.how) if aligned else None


def test_words_at_their_offsets_are_exact() -> None:
    assert found("The port of Osthaven", Span(0, 20)) == ("The port of Osthaven", "exact")


def test_of_several_places_the_one_closest_to_the_offsets_counts() -> None:
    text = searchable(TEXT)
    first, second = TEXT.index("40 boats"), TEXT.rindex("40 boats")
    assert align("40 boats", text, Span(first + 9, first + 17)) == (((first, first + 8),), "moved", 1.0)
    assert align("40 boats", text, Span(second - 9, second - 1)) == (((second, second + 8),), "moved", 1.0)


@pytest.mark.parametrize(
    ("words", "stand"),
    [
        ('"nobody was hurt"', "“Nobody was hurt”"),
        ("THE QUAY   gave\nway", "the quay gave way"),
        ("the quay gave way,", "the quay gave way,"),
    ],
)
def test_case_marks_and_spacing_do_not_count(words: str, stand: str) -> None:
    result = found(words)
    assert result is not None
    assert result[0] == stand


@pytest.mark.parametrize(
    ("words", "stand"),
    [
        ("port of Osthaven was closed on Monday", "port of Osthaven closed on Monday"),
        ("closed on Monday after the old quay gave way", "closed on Monday 🌊 after the quay gave way"),
    ],
)
def test_a_word_too_many_is_put_right(words: str, stand: str) -> None:
    assert found(words) == (stand, "near")


def test_what_stands_around_an_ellipsis_is_found_piece_by_piece() -> None:
    assert found("The port of Osthaven closed ... after the quay gave way") == (
        "The port of Osthaven closed … after the quay gave way",
        "moved",
    )


@pytest.mark.parametrize(
    "words",
    [
        "400 boats were moved",  # another number
        "the port of Osthaven closed on Tuesday after the quay gave way",  # another day
        "the quay never gave way, the harbour master said",  # a denial that nobody uttered
        "somebody was hurt",
        "and 0 boats",  # cut out of a number
        "the council raised its taxes again",
        "",
        "…",
    ],
)
def test_what_is_not_said_is_not_found(words: str) -> None:
    assert found(words) is None


@given(st.text(), st.text(), st.integers(-5, 50), st.integers(-5, 50))
def test_any_words_in_any_text(words: str, text: str, start: int, end: int) -> None:
    aligned = align(words, searchable(text), Span(start, end))
    assert aligned is None or all(0 <= span.start < span.end <= len(text) for span in aligned.spans)


def test_ten_thousand_marks_are_no_matter() -> None:
    marks = '"' * 10_000
    assert align('"' * 9_999, searchable(marks)) is not None
    assert align("nothing of the kind is there", searchable(marks)) is None


@given(st.data())
def test_every_passage_of_whole_words_is_found(data: st.DataObject) -> None:
    borders = [0, *(at + 1 for at, character in enumerate(TEXT) if character == " ")]
    start, end = sorted(data.draw(st.lists(st.sampled_from(borders), min_size=2, max_size=2, unique=True)))
    words = TEXT[start:end].strip()
    aligned = align(words, searchable(TEXT), Span(start, start + len(words)))
    assert aligned == (((start, start + len(words)),), "exact", 1.0)
