"""What kind of source a noun phrase is: a person, a government, an outlet, a document, nobody one could ask."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING

from claimkit.extraction.cues import lemma
from claimkit.extraction.outlets import find_outlet
from claimkit.records import EntityType, Mention, SourceType
from claimkit.resources import load_lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token


def source_type(phrase: str, head: Token, mention: Mention | None) -> SourceType:
    """The type of the source written as ``phrase`` with its ``head``; ``mention`` is the entity it names, if known."""
    lowered = phrase.lower()
    if any(words in lowered for words in load_lexicon("sources")["anonymous"]["phrases"]):
        return SourceType.ANONYMOUS
    name = mention.name if mention is not None else phrase
    outlet = find_outlet(phrase) or find_outlet(name)
    if outlet is not None:
        return outlet.type
    by_head = _heads().get(head.lower_) or _heads().get(lemma(head))
    if mention is not None and mention.type is EntityType.PERSON:
        # «the official», «the minister»: somebody, who speaks for the state. «the envoy Kim» has a name.
        named = mention.name.split()[-1][:1].isupper() and mention.name.split()[-1] in phrase
        return by_head if by_head is not None and head.pos_ == "NOUN" and not named else SourceType.PERSON
    if by_head is not None and not (head.pos_ == "PROPN" and by_head is SourceType.PERSON):
        return by_head
    for word in reversed(name.lower().split()):
        # The head of a name says most: "Ministry of Unification" has it first, "Fitch Solutions" nowhere.
        if word in _name_words():
            return _name_words()[word]
    if head.ent_type_ == "PERSON":
        return SourceType.PERSON
    return _by_label(head, mention)


def _by_label(head: Token, mention: Mention | None) -> SourceType:
    labels: Mapping[str, str] = load_lexicon("sources")["labels"]
    if mention is not None and mention.type is EntityType.DOCUMENT:
        return SourceType.DOCUMENT
    if mention is not None and mention.type is EntityType.PLACE:
        return SourceType.GOVERNMENT
    if mention is not None and mention.type is EntityType.GROUP:
        return SourceType.COLLECTIVE
    if head.ent_type_ in labels:
        return SourceType(labels[head.ent_type_])
    if head.pos_ == "NOUN" and head.tag_ == "NNS":
        return SourceType.COLLECTIVE
    return SourceType.UNKNOWN


@functools.cache
def _heads() -> Mapping[str, SourceType]:
    tables: Mapping[str, list[str]] = load_lexicon("sources")["heads"]
    return {word: SourceType(kind) for kind, heads in reversed(list(tables.items())) for word in heads}


@functools.cache
def _name_words() -> Mapping[str, SourceType]:
    tables: Mapping[str, list[str]] = load_lexicon("sources")["names"]
    return {word: SourceType(kind) for kind, heads in reversed(list(tables.items())) for word in heads}
