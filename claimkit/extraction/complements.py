"""Frames whose content is no clause: infinitives, what follows a preposition, what is said of an object."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from claimkit.extraction import cues
from claimkit.extraction.cues import child, infinitival, lemma, table, token_after, words
from claimkit.extraction.frames import Frame, Material, clause_end, first_between, make, quotation_over
from claimkit.records import Span

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Token


# How many words of an infinitive are searched for a clause of its own.
_NEAR = 40


def directive(material: Material, verb: Token, subject: Token) -> Frame | None:
    """«X urged Y to ...»: the infinitive is the content; «X wants Y to ...»: with its subject."""
    kinds = table("directive")
    kind = kinds.get(lemma(verb))
    if kind is None:
        return None
    for other in (*verb.rights, *_infinitive_after(child(verb, "dobj"))):
        if other.dep_ in ("ccomp", "xcomp", "advcl") and infinitival(other):
            addressed = child(other, "nsubj") or child(verb, "dobj", "dative")
            on = next((p for p in verb.rights if p.dep_ == "prep" and p.lower_ == "on"), None)
            if on is None and (addressed is None or lemma(verb) == "call"):
                continue
            start = next(token for token in other.lefts if token.lower_ == "to" and token.dep_ == "aux")
            cue = cues.cue_span(verb)
            if on is not None and child(on, "pobj"):
                addressed = child(on, "pobj")
            if addressed is not None and verb.i < addressed.left_edge.i < start.i:
                start = addressed.left_edge
            if on is not None and on.i == verb.i + 1:
                cue = Span(cue.start, on.idx + len(on.text))
            if start.i > 0 and start.nbor(-1).dep_ == "neg":
                start = start.nbor(-1)
            rule = "directive" if kind == "direct" else "wish"
            return make(verb, subject, kind, rule, [Span(start.idx, clause_end(material, other))], cue=cue)
    return None


def _infinitive_after(thing: Token | None) -> list[Token]:
    """The infinitive right behind an object, wherever the parser hangs it: «held a lecture warning them to ...»."""
    after = token_after(thing.right_edge) if thing is not None else None
    if after is None or after.lower_ != "to" or after.dep_ != "aux":
        return []
    return [after.head]


def infinitive(material: Material, verb: Token, subject: Token) -> Frame | None:
    """«X vowed to ...»: a commitment or a wish, the infinitive its content."""
    kind = table("infinitive").get(lemma(verb))
    if kind is None:
        return None
    for other in verb.rights:
        if other.dep_ in ("xcomp", "advcl", "ccomp") and infinitival(other) and not child(verb, "dobj"):
            if other.left_edge.i > verb.i + 3 and other.dep_ == "advcl":
                continue
            vessel = _vessel_inside(other)
            end = vessel[0].idx if vessel else _infinitive_end(material, other)
            frame = make(verb, subject, kind, "infinitive", [Span(other.left_edge.idx, end)])
            return replace(frame, medium=vessel[1]) if vessel else frame
    return None


def _infinitive_end(material: Material, complement: Token) -> int:
    """«that X threatened to leave and that Y ...»: the second clause is parallel to the one around the infinitive."""
    end = clause_end(material, complement)
    parallel = first_between(material.parallels, complement.idx, end)
    joint = first_between(material.joints, complement.idx, end)
    place = min((place for place in (parallel, joint) if place is not None), default=None)
    if place is None:
        return end
    marks = [t for t in complement.doc[complement.i : complement.i + _NEAR] if t.idx < place and t.dep_ == "mark"]
    return end if marks else place


def gerund(material: Material, verb: Token, subject: Token) -> Frame | None:
    """«X denies having said ...», «X recalled hearing ...»."""
    if lemma(verb) not in words("outside", "gerund"):
        return None
    for other in verb.rights:
        having = other.tag_ == "VBG" or any(word.dep_ == "aux" and word.tag_ == "VBG" for word in other.lefts)
        if other.dep_ in ("xcomp", "ccomp") and having and other.left_edge.i > verb.i:
            span = Span(other.left_edge.idx, clause_end(material, other))
            return make(verb, subject, table("clause").get(lemma(verb), "say"), "gerund", [span])
    return None


def _vessel_inside(complement: Token) -> tuple[Token, Token] | None:
    """«vowed to build ties in a message to X»: the preposition and the medium the parser hangs on the complement."""
    for index in range(complement.i + 1, complement.right_edge.i + 1):
        token = complement.doc[index]
        target = child(token, "pobj") if token.dep_ == "prep" and token.lower_ == "in" else None
        if target is not None and lemma(target) in words("medium", "messages"):
            return token, target
    return None


def prepositional(material: Material, verb: Token, subject: Token) -> Frame | None:
    """«X called for V-ing», «X accused Y of V-ing»."""
    name = lemma(verb)
    thing = child(verb, "dobj")
    for preposition in (*verb.rights, *(thing.rights if thing is not None else ())):
        if preposition.dep_ not in ("prep", "prt", "advmod", "advcl", "mark"):
            continue
        pair = f"{name} {preposition.lower_}"
        target = next((other for other in preposition.rights if other.dep_ in ("pcomp", "pobj")), None)
        if target is None:
            continue
        span = Span(target.left_edge.idx, clause_end(material, target))
        if pair in table("preposition") and thing is None:
            cue = Span(cues.cue_span(verb).start, preposition.idx + len(preposition.text))
            if preposition.i != verb.i + 1:
                cue = cues.cue_span(verb)
            return make(verb, subject, table("preposition")[pair], "preposition", [span], cue=cue)
        if pair in table("charge") and thing is not None:
            content = [Span(min(thing.left_edge.idx, preposition.idx), span.end)]
            return make(verb, subject, table("charge")[pair], "charge", content)
    return None


def predicative(material: Material, verb: Token, subject: Token) -> Frame | None:
    """«X called Y a Z», «X described Y as Z»."""
    name = lemma(verb)
    if name in table("predicative"):
        for other in verb.rights:
            if other.dep_ in ("ccomp", "oprd") and other.pos_ in ("NOUN", "PROPN", "ADJ", "NUM", "PRON"):
                start = (child(verb, "dobj") or other).left_edge
                if start.i > verb.i and start.i < other.right_edge.i:
                    content = [Span(start.idx, clause_end(material, other))]
                    return make(verb, subject, table("predicative")[name], "predicative", content)
    if name in table("predicative_as"):
        thing = child(verb, "dobj")
        for other in (*verb.rights, *(thing.rights if thing is not None else ())):
            if other.dep_ in ("prep", "advcl", "mark") and other.left_edge.lower_ == "as" and thing is not None:
                if thing.i < verb.i or other.i < thing.i:
                    continue
                content = [Span(thing.left_edge.idx, clause_end(material, other))]
                return make(verb, subject, table("predicative_as")[name], "predicative-as", content)
    return None


def quoted_object(material: Material, verb: Token, subject: Token) -> Frame | None:
    """«X confirmed "firm unity"», «X warned of "a storm"»: an object that opens with a quotation."""
    if table("clause").get(lemma(verb)) in (None, "perceive"):
        return None
    after = token_after(cues.cue_tokens(verb)[1])
    for token in (after, token_after(after) if after is not None else None):
        quotation = quotation_over(material, token.idx) if token is not None else None
        if token is not None and quotation is not None and quotation.span.start == token.idx:
            inside = quotation_over(material, verb.idx)
            if inside is quotation:
                return None
            return make(verb, subject, table("clause")[lemma(verb)], "quoted-object", [quotation.span])
    return None
