"""Frames around frames: whoever quotes, cites, carries or publishes what another says.

«X reported, citing Y, that A»; «Y was quoted by X as saying A»; «Y said in a statement carried by X that A»: nothing in
the content of the one is the cue of the other, so grammar alone must tell who stands outside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from claimkit.extraction import cues, sources
from claimkit.extraction.clauses import later_that
from claimkit.extraction.contents import merge, subtract
from claimkit.extraction.coordination import can_speak
from claimkit.extraction.cues import child, lemma, token_after, token_before, words
from claimkit.extraction.frames import (
    Frame,
    Material,
    agent_of,
    clause_after,
    clause_end,
    quotation_over,
    sentence_at,
)
from claimkit.extraction.outlets import find_outlet
from claimkit.extraction.parsing import token_span
from claimkit.extraction.source_types import source_type
from claimkit.records import SourceType, Span

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Token

# How far "as saying" may stand behind "quoted", and a head above what hangs on it.
_NEAR = 30
_CLIMB = 6


def with_relays(material: Material, found: Mapping[int, Frame]) -> dict[int, Frame]:
    """``found``, by head, with the frames of "citing" and of "carried by" and what they change in others."""
    frames = dict(found)
    for token in material.parse.doc:
        if token.lower_ in words("relay", "citing") and token.i not in frames:
            _cite(material, token, frames)
        elif token.tag_ == "VBN" and token.i not in frames and _is_carrying(token):
            _carry(material, token, frames)
    return frames


# --- "quoted ... as saying" ---


def quoted_as_saying(material: Material, verb: Token) -> tuple[Frame, ...]:
    """«X quoted Y as saying A», «Y was quoted (by X) as saying A», «"A," Y was quoted as saying»: X's frame and Y's."""
    if lemma(verb) not in words("hearsay", "quoted"):
        return ()
    way = _way_after(verb)
    passive = cues.passive(verb)
    speaker = child(verb, "nsubjpass") or _named_before(verb) if passive else child(verb, "dobj")
    if way is None or speaker is None or (not passive and not verb.i < speaker.i < way.i):
        return ()
    saying = way.nbor(1)
    source = sources.noun_phrase(speaker, stop=cues.cue_tokens(verb)[0] if passive else way)
    if not passive:
        source = (source[0], min(source[1], way.nbor(-1), key=_index))
    said = _said(material, saying, source[0])
    if said is None or (not passive and said.start < way.idx):
        return ()
    whole = Span(way.idx, said.end) if said.start > way.idx else token_span(way, saying)
    phrase = token_span(*source)
    before = Span(said.start, phrase.end) if said.start < phrase.start else phrase
    relay = _agent(verb, way) if passive else sources.speaker(verb)
    outer = Frame(
        rule="quoted",
        kind="say",
        head=verb,
        cue=cues.cue_span(verb),
        source=_phrase(verb, relay) if relay is not None else None,
        source_head=relay,
        content=merge([before, whole]),
        region=token_span(way, saying),
    )
    inner = Frame(
        rule="as-saying",
        kind="say",
        head=saying,
        cue=token_span(way, saying),
        source=source,
        source_head=speaker,
        content=(said,),
        region=token_span(way, saying),
    )
    return outer, inner


def _named_before(verb: Token) -> Token | None:
    """«"A," the chief, Colonel Berg, was quoted as saying»: the phrase before a passive that has lost its subject."""
    before = token_before(cues.cue_tokens(verb)[0])
    if before is not None and before.text == ",":
        before = token_before(before)
    while before is not None and before.dep_ in ("appos", "compound") and before.head.i < before.i:
        before = before.head
    return before if before is not None and before.pos_ in ("NOUN", "PROPN") else None


def _way_after(verb: Token) -> Token | None:
    """The "as" of "as saying" behind ``verb`` in the same clause."""
    doc = verb.doc
    for index in range(verb.i + 1, min(verb.i + _NEAR, len(doc) - 1)):
        token, following = doc[index], doc[index + 1]
        if token.lower_ == "as" and following.tag_ == "VBG" and lemma(following) in words("relay", "saying"):
            return token
        if token.tag_ in ("VBD", "VBZ", "VBP", "MD") or token.text in {";", ":", ".", '"'}:
            return None
    return None


def _said(material: Material, saying: Token, speaker: Token) -> Span | None:
    """What follows "as saying", or else what stands before its speaker."""
    clause = clause_after(saying, saying)
    after = token_after(saying)
    sentence = sentence_at(material, saying)
    if clause is not None and clause.left_edge.i > saying.i:
        return Span(clause.left_edge.idx, clause_end(material, clause))
    if after is not None and after.text in {",", ":"}:
        after = token_after(after)
    quotation = quotation_over(material, after.idx) if after is not None else None
    if after is not None and quotation is not None and quotation.span.start == after.idx:
        return quotation.span
    that = later_that(material, saying)
    if that is not None:
        return that
    before = token_before(speaker)
    if before is None or before.idx < sentence.start:
        return None
    quotation = quotation_over(material, before.idx)
    start = min(sentence.start, quotation.span.start) if quotation is not None else sentence.start
    return Span(start, speaker.idx)


def _agent(verb: Token, way: Token) -> Token | None:
    """«quoted by X as saying»; «quoted on the website of X», «in X», where X is an outlet."""
    for other in verb.rights:
        target = child(other, "pobj") if other.i < way.i else None
        if target is not None and other.dep_ == "agent":
            return target
        while target is not None and other.lower_ in ("in", "on"):
            if target.ent_type_ == "ORG" or find_outlet(_words_of(target)) is not None:
                return target
            of = next((word for word in target.rights if word.lower_ == "of"), None)
            target = child(of, "pobj") if of is not None and of.i < way.i else None
    return None


def _words_of(head: Token) -> str:
    """The words of ``head`` with what stands before it in its phrase."""
    return head.doc[head.left_edge.i : head.i + 1].text


def _phrase(verb: Token, speaker: Token) -> tuple[Token, Token]:
    stop = cues.cue_tokens(verb)[0] if speaker.i < verb.i else verb
    first, last = sources.noun_phrase(speaker, stop=stop)
    if speaker.i > verb.i:
        way = _way_after(verb)
        last = min(last, way.nbor(-1), key=_index) if way is not None else last
    return first, last


# --- "citing" ---


def _cite(material: Material, verb: Token, frames: dict[int, Frame]) -> None:
    """Adds what ``verb`` cites under the frame it belongs to; both have the same content."""
    start, thing = verb, child(verb, "dobj")
    from_ = next((other for other in verb.rights if other.lower_ == "from" and other.i == verb.i + 1), None)
    if thing is None and from_ is not None:
        start, thing = from_, child(from_, "pobj")
    over = _frame_over(material, verb, frames)
    if over is None or thing is None or not can_speak(thing):
        return
    author = sources.author_of(thing)
    first, last = sources.noun_phrase(author or thing, stop=start)
    if verb.i < over.head.i:
        # «X, citing Y, said that ...»: the phrase must not run into the frame.
        low, high = first.i, min(last.i, over.head.i - 1)
        last = next((first.doc[i - 1] for i in range(low + 1, high + 1) if first.doc[i].text == ","), first.doc[high])
    hole = Span(_comma_before(verb).idx, last.idx + len(last.text))
    content = tuple(piece for span in over.content for piece in subtract(span, [hole]))
    if not content:
        return
    # «A, quoting Y, and B»: what is behind a phrase that closes the content is still content.
    frames[over.head.i] = replace(over, content=content, source=_cut(over.source, verb))
    frames[verb.i] = Frame(
        rule="citing",
        kind="say",
        head=verb,
        cue=token_span(verb, start),
        source=(first, last),
        source_head=author or thing,
        content=content,
        region=over.region if over.rule == "trailing-frame" else token_span(verb, last),
        medium=thing if author is not None else None,
        under=over.head,
    )


def _frame_over(material: Material, verb: Token, frames: Mapping[int, Frame]) -> Frame | None:
    """The frame that ``verb`` hangs on, directly or by its subject; else the first one of its sentence."""
    sentence = sentence_at(material, verb)
    above = verb
    for _ in range(_CLIMB):
        above = above.head
        frame = frames.get(above.i)
        if frame is not None and frame.kind == "say" and sentence.start <= above.idx < sentence.end:
            return frame
    return None


def _cut(phrase: tuple[Token, Token] | None, verb: Token) -> tuple[Token, Token] | None:
    """A source without the ", citing Y" parsed into it."""
    if phrase is None or not phrase[0].i < verb.i <= phrase[1].i:
        return phrase
    last = token_before(_comma_before(verb))
    return (phrase[0], last) if last is not None and last.i >= phrase[0].i else phrase


def _comma_before(verb: Token) -> Token:
    before = token_before(verb)
    return before if before is not None and before.is_punct else verb


# --- "carried by" ---


def _is_carrying(participle: Token) -> bool:
    name = lemma(participle)
    return name in words("relay", "carrying") or name in words("relay", "publishing")


def _carry(material: Material, participle: Token, frames: dict[int, Frame]) -> None:
    """«a statement carried by X», «as reported by X»: X's frame, around the one the participle is a part of."""
    agent = child(participle, "agent")
    relay = child(agent, "pobj") if agent is not None else None
    if agent is None or relay is None or relay.pos_ not in ("PROPN", "NOUN"):
        return
    before = token_before(participle)
    as_ = before is not None and before.lower_ == "as"
    hole_start = _comma_before(before if as_ and before is not None else participle)
    inner = _relayed(material, participle, hole_start if as_ else None, frames)
    if inner is None or inner.source is None or inner.under is not None:
        return
    first, last = sources.noun_phrase(relay, stop=agent)
    if inner.source[0].idx >= hole_start.idx and inner.source[0].i <= relay.i <= inner.source[1].i:
        return
    last = _before_comma(first, last)
    own = _cut_at(inner.source, hole_start)
    start = min(inner.region.start, *(span.start for span in inner.content), own[0].idx)
    end = max(own[1].idx + len(own[1].text), inner.cue.end, *(span.end for span in inner.content))
    hole = Span(hole_start.idx, last.idx + len(last.text))
    content = tuple(piece for piece in subtract(Span(start, end), [hole]))
    kept = tuple(piece for span in inner.content for piece in subtract(span, [hole]))
    if not kept:
        return
    region = Span(min(inner.region.start, own[0].idx), max(inner.cue.end, own[1].idx + len(own[1].text)))
    if inner.region.start < hole.start < inner.region.end:
        region = inner.region
    frames[inner.head.i] = replace(inner, source=own, content=kept, region=region)
    frames[participle.i] = Frame(
        rule="carried-by",
        kind="say",
        head=participle,
        cue=token_span(participle, participle),
        source=(first, last),
        source_head=relay,
        content=content,
        region=region,
    )


def _relayed(material: Material, participle: Token, comma: Token | None, frames: Mapping[int, Frame]) -> Frame | None:
    """The frame in whose source or vessel ``participle`` stands, or that ends before the ``comma`` of "as reported"."""
    before = token_before(comma) if comma is not None else None
    if before is not None:
        closing = next(_above(before, frames), None)
        if closing is not None and closing.rule == "according-to":
            return closing
    noun = participle.head
    publishes = lemma(participle) in words("relay", "publishing")
    if publishes and lemma(noun) not in words("relay", "published"):
        return None
    sentence = sentence_at(material, participle)
    for frame in _above(noun, frames):
        if not sentence.start <= frame.head.idx < sentence.end:
            continue
        if noun == frame.source_head:
            return None if publishes else frame
        if publishes and not _is_outlet(participle):
            return None
        vessel = noun.dep_ == "pobj" and noun.head.head in (frame.head, frame.source_head)
        if vessel or noun == frame.medium or noun == frame.head or frame.head.lower_ == "according":
            return frame
    return None


def _is_outlet(participle: Token) -> bool:
    """«a ruling published by the Corran Herald»; in «a statement published by the campaign» the campaign speaks."""
    agent = agent_of(participle)
    if agent is None:
        return False
    kind = source_type(_words_of(agent), agent, None)
    return kind in (SourceType.NEWS_AGENCY, SourceType.NEWS_OUTLET)


def _above(noun: Token, frames: Mapping[int, Frame]) -> Iterator[Frame]:
    above = noun
    for _ in range(_CLIMB):
        if above.i in frames:
            yield frames[above.i]
        above = above.head


def _cut_at(phrase: tuple[Token, Token], stop: Token) -> tuple[Token, Token]:
    if not phrase[0].i < stop.i <= phrase[1].i:
        return phrase
    last = token_before(stop)
    return (phrase[0], last if last is not None else phrase[0])


def _before_comma(first: Token, last: Token) -> Token:
    """«by the Corran Herald, found»: without what the parser hangs on after a comma."""
    for index in range(first.i + 1, last.i + 1):
        if first.doc[index].text == ",":
            return first.doc[index - 1]
    return last


def _index(token: Token) -> int:
    return token.i
