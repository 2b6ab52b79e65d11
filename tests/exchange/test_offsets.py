"""UTF-16 code units to code points."""

from hypothesis import given
from hypothesis import strategies as st

from claimkit.exchange.offsets import from_utf16, span_of, utf16_offsets
from claimkit.records import Span


def in_units(text: str, span: Span) -> Span:
    """What the encoder itself says of the length of what stands before."""
    return Span(*(len(text[:at].encode("utf-16-le", "surrogatepass")) // 2 for at in span))


@given(st.text(), st.data())
def test_a_span_comes_back(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    assert from_utf16(in_units(text, span), utf16_offsets(text)) == span


def test_half_a_character_is_no_place() -> None:
    offsets = utf16_offsets("a🌊b")
    assert from_utf16(Span(0, 2), offsets) is None
    assert from_utf16(Span(0, 3), offsets) == Span(0, 2)


def test_beyond_the_text_is_no_place() -> None:
    assert from_utf16(Span(0, 9), utf16_offsets("short")) is None
    assert from_utf16(Span(-1, 2), utf16_offsets("short")) is None
    assert from_utf16(Span(-1, 2), utf16_offsets("🌊 sea")) is None


def test_the_words_tell_which_offsets_they_are() -> None:
    text = "🌊 the sea, the sea"
    offsets = utf16_offsets(text)
    assert span_of((2, 9), "the sea", text, offsets) == (Span(2, 9), False)
    assert span_of((3, 10), "the sea", text, offsets) == (Span(2, 9), True)
    assert span_of((2, 9), None, text, offsets) == (Span(2, 9), False)
    assert span_of((3, 10), "the tea", text, offsets) == (None, False)
    assert span_of((3, 99), None, text, offsets) == (None, False)


@given(st.text(min_size=1), st.data())
def test_words_are_found_by_either_offsets(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    words, offsets = text[span.start : span.end], utf16_offsets(text)
    assert span_of(tuple(span), words, text, offsets) == (span, False)
    found, _ = span_of(tuple(in_units(text, span)), words, text, offsets)
    # Where the same words stand at both places, the reading as code points comes first.
    assert found is not None
    assert text[found.start : found.end] == words
