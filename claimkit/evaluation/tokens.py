"""Text from tokens: placed by their offsets, or joined as an editor would set them.

The Penn Treebank writes brackets as ``-LRB-`` and double quotation marks as two marks; the brackets are put back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate

from claimkit.errors import BrokenRecordError
from claimkit.records import Span

_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"}
_TREEBANK_QUOTES = ("``", "''")
_STRAIGHT = '"'
_CLOSES = re.compile(r"[.,;:!?%)\]}…»”]+|''|n['’]t|['’](?:s|m|d|re|ve|ll)?", re.IGNORECASE)
_OPENS = frozenset({"(", "[", "{", "$", "£", "€", "#", "``", "“", "‘", "`", "«"})


def read_tokens(cells: Iterable[str]) -> list[str]:
    """The tokens as they stand in a text."""
    return [_BRACKETS.get(cell.upper(), cell) for cell in cells]


def join_tokens(tokens: Sequence[str], sentences: Sequence[int]) -> tuple[str, list[Span]]:
    """A text with a line for each sentence (their lengths in tokens), and the place of each token in it.

    A straight double mark opens and closes by turns.
    """
    pieces: list[str] = []
    spans: list[Span] = []
    starts = {0, *accumulate(sentences)}
    at, glued, quoted = 0, True, False
    for index, token in enumerate(tokens):
        straight = token == _STRAIGHT
        closes = bool(_CLOSES.fullmatch(token)) or (straight and quoted)
        gap = ("\n" if index else "") if index in starts else "" if glued or closes else " "
        pieces += [gap, token]
        spans.append(Span(at + len(gap), at + len(gap) + len(token)))
        at = spans[-1].end
        quoted ^= straight
        glued = token in _OPENS or (straight and quoted)
    return "".join(pieces), spans


def place_tokens(
    tokens: Sequence[str], starts: Sequence[int], sentences: Sequence[int], text: str | None, lines: Sequence[int]
) -> tuple[str, list[Span]]:
    """``text``, or where it is not known one built from the offsets, and the place of each token in it.

    Raises :class:`BrokenRecordError`, naming the token's line, where an offset does not fit.
    """
    spans = [_place(index, tokens, starts, text, lines) for index in range(len(tokens))]
    if text is not None:
        return text, spans
    borders = {0, *accumulate(sentences)}
    pieces: list[str] = []
    at = 0
    for index, span in enumerate(spans):
        gap = span.start - at
        # A wide gap between sentences is a paragraph's end.
        breaks = min(gap, 2) if index in borders and index else 0
        pieces += ["\n" * breaks, " " * (gap - breaks), _fitting(tokens[index], span)]
        at = span.end
    return "".join(pieces), spans


def _place(index: int, tokens: Sequence[str], starts: Sequence[int], text: str | None, lines: Sequence[int]) -> Span:
    token, start = tokens[index], starts[index]
    span = Span(start, start + len(token))
    # One mark in the text, two in the treebank.
    narrow = Span(start, start + 1) if token in _TREEBANK_QUOTES else span
    if text is not None:
        if text[span.start : span.end] == token:
            return span
        if narrow != span and text[start : start + 1] in tuple('"“”'):
            return narrow
        raise BrokenRecordError(f"{lines[index]}: the text does not have {token!r} at {start}")
    following = starts[index + 1] if index + 1 < len(starts) else span.end
    for each in (span, narrow):
        if each.end <= following:
            return each
    raise BrokenRecordError(f"{lines[index]}: {token!r} at {start} runs into the next token at {following}")


def _fitting(token: str, span: Span) -> str:
    return token if len(token) == span.end - span.start else _STRAIGHT
