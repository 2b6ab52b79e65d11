"""The source of a link: who speaks, the noun phrase, and the vessel it came in.

A source is the full noun phrase with its apposition and the comma that closes it, as PolNeAR marks it; a time at its
edge ("state media Thursday") is not its, nor is what hangs on after a comma ("a projection by X, leaving ...").
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from claimkit.extraction.cues import QUOTE_MARKS, SUBJECTS, child, infinitival, lemma, words
from claimkit.records import Span

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Token

_CLIMB = frozenset({"conj", "xcomp", "advcl", "ccomp"})


def speaker(verb: Token) -> Token | None:
    """The head of the noun phrase that does the saying: the verb's subject, or that of the verb that carries it."""
    current = verb
    for _ in range(6):
        own = [token for token in current.children if token.dep_ in SUBJECTS]
        agent = child(current, "agent")
        if own and own[0].dep_ == "nsubjpass" and current == verb:
            return child(agent, "pobj") if agent else None
        if own:
            # «He told her to say no»: a carried infinitive belongs to the object, which is nobody's utterance.
            return own[-1]
        if current.dep_ == "acl" and current.tag_ == "VBG" and current.head.pos_ in ("NOUN", "PROPN", "PRON"):
            return current.head
        if current.dep_ not in _CLIMB or current.head == current:
            return None
        if current.dep_ == "ccomp" and (current.tag_ != "VBG" and not infinitival(current)):
            return None
        current = current.head
    return None


def noun_phrase(head: Token, *, stop: Token | None = None) -> tuple[Token, Token]:
    """First and last token of the noun phrase of ``head``; it does not reach over ``stop``, a cue beside it."""
    doc = head.doc
    first, last = head.left_edge.i, head.right_edge.i
    if stop is not None and stop.i > head.i:
        last = min(last, stop.i - 1)
    if stop is not None and stop.i < head.i:
        first = max(first, stop.i + 1)
    # A quotation that ends before the speaker can be parsed into the noun phrase: «..." Cruz».
    for index in range(head.i - 1, first - 1, -1):
        if doc[index].text in QUOTE_MARKS and doc[index].tag_ != "POS" and not _opens(doc[index]):
            first = index + 1
            break
    for index in range(head.i + 1, last + 1):
        if doc[index].text in QUOTE_MARKS and _opens(doc[index]) and doc[index - 1].text in {",", ":"}:
            last = index - 1
            break
    while last > head.i and (doc[last].is_space or doc[last].text in {".", ";", ":"}):
        last -= 1
    while first < head.i and (doc[first].is_space or doc[first].is_punct):
        first += 1
    return doc[first], doc[last]


def without_hangers(first: Token, last: Token, head: Token) -> Token:
    """The last token of a noun phrase cut before ", leaving ...", ", while ..." and the like."""
    for index in range(head.i + 1, last.i):
        token, following = first.doc[index], first.doc[index + 1]
        if token.text in {",", "--", "—", "–"} and (following.tag_ == "VBG" or following.dep_ in ("mark", "cc")):
            return first.doc[index - 1]
    return last


def author_of(head: Token) -> Token | None:
    """The agent in "a projection by X", "a report from X": the head of X, if ``head`` is a medium."""
    if lemma(head) not in words("medium", "nouns"):
        return None
    for preposition in head.rights:
        target = child(preposition, "pobj")
        if preposition.lower_ in ("by", "from") and target is not None:
            return target
        # «a report quoted by X» is another's.
        if (
            preposition.dep_ == "acl"
            and preposition.tag_ == "VBN"
            and lemma(preposition) not in words("relay", "carrying")
        ):
            agent = child(preposition, "agent")
            target = child(agent, "pobj") if agent else None
            if target is not None:
                return target
    return None


def vessel_of(verb: Token) -> Token | None:
    """The medium in "said in a statement": a medium noun under "in", "on", "via" or "through"."""
    for preposition in verb.rights:
        target = child(preposition, "pobj") if preposition.dep_ == "prep" else None
        carries = preposition.lower_ in ("in", "on", "via", "through", "during")
        if target is not None and carries and lemma(target) in words("medium", "nouns"):
            return target
    return None


def vessel_after(head: Token, last: Token) -> tuple[Token, Token] | None:
    """In "according to X in a report": the preposition and the medium, inside or right behind the noun phrase of X."""
    inside = [token for token in head.rights if token.dep_ == "prep" and token.i <= last.i]
    behind = last.nbor(1) if last.i + 1 < len(last.doc) else None
    for preposition in (*inside, *([behind] if behind is not None and behind.dep_ == "prep" else [])):
        target = child(preposition, "pobj")
        if target is not None and preposition.lower_ == "in" and lemma(target) in words("medium", "nouns"):
            return preposition, target
    return None


def cut_times(span: Span, times: tuple[Span, ...], text: str) -> Span:
    """``span`` without a time (of sorted ``times``) at its right edge, nor the preposition before it."""
    for time in times[bisect_right(times, (span.start, len(text))) : bisect_left(times, (span.end, 0))]:
        if span.start < time.start < span.end <= time.end + 1 and span.end >= time.end:
            rest = text[span.start : time.start].rstrip()
            for preposition in (" on", " in", " late", " early"):
                rest = rest.removesuffix(preposition)
            return Span(span.start, span.start + len(rest.rstrip(" ,")))
    return span


def _opens(token: Token) -> bool:
    return not token.whitespace_
