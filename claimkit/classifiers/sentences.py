"""A text as sentences, each with what stands around it: no parser, so that thousands are read in a second.

A sentence ends at a full stop, an exclamation or a question mark (with the quotation marks and brackets that close
after it) where white space and a capital, a digit or an opening mark follow, unless an abbreviation stands before; a
reporting frame in small letters («"Is it over?" she asked.») goes on. No sentence runs over the end of a paragraph.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimkit.extraction.paragraphs import split_layout_paragraphs
from claimkit.extraction.quotes import Quotation, pair_quotes
from claimkit.records import Span
from claimkit.resources import load_lexicon

QUOTED = " “ "
_END = re.compile(r"""[.!?…]+(?:['"’”»)\]]|'')*(?=\s)""")
_WORD_BEFORE = re.compile(r"[\w.]+$")
_LONGEST_WORD = 24


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence at ``span``; ``outside`` are its words outside quotation marks, a “ in the place of each quotation.

    ``pieces`` are the spans of those words. ``quoted`` is the share of its letters and digits in quotation marks,
    ``runs_in`` and ``runs_out`` say whether a quotation is open at its beginning and at its end, ``position`` is its
    place in the text from 0 to 1.
    """

    span: Span
    text: str
    outside: str
    pieces: tuple[Span, ...]
    quoted: float
    runs_in: bool
    runs_out: bool
    opens_paragraph: bool
    position: float


def sentences_of(text: str) -> list[Sentence]:
    """The sentences of ``text`` in order."""
    paragraphs = split_layout_paragraphs(text)
    spans = [span for paragraph in paragraphs for span in _split(text, paragraph)]
    return sentences_at(text, spans, paragraphs)


def sentences_at(text: str, spans: Sequence[Span], paragraphs: Sequence[Span] | None = None) -> list[Sentence]:
    """The sentences at ``spans``, which somebody else has found; each a paragraph where none are given."""
    paragraphs = spans if paragraphs is None else paragraphs
    starts = {paragraph.start for paragraph in paragraphs}
    outer = outer_quotations(text, paragraphs)
    ends = [each.span.end for each in outer]
    found = []
    for number, span in enumerate(spans):
        near = bisect_left(ends, span.start + 1)
        inside = []
        while near < len(outer) and outer[near].span.start < span.end:
            inside.append(outer[near])
            near += 1
        found.append(_sentence(text, span, inside, first=span.start in starts, position=number / len(spans)))
    return found


def outer_quotations(text: str, paragraphs: Sequence[Span] | None = None) -> list[Quotation]:
    """The quotations of ``text`` that lie in no other."""
    paragraphs = split_layout_paragraphs(text) if paragraphs is None else paragraphs
    return [each for each in pair_quotes(text, paragraphs) if each.depth == 0]


def _sentence(text: str, span: Span, quotations: Sequence[Quotation], *, first: bool, position: float) -> Sentence:
    words = text[span.start : span.end]
    if not quotations:
        return Sentence(span, words, words, (span,), 0.0, False, False, first, position)
    pieces: list[Span] = []
    at, quoted = span.start, 0
    for each in quotations:
        start, end = max(at, each.span.start), min(span.end, each.span.end)
        pieces.append(Span(at, start))
        quoted += sum(map(str.isalnum, text[start:end]))
        at = max(at, end)
    pieces.append(Span(at, span.end))
    outside = QUOTED.join(text[start:end] for start, end in pieces)
    letters = sum(map(str.isalnum, words))
    runs_in = quotations[0].span.start < span.start or (first and quotations[0].continues)
    runs_out = quotations[-1].span.end > span.end or (not quotations[-1].closed and quotations[-1].span.end == span.end)
    share = quoted / letters if letters else 0.0
    return Sentence(span, words, outside, tuple(pieces), share, runs_in, runs_out, first, position)


def _split(text: str, paragraph: Span) -> Iterator[Span]:
    start = paragraph.start
    for match in _END.finditer(text, *paragraph):
        if match.end() < paragraph.end and _ends(text, match, paragraph.end):
            yield Span(start, match.end())
            start = match.end()
            while start < paragraph.end and text[start].isspace():
                start += 1
    if start < paragraph.end:
        yield Span(start, paragraph.end)


def _ends(text: str, match: re.Match[str], end: int) -> bool:
    at = match.end()
    while at < end and text[at].isspace():
        at += 1
    following = text[at : at + 1]
    if not following or following.islower() or following in ",;:)]-–—":
        return False
    if match.group() != ".":
        return True
    before = _WORD_BEFORE.search(text, max(0, match.start() - _LONGEST_WORD), match.start())
    word = before.group().lower() if before else ""
    if len(word) == 1 and word.isalpha():
        return False  # «John F. Kennedy»
    short, may_end = _abbreviations()
    return word not in short or (word in may_end and following.isupper())


@functools.cache
def _abbreviations() -> tuple[frozenset[str], frozenset[str]]:
    words = load_lexicon("classifiers")["sentences"]
    return frozenset(words["abbreviations"]), frozenset(words["may_end"])
