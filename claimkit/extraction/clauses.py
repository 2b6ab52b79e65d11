"""Frames with a clause or a quotation as content: after it, inside it, or before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.extraction import cues
from claimkit.extraction.cues import child, lemma, token_after, token_before, words
from claimkit.extraction.frames import (
    BREAKS,
    Frame,
    Material,
    clause_after,
    clause_end,
    edges,
    make,
    quotation_over,
    sentence_at,
    sentence_end,
)
from claimkit.extraction.quotes import Quotation
from claimkit.records import Span

if TYPE_CHECKING:
    from spacy.tokens import Token


def around(
    material: Material, verb: Token, subject: Token | None, kind: str, *, quoted_only: bool = False
) -> Frame | None:
    """A frame after or inside its content: «..., X said», «"...," said X, "..."»."""
    if subject is None or subject.head != verb:
        subject = _inverted(verb)
    if subject is None or subject.dep_ == "nsubjpass":
        return None
    first, last = edges(verb, subject)
    before, after = token_before(first), token_after(last)
    if before is None or sentence_at(material, before) != sentence_at(material, verb):
        return None
    quotation = quotation_over(material, before.idx)
    own = quotation_over(material, verb.idx)
    ended = quotation is not None and quotation is not own and quotation.span.end == before.idx + len(before.text)
    if ended and quotation is not None and not _is_speech(material, quotation, first, strict=quoted_only):
        return None
    if not ended and (quoted_only or not _trails(verb, before, first)):
        return None
    if quoted_only and (verb.pos_ == "AUX" or (after is not None and not _closes(after))):
        return None
    right = clause_after(verb, last)
    if right is not None and not ended:
        return None
    left = _left_part(material, verb, quotation if ended else None, first)
    rest = _right_part(material, verb, last)
    if (
        after is not None
        and (right is not None or after.text == ":")
        and (not ended or left.start != _start(quotation))
    ):
        # «Conceding that it may come "down the line," he warned: "..."»: what matters comes after.
        return None
    rule = "quote-frame" if ended else "trailing-frame"
    return make(verb, subject, kind, rule, [left, *rest])


def _inverted(verb: Token) -> Token | None:
    """«..., reported the KCNA»: what the parser takes for the object is the speaker."""
    thing = child(verb, "dobj")
    before = token_before(verb)
    if thing is None or before is None or verb.tag_ not in ("VBD", "VBZ") or thing.pos_ != "PROPN":
        return None
    after = token_after(thing.right_edge)
    closed = after is None or after.is_punct
    contiguous = thing.left_edge.i == verb.i + 1
    return thing if closed and contiguous and (before.text in BREAKS or before.text in cues.QUOTE_MARKS) else None


def _start(quotation: Quotation | None) -> int:
    return quotation.span.start if quotation is not None else -1


def _is_speech(material: Material, quotation: Quotation, first: Token, *, strict: bool) -> bool:
    """«"...," X said» is speech; «"Broad City" star X turned» and «the "fake" papers were» are words in marks."""
    text = material.parse.text
    inner = text[quotation.inner.start : quotation.inner.end].rstrip()
    stopped = inner[-1:] in {",", "?", "!", "-", "—", "…", "."} or "," in text[quotation.span.end : first.idx]
    return stopped and (not strict or len(inner.split()) > 2)


def _closes(token: Token) -> bool:
    return token.is_punct or token.is_space or token.dep_ in ("mark", "prep", "advmod", "npadvmod", "cc")


def _trails(verb: Token, before: Token, first: Token) -> bool:
    if before.text not in BREAKS:
        return False
    if verb.dep_ == "parataxis" or (child(verb, *cues.SUBJECTS) is None and _inverted(verb) is not None):
        return True
    clause = next((other for other in verb.lefts if other.dep_ == "ccomp"), None)
    return clause is not None and clause.i < first.i


def _left_part(material: Material, verb: Token, quotation: Quotation | None, first: Token) -> Span:
    start = sentence_at(material, verb).start
    own = quotation_over(material, verb.idx)
    if own is not None:
        start = max(start, own.inner.start)
    if quotation is not None:
        before = material.parse.text[start : quotation.span.start].strip()
        alone = not before or before.lower() in words("outside", "openers")
        if quotation.span.start < start or alone or before[-1] in ":.!?;":
            start = quotation.span.start
    return Span(start, first.idx)


def _right_part(material: Material, verb: Token, last: Token) -> list[Span]:
    after = token_after(last)
    sentence = sentence_at(material, verb)
    if after is None or after.idx >= sentence.end or after.text not in BREAKS:
        return []
    following = token_after(after)
    if following is None or following.idx >= sentence.end:
        return []
    quotation = quotation_over(material, following.idx)
    if quotation is not None and quotation.span.start == following.idx:
        return [quotation.span]
    clause = next((other for other in verb.lefts if other.dep_ == "ccomp"), None)
    goes_on = (verb.dep_ == "parataxis" and verb.head.right_edge.i > after.i and verb.head.i > last.i) or (
        clause is not None and clause.right_edge.i > after.i
    )
    if after.text == "," and goes_on and following.tag_ != "VBG":
        return [Span(following.idx, sentence_end(material, verb))]
    return []


def clause_before(material: Material, verb: Token, subject: Token | None, kind: str) -> Frame | None:
    """A frame before its content: «X said (that) ...», «X said: "..."»."""
    if lemma(verb) in ("begin", "continue", "point") and not (child(verb, "prt") or child(verb, "ccomp")):
        return None
    _, last = edges(verb, subject)
    clause = clause_after(verb, cues.cue_tokens(verb)[1])
    after = token_after(last)
    if clause is not None and clause.pos_ in ("VERB", "AUX", "NOUN", "ADJ", "PROPN", "ADV", "PRON", "NUM"):
        own_subject = child(clause, "nsubj", "nsubjpass", "expl", "csubj", "mark", "attr")
        start = clause.left_edge
        if start.i <= verb.i:
            start = after if after is not None else clause
        quoted = quotation_over(material, clause.idx) is not None
        if not quoted and _asks(clause):
            return None
        if own_subject is None and not quoted and clause.tag_ in ("VBG", "VBN", "VB", "NN", "NNS", "NNP"):
            return None
        return make(verb, subject, kind, "clause", [Span(start.idx, clause_end(material, clause))])
    if after is None or (after.text != '"' and after.idx >= sentence_at(material, verb).end):
        return None
    quotation = None
    for token in (after, token_after(after)):
        if token is not None and quotation is None:
            quotation = quotation_over(material, token.idx)
            quotation = quotation if quotation is not None and quotation.span.start == token.idx else None
        if after.text not in {":", ","}:
            break
    own = quotation_over(material, verb.idx)
    if quotation is not None and quotation is not own and quotation.span.start - after.idx < 4:
        return make(verb, subject, kind, "clause-quotation", [quotation.span])
    if after.text == ":" and subject is not None and token_after(after) is not None:
        return make(verb, subject, kind, "colon", [Span(after.idx + 1, sentence_end(material, verb))])
    return None


def _asks(clause: Token) -> bool:
    """An indirect question: the frame is the claim itself, and nothing is reported."""
    first = clause.left_edge
    if first.lower_ in ("if", "whether"):
        return first.head == clause
    return first.tag_ in ("WP", "WRB", "WDT", "WP$") and (first.head == clause or first.head.head == clause)
