"""What the dependency tree tells of one word: its subject, its conjunction, its finiteness, the pauses round it.

Labels are ClearNLP's, as the English spaCy models give them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Token

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
_PAUSES = frozenset({",", "—", "–", "--", "-", "(", ";"})


def first_conjunct(token: Token) -> Token:
    """The first word of the coordination ``token`` stands in; ``token`` itself where there is none."""
    plain = token.tag_ == "VB" and token.dep_ == "conj"
    while token.dep_ == "conj" and token.head.i != token.i:
        token = token.head
    # «urged to work on improving roads and carry out repairs»: a bare form does not coordinate with a gerund.
    if plain and token.tag_ == "VBG":
        return next((above for above in token.ancestors if above.tag_ == "VB"), token)
    return token


def subject_of(token: Token) -> Token | None:
    """The subject of ``token`` itself, wherever the parse hung it; ``None`` where it shares another verb's."""
    own = [child for child in token.children if child.dep_ in _SUBJECTS]
    if own:
        # «said this year that cuts could cost jobs»: "that" can be taken for a second subject.
        return next((child for child in own if child.lower_ != "that"), own[0])
    # «was now "facing up" to it»: a quotation mark in the verb phrase hangs the subject on the auxiliary.
    auxiliaries = (child for child in token.children if child.dep_ in {"aux", "auxpass"})
    raised = (word for other in auxiliaries for word in other.children if word.dep_ in _SUBJECTS)
    return next(raised, None) or _stray_subject(token)


def _stray_subject(token: Token) -> Token | None:
    """«As a part of his plea, Marcel Lesk, 44, said»: the subject, parsed as an apposition inside the phrase ahead."""
    if token.tag_ not in _FINITE or token.dep_ not in {"ROOT", "ccomp"}:
        return None
    ahead = (word for phrase in token.lefts if phrase.dep_ == "prep" for word in phrase.subtree)
    apposed = (word for word in ahead if word.dep_ == "appos" and word.pos_ != "NUM" and after_pause(word))
    return next(
        (word for word in apposed if word.ent_type_ != "GPE"), None
    )  # «In a court in Veldt, Va., Marcel Lesk said»


def marker_of(token: Token) -> str | None:
    """The word that opens the clause of ``token``: a conjunction, or a question word at its left edge."""
    mark = next((child for child in token.children if child.dep_ == "mark" and child.i < token.i), None)
    if mark is not None and mark.lower_ != "that":
        return mark.lower_
    if token.left_edge.tag_ in {"WP", "WRB", "WDT", "WP$"} or token.left_edge.lower_ in {"whether", "if"}:
        return token.left_edge.lower_
    preposition = token.head if token.dep_ == "pcomp" else None
    return preposition.lower_ if preposition is not None else None


def is_verbal(token: Token) -> bool:
    """Whether the word is a verb or an auxiliary."""
    return token.pos_ in {"VERB", "AUX"}


def is_finite(token: Token) -> bool:
    """Whether the word is a finite verb, has a finite auxiliary, or shares one by coordination."""
    if token.tag_ in _FINITE:
        return True
    if any(child.tag_ in _FINITE and child.dep_ in {"aux", "auxpass"} for child in token.children):
        return True
    # «has fallen and lost value»: a conjunct without an auxiliary of its own shares the first one's.
    shares = token.dep_ == "conj" and token.head.tag_ == token.tag_ and not is_infinitive(token)
    return shares and token.i != token.head.i and is_finite(token.head)


def is_infinitive(token: Token) -> bool:
    """Whether the word is an infinitive with "to"."""
    return any(child.dep_ == "aux" and child.tag_ == "TO" for child in token.children)


def is_imperative(token: Token) -> bool:
    """Whether the word is a bare verb that opens its sentence or its quotation."""
    opens = token.i - token.sent.start <= 2 or token.nbor(-1).text in {'"', "'"}
    return (
        opens and token.tag_ == "VB" and subject_of(token) is None and not is_infinitive(token) and token.pos_ == "VERB"
    )


def has_that(token: Token) -> bool:
    """Whether "that" stands in the clause of the word, before it."""
    return any(child.lower_ == "that" and child.i < token.i for child in token.children)


def after_pause(token: Token) -> bool:
    """Whether the phrase of ``token`` is set off from what stands before it by a comma, a dash or a bracket."""
    edge = token.left_edge
    while edge.i > 0 and (edge.nbor(-1).is_space or edge.nbor(-1).text in {'"', "'"}):
        edge = edge.nbor(-1)
    return edge.i > 0 and edge.nbor(-1).text in _PAUSES


def opens_sentence(token: Token) -> bool:
    """Whether the phrase of the word is the first of its sentence."""
    return token.left_edge.i == token.sent.start


def before_pause(token: Token) -> bool:
    """Whether the phrase of the word opens its sentence and ends at a pause."""
    edge = token.right_edge
    starts = token.left_edge.i == token.sent.start
    return starts and edge.i + 1 < len(token.doc) and (edge.text in _PAUSES or edge.nbor(1).text in _PAUSES)
