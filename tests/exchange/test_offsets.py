"""UTF-16 code units to code points and back."""

from hypothesis import given
from hypothesis import strategies as st

from claimkit.exchange.offsets import from_utf16, to_utf16, utf16_offsets
from claimkit.records import Span


@given(st.text(), st.data())
def test_a_span_comes_back(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    offsets = utf16_offsets(text)
    units = to_utf16(span, offsets)
    assert from_utf16(units, offsets) == span
    # What the encoder itself says of the length of each piece.
    assert units.start == len(text[: span.start].encode("utf-16-le", "surrogatepass")) // 2
    assert units.end - units.start == len(text[span.start : span.end].encode("utf-16-le", "surrogatepass")) // 2


def test_half_a_character_is_no_place() -> None:
    offsets = utf16_offsets("a🌊b")
    assert from_utf16(Span(0, 2), offsets) is None
    assert from_utf16(Span(0, 3), offsets) == Span(0, 2)


def test_beyond_the_text_is_no_place() -> None:
    assert from_utf16(Span(0, 9), utf16_offsets("short")) is None
    assert from_utf16(Span(-1, 2), utf16_offsets("short")) is None
    assert from_utf16(Span(-1, 2), utf16_offsets("🌊 sea")) is None
