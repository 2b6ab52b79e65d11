"""What must stand around a word for it to be a cue: the conditions that ``resources/hedges.toml`` names.

Each is a function from the token that carries the cue to ``bool``; its docstring holds the phrase that made
it necessary.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from itertools import islice
from typing import TYPE_CHECKING

from claimkit.extraction.scopes import dependents, is_passive, subject_of
from claimkit.resources import load_lexicon

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Token


@functools.cache
def _words(name: str) -> frozenset[str]:
    return frozenset(load_lexicon("hedges")["context"][name])


def _governor(token: Token) -> Token:
    return token.head if token.dep_ in {"aux", "auxpass"} else token


def _marks(token: Token) -> set[str]:
    return {child.lower_ for child in dependents(token) if child.dep_ == "mark"}


def _not_negated(token: Token) -> bool:
    return not any(child.dep_ == "neg" for child in dependents(_governor(token)))


def _not_purpose(token: Token) -> bool:
    return not _marks(_governor(token)) & {"so", "that"} or _governor(token).dep_ != "advcl"


def _not_question(token: Token) -> bool:
    verb = _governor(token)
    asks = any(child.tag_ in {"WRB", "WP"} and child.dep_ == "advmod" for child in dependents(verb))
    subject = subject_of(verb)
    return not asks and not (subject is not None and subject.i > token.i)


def _perfect(token: Token) -> bool:
    return any(child.lower_ == "have" and child.dep_ == "aux" for child in dependents(_governor(token)))


def _that_clause(token: Token) -> bool:
    """A noun with a clause of its own: «the belief that it works»."""
    return any(child.dep_ in {"acl", "ccomp", "relcl"} and "that" in _marks(child) for child in dependents(token))


def _of_clause(token: Token) -> bool:
    """A noun that says of somebody that he does something: «an indication of prices rising»."""
    held = (grand for child in dependents(token) if child.lower_ == "of" for grand in dependents(child))
    return any(leaf.dep_ == "pcomp" and subject_of(leaf) is not None for leaf in held) or _that_clause(token)


def _that_marked(token: Token) -> bool:
    return any(child.dep_ == "ccomp" and "that" in _marks(child) for child in dependents(token))


def _has_clause(token: Token) -> bool:
    """The verb has a clause below it, is the frame around one («X, he believes, is»), or raised («believed to be»)."""
    if any(child.dep_ in {"ccomp", "xcomp"} and child.tag_ != "WP" for child in dependents(token)):
        return True
    frames = token.dep_ in {"ccomp", "parataxis"} and token.tag_ in {"VBZ", "VBP", "VBD"} and token.i > token.head.i
    if not frames or subject_of(token) is None:
        return False
    return not any(child.dep_ in {"dobj", "prep"} for child in dependents(token))


def _has_infinitive(token: Token) -> bool:
    """«expects the senator to win», where the parser hangs the infinitive on the noun."""
    return any(
        grand.dep_ == "acl" and any(leaf.tag_ == "TO" for leaf in dependents(grand))
        for child in dependents(token)
        if child.dep_ == "dobj"
        for grand in dependents(child)
    )


def _has_clause_or_infinitive(token: Token) -> bool:
    return _has_clause(token) or _has_infinitive(token)


def _active(token: Token) -> bool:
    """«are supposed to» obliges, «suppose that» guesses."""
    return not is_passive(token)


def _passive_guess(token: Token) -> bool:
    """«is believed a spy», «presumed dead», «believed responsible»: a guess with no verb below it."""
    if not any(child.dep_ in {"oprd", "acomp", "attr"} for child in dependents(token)):
        return False
    return is_passive(token) or token.dep_ in {"acl", "acomp"}


def _before_noun(token: Token) -> bool:
    return token.head.i > token.i and token.head.pos_ in {"NOUN", "PROPN"}


def _judges(token: Token) -> bool:
    """«considers it a threat», «is considered as», «is deemed unfit»: a judgement, not «considered the plan»."""
    if _judges_as(token):
        return True
    named = {"oprd", "ccomp", "acomp", "attr"} | ({"dobj"} if token.tag_ == "VBN" and is_passive(token) else set())
    return any(
        child.dep_ in named or (child.dep_ == "xcomp" and child.tag_ != "VBG")
        for child in dependents(token)
        if child.i > token.i
    )


def _judges_as(token: Token) -> bool:
    if token.dep_ == "pcomp":  # «called for regarding it as»: a demand, no judgement
        return False
    if is_passive(token) and any(child.dep_ == "xcomp" for child in dependents(token)):
        return True
    return any(child.lower_ == "as" and child.dep_ in {"prep", "mark"} for child in dependents(token))


def _thing_speaks(token: Token) -> bool:
    """«the figures suggest», «suggesting that», «was suggested to be»: evidence speaks, no person."""
    clauses = any(child.dep_ == "ccomp" for child in dependents(token))
    subject = subject_of(token)
    if subject is None or is_passive(token):
        return clauses or any(child.dep_ == "xcomp" for child in dependents(token))
    person = subject.ent_type_ in {"PERSON", "NORP", "ORG", "GPE"} or subject.lower_ in _words("persons")
    return clauses and not person


def _states(token: Token) -> bool:
    """«He suggested that it was late» states; «he suggested that we go» proposes."""
    clauses = [child for child in dependents(token) if child.dep_ == "ccomp"]
    return _thing_speaks(token) or any(child.tag_ in {"VBD", "VBZ"} or _finite_auxiliary(child) for child in clauses)


def _finite_auxiliary(verb: Token) -> bool:
    return any(child.dep_ in {"aux", "auxpass"} and child.tag_ in {"VBD", "VBZ", "MD"} for child in dependents(verb))


def _looks(token: Token) -> bool:
    return token.head.head.lemma_ in _words("looking")


def _indirect_question(token: Token) -> bool:
    """«asked if», «it is unclear if»: the clause of «if» hangs on a word of asking or knowing."""
    clause = token.head
    if token.dep_ != "mark" or clause.head.i >= token.i or clause.head.lemma_ not in _words("asking"):
        return False
    return clause.dep_ in {"ccomp", "pcomp"} or token.i - clause.head.i == 1


def _not_indirect_question(token: Token) -> bool:
    return not _indirect_question(token) and token.dep_ == "mark"


def _not_anonymity(token: Token) -> bool:
    return not any(other.lower_ in _words("anonymity") for other in token.doc[token.i : token.i + 8])


def _inverted(token: Token) -> bool:
    """«Should talks fail, …»: the auxiliary before its subject, and no question mark."""
    subject = subject_of(_governor(token))
    return (
        subject is not None and subject.i > token.i and not any(child.text == "?" for child in dependents(token.head))
    )


def _under_condition(token: Token) -> bool:
    """The main clause of a condition, or a past that did not happen: «would fall if», «would have fallen»."""
    verb = _governor(token)
    conditional = any(child.dep_ == "advcl" and _marks(child) & {"if", "unless"} for child in dependents(verb))
    return conditional or (token.lower_ == "would" and _perfect(token))


def _passive_hearsay(token: Token) -> bool:
    """«was reported to have», «it is said that», without an agent."""
    if not is_passive(token) or any(child.dep_ == "agent" for child in dependents(token)):
        return False
    if any(child.dep_ == "xcomp" for child in dependents(token)):
        return True
    subject = subject_of(token)
    return subject is not None and subject.lower_ == "it" and any(child.dep_ == "ccomp" for child in dependents(token))


def _not_rate(token: Token) -> bool:
    """«three times more likely», «less likely than»: a rate that was measured."""
    return not any(child.lower_ in _words("rates") for child in islice(token.subtree, 200))


def _number_after(token: Token) -> bool:
    """«about 300», «nearly $5 million», «almost a year»; not «spoke about 300 guests», «some people»."""
    if token.dep_ == "prep" and token.head.lemma_ in _words("speaking"):
        return False
    following = [other for other in token.doc[token.i + 1 : token.i + 4] if not other.is_space]
    if len(following) > 1 and following[0].lower_ == "minus":  # «about minus 40 degrees»
        following = following[1:]
    if not following or following[0].tag_ in {"CD", "$"}:
        return bool(following)
    if token.lower_ == "near":  # «near half the village»
        return False
    if following[0].lower_ in {"a", "an"}:
        return len(following) > 1 and following[1].lemma_ in _words("units") and token.lower_ != "some"
    return following[0].lower_ in _words("shares") and token.lower_ != "some"


def _number_before(token: Token) -> bool:
    return any(other.like_num for other in token.doc[max(0, token.i - 3) : token.i])


def _vague_number(token: Token) -> bool:
    """«dozens of people», «hundreds fled», not «two dozen» nor «hundreds» after a number."""
    return token.i == 0 or not (token.nbor(-1).like_num or token.nbor(-1).lower_ == "of")


CONDITIONS: dict[str, Callable[[Token], bool]] = {
    "active": _active,
    "before_noun": _before_noun,
    "has_clause": _has_clause,
    "has_clause_or_infinitive": _has_clause_or_infinitive,
    "indirect_question": _indirect_question,
    "inverted": _inverted,
    "judges": _judges,
    "judges_as": _judges_as,
    "looks": _looks,
    "not_anonymity": _not_anonymity,
    "not_indirect_question": _not_indirect_question,
    "not_negated": _not_negated,
    "not_purpose": _not_purpose,
    "not_question": _not_question,
    "not_rate": _not_rate,
    "number_after": _number_after,
    "number_before": _number_before,
    "passive": is_passive,
    "passive_guess": _passive_guess,
    "passive_hearsay": _passive_hearsay,
    "perfect": _perfect,
    "states": _states,
    "of_clause": _of_clause,
    "that_clause": _that_clause,
    "that_marked": _that_marked,
    "thing_speaks": _thing_speaks,
    "under_condition": _under_condition,
    "vague_number": _vague_number,
}
