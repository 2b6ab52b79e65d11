"""Reporting frames: who, with what cue, and which words are the content, before edges are set and links nested.

The records the finders share, and what they all ask of the parse. Contents are raw character intervals that
``contents.py`` sets right. Everything is read from dependency edges, so the work is linear in the tokens.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimkit.extraction import cues, sources
from claimkit.extraction.cues import infinitival, lemma, table, token_before, words
from claimkit.extraction.parsing import Parse, token_span
from claimkit.extraction.quotes import Quotation
from claimkit.records import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_AFTER_VERB = frozenset({"prt", "advmod", "npadvmod", "dobj", "dative", "prep", "agent", "advcl", "acomp", "oprd"})
BREAKS = frozenset({",", "-", "--", "—", "–", "...", "…", "?", "!"})


@dataclass(frozen=True, slots=True)
class Material:
    """What the finders read: the parse, its outer quotations in order, the spans of its times and sentences."""

    parse: Parse
    quotations: tuple[Quotation, ...]
    starts: tuple[int, ...]
    times: tuple[Span, ...]
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """One reporting frame. ``region`` is the frame without its content, where a time of saying may stand."""

    rule: str
    kind: str
    head: Token
    cue: Span
    source: tuple[Token, Token] | None
    source_head: Token | None
    content: tuple[Span, ...]
    region: Span
    medium: Token | None = None
    negated: bool = False
    under: Token | None = None  # the head of the frame this one is nested in, where its cue stands outside that content


def material_of(parse: Parse, quotations: tuple[Quotation, ...], times: tuple[Span, ...]) -> Material:
    """``quotations`` reduced to the outer ones and indexed."""
    outer = tuple(quotation for quotation in quotations if quotation.depth == 0)
    starts = tuple(quotation.span.start for quotation in outer)
    sentences = tuple(Span(sentence.start_char, sentence.end_char) for sentence in parse.doc.sents)
    return Material(parse, outer, starts, times, sentences)


def sentence_at(material: Material, token: Token) -> Span:
    """The sentence of ``token``; spaCy's ``token.sent`` walks to its border each time, which is quadratic."""
    return material.sentences[bisect_right(material.sentences, Span(token.idx, len(material.parse.text) + 1)) - 1]


def quotation_over(material: Material, at: int) -> Quotation | None:
    """The outer quotation that holds the character ``at``."""
    index = bisect_right(material.starts, at) - 1
    if index >= 0 and material.quotations[index].span.end > at:
        return material.quotations[index]
    return None


def quotations_in(material: Material, span: Span) -> Iterator[Quotation]:
    """The outer quotations that overlap ``span``."""
    index = max(0, bisect_right(material.starts, span.start) - 1)
    while index < len(material.quotations) and material.starts[index] < span.end:
        if material.quotations[index].span.end > span.start:
            yield material.quotations[index]
        index += 1


def make(
    verb: Token, subject: Token | None, kind: str, rule: str, content: list[Span], *, cue: Span | None = None
) -> Frame:
    """The frame around ``verb``; ``cue`` where it is more than the verb with its auxiliaries."""
    phrase = _phrase(verb, subject)
    return Frame(
        rule=rule,
        kind=kind,
        head=verb,
        cue=cue or cues.cue_span(verb),
        source=phrase,
        source_head=subject,
        content=tuple(content),
        region=token_span(*edges(verb, subject)),
        medium=sources.vessel_of(verb),
        negated=cues.negated(verb),
    )


def _phrase(verb: Token, subject: Token | None) -> tuple[Token, Token] | None:
    if subject is None:
        return None
    stop = cues.cue_tokens(verb)[0] if subject.i < verb.i else verb
    return sources.noun_phrase(subject, stop=stop)


def edges(verb: Token, subject: Token | None) -> tuple[Token, Token]:
    """First and last token of the frame: cue, subject if it is the verb's own, and what follows without a break."""
    first, last = cues.cue_tokens(verb)
    phrase = _phrase(verb, subject)
    if phrase is not None and subject is not None and subject.head == verb:
        first = min(first, phrase[0], key=lambda token: token.i)
        last = max(last, phrase[1], key=lambda token: token.i)
    for other in verb.rights:
        if other.dep_ in _AFTER_VERB and other.left_edge.i == last.i + 1 and not _has_quote(other):
            last = other.right_edge
    return first, last


def _has_quote(token: Token) -> bool:
    edge = token.left_edge
    return edge.text in cues.QUOTE_MARKS or any(part.text == '"' for part in token.doc[edge.i : token.right_edge.i + 1])


def clause_after(verb: Token, last: Token) -> Token | None:
    """The finite clause the verb governs to its right."""
    for other in verb.rights:
        if other.dep_ == "ccomp" and other.i > last.i and not infinitival(other):
            return other
    return None


def clause_end(material: Material, clause: Token) -> int:
    """Where the clause ends; «..., adding that ...» starts another frame of the same speaker."""
    last = clause.right_edge
    for other in clause.rights:
        if other.dep_ in ("advcl", "acl") and other.tag_ == "VBG" and lemma(other) in table("clause"):
            before = token_before(other.left_edge)
            if before is not None and before.text in {",", "--", "—", "–"}:
                last = before
                break
    end = last.idx + len(last.text)
    own = quotation_over(material, clause.head.idx)
    return min(end, own.inner.end) if own is not None else end


def sentence_end(material: Material, token: Token) -> int:
    """Where the sentence of ``token`` ends, or the quotation it stands in."""
    own = quotation_over(material, token.idx)
    end = sentence_at(material, token).end
    return min(end, own.inner.end) if own is not None else end


def denied(verb: Token, kind: str) -> bool:
    """A negated report reports nothing; a negated belief is a belief."""
    return kind in words("outside", "reporting") and cues.negated(verb)
