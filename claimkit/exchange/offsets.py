"""Offsets in UTF-16 code units, as JavaScript counts them, to code points.

An emoji is one code point and two units, so what a browser counts is off by one behind it. The W3C demands code points,
and Label Studio writes them (1.23 does; 1.0 did not); the words that stand beside the offsets tell which it was.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from claimkit.records import Span

_LAST_OF_ONE_UNIT = "\uffff"


def utf16_offsets(text: str) -> Sequence[int]:
    """The offset in UTF-16 code units of every code point of ``text`` and of its end."""
    if text.isascii() or max(text, default="") <= _LAST_OF_ONE_UNIT:
        return range(len(text) + 1)
    return list(accumulate((2 if character > _LAST_OF_ONE_UNIT else 1 for character in text), initial=0))


def from_utf16(span: Span, offsets: Sequence[int]) -> Span | None:
    """A span of code units in code points; ``None`` where it leaves the text or cuts a character in two."""
    found = []
    for unit in span:
        at = bisect_left(offsets, unit)
        if at == len(offsets) or offsets[at] != unit:
            return None
        found.append(at)
    return Span(*found)


def span_of(pair: tuple[int, int], words: str | None, text: str, offsets: Sequence[int]) -> tuple[Span | None, bool]:
    """The span that two offsets mean, and whether they had to be read as UTF-16.

    They are code points if ``words`` stand there, or nobody says which; ``offsets`` are :func:`utf16_offsets`. ``None``
    where the words stand at neither place, or no character is there.
    """
    span = Span(*pair)
    if 0 <= span.start < span.end <= len(text) and words in (None, text[span.start : span.end]):
        return span, False
    units = from_utf16(span, offsets) if words is not None else None
    if units is not None and units.start < units.end and text[units.start : units.end] == words:
        return units, True
    return None, False
