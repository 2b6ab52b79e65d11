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
    from claimkit.extraction.tokens import Token

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
    closings: tuple[int, ...]  # commas behind which the narrator speaks again: ", although ...", ", a remark that ..."
    joints: tuple[int, ...]  # where ", and that" goes on with a content
    parallels: tuple[int, ...]  # the same without a comma


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
    holds: bool = True  # whether what is said inside the content is said through this frame
    under: Token | None = None  # the head of the frame this one is nested in, where its cue stands outside that content


def material_of(parse: Parse, quotations: tuple[Quotation, ...], times: tuple[Span, ...]) -> Material:
    """``quotations`` reduced to the outer ones and indexed."""
    outer = tuple(quotation for quotation in quotations if quotation.depth == 0)
    starts = tuple(quotation.span.start for quotation in outer)
    sentences = tuple(Span(sentence.start_char, sentence.end_char) for sentence in parse.doc.sents)
    closings: list[int] = []
    joints: list[int] = []
    parallels: list[int] = []
    for token in parse.doc:
        if token.dep_ == "cc" and 0 < token.i < len(parse.doc) - 1 and _is_that(token.nbor(1)):
            before = token_before(token)
            comma = before is not None and (before.text == "," or parse.text[before.idx - 1 : before.idx] == ",")
            (joints if comma else parallels).append(token.idx - 1)
        if token.text == "," and token.i + 2 < len(parse.doc):
            following = token.nbor(1)
            if following.text in cues.QUOTE_MARKS:
                following = token.nbor(2)
            if _closes_content(following, sentences):
                closings.append(following.idx - 1)
    return Material(parse, outer, starts, times, sentences, tuple(closings), tuple(joints), tuple(parallels))


def _closes_content(token: Token, sentences: tuple[Span, ...]) -> bool:
    """«..., although X denied it.», «..., a remark he says he never made.»: the last thing in its sentence."""
    head: Token | None = None
    if token.lower_ in words("outside", "concessive") and token.dep_ == "mark":
        head = token.head
    elif token.lower_ in ("a", "an") and 0 < token.head.i - token.i <= 2:
        head = token.head if lemma(token.head) in words("outside", "resumptive") else None
    elif token.tag_ in ("WDT", "WP") and token.dep_ == "nsubj" and lemma(token.head) in table("clause"):
        # «..., which denies that it supplied them.»: a relative clause set off by a comma is the narrator's.
        head = token.head if cues.child(token.head, "ccomp") is not None else None
    if head is None or head.i < token.i:
        return False
    if head.i + 1 < len(head.doc) and token.lower_ in ("a", "an") and head.nbor(1).tag_ in ("PRP", "WDT", "WP"):
        return True
    last = head.right_edge
    sentence = sentences[bisect_right(sentences, Span(token.idx, sentences[-1].end + 1)) - 1]
    return last.idx + len(last.text) + 2 >= sentence.end


def _is_that(token: Token) -> bool:
    return token.lower_ == "that" and token.dep_ == "mark"


def first_between(places: tuple[int, ...], start: int, end: int) -> int | None:
    """The first of the sorted ``places`` behind ``start`` and before ``end``."""
    at = bisect_right(places, start)
    return places[at] if at < len(places) and places[at] < end else None


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
    low = min(span.start for span in content)
    if phrase is not None and phrase[0].idx < low <= phrase[1].idx and phrase[0].i > verb.i:
        # «was warned by an accountant that ...»: the clause is often parsed as the agent's own.
        last = phrase[0]
        while last.i < phrase[1].i and last.nbor(1).idx < low:
            last = last.nbor(1)
        phrase = (phrase[0], last)
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
    for place in (first_between(material.closings, clause.idx, end), _second_that(material, clause, end)):
        if place is not None and quotation_over(material, place) is own:
            end = min(end, place)
    end = _with_second_that(material, clause, end) if own is None else end
    return min(end, own.inner.end) if own is not None else end


def _second_that(material: Material, clause: Token, end: int) -> int | None:
    """Where «that A, and that B» parts: of a frame inside a content, B belongs to the frame around it."""
    return first_between(material.joints, clause.idx, end) if _is_reported(clause.head) else None


def _with_second_that(material: Material, clause: Token, end: int) -> int:
    """The end of B in «that A, and that B», where the parser ends the clause before."""
    joint = first_between(material.joints, end - 2, end + 2)
    if joint is None or _is_reported(clause.head) or clause.left_edge.lower_ != "that":
        return end
    return first_between(material.closings, joint, sentence_at(material, clause).end) or sentence_end(material, clause)


def _is_reported(verb: Token) -> bool:
    return verb.dep_ == "ccomp" and verb.head.i < verb.i and lemma(verb.head) in table("clause")


def sentence_end(material: Material, token: Token) -> int:
    """Where the sentence of ``token`` ends, or the quotation it stands in."""
    own = quotation_over(material, token.idx)
    end = sentence_at(material, token).end
    return min(end, own.inner.end) if own is not None else end


def agent_of(verb: Token) -> Token | None:
    """Who does it in a passive: the head behind "by"; none in "was informed by registered mail"."""
    agent = cues.child(verb, "agent")
    head = cues.child(agent, "pobj") if agent is not None else None
    return None if head is not None and lemma(head) in words("outside", "channels") else head


def denied(verb: Token, kind: str) -> bool:
    """A negated report reports nothing; a negated belief is a belief."""
    return kind in words("outside", "reporting") and cues.negated(verb)
