"""Cue words: what the lexicon ``cues.toml`` knows of a verb or noun, and the span of a cue.

A cue is written as PolNeAR writes it: the verb with its auxiliaries, its negation, an adverb between them and its
particle ("has also said", "pointed out").
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING

from claimkit.extraction.parsing import token_span
from claimkit.records import Span
from claimkit.resources import load_lexicon

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Token

_AUXILIARIES = frozenset({"aux", "auxpass", "neg"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
QUOTE_MARKS = frozenset({'"', "''", "``", "'", "«", "»"})


@functools.cache
def table(name: str) -> Mapping[str, str]:
    """Lemma → class (``say``, ``think``, ``show``, ``perceive``, ``commit``, ``direct``) of one lexicon table."""
    return {lemma: kind for kind, lemmas in reversed(load_lexicon("cues")[name].items()) for lemma in lemmas}


@functools.cache
def words(section: str, name: str) -> frozenset[str]:
    """One plain word list of the lexicon."""
    return frozenset(load_lexicon("cues")[section][name])


def lemma(token: Token) -> str:
    """The lower-case lemma, with the model's slips mended."""
    found = token.lemma_.lower()
    repairs: Mapping[str, str] = load_lexicon("cues")["lemma_repairs"]
    return repairs.get(found, found)


def child(token: Token, *deps: str) -> Token | None:
    """The first child with one of the dependency labels."""
    return next((other for other in token.children if other.dep_ in deps), None)


def infinitival(token: Token) -> bool:
    """Whether ``token`` heads an infinitive with "to"."""
    return any(other.dep_ == "aux" and other.lower_ == "to" for other in token.lefts)


def passive(verb: Token) -> bool:
    """Whether the verb is a passive, reduced ones ("presumed to be") included."""
    if any(other.dep_ in ("auxpass", "nsubjpass") for other in verb.children):
        return True
    return verb.tag_ == "VBN" and verb.dep_ in ("acl", "advcl", "amod") and not child(verb, "aux", "nsubj", "dobj")


def negated(verb: Token) -> bool:
    """Whether the verb itself is negated."""
    return any(other.dep_ == "neg" for other in verb.children)


def cue_tokens(verb: Token) -> tuple[Token, Token]:
    """First and last token of the cue around ``verb``."""
    belongs = {other.i for other in verb.lefts if other.dep_ in _AUXILIARIES}
    adverbs = {other.i for other in verb.lefts if other.dep_ == "advmod" and other.left_edge == other}
    first = verb
    for token in reversed(list(verb.lefts)):
        # «said earlier» keeps its adverb outside, «also said» and «has repeatedly said» do not.
        if token.i != first.i - 1 or token.i not in belongs | adverbs:
            break
        first = token
    particle = next((other for other in verb.rights if other.dep_ == "prt" and other.i == verb.i + 1), verb)
    return first, particle


def cue_span(verb: Token) -> Span:
    """Characters of the cue around ``verb``."""
    return token_span(*cue_tokens(verb))


def token_before(token: Token) -> Token | None:
    """The last token before ``token`` that is no white space."""
    index = token.i - 1
    while index >= 0 and token.doc[index].is_space:
        index -= 1
    return token.doc[index] if index >= 0 else None


def token_after(token: Token) -> Token | None:
    """The first token after ``token`` that is no white space."""
    index = token.i + 1
    while index < len(token.doc) and token.doc[index].is_space:
        index += 1
    return token.doc[index] if index < len(token.doc) else None
