"""An article's text into segments: what is the article, and what the page around it.

Layout goes from the sure to the likely, and from the page to its edges:

1. lines become paragraphs (:mod:`claimkit.extraction.paragraphs`); a caption glued before other words is cut off;
2. what shows by itself: furniture, credit lines, bylines, captions, lines in another script than the article's;
3. the *edges* are what lies before the first and after the last paragraph of running prose; there, and only there, a
   line that is no sentence is a headline or furniture, for inside an article it may be a list or a verse;
4. datelines and agency signs are cut off the body paragraphs that carry them.

In doubt a paragraph is body: a claim too many can be filtered, a paragraph too few is lost for good.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from claimkit.errors import EmptyBodyError
from claimkit.extraction import bylines, furniture
from claimkit.extraction.credits import (
    Picture,
    agencies_in,
    ends_in_source,
    find_dateline,
    find_end_credit,
    is_agency_sign,
    is_dateline,
    is_only_agencies,
    is_pictorial,
    picture_in,
    picture_wire,
    signed_by,
    split_captions,
)
from claimkit.extraction.paragraphs import split_layout_paragraphs
from claimkit.extraction.parsing import trim
from claimkit.records import Article, PublishedEvidence, Segment, SegmentKind, Span
from claimkit.resources import load_lexicon

# A sentence's end; an agency's sign may follow it: «… on Friday. (Yonhap)».
_ENDS = re.compile(r"[.!?…:][\"'”’»)\]]*(?:\s*[(\[][^()\[\]]{1,40}[)\]])?\.?$")
_TWO_SENTENCES = re.compile(r"[a-z0-9]{3}[.!?][\"”’]? [A-Z\"“]")
_FULL_STOP = re.compile(r"[.:…][\"'”’»)\]]*(?:\s*[(\[][^()\[\]]{1,40}[)\]])?\.?$")
_HAS_LETTER = re.compile(r"[^\W\d_]")
_BULLET = re.compile(r"(?:[-–—•*·▪►]|\d{1,2}[.)])\s*\S")
_TAIL = 60  # characters in which a sentence's end shows
_PROSE_WORDS, _LONG_LINE_WORDS = 6, 25
_LONGEST_HEADLINE, _FEWEST_HEADLINE_WORDS = 250, 3
_MOST_STOPPED_WORDS, _MOST_HEADLINE_WORDS, _MOST_HEADING_WORDS, _MOST_EDGE_WORDS = 20, 30, 10, 12
_MOST_DIGEST_SOURCES = 2


@dataclass(frozen=True, slots=True)
class _Block:
    """One paragraph of the page; ``kind`` is ``None`` until something is known of it."""

    span: Span
    text: str
    kind: SegmentKind | None = None


def lay_out(article: Article) -> Article:
    """``article`` with its segments marked, and with what they tell: title, authors, wire, date of publication.

    Segments are sorted, do not overlap, begin and end with no white space, and cover all else; each body segment is
    one paragraph. What was given is not overwritten (``wire`` is added to). An article that is laid out already comes
    back as it is. Raises :class:`EmptyBodyError` if no body is left, or there is no text to lay out.
    """
    if article.text is None:
        raise EmptyBodyError("the article holds no text: put it back with `claimkit hydrate` first")
    if _is_raw(article):
        article = _described(article, _blocks_of(article.text, article.title))
    if not any(segment.kind is SegmentKind.BODY for segment in article.segments):
        raise EmptyBodyError("no paragraph of the article is left once headline, captions and furniture are set aside")
    return article


def _is_raw(article: Article) -> bool:
    whole = (Segment(kind=SegmentKind.BODY, start=0, end=len(article.text or "")),)
    return article.segments in ((), whole)


def _blocks_of(text: str, title: str | None) -> Sequence[_Block]:
    spans = [piece for span in split_layout_paragraphs(text) for piece in split_captions(text, span)]
    latin = furniture.is_latin(text)
    blocks = [_known_alone(_Block(span, text[span.start : span.end]), latin=latin) for span in spans]
    blocks = _mark_captions(blocks)
    blocks = _mark_titles(blocks, title)
    blocks = _mark_head(blocks)
    blocks = _mark_tail(blocks)
    return _mark_headings(blocks)


def _known_alone(block: _Block, *, latin: bool) -> _Block:
    """``block`` with the kind that shows without looking at the others."""
    line = block.text
    if furniture.is_credit_line(line):
        kind = SegmentKind.CREDIT
    elif latin and not furniture.is_latin(line):
        kind = SegmentKind.BOILERPLATE
    elif picture_in(line) is Picture.CERTAIN:
        kind = SegmentKind.CAPTION
    elif len(line) <= 80 and (
        is_only_agencies(line.strip("()[]—–- ")) or (line[0] in "([" and is_agency_sign(line[1:-1]))
    ):
        kind = SegmentKind.CREDIT
    elif bylines.is_byline(line):
        # «The Associated Press contributed to this report.» credits an agency, not a person.
        kind = SegmentKind.CREDIT if agencies_in(line) and not _BY.match(line) else SegmentKind.BYLINE
    elif bylines.is_stamp(line) or furniture.is_furniture(line):
        kind = SegmentKind.BOILERPLATE
    else:
        return block
    return replace(block, kind=kind)


_BY = re.compile(r"by\b|[^,]{3,40},", re.IGNORECASE)


def _mark_captions(blocks: Sequence[_Block]) -> list[_Block]:
    """Captions that show only beside the others: signed by an agency, and in the page's head, or given twice."""
    counts = Counter(furniture.line_key(block.text) for block in blocks)
    loose = [n for n, block in enumerate(blocks) if block.kind is None]
    # A digest ends each item with the paper it comes from.
    digest = len({blocks[n].text for n in loose if ends_in_source(blocks[n].text)}) > _MOST_DIGEST_SOURCES
    signed = {n for n in loose if picture_in(blocks[n].text) is Picture.POSSIBLE}
    unsigned = [n for n in loose if n not in signed and _is_prose(blocks[n].text)]
    # In a brief of two paragraphs the sign after the second is the brief's.
    head = 0 if digest or not unsigned else unsigned[1] if len(unsigned) > 2 else unsigned[0]
    marked = list(blocks)
    for n in signed:
        if n < head or is_pictorial(blocks[n].text) or counts[furniture.line_key(blocks[n].text)] > 1:
            marked[n] = replace(blocks[n], kind=SegmentKind.CAPTION)
    return marked


def _mark_titles(blocks: Sequence[_Block], title: str | None) -> list[_Block]:
    """The headline, wherever the page repeats it: the one that was given, else the page's first line that is one."""
    key = furniture.line_key(title) if title else ""
    if not key or all(furniture.line_key(block.text) != key for block in blocks):
        headline = _find_headline(blocks)
        key = furniture.line_key(headline) if headline else key
    return [
        replace(block, kind=SegmentKind.TITLE)
        if key and block.kind in (None, SegmentKind.BOILERPLATE) and furniture.line_key(block.text) == key
        else block
        for block in blocks
    ]


def _find_headline(blocks: Sequence[_Block]) -> str | None:
    prose = _prose_of(blocks)
    if not prose:
        return None
    if _is_stopped_headline(blocks, 0):
        return blocks[0].text
    head = [block.text for block in blocks[: prose[0] + 1] if block.kind is None]
    # «Is It Over?» may be a headline where it comes first; further down it is somebody's question.
    candidates = [line for n, line in enumerate(head) if _is_headline(line) and (n == 0 or not _is_ended(line))]
    # A section's name («World», «Asia Pacific») stands before the headline.
    longer = [line for line in candidates if len(line.split()) >= _FEWEST_HEADLINE_WORDS]
    return next(iter(longer or candidates), None)


def _is_headline(line: str) -> bool:
    if len(line) > _LONGEST_HEADLINE or len(line.split()) > _MOST_HEADLINE_WORDS or line[0].islower():
        return False
    if is_dateline(line):
        return False
    return not _FULL_STOP.search(line[-_TAIL:]) or _is_title_case(line)


def _is_title_case(line: str) -> bool:
    """Whether all words but small ones are capitalised, as in American headlines; a single word says nothing."""
    words = [word.strip("\"'“”‘’()[]:;,.!?") for word in line.split()]
    telling = [word for word in words if word and word.casefold() not in load_lexicon("layout")["title"]["small_words"]]
    capital = [not word[0].islower() for word in telling]
    return len(telling) >= 3 and all(capital) and sum(word[0].isupper() for word in telling) >= 3


def _prose_of(blocks: Sequence[_Block]) -> list[int]:
    """Numbers of the blocks of running prose that are not known to be anything else, headlines with a stop apart."""
    prose = [n for n, block in enumerate(blocks) if block.kind is None and _is_prose(block.text)]
    stopped = 0
    while stopped < len(prose) - 1 and _is_stopped_headline(blocks, prose[stopped]):
        stopped += 1
    return prose[stopped:]


def _is_stopped_headline(blocks: Sequence[_Block], n: int) -> bool:
    """Whether block ``n``, though it ends like a sentence, is a headline: «Minister Resigns After Late Vote.»

    It is in title case, or the page begins with it and goes on as pages do below a headline.
    """
    line = blocks[n].text
    if blocks[n].kind is not None or len(line.split()) > _MOST_STOPPED_WORDS or n + 1 == len(blocks):
        return False
    if is_dateline(line) or _TWO_SENTENCES.search(line):
        return False
    following = blocks[n + 1]
    heads = n == 0 and (
        furniture.line_key(following.text) in load_lexicon("layout")["title"]["followers"]
        or (following.kind is None and find_dateline(following.text, Span(0, len(following.text)), is_first=False))
    )
    return bool(heads) or _is_title_case(line)


def _is_prose(line: str) -> bool:
    words = len(line.split(None, _LONG_LINE_WORDS))
    return words > _LONG_LINE_WORDS or (words >= _PROSE_WORDS and _is_ended(line))


def _is_ended(line: str) -> bool:
    return _ENDS.search(line[-_TAIL:]) is not None


def _mark_head(blocks: Sequence[_Block]) -> list[_Block]:
    """Before the first prose, lines that are no sentence: second headlines, names of sections, names of authors."""
    first = next(iter(_prose_of(blocks)), 0)
    loose = [n for n in range(first) if blocks[n].kind is None and not _is_ended(blocks[n].text)]
    marked = list(blocks)
    if not _is_minor(blocks, loose):
        return marked
    for n in loose:
        long = len(blocks[n].text.split()) >= _FEWEST_HEADLINE_WORDS and _is_headline(blocks[n].text)
        marked[n] = replace(blocks[n], kind=SegmentKind.TITLE if long else SegmentKind.BOILERPLATE)
    return marked


def _mark_tail(blocks: Sequence[_Block]) -> list[_Block]:
    """After the last prose, short lines that are no sentence; and sentences in which the page asks for something."""
    marked = list(blocks)
    prose = _prose_of(marked)
    for n in _asking(marked, prose):
        marked[n] = replace(marked[n], kind=SegmentKind.BOILERPLATE)
        prose.remove(n)
    if len(prose) > 1 and bylines.is_author_note(marked[prose[-1]].text):
        marked[prose[-1]] = replace(marked[prose[-1]], kind=SegmentKind.BYLINE)
        prose.pop()
    if not prose:
        return marked
    loose = [n for n in range(prose[-1] + 1, len(marked)) if _is_loose_end(marked, n)]
    # One line alone may be the article's last sentence without its full stop.
    if len(loose) == 1 and len(marked[loose[0]].text.split()) > _PROSE_WORDS:
        loose = [n for n in loose if _is_title_case(marked[n].text) or furniture.is_edge_furniture(marked[n].text)]
    for n in loose if _is_minor(marked, loose) else ():
        marked[n] = replace(marked[n], kind=SegmentKind.BOILERPLATE)
    return marked


def _asking(blocks: Sequence[_Block], prose: Sequence[int]) -> Sequence[int]:
    """The sentences at the page's end that speak to the reader, from where a credit or a button ends the text."""
    first = len(prose)
    while first > 1 and furniture.is_edge_furniture(blocks[prose[first - 1]].text):
        first -= 1
    ends = (SegmentKind.BOILERPLATE, SegmentKind.BYLINE, SegmentKind.CREDIT)
    while first < len(prose) and blocks[prose[first] - 1].kind not in ends:
        first += 1
    return prose[first:]


def _is_loose_end(blocks: Sequence[_Block], n: int) -> bool:
    line = blocks[n].text
    if blocks[n].kind is not None or _is_ended(line) or len(line.split()) > _MOST_EDGE_WORDS:
        return False
    return not _BULLET.match(line) and line[0] not in "\"“‘'" and not blocks[n - 1].text.endswith(":")


def _is_minor(blocks: Sequence[_Block], loose: Sequence[int]) -> bool:
    """Whether the lines ``loose`` are less than half of what is left: a poem or a list is not all furniture."""
    total = sum(len(block.text) for block in blocks if block.kind is None)
    return 2 * sum(len(blocks[n].text) for n in loose) < total


def _mark_headings(blocks: Sequence[_Block]) -> list[_Block]:
    """Cross-headings between paragraphs: short, in capitals or title case, without a sentence's end."""
    marked = list(blocks)
    for n in range(1, len(blocks) - 1):
        block = blocks[n]
        if block.kind is None and _is_heading(block.text) and _is_prose(blocks[n + 1].text):
            marked[n] = replace(block, kind=SegmentKind.TITLE)
    return marked


def _is_heading(line: str) -> bool:
    if len(line.split()) > _MOST_HEADING_WORDS or _is_ended(line) or line[0] in "\"“‘'•-" or "," in line:
        return False
    return _HAS_LETTER.search(line) is not None and (line.isupper() or _is_title_case(line))


def _described(article: Article, blocks: Sequence[_Block]) -> Article:
    text = article.text or ""
    segments: list[Segment] = []
    wire: list[str] = []
    body = [block for block in blocks if block.kind in (None, SegmentKind.BODY)]
    for block in blocks:
        if block.kind is None:
            found, signs = _cut_body(text, block.span, is_first=block is body[0], is_last=block is body[-1])
            segments += found
            wire += signs
        else:
            segments.append(Segment(kind=block.kind, start=block.span.start, end=block.span.end))
    wire += _credited(blocks)
    published = None if article.published else _published(blocks)
    return replace(
        article,
        segments=tuple(segments),
        title=article.title or next((block.text for block in blocks if block.kind is SegmentKind.TITLE), None),
        authors=article.authors or tuple(dict.fromkeys(_authors(blocks))),
        wire=tuple(dict.fromkeys((*article.wire, *wire))),
        published=article.published or published,
        published_evidence=PublishedEvidence.TEXT if published else article.published_evidence,
    )


def _cut_body(text: str, span: Span, *, is_first: bool, is_last: bool) -> tuple[list[Segment], tuple[str, ...]]:
    """A body paragraph in up to three segments: dateline, body, agency's sign; and the agencies it names."""
    segments: list[Segment] = []
    wire: tuple[str, ...] = ()
    dateline = find_dateline(text, span, is_first=is_first)
    if dateline:
        segments.append(_segment(SegmentKind.DATELINE, dateline.span))
        span = trim(text, Span(dateline.span.end, span.end))
        wire += dateline.wire
    sign = find_end_credit(text, span) if is_last and span.start < span.end else None
    body = trim(text, Span(span.start, sign.start)) if sign else span
    if body.start < body.end:
        segments.append(_segment(SegmentKind.BODY, body))
    if sign:
        segments.append(_segment(SegmentKind.CREDIT, sign))
        wire += signed_by(text[sign.start : sign.end])
    return segments, wire


def _segment(kind: SegmentKind, span: Span) -> Segment:
    return Segment(kind=kind, start=span.start, end=span.end)


def _credited(blocks: Sequence[_Block]) -> Iterator[str]:
    """Agencies named in credits and bylines, then those that sign pictures."""
    for block in blocks:
        if block.kind is SegmentKind.BYLINE:
            yield from agencies_in(block.text)
        elif block.kind is SegmentKind.CREDIT:
            yield from signed_by(block.text)
    for block in blocks:
        if block.kind is SegmentKind.CAPTION:
            yield from picture_wire(block.text)


def _authors(blocks: Sequence[_Block]) -> Iterator[str]:
    for block in blocks:
        if block.kind is SegmentKind.BYLINE:
            yield from bylines.authors_in(block.text)


def _published(blocks: Sequence[_Block]) -> str | None:
    """The date in the page's header, which is all before the first prose; when it came out before when it changed."""
    first = next(iter(_prose_of(blocks)), 0)
    head = [block.text for block in blocks[:first] if block.kind in (SegmentKind.BOILERPLATE, SegmentKind.BYLINE)]
    dates = [(bylines.is_update(line), bylines.page_date(line)) for line in head]
    dated = [(update, date) for update, date in dates if date]
    return min(dated, key=lambda pair: pair[0])[1] if dated else None
