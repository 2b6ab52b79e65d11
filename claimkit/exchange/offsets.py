"""Offsets in UTF-16 code units, as JavaScript counts them, to code points and back.

An emoji is one code point and two units: every annotation tool that runs in a browser is off by one behind it.
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


def to_utf16(span: Span, offsets: Sequence[int]) -> Span:
    """A span of code points in code units; ``offsets`` are those of :func:`utf16_offsets`."""
    return Span(offsets[span.start], offsets[span.end])


def from_utf16(span: Span, offsets: Sequence[int]) -> Span | None:
    """A span of code units in code points; ``None`` where it leaves the text or cuts a character in two."""
    found = []
    for unit in span:
        at = bisect_left(offsets, unit)
        if at == len(offsets) or offsets[at] != unit:
            return None
        found.append(at)
    return Span(*found)
