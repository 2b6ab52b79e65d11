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
    inner = text[quotation.inner.start : quotation.inner.end].rstrip(" '’\"”")
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
    clause = clause_after(verb, cues.cue_tokens(verb)[1])
    if clause is not None and clause.left_edge.i > verb.i and _asks(clause):
        if quotation_over(material, clause.idx) is None:
            return None
        clause = None
    if clause is not None and _is_finite(clause, quotation_over(material, clause.idx) is not None):
        start = clause.left_edge
        if start.i <= verb.i:
            # «which she said would ...»: the relative word stands before the frame.
            start = token_after(edges(verb, subject)[1]) or clause
        return make(verb, subject, kind, "clause", [Span(start.idx, clause_end(material, clause))])
    return _beside(material, verb, subject, kind)


def _is_finite(clause: Token, quoted: bool) -> bool:
    if quoted or clause.tag_ not in ("VBG", "VBN", "VB", "NN", "NNS", "NNP"):
        return True
    return child(clause, "nsubj", "nsubjpass", "expl", "csubj", "mark", "attr", "aux", "auxpass") is not None


def _beside(material: Material, verb: Token, subject: Token | None, kind: str) -> Frame | None:
    """What follows the frame where the parser sees no clause: a quotation, a colon, or "that" further on."""
    last = edges(verb, subject)[1]
    after = token_after(last)
    sentence = sentence_at(material, verb)
    own = quotation_over(material, verb.idx)
    if after is None or (after.text != '"' and after.idx >= sentence.end):
        return None
    following = token_after(after) if after.text in {":", ","} else after
    quotation = quotation_over(material, following.idx) if following is not None else None
    if quotation is None or quotation is own or following is None or quotation.span.start != following.idx:
        quotation = _introduced(material, after, sentence.end) if subject is not None else None
    if quotation is not None and quotation is not own:
        return make(verb, subject, kind, "clause-quotation", [quotation.span])
    if after.text == ":" and subject is not None and token_after(after) is not None:
        return make(verb, subject, kind, "colon", [Span(after.idx + 1, sentence_end(material, verb))])
    that = _later_that(after, sentence.end)
    if that is not None and subject is not None:
        return make(verb, subject, kind, "later-that", [Span(that.idx, sentence_end(material, verb))])
    return None


def _introduced(material: Material, after: Token, end: int) -> Quotation | None:
    """«told Radio North host Matt Boyle, "..."»: a quotation after a comma or colon, before any other verb."""
    index = after.i
    while index + 1 < len(after.doc) and after.doc[index].idx < end and after.doc[index].pos_ not in ("VERB", "AUX"):
        following = after.doc[index + 1]
        if after.doc[index].text in {",", ":"}:
            quotation = quotation_over(material, following.idx)
            if quotation is not None and quotation.span.start == following.idx:
                return quotation
        index += 1
    return None


def _later_that(after: Token, end: int) -> Token | None:
    """«said following a vote in May that ...»: the conjunction "that" in the same clause, before any finite verb."""
    index = after.i
    while index < len(after.doc) and after.doc[index].idx < end:
        token = after.doc[index]
        if token.lower_ == "that" and token.dep_ in ("mark", "nsubj", "det") and token.tag_ in ("IN", "DT"):
            return token if token.tag_ == "IN" else None
        if token.tag_ in ("VBD", "VBZ", "VBP", "MD", "WDT", "WP") or token.text in {";", ":"}:
            return None
        index += 1
    return None


def _asks(clause: Token) -> bool:
    """An indirect question: the frame is the claim itself, and nothing is reported."""
    first = clause.left_edge
    if first.lower_ in ("if", "whether"):
        return first.head == clause
    # «told him that she had told her ...»: "that" tagged a relative word is still no question.
    return (
        first.tag_ in ("WP", "WRB", "WDT", "WP$")
        and first.lower_ != "that"
        and (first.head == clause or first.head.head == clause)
    )
