"""Contents with their edges set: marks and quotations whole, other speakers' frames out, commas and stops off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from claimkit.extraction.frames import Frame, Material, quotation_over
from claimkit.extraction.parsing import token_span
from claimkit.records import Span

# Rules whose frame stands after or inside its content.
AFTER = frozenset({"trailing-frame", "quote-frame", "according-to", "reported-to"})
_CLOSERS = (" but", " and", " or", " because", " while", " as")
_EDGE = frozenset(" \t\r\n\u00a0,;:.–—-…")
_LEFT_ONLY = frozenset(" \t\r\n\u00a0,;:.–—-…?!)")
_OPENERS = ("but ", "and ", "or ", "so ", "yet ")


def content_of(frame: Frame, material: Material, others: Sequence[Span]) -> tuple[Span, ...]:
    """The spans of the frame's content, sorted and disjoint; ``others`` are regions of frames that close a sentence."""
    cut = [frame.cue]
    if frame.source is not None and frame.rule != "noun":
        cut.append(token_span(*frame.source))
    if frame.rule in AFTER:
        cut.append(frame.region)
    spans: list[Span] = []
    for raw in frame.content:
        pieces = subtract(_extend(raw, frame, material), [*cut, *others])
        spans += [_edges(piece, frame, material) for piece in pieces]
    return merge(span for span in spans if _has_word(material.parse.text, span))


def subtract(span: Span, holes: Iterable[Span]) -> list[Span]:
    """``span`` without ``holes``."""
    pieces = [span]
    for hole in holes:
        rest: list[Span] = []
        for piece in pieces:
            if hole.end <= piece.start or hole.start >= piece.end:
                rest.append(piece)
                continue
            rest += [p for p in (Span(piece.start, hole.start), Span(hole.end, piece.end)) if p.start < p.end]
        pieces = rest
    return pieces


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Sorted, overlapping ones joined."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def _extend(span: Span, frame: Frame, material: Material) -> Span:
    """A quotation that the content opens or ends in is taken whole, over sentence borders too."""
    start, end = span
    outside = quotation_over(material, frame.cue.start)
    last = _last_word(material.parse.text, span)
    quotation = quotation_over(material, last)
    if quotation is not None and quotation is not outside and quotation.span.start >= start - 2:
        # Another frame may stand in the middle of a quotation that never closes: only what is closed is taken whole.
        if quotation.closed or quotation.span.end - end < 400:
            end = max(end, quotation.span.end)
        start = min(start, quotation.span.start)
    elif quotation is outside and frame.rule not in AFTER:
        # «who has "spent his life ..."»: the parser ends the clause where the marks begin.
        after = quotation_over(material, end + 1) if material.parse.text[end : end + 1] == " " else None
        if after is not None and after is not outside and after.span.start == end + 1:
            end = after.span.end
    first = quotation_over(material, start)
    if first is not None and first is not outside and start - first.inner.start <= 1:
        start = min(start, first.span.start)
    return Span(start, end)


def _last_word(text: str, span: Span) -> int:
    at = span.end - 1
    while at > span.start and not text[at].isalnum():
        at -= 1
    return at


def _edges(span: Span, frame: Frame, material: Material) -> Span:
    text = material.parse.text
    start, end = span
    lowered = text[start : start + 5].lower()
    for opener in _OPENERS:
        if frame.rule in AFTER and lowered.startswith(opener):
            start += len(opener)
    while start < end and text[start] in _LEFT_ONLY:
        start += 1
    while end > start and text[end - 1] in _EDGE and not _abbreviates(text, end):
        end -= 1
    for closer in _CLOSERS:
        if text[max(start, end - len(closer)) : end] == closer:
            end -= len(closer)
            while end > start and text[end - 1] in _EDGE:
                end -= 1
    return _balance(Span(start, end), material)


def _abbreviates(text: str, end: int) -> bool:
    """«the U.S.» keeps its stop."""
    return text[end - 1] == "." and end >= 4 and text[end - 3] == "." and text[end - 2].isalpha()


def _balance(span: Span, material: Material) -> Span:
    """A lone mark at an edge goes; a quotation that only lacks its mark gets it back."""
    start, end = span
    first = quotation_over(material, start)
    if first is not None and first.span.end - start <= first.span.end - first.inner.end:
        start = first.span.end
    elif first is not None and start == first.inner.start and first.span.end <= end + 3:
        start = first.span.start
    last = quotation_over(material, end - 1) if end > start else None
    if last is not None:
        if last.span.start < end <= last.inner.start:
            end = last.span.start
        elif last.span.start >= start and not material.parse.text[end : last.inner.end].strip(" .,!?;…-—"):
            end = last.span.end
    while end > start and material.parse.text[end - 1].isspace():
        end -= 1
    while start < end and material.parse.text[start].isspace():
        start += 1
    return Span(start, end)


def _has_word(text: str, span: Span) -> bool:
    return any(character.isalnum() for character in text[span.start : span.end])
