"""Words that a model says it read, found again in the text: exactly, else as the same words, else nearly all of them.

A language model repeats a passage with other quotation marks, another case, a word left out, "..." in the middle, and
offsets of its own. What it must not change is a number or a negation: words that differ in one are not there. The
window of a near match is rapidfuzz's partial alignment; what counts in it are whole words in their order.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from claimkit.records import Span
from claimkit.resources import load_lexicon

EXACT, MOVED, RESPELT, NEAR = "exact", "moved", "respelt", "near"
# Of the words of a quotation so many must stand in the text, in order, and of the text's words between them so many in
# the quotation (measured by benchmarks/langextract.py).
_OF_QUOTED, _OF_TEXT = 0.75, 0.6
_WINDOW = 60.0  # rapidfuzz's score below which no window is looked at
_ELLIPSIS = re.compile(r"\s*(?:\[\s*)?(?:\.\s?\.\s?\.|…)(?:\s*\])?\s*")
_WORD = re.compile(r"\d+(?:[.,]\d+)*|\w+(?:['’]\w+)*", re.UNICODE)
_SAME = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "‑": "-"}
)
_FURTHEST = 600  # characters from one piece of a quotation to the next


class Aligned(NamedTuple):
    """Where words stand; ``how`` is the loosest way in which a piece was found, ``score`` the share of its words."""

    spans: tuple[Span, ...]
    how: str
    score: float


class _Word(NamedTuple):
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Searchable:
    """A text made ready to be searched: without differences of case, marks and spacing, and as words.

    ``places`` holds for every character of ``folded`` where it stands in ``text``.
    """

    text: str
    folded: str
    places: Sequence[int]
    words: Sequence[_Word]


def searchable(text: str) -> Searchable:
    """Prepare a text; once for all that is sought in it."""
    folded, places = _folded(text)
    return Searchable(text, folded, places, tuple(_words(text)))


def _folded(text: str) -> tuple[str, list[int]]:
    characters: list[str] = []
    places: list[int] = []
    for at, character in enumerate(text.translate(_SAME)):
        if character.isspace():
            if characters and characters[-1] == " ":
                continue
            character = " "
        for each in unicodedata.normalize("NFKC", character).lower():
            characters.append(each)
            places.append(at)
    return "".join(characters), places


def _words(text: str) -> Iterator[_Word]:
    for match in _WORD.finditer(text):
        yield _Word(match.group().translate(_SAME).casefold(), match.start(), match.end())


def align(words: str, text: Searchable, near: Span | None = None, *, within: Span | None = None) -> Aligned | None:
    """Where ``words`` stand in the text, closest to ``near``; ``None`` where they do not.

    A quotation with "..." in it is sought piece by piece, each behind the one before. ``within`` bounds the search.
    """
    bounds = within or Span(0, len(text.text))
    if near is not None and _inside(near, bounds) and text.text[near.start : near.end] == words and words.strip():
        return Aligned((near,), EXACT, 1.0)
    found = _same_words(words, text, near, bounds)
    pieces = [piece for piece in _ELLIPSIS.split(words) if _WORD.search(piece)]
    if found is None and len(pieces) > 1:
        found = _align_pieces(pieces, text, near, bounds)
    return found or _nearly(words.strip(), text, bounds)


def _inside(span: Span, bounds: Span) -> bool:
    return bounds.start <= span.start < span.end <= bounds.end


def _align_pieces(pieces: Sequence[str], text: Searchable, near: Span | None, bounds: Span) -> Aligned | None:
    found: list[Aligned] = []
    for piece in pieces:
        aligned = _same_words(piece, text, near, bounds) or _nearly(piece, text, bounds)
        if aligned is None:
            return None
        found.append(aligned)
        end = aligned.spans[0].end
        near, bounds = Span(end, end + 1), Span(end, min(bounds.end, end + _FURTHEST))
    order = (EXACT, MOVED, RESPELT, NEAR)
    how = max((each.how for each in found), key=order.index)
    return Aligned(tuple(each.spans[0] for each in found), how, min(each.score for each in found))


def _same_words(words: str, text: Searchable, near: Span | None, bounds: Span) -> Aligned | None:
    stripped = words.strip()
    if not stripped:
        return None
    span = _closest(text.text, stripped, bounds, near.start if near is not None else bounds.start)
    if span is not None:
        return Aligned((span,), MOVED, 1.0)
    span = _closest_folded(stripped, text, near, bounds)
    return Aligned((span,), RESPELT, 1.0) if span is not None else None


def _closest(text: str, words: str, bounds: Span, near: int) -> Span | None:
    """The occurrence as whole words that begins closest to ``near``."""
    best: Span | None = None
    at = text.find(words, bounds.start, bounds.end)
    while at >= 0:
        span = Span(at, at + len(words))
        if _is_whole(text, span) and (best is None or abs(at - near) < abs(best.start - near)):
            best = span
        at = text.find(words, at + 1, bounds.end)
    return best


def _is_whole(text: str, span: Span) -> bool:
    """Whether no word is cut at either end: "40" does not stand in "1,400"."""
    before = text[span.start - 1 : span.start] if span.start else ""
    cut_before = before.isalnum() and text[span.start].isalnum()
    after = text[span.end : span.end + 1]
    return not cut_before and not (after.isalnum() and text[span.end - 1].isalnum())


def _closest_folded(words: str, text: Searchable, near: Span | None, bounds: Span) -> Span | None:
    sought = _folded(words)[0].strip()
    first, last = bisect_left(text.places, bounds.start), bisect_left(text.places, bounds.end)
    start = bisect_left(text.places, near.start) if near is not None else first
    span = _closest(text.folded, sought, Span(first, last), start) if sought else None
    if span is None:
        return None
    return Span(text.places[span.start], text.places[span.end - 1] + 1)


def _nearly(words: str, text: Searchable, bounds: Span) -> Aligned | None:
    from rapidfuzz import fuzz
    from rapidfuzz.distance import LCSseq

    sought = [word.text for word in _words(words)]
    if len(sought) < 3:
        return None  # two words out of three are anywhere
    first, last = bisect_left(text.places, bounds.start), bisect_left(text.places, bounds.end)
    window = fuzz.partial_ratio_alignment(_folded(words)[0], text.folded[first:last], score_cutoff=_WINDOW)
    if window is None or window.dest_start >= window.dest_end:
        return None
    margin = len(words) // 2
    begin = text.places[max(first, first + window.dest_start - margin)]
    end = text.places[min(last, first + window.dest_end + margin) - 1] + 1
    around = text.words[bisect_left(text.words, begin, key=_start) : bisect_right(text.words, end, key=_end)]
    blocks = [
        (block.src_start + n, block.dest_start + n)
        for block in LCSseq.opcodes(sought, [word.text for word in around])
        if block.tag == "equal"
        for n in range(block.src_end - block.src_start)
    ]
    aligned = _judged(sought, around, _densest(_tight(blocks, around)))
    return _with_marks(aligned, words, text) if aligned is not None else None


def _start(word: _Word) -> int:
    return word.start


def _end(word: _Word) -> int:
    return word.end


def _tight(pairs: list[tuple[int, int]], around: Sequence[_Word]) -> list[tuple[int, int]]:
    """The same words at their places closest together: a "the" is not that of the sentence before."""
    tight = list(pairs)
    for n in range(len(tight) - 2, -1, -1):
        (at, there), after = tight[n], tight[n + 1][1]
        nearer = range(after - 1, there, -1)
        tight[n] = at, next((m for m in nearer if around[m].text == around[there].text), there)
    for n in range(1, len(tight)):
        (at, there), before = tight[n], tight[n - 1][1]
        nearer = range(before + 1, there)
        tight[n] = at, next((m for m in nearer if around[m].text == around[there].text), there)
    return tight


def _with_marks(aligned: Aligned, words: str, text: Searchable) -> Aligned:
    """The words with the marks at their edges that both have: quotation marks, a full stop."""
    (start, end), sought, whole = aligned.spans[0], words.translate(_SAME), text.text.translate(_SAME)
    if not sought[0].isalnum() and start and whole[start - 1] == sought[0]:
        start -= 1
    tail = re.search(r"[^\w\s]*$", sought)
    for mark in tail.group() if tail is not None else "":
        if whole[end : end + 1] == mark:
            end += 1
    return aligned._replace(spans=(Span(start, end),))


def _densest(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The pairs without those at the edges that stand further from the rest than the quotation has words between."""
    kept = pairs
    while len(kept) > 2 and _loose(kept[0], kept[1]):
        kept = kept[1:]
    while len(kept) > 2 and _loose(kept[-2], kept[-1]):
        kept = kept[:-1]
    return kept


def _loose(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return (other[1] - one[1]) - (other[0] - one[0]) > 4


def _judged(sought: Sequence[str], around: Sequence[_Word], pairs: Sequence[tuple[int, int]]) -> Aligned | None:
    if not pairs:
        return None
    there = around[pairs[0][1] : pairs[-1][1] + 1]
    share = len(pairs) / len(sought)
    if share < _OF_QUOTED or len(pairs) / len(there) < _OF_TEXT:
        return None
    if _telling(sought) != _telling([word.text for word in there]):
        return None
    return Aligned((Span(there[0].start, there[-1].end),), NEAR, round(share, 3))


def _telling(words: Sequence[str]) -> list[str]:
    """The words that decide what is said: numbers, and what denies."""
    lexicon = load_lexicon("alignment")
    decisive = {word for each in lexicon["decisive"].values() for word in each}
    return sorted(word for word in words if word in decisive or word[0].isdigit() or word.endswith("n't"))
