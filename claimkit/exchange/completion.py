"""What an annotation leaves open, read off the text: a claim that a person drew has no lemma, no sentence, no type.

The article is parsed once, and only if something is open; the same rooms find it that find it when extracting.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from claimkit.encoding import to_dict
from claimkit.exchange.claims import Row
from claimkit.extraction.entities import entity_at
from claimkit.extraction.given_claims import Given, claims_on
from claimkit.extraction.layers import Findings
from claimkit.extraction.parsing import Parse, token_span
from claimkit.extraction.pipeline import read_findings
from claimkit.extraction.quotes import Quotation, pair_quotes, style_of
from claimkit.extraction.source_types import source_type
from claimkit.extraction.tokens import Token
from claimkit.records import Article, Attribution, Mention, SourceType, Span


class Reading(NamedTuple):
    """An article with its parse and everything extraction finds in it."""

    article: Article
    parse: Parse
    findings: Findings
    quotations: tuple[Quotation, ...]


def read(article: Article) -> Reading:
    """Parse an article; raises :class:`~claimkit.errors.EmptyBodyError` where it has no body."""
    article, parsed, findings = read_findings(article)
    return Reading(article, parsed, findings, pair_quotes(parsed.text, parsed.paragraphs))


def claims_found(
    reading: Reading, given: Sequence[Given], links: Sequence[Attribution], mentions: Sequence[Mention]
) -> list[Row | None]:
    """The rows of claims on given words, ``None`` where no predicate of the body is in them.

    ``links`` and ``mentions`` stand in for those found, where the annotation has some of its own.
    """
    findings = reading.findings
    findings = dataclasses.replace(
        findings, links=tuple(links) or findings.links, mentions=tuple(mentions) or findings.mentions
    )
    found = claims_on(reading.parse, given, article_id=reading.article.article_id, findings=findings)
    return [claim.to_dict() if claim is not None else None for claim in found]


def link_fields(
    reading: Reading, cue: Span | None, source: Span | None, content: Sequence[Span], mentions: Sequence[Mention]
) -> Row:
    """What a link says beside its spans: those of the link found at its cue, else what its words tell."""
    mentions = tuple(mentions) or reading.findings.mentions
    fields: Row = {"source_head": None, "entity_id": None, "cue_lemma": None, "negated": False}
    fields["style"] = str(style_of(reading.parse.text, content, reading.quotations))
    same = next((link for link in reading.findings.links if cue is not None and _touch(link.cue, cue)), None)
    if same is not None:
        fields |= {"negated": same.negated, "cue_lemma": same.cue_lemma}
    elif (word := _head(reading, cue)) is not None:
        fields["cue_lemma"] = word.lemma_
    head = _head(reading, source)
    if source is None or head is None:
        fields["source_type"] = str(same.source_type if same is not None and source is None else SourceType.UNKNOWN)
        return fields
    mention = entity_at(mentions, token_span(head, head)) or entity_at(mentions, source)
    text = reading.parse.text
    return fields | {
        "source_head": text[head.idx : head.idx + len(head.text)],
        "entity_id": mention.entity_id if mention is not None else None,
        "source_type": str(source_type(text[source.start : source.end], head, mention)),
    }


def lemma_at(reading: Reading, span: Span) -> str:
    """The lemma of the head of a span, its own words in small letters where the body does not hold it."""
    head = _head(reading, span)
    return head.lemma_ if head is not None else reading.parse.text[span.start : span.end].lower()


def head_at(reading: Reading, span: Span) -> str | None:
    """The head word of a span, as written."""
    head = _head(reading, span)
    return reading.parse.text[head.idx : head.idx + len(head.text)] if head is not None else None


def hedge_at(reading: Reading, span: Span) -> Row | None:
    """The hedge found whose cue touches a span."""
    return _row(hedge for hedge in reading.findings.hedges if _touch(hedge.cue, span))


def quantity_at(reading: Reading, span: Span) -> Row | None:
    """The quantity found that touches a span."""
    return _row(each for each in reading.findings.quantities if _touch(each.span, span))


def time_at(reading: Reading, span: Span) -> Row | None:
    """The time found that touches a span."""
    return _row(each for each in reading.findings.times if _touch(each.span, span))


def _row(found: Iterable[Any]) -> Row | None:
    first = next(iter(found), None)
    return to_dict(first) if first is not None else None


def _head(reading: Reading, span: Span | None) -> Token | None:
    words = reading.parse.doc.char_span(*span, alignment_mode="expand") if span is not None else None
    return words.root if words is not None and words.text.strip() else None


def _touch(a: Span | None, b: Span) -> bool:
    return a is not None and a.start < b.end and b.start < a.end
