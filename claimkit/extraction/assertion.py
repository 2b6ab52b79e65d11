"""Clauses that assert nothing: conditions, questions, mere thoughts, comparisons (``docs/guidelines.md``, rule 3)."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from claimkit.extraction.syntax import (
    after_pause,
    first_conjunct,
    has_that,
    is_infinitive,
    is_verbal,
    marker_of,
    subject_of,
)
from claimkit.resources import load_lexicon

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Token


def suspends(token: Token) -> bool:
    """Whether ``token`` tops a condition or a question, in which nothing is asserted."""
    first = first_conjunct(token)
    if not is_verbal(first):
        return False
    marker = marker_of(first)
    words = load_lexicon("predicates")
    if first.dep_ == "advcl" and (marker in words["conditions"] or _asks_under(first, marker)):
        return True
    if first.dep_ in {"ccomp", "pcomp", "csubj", "nsubj", "attr"} and marker in words["questions"]:
        # «smaller than when Kim took power», «including what is believed to be a mine»: facts all the same.
        return not (first.dep_ == "pcomp" and first.head.lower_ in words["factual_prepositions"])
    return first.dep_ in {"ROOT", "ccomp", "parataxis"} and _asked(first)


def restricts(token: Token, cues: Collection[int]) -> bool:
    """Whether nothing in the clause is asserted: «no evidence to suggest that …», «the notion that …»."""
    if token.i in cues or token.head.i in cues or not is_verbal(token) or after_pause(token):
        return False
    words = load_lexicon("predicates")
    if token.dep_ == "acl":
        told = marker_of(token) is None and has_that(token)
        named = token.head.lemma_ in words["implicative_nouns"] or token.head.lemma_ in words["factive_nouns"]
        return (is_infinitive(token) or told) and not named
    # «have not shown that it leaked»: what has not been shown
    unproved = token.dep_ == "ccomp" and token.head.lemma_ in words["proving_verbs"]
    return unproved and any(child.dep_ == "neg" for child in token.head.children)


def compares(token: Token) -> bool:
    """«more rules than Perrin did», «as big as it needs to be»: the measure of a comparison."""
    marker = marker_of(token)
    return marker == "than" or (marker == "as" and any(child.lower_ == "as" for child in token.head.lefts))


def is_idle(token: Token) -> bool:
    """«when it comes to taxes», «as it were»: a clause in form only."""
    subject = subject_of(token)
    words = (marker_of(token) or "", subject.lower_ if subject is not None else "", token.lower_)
    return " ".join(words) in load_lexicon("predicates")["idle_clauses"]


def _asks_under(token: Token, marker: str | None) -> bool:
    """«did not disclose when it was told»: the parser calls it an adverbial, but it is what was not disclosed."""
    words = load_lexicon("predicates")
    asks = marker in words["questions"] and token.head.lemma_ in words["question_verbs"] and not after_pause(token)
    return asks and token.i > token.head.i and not any(child.dep_ == "dobj" for child in token.head.children)


def _asked(token: Token) -> bool:
    edge = token.right_edge.i
    doc = token.doc
    return any(doc[index].text == "?" for index in range(max(token.i, edge - 1), min(len(doc), edge + 2)))
