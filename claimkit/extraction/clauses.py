"""Frames with a clause or a quotation as content: after it, inside it, or before it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimkit.extraction import cues
from claimkit.extraction.cues import child, lemma, table, token_after, token_before, words
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
    from claimkit.extraction.tokens import Token


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
    if not ended and (quoted_only or not (_trails(verb, before, first) or _interrupts(verb, before, after))):
        return None
    if quoted_only and (verb.pos_ == "AUX" or (after is not None and not _closes(after))):
        return None
    if not ended and after is not None and (resumed := _resumed(material, verb, before, after)):
        return make(verb, subject, kind, "trailing-frame", [_left_part(material, verb, None, first), resumed])
    right = clause_after(verb, last) if ended or not _is_left(after) else None
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
    if clause is not None and clause.i < first.i:
        return True
    # «Olsen believes the pier is safe, the daily reported, quoting ...»: the first verb may be taken for the main one.
    after = token_after(verb)
    return before.text == "," and verb.tag_ in ("VBD", "VBZ") and after is not None and after.text in {",", "."}


def _interrupts(verb: Token, before: Token, after: Token | None) -> bool:
    """«The charges, the bishop wrote, rest on ...»: a frame between commas in the middle of its content."""
    plain = verb.tag_ in ("VBD", "VBZ", "VBP") and lemma(verb) in table("clause")
    subject = child(verb, "nsubj")
    # «her landlady, who reads the grounds, had told him»: that is a relative clause, and no more.
    if subject is None or subject.tag_ in ("WP", "WDT"):
        return False
    return plain and before.text == "," and after is not None and after.text == ","


def _resumed(material: Material, verb: Token, before: Token, after: Token) -> Span | None:
    """What goes on behind a frame between commas; not a quotation, which is content of its own."""
    following = token_after(after)
    if not _interrupts(verb, before, after) or following is None:
        return None
    end = sentence_end(material, verb)
    going_on = following.lower_ == "that" or following.tag_ in ("VB", "VBZ", "VBD", "VBP", "MD", "TO", "RB")
    if following.idx >= end or not going_on or (following.dep_ in ("cc", "mark") and following.lower_ != "that"):
        return None
    stop = next((t for t in _until(following, end) if t.text == ";"), None)
    return Span(following.idx, stop.idx if stop is not None else end)


def _is_left(after: Token | None) -> bool:
    """«A, a source said, though she conceded that ...»: what is behind is another clause."""
    following = token_after(after) if after is not None and after.text == "," else None
    return following is not None and following.lower_ in words("outside", "concessive")


def _until(token: Token, end: int) -> Iterator[Token]:
    for index in range(token.i, min(token.i + 2 * _FAR, len(token.doc))):
        if token.doc[index].idx >= end:
            return
        yield token.doc[index]


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
    if clause is not None and clause.left_edge.i > verb.i and asks(clause):
        if quotation_over(material, clause.idx) is None:
            return None
        clause = None
    if clause is not None and _is_finite(clause, quotation_over(material, clause.idx) is not None):
        start = clause.left_edge
        if start.i <= verb.i:
            # «which she said would ...»: the relative word stands before the frame.
            start = token_after(edges(verb, subject)[1]) or clause
        end = _end_of_relative(verb, subject, clause_end(material, clause))
        return make(verb, subject, kind, "clause", [Span(start.idx, end)])
    return _beside(material, verb, subject, kind)


def _end_of_relative(verb: Token, subject: Token | None, end: int) -> int:
    """«studies, which claimed that A, had counted ...»: a relative clause between commas ends at the second."""
    before = token_before(subject) if subject is not None and subject.tag_ in ("WP", "WDT") else None
    if before is None or before.text != "," or verb.dep_ != "relcl":
        return end
    doc = verb.doc
    for index in range(verb.i + 1, min(verb.i + _FAR, len(doc) - 1)):
        if doc[index].idx >= end:
            return end
        if doc[index].text == "," and doc[index + 1].tag_ in ("VBD", "VBZ", "VBP", "MD"):
            return doc[index].idx
    return end


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
    # «reported hearing "a sound like a door"»: what is heard is no one's word.
    if quotation is not None and quotation is not own and kind != "perceive":
        return make(verb, subject, kind, "clause-quotation", [quotation.span])
    if after.text == ":" and subject is not None and token_after(after) is not None:
        return make(verb, subject, kind, "colon", [Span(after.idx + 1, sentence_end(material, verb))])
    that = later_that(material, verb) if subject is not None else None
    return make(verb, subject, kind, "later-that", [that]) if that is not None else None


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


def later_that(material: Material, verb: Token) -> Span | None:
    """«said following a vote in May that ...»: from a "that" further on in the same clause to the clause's end.

    Not over a finite verb, an infinitive or another cue, whose own it would be; nor "and that", which goes on with the
    content of a frame further out.
    """
    doc, end = verb.doc, sentence_at(material, verb).end
    for index in range(verb.i + 1, min(verb.i + _FAR, len(doc))):
        token = doc[index]
        if token.idx >= end and token.text != '"':
            return None
        if token.lower_ == "that" and (token.tag_ == "IN" or token.dep_ == "mark"):
            before = token_before(token)
            if before is None or before.dep_ == "cc":
                return None
            return Span(token.idx, _end_of_that(material, verb, token))
        if token.tag_ in _BARRIERS or token.text in {";", ":"} or _is_cue(token):
            return None
    return None


# Words between a verb and its "that".
_FAR = 40
_BARRIERS = frozenset({"VBD", "VBZ", "VBP", "MD", "WDT", "WP", "TO"})


def _is_cue(token: Token) -> bool:
    """«denied ever having said that ...»: the clause is of the nearer one; "citing X" has none."""
    known = token.tag_ in ("VB", "VBG", "VBN") and lemma(token) in table("clause")
    return known and token.lower_ not in words("relay", "citing") and lemma(token) not in words("relay", "carrying")


def _end_of_that(material: Material, verb: Token, that: Token) -> int:
    clause = that.head
    if clause.i > that.i and clause.pos_ in ("VERB", "AUX"):
        return max(clause_end(material, clause), clause.idx + len(clause.text))
    return sentence_end(material, verb)


def asks(clause: Token) -> bool:
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
