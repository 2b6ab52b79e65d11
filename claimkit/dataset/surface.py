"""Surface strings as places in the text: what a stand-off dataset keeps instead of words.

A string is a list of pieces. A piece is a ``[start, end]`` pair, code points of the article's text, or a literal for
what the text does not hold there («'s» after a name that stands for "his"). Joined, the pieces give the string back,
whatever made it: a rule, a later version of that rule, or a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from claimkit.errors import DataError

Pieces = list[Any]
# A place costs two numbers: what is shorter is cheaper as it is, and gives nothing away.
_SHORTEST = 4
# Longer literals are looked for in the whole article: a name that is a description may stand far off.
_MOST_LITERAL_WORDS = 5
_WORD = re.compile(r"\w+|\W")


def pieces_of(value: str, text: str, windows: Iterable[tuple[int, int]]) -> Pieces:
    """``value`` as pieces, each as long as possible, sought in ``windows`` of ``text``, the first of equals."""
    places, pieces, at = tuple(windows), Pieces(), 0
    while at < len(value):
        start, length = _longest(value, at, text, places)
        if length >= min(_SHORTEST, len(value)):
            pieces.append([start, start + length])
            at += length
            continue
        word = _WORD.match(value, at)
        step = word[0] if word else value[at]
        if pieces and isinstance(pieces[-1], str):
            pieces[-1] += step
        else:
            pieces.append(step)
        at += len(step)
    return [_found(piece, text) for piece in pieces]


def string_of(pieces: Sequence[Any], text: str) -> str:
    """The string that ``pieces`` stand for. Raises :class:`DataError` for a piece that does not lie in ``text``."""
    return "".join(piece if isinstance(piece, str) else _slice(piece, text) for piece in pieces)


def _slice(piece: Any, text: str) -> str:
    match piece:
        case [int(start), int(end)] if 0 <= start < end <= len(text):
            return text[start:end]
    raise DataError(f"the span {piece!r} does not lie in the text, which has {len(text):,} characters")


def _longest(value: str, at: int, text: str, windows: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Start and length of the longest prefix of ``value[at:]`` that stands in one of ``windows``."""
    best_start, best = 0, 0
    for start, end in windows:
        # A prefix of what is there is there: halve the rest, after asking for one more than the best so far.
        low, high = best, min(len(value) - at, end - start)
        while low < high:
            middle = best + 1 if low == best else (low + high + 1) // 2
            found = text.find(value[at : at + middle], start, end)
            if found >= 0:
                best_start, low = found, middle
            else:
                high = middle - 1
        best = max(best, low)
    return best_start, best


def _found(piece: Any, text: str) -> Any:
    if not isinstance(piece, str) or len(piece.split()) <= _MOST_LITERAL_WORDS:
        return piece
    start = text.find(piece)
    return piece if start < 0 else [start, start + len(piece)]


def windows_of(spans: Iterable[Mapping[str, int]]) -> list[tuple[int, int]]:
    """Spans as they stand in rows, as windows."""
    return [(span["start"], span["end"]) for span in spans]
