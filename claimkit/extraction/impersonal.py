"""Frames without a speaking subject: passives, "according to", nouns with a clause, words on a sign."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimkit.extraction import cues, sources
from claimkit.extraction.clauses import asks, later_that
from claimkit.extraction.cues import child, infinitival, lemma, table, token_after, token_before, words
from claimkit.extraction.frames import (
    BREAKS,
    Frame,
    Material,
    agent_of,
    clause_after,
    clause_end,
    denied,
    make,
    quotation_over,
    sentence_at,
)
from claimkit.extraction.outlets import find_outlet
from claimkit.extraction.parsing import token_span
from claimkit.records import Span

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Token


# How many words a semicolon is sought away from the frame.
_NEAR = 60


def hearsay(material: Material, verb: Token) -> Frame | None:
    """«X is believed to ...», «it was reported that ...», «X was urged to ...», «X was told that ...».

    The agent is the source, if there is one; the subject never is.
    """
    name = lemma(verb)
    source = agent_of(verb)
    complement = next((o for o in verb.rights if o.dep_ in ("xcomp", "ccomp", "advcl") and infinitival(o)), None)
    clause = clause_after(verb, cues.cue_tokens(verb)[1])
    target = complement if complement is not None else clause
    if name in words("hearsay", "directives") and complement is not None and target is not None:
        asked = Span(target.left_edge.idx, clause_end(material, target))
        return make(verb, source, "direct", "passive-directive", [asked])
    if name in words("hearsay", "told"):
        told_that = _told(material, verb, clause)
        if told_that is None or denied(verb, "say"):
            return None
        return make(verb, source, "say", "passive-told", [told_that])
    if name not in words("hearsay", "participles") or denied(verb, "say"):
        return None
    if clause is not None:
        content = [Span(clause.left_edge.idx, clause_end(material, clause))]
        return make(verb, source, table("clause").get(name, "say"), "hearsay", content)
    if complement is None:
        that = later_that(material, verb)
        return make(verb, source, table("clause").get(name, "say"), "hearsay", [that]) if that is not None else None
    content = [Span(complement.left_edge.idx, clause_end(material, complement))]
    told = child(verb, "nsubjpass")
    if told is not None and told.i < verb.i:
        content.insert(0, token_span(*sources.noun_phrase(told, stop=cues.cue_tokens(verb)[0])))
    return make(verb, source, table("clause").get(name, "say"), "hearsay", content)


def impersonal(material: Material, verb: Token) -> Frame | None:
    """«It emerged that ...»: from nobody."""
    subject = child(verb, "nsubj", "expl")
    clause = clause_after(verb, cues.cue_tokens(verb)[1])
    if lemma(verb) not in words("hearsay", "impersonal") or subject is None or subject.lower_ != "it":
        return None
    if clause is None or clause.left_edge.lower_ != "that" or denied(verb, "say"):
        return None
    return make(verb, None, "say", "hearsay", [Span(clause.left_edge.idx, clause_end(material, clause))])


def _told(material: Material, verb: Token, clause: Token | None) -> Span | None:
    """What somebody was told: a clause with "that" or without, or a quotation."""
    that = later_that(material, verb)
    if that is not None:
        return that
    after = token_after(verb)
    if after is not None and after.text in {",", ":"}:
        after = token_after(after)
    quotation = quotation_over(material, after.idx) if after is not None else None
    own = quotation_over(material, verb.idx)
    if after is not None and quotation is not None and quotation is not own and quotation.span.start == after.idx:
        return quotation.span
    if clause is None or asks(clause) or clause.tag_ in ("VBG", "VBN") or clause.left_edge.i <= verb.i:
        return None
    return Span(clause.left_edge.idx, clause_end(material, clause))


def according(material: Material, token: Token) -> Frame | None:
    """«According to X, ...», «..., according to a projection by X»: its content is the whole sentence.

    Inside a quotation it is the rest of the quotation.
    """
    to = child(token, "prep", "prt")
    head = child(to, "pobj") if to is not None else None
    if to is None or head is None or to.i != token.i + 1:
        return None
    speaker = sources.author_of(head) or head
    first, last = sources.noun_phrase(speaker, stop=to)
    last = sources.without_hangers(first, last, speaker)
    closing = last
    vessel = sources.vessel_after(speaker, last)
    if vessel is not None:
        closing = max(last, vessel[1], key=lambda other: other.i)
        last = vessel[0].nbor(-1) if vessel[0].i <= last.i else last
    medium = head if speaker != head else vessel[1] if vessel is not None else None
    closing = _over_relay(_over_time(material, closing))
    return Frame(
        rule="according-to",
        kind="say",
        head=token,
        cue=token_span(token, to),
        source=(first, last),
        source_head=speaker,
        content=tuple(besides(material, token, closing)),
        region=token_span(token, closing),
        medium=medium,
    )


def _over_relay(last: Token) -> Token:
    """``last``, or the end of the ", as reported by X," that follows."""
    comma = token_after(last)
    as_ = token_after(comma) if comma is not None and comma.text == "," else None
    participle = token_after(as_) if as_ is not None and as_.lower_ == "as" else None
    if participle is None or lemma(participle) not in words("relay", "carrying"):
        return last
    agent = agent_of(participle)
    return agent if agent is not None and agent.i > participle.i else last


def besides(material: Material, token: Token, closing: Token) -> Iterator[Span]:
    """What stands before and after the phrase from "according" to ``closing``, as far as it is its content."""
    sentence = sentence_at(material, token)
    own = quotation_over(material, token.idx)
    lower = max(sentence.start, own.inner.start) if own is not None else sentence.start
    upper = min(sentence.end, own.inner.end) if own is not None else sentence.end
    lower, upper = _between_semicolons(token, closing, lower, upper)
    opens = not _has_clause(token, lower)
    before = token_before(token)
    # «The board, according to its chairman, never said ...»: what stands before is the subject of what follows.
    split = opens and before is not None and before.text == "," and before.idx >= lower and _is_subject(before)
    if not opens or split:
        yield Span(lower, token.idx)
    after = token_after(closing)
    if after is None or after.idx >= upper:
        return
    if after.text not in BREAKS:
        if opens:
            yield Span(after.idx, upper)
        return
    following = token_after(after)
    if _resumes(following, token) or (not _hangs(following) and (opens or token.head.i > closing.i)):
        yield Span(after.idx + len(after.text), upper)


def _between_semicolons(token: Token, closing: Token, lower: int, upper: int) -> tuple[int, int]:
    """«By X's account, A; by Y's account, B»: each has its half."""
    doc = token.doc
    for index in range(token.i - 1, max(-1, token.i - _NEAR), -1):
        if doc[index].idx < lower:
            break
        if doc[index].text == ";":
            lower = doc[index].idx + 1
            break
    for index in range(closing.i + 1, min(len(doc), closing.i + _NEAR)):
        if doc[index].idx >= upper:
            break
        if doc[index].text == ";":
            upper = doc[index].idx
            break
    return lower, upper


def _resumes(following: Token | None, token: Token) -> bool:
    """«Two of them believe, according to X, that ...», «was denied, according to X, by ...»: the clause goes on."""
    if following is None or following.is_punct or following.is_space:
        return False
    if following.lower_ == "that" and following.tag_ != "WDT":
        return True
    return following.head.i < token.i and (following.lower_ == "by" or following.tag_ in ("VBZ", "VBD"))


def _is_subject(comma: Token) -> bool:
    """Whether the noun phrase before ``comma`` is a subject; a connective or an adverbial is none."""
    before = token_before(comma)
    while (
        before is not None
        and before.dep_ in ("pobj", "prep", "compound", "appos", "punct")
        and before.head.i < before.i
    ):
        before = before.head
    return before is not None and before.dep_ in ("nsubj", "nsubjpass")


def _over_time(material: Material, last: Token) -> Token:
    """``last``, or the last token of the time that follows: «according to state media Thursday»."""
    end = last.idx + len(last.text)
    at = bisect_right(material.times, Span(end, 0))
    if at == len(material.times) or material.times[at].start > end + 4:
        return last
    if material.parse.text[end : material.times[at].start].strip() not in ("", "on"):
        return last
    while last.i + 1 < len(last.doc) and last.nbor(1).idx < material.times[at].end:
        last = last.nbor(1)
    return last


def _has_clause(token: Token, lower: int) -> bool:
    """Whether a verb stands between ``lower`` and ``token``."""
    index = token.i - 1
    while index >= 0 and token.doc[index].idx >= lower:
        if token.doc[index].pos_ in ("VERB", "AUX"):
            return True
        index -= 1
    return False


def _hangs(token: Token | None) -> bool:
    """«..., according to X, leaving ...», «..., while ...»: what follows is the narrator's."""
    return token is not None and (token.tag_ == "VBG" or token.dep_ in ("mark", "cc") or token.tag_ in ("WDT", "WP"))


def reported_to(material: Material, verb: Token) -> Frame | None:
    """«..., reported to the Coast News Agency.»: a slip of the pen for "according to"."""
    to = next((p for p in verb.rights if p.dep_ == "prep" and p.lower_ == "to" and p.i == verb.i + 1), None)
    head = child(to, "pobj") if to is not None else None
    before = token_before(verb)
    if lemma(verb) != "report" or to is None or head is None or before is None or before.text != ",":
        return None
    sentence = sentence_at(material, verb)
    first, last = sources.noun_phrase(head, stop=to)
    after = token_after(last)
    named = head.ent_type_ == "ORG" or find_outlet(first.doc[first.i : last.i + 1].text) is not None
    if not named or not (after is None or after.text in {".", '"'} or after.idx >= sentence.end):
        return None
    return Frame(
        rule="reported-to",
        kind="say",
        head=verb,
        cue=token_span(verb, to),
        source=(first, last),
        source_head=head,
        content=(Span(sentence.start, verb.idx),),
        region=token_span(verb, last),
    )


def colon_follows(token: Token) -> bool:
    """Whether the next token is a colon."""
    after = token_after(token)
    return after is not None and after.text == ":"


def inscription(material: Material, token: Token) -> Frame | None:
    """«The message on the ribbon read: "..."»; "read" before a colon is often parsed as a noun."""
    colon = token_after(token)
    opening = token_after(colon) if colon is not None else None
    quotation = quotation_over(material, opening.idx) if opening is not None else None
    sentence = sentence_at(material, token)
    start = token.sent[0]
    while start.is_space or start.is_punct:
        if start.i + 1 >= token.i:
            return None
        start = start.nbor(1)
    if opening is None or quotation is None or quotation.span.start != opening.idx or start.i >= token.i:
        return None
    nouns = [t for t in token.doc[start.i : token.i] if t.pos_ in ("NOUN", "PROPN", "PRON")]
    if not nouns:
        return None
    head = next((noun for noun in nouns if noun.dep_ in ("nsubj", "ROOT")), nouns[0])
    end = quotation.span.end
    rest = sentence.end
    return Frame(
        rule="inscription",
        kind="show",
        head=token,
        cue=token_span(token, token),
        source=(start, token.nbor(-1)),
        source_head=head,
        content=(Span(quotation.span.start, max(end, rest) if quotation.span.end < rest else end),),
        region=token_span(start, token),
    )
