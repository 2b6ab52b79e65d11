"""All reporting frames of a text, in the order of their cues."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimkit.extraction import cues, sources
from claimkit.extraction.clauses import around, clause_before
from claimkit.extraction.complements import directive, infinitive, predicative, prepositional, quoted_object
from claimkit.extraction.cues import infinitival, lemma, table, words
from claimkit.extraction.frames import Frame, Material, clause_after, denied
from claimkit.extraction.impersonal import (
    according,
    citing,
    colon_follows,
    hearsay,
    inscription,
    noun,
    quoted_as_saying,
    reported_to,
)

if TYPE_CHECKING:
    from spacy.tokens import Token


def find_frames(material: Material) -> Iterator[Frame]:
    """Every frame of the text, in the order of the cues."""
    found: dict[int, Frame] = {}
    for token in material.parse.doc:
        if token.is_space:
            continue
        frame = None
        if token.lower_ == "citing":
            frame = citing(token, found.get(token.head.i))
        elif token.lower_ == "according":
            frame = according(material, token)
        elif token.lower_ in words("inscription", "forms") and colon_follows(token):
            frame = inscription(material, token)
        elif token.pos_ in ("VERB", "AUX"):
            read = hearsay if cues.passive(token) else _verb
            frame = reported_to(material, token) or quoted_as_saying(material, token) or read(material, token)
        elif token.pos_ == "NOUN":
            frame = noun(material, token)
        if frame is not None and frame.content:
            found[token.i] = frame
            yield frame


def _verb(material: Material, verb: Token) -> Frame | None:
    name = lemma(verb)
    kind = table("clause").get(name)
    subject = sources.speaker(verb)
    if subject is not None and subject.tag_ == "DT" and subject.lower_ == "that" and kind == "say":
        return None  # «That said, ...»
    if _is_purpose(verb):
        return None
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
        or quoted_object(material, verb, subject)
    )


def _is_purpose(verb: Token) -> bool:
    """«a study to determine how ...», «it is early to assume that ...»: nobody has said or thought it yet."""
    top = verb
    while top.dep_ == "conj" and not infinitival(top) and top.head.pos_ == "VERB":
        top = top.head
    if not infinitival(top):
        return False
    return top.dep_ != "xcomp" or lemma(top.head) not in words("outside", "carriers")
