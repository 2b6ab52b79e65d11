"""Frames that share: a speaker with a verb further out, a clause with a verb before, a "that" behind another frame.

«She said that the drills were over and vowed to leave»: the drills vow nothing. «He assumed, and told the agency, that
A»: both have A. «She was informed, her son said, that A»: both have A.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from claimkit.extraction import cues, sources
from claimkit.extraction.cues import SUBJECTS, child, lemma, table, token_before, words
from claimkit.extraction.frames import Frame, Material, agent_of, make, sentence_at
from claimkit.extraction.noun_phrases import role_of
from claimkit.extraction.parsing import token_span
from claimkit.extraction.source_types import source_type
from claimkit.records import SourceType, Span

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Token

# How far before a frame between commas the verb is sought whose clause it parts off.
_NEAR = 15
_FINITE = frozenset({"VBD", "VBZ", "VBP", "VBN"})


def can_speak(thing: Token) -> bool:
    """Whether a noun is somebody or a text: «a member of the jury», «a memo»; not «low growth», «Berg's appeal»."""
    if thing.pos_ in ("PROPN", "PRON") or lemma(thing) in words("medium", "nouns"):
        return True
    if role_of(thing) is not None:
        return True
    kind = source_type(thing.text, thing, None)
    # A plural of any kind is a collective to the source types.
    return kind is not SourceType.UNKNOWN and (kind is not SourceType.COLLECTIVE or bool(thing.ent_type_))


def outer_speaker(verb: Token, subject: Token | None) -> Token | None:
    """Whose ``verb`` is instead of ``subject``'s, the mute subject of a clause that somebody reports."""
    clause = verb
    while clause.dep_ == "conj" and clause.head.i < clause.i:
        clause = clause.head
    over = clause.head
    coordinated = clause != verb and child(verb, *SUBJECTS) is None and verb.tag_ in _FINITE
    if not coordinated or subject is None or clause.dep_ != "ccomp" or lemma(over) not in table("clause"):
        adjective = over.lower_ in table("adjective")
        if not (coordinated and subject is not None and clause.dep_ == "ccomp" and adjective):
            return None
    if subject is None or can_speak(subject) or table("clause").get(lemma(verb)) == "show":
        return None
    speaker = sources.speaker(over) or child(over, "nsubjpass")
    return speaker if speaker is not None and speaker.i < over.i else None


def with_shared(material: Material, found: Mapping[int, Frame]) -> dict[int, Frame]:
    """``found``, by head, with frames that share their content with another, and without what another speaker took."""
    frames = dict(found)
    for frame in found.values():
        head = frame.head
        if head.dep_ == "conj" and head.pos_ == "VERB" and frame.source_head is not None:
            _part(frame, frames)
            _share_clause(material, frame, frames)
        if frame.rule in ("trailing-frame", "quote-frame") and len(frame.content) > 1:
            _share_that(material, frame, frames)
    return frames


def _part(frame: Frame, frames: dict[int, Frame]) -> None:
    """Takes a frame that was given to an outer speaker out of the content of his first frame."""
    clause = frame.head
    while clause.dep_ == "conj" and clause.head.i < clause.i:
        clause = clause.head
    over = frames.get(clause.head.i)
    if over is None or over.source_head != frame.source_head or clause.dep_ != "ccomp":
        return
    start = token_before(frame.head) if frame.cue.start == frame.head.idx else None
    cut = start.idx if start is not None and start.dep_ == "cc" else frame.cue.start
    kept = tuple(Span(span.start, min(span.end, cut)) for span in over.content if span.start < cut)
    for other in (over, *(one for one in frames.values() if one.under == over.head)):
        frames[other.head.i] = replace(other, content=kept or other.content)


def _share_clause(material: Material, frame: Frame, frames: dict[int, Frame]) -> None:
    """«He assumed, and told the agency, that ...»."""
    first = frame.head.head
    bare = first.i not in frames and child(first, "dobj", "ccomp", "xcomp") is None and not cues.negated(first)
    kind = table("clause").get(lemma(first))
    low = min(span.start for span in frame.content)
    behind = low > frame.head.idx and material.parse.text[max(0, low - 3) : low].rstrip(" ")[-1:] == ","
    if bare and kind is not None and behind and child(frame.head, *SUBJECTS) is None:
        frames[first.i] = replace(frame, kind=kind, head=first, cue=cues.cue_span(first), region=cues.cue_span(first))


def _share_that(material: Material, frame: Frame, frames: dict[int, Frame]) -> None:
    """«She was informed, her son said, that ...», «He believed, he conceded, that ...»."""
    last = frame.content[-1]
    opening = material.parse.text[last.start : last.start + 6].lower()
    infinitive = opening.startswith("to ")
    if not infinitive and not opening.lstrip("\"“'‘").startswith("that "):
        return
    doc, sentence = frame.head.doc, sentence_at(material, frame.head)
    place = frame.head.i
    while place > 0 and doc[place].idx > frame.region.start:
        place -= 1
    for index in range(place - 1, max(-1, place - _NEAR), -1):
        verb = doc[index]
        if verb.idx < sentence.start or verb.i in frames:
            return
        if (
            not infinitive
            and verb.pos_ == "NOUN"
            and table("noun").get(lemma(verb)) in ("say", "think")
            and not child(verb, "poss")
        ):
            # «There is a rumor, he said, that ...»
            frames[verb.i] = _bare_noun(verb, last)
            return
        if verb.pos_ not in ("VERB", "AUX") or verb.dep_ == "amod":
            continue
        passive = cues.passive(verb)
        told = passive and lemma(verb) in words("hearsay", "told") | words("hearsay", "participles")
        kind = table("clause").get(lemma(verb))
        if kind is None or (passive and not told) or cues.negated(verb):
            return
        speaker = agent_of(verb) if passive else sources.speaker(verb)
        about = child(verb, "nsubjpass")
        if infinitive and passive and about is not None and lemma(verb) in words("hearsay", "participles"):
            subject = token_span(*sources.noun_phrase(about, stop=cues.cue_tokens(verb)[0]))
            frames[verb.i] = make(verb, speaker, kind, "hearsay", [subject, last])
        elif not infinitive and (passive or speaker is not None):
            frames[verb.i] = make(verb, speaker, kind, "passive-told" if passive else "later-that", [last])
        return


def _bare_noun(noun: Token, content: Span) -> Frame:
    cue = token_span(noun, noun)
    return Frame(
        rule="noun",
        kind=table("noun")[lemma(noun)],
        head=noun,
        cue=cue,
        source=None,
        source_head=None,
        content=(content,),
        region=cue,
    )
