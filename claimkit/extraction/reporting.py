"""All reporting frames of a text, in the order of their cues."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimkit.extraction import cues, sources
from claimkit.extraction.clauses import around, asks, clause_before
from claimkit.extraction.complements import (
    directive,
    gerund,
    infinitive,
    predicative,
    prepositional,
    quoted_object,
)
from claimkit.extraction.coordination import can_speak, outer_speaker, with_shared
from claimkit.extraction.cues import child, infinitival, lemma, table, token_before, words
from claimkit.extraction.frames import Frame, Material, clause_after, denied
from claimkit.extraction.impersonal import (
    according,
    colon_follows,
    hearsay,
    impersonal,
    inscription,
    reported_to,
)
from claimkit.extraction.nouns import adjective, noun, phrase
from claimkit.extraction.relays import quoted_as_saying, with_relays

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Token


def find_frames(material: Material) -> Iterator[Frame]:
    """Every frame of the text, in the order of the cues."""
    found: dict[int, Frame] = {}
    for token in material.parse.doc:
        if token.is_space or token.i in found:
            continue
        for frame in _frames_at(material, token):
            if frame.content:
                found[frame.head.i] = frame
    frames = with_shared(material, with_relays(material, found))
    yield from (frames[place] for place in sorted(frames))


def _frames_at(material: Material, token: Token) -> tuple[Frame, ...]:
    if token.pos_ in ("VERB", "AUX") and (pair := quoted_as_saying(material, token)):
        return pair
    frame = _frame_at(material, token)
    return (frame,) if frame is not None else ()


def _frame_at(material: Material, token: Token) -> Frame | None:
    if token.lower_ in words("relay", "citing"):
        return None
    if token.lower_ == "according":
        return according(material, token)
    if token.lower_ in words("inscription", "forms") and colon_follows(token):
        return inscription(material, token)
    if token.lower_ in table("adjective") and (frame := adjective(material, token)) is not None:
        return frame
    if token.pos_ in ("VERB", "AUX"):
        read = hearsay if cues.passive(token) else _verb
        return reported_to(material, token) or impersonal(material, token) or read(material, token)
    return noun(material, token) or phrase(material, token) if token.pos_ == "NOUN" or _opens(token) else None


def _opens(token: Token) -> bool:
    """«Belief is growing that ...»: the first word of a sentence, taken for a name."""
    return bool(token.is_sent_start) and token.pos_ == "PROPN" and token.dep_ == "nsubj"


def _verb(material: Material, verb: Token) -> Frame | None:
    name = lemma(verb)
    kind = table("clause").get(name)
    subject = sources.speaker(verb)
    if subject is not None and subject.tag_ == "DT" and subject.lower_ == "that" and kind == "say":
        return None  # «That said, ...»
    if verb.dep_ == "ccomp" and asks(verb) and verb.left_edge.lower_ in ("whether", "if", "when", "why", "how"):
        return None  # «would not say whether he wants to ...»
    if _is_purpose(verb) or (subject is not None and subject.lower_ in words("outside", "nobody")):
        return None
    subject = _object_speaker(verb) or outer_speaker(verb, subject) or _learned_from(verb, kind) or subject
    # «the dam, which holds 90 million tonnes, "would have failed"»: of a thing, only a clause right below is content.
    if subject is not None and subject.tag_ == "WDT" and clause_after(verb, verb) is None:
        return None
    if kind is not None:
        frame = around(material, verb, subject, kind) or clause_before(material, verb, subject, kind)
        if frame is not None:
            return None if denied(verb, kind) else frame
    elif name in table("quotation") or subject is not None:
        frame = around(material, verb, subject, table("quotation").get(name, "say"), quoted_only=True)
        if frame is not None:
            return frame
    if subject is None or denied(verb, "commit"):
        return None
    return (
        directive(material, verb, subject)
        or infinitive(material, verb, subject)
        or prepositional(material, verb, subject)
        or predicative(material, verb, subject)
        or gerund(material, verb, subject)
        or quoted_object(material, verb, subject)
    )


def _object_speaker(verb: Token) -> Token | None:
    """«recalled her predecessor warning her that ...»: the object is who warns."""
    before = token_before(verb)
    if verb.tag_ != "VBG" or verb.dep_ not in ("advcl", "xcomp") or before is None:
        return None
    thing = child(verb.head, "dobj")
    near = thing is not None and thing.right_edge == before and verb.head.i < thing.i
    return thing if near and thing is not None and thing.pos_ != "PUNCT" and can_speak(thing) else None


def _learned_from(verb: Token, kind: str | None) -> Token | None:
    """«had learned from television that ...», «heard from her assistant»: who is heard is the source."""
    if kind != "perceive":
        return None
    other = next((word for word in verb.rights if word.lower_ == "from" and word.i <= verb.i + 2), None)
    return child(other, "pobj") if other is not None else None


def _is_purpose(verb: Token) -> bool:
    """«a study to determine how ...», «it is early to assume that ...»: nobody has said or thought it yet."""
    top = verb
    while top.dep_ == "conj" and not infinitival(top) and top.head.pos_ == "VERB":
        top = top.head
    if not infinitival(top):
        return False
    # «is said to have told aides that ...»: what is said of him is that he told.
    raised = cues.passive(top.head) and lemma(top.head) in words("hearsay", "participles")
    return top.dep_ != "xcomp" or not (raised or lemma(top.head) in words("outside", "carriers"))
