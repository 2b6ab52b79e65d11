"""Which words of a parsed article are the predicates of claims (``docs/guidelines.md``, rules 1 to 7).

A predicate is found clause by clause. Each clause has a *top*, the highest word of it in the dependency tree, and a
lexical predicate, reached from the top through modals, copulas and the raising, aspectual and implicative verbs that
belong to the claim of their complement. Labels are ClearNLP's, as the English spaCy models give them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from claimkit.extraction.assertion import compares, is_idle, restricts, suspends
from claimkit.extraction.syntax import (
    after_pause,
    before_pause,
    first_conjunct,
    has_that,
    is_finite,
    is_imperative,
    is_infinitive,
    is_verbal,
    marker_of,
    opens_sentence,
    subject_of,
)
from claimkit.resources import load_lexicon

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Doc, Token

_MISTAGGED = frozenset({"NN", "NNS", "NNP"})  # «The minister jabbed back», «The firm receives»: rare verbs
_COMPLEMENTS = frozenset({"xcomp", "ccomp"})
# Labels of a word that tops a clause without being a verb, as a mistagged one or an apposition does.
_TOPS = frozenset({"ROOT", "acl", "advcl", "appos", "ccomp", "pcomp", "relcl", "xcomp"})


class Clause(StrEnum):
    """How the clause of a predicate stands to the rest of its sentence."""

    MAIN = "main"
    COMPLEMENT = "complement"
    INFINITIVE = "infinitive"
    ADVERBIAL = "adverbial"
    RELATIVE = "relative"
    PARTICIPLE = "participle"
    APPOSITION = "apposition"
    NOMINAL = "nominal"
    FRAGMENT = "fragment"


# What an article's narrator adds in passing, even inside another's indirect speech (guidelines, rule 7).
PARENTHETICAL = frozenset({Clause.RELATIVE, Clause.PARTICIPLE, Clause.APPOSITION, Clause.NOMINAL})


@dataclass(frozen=True, slots=True)
class Predicate:
    """The predicate of one claim: its lexical word, the top of its clause, and the words passed over on the way."""

    token: Token
    top: Token
    frames: tuple[Token, ...]
    clause: Clause
    presupposed: bool
    negated: bool


def predicates_in(doc: Doc, *, cues: Collection[int], facts: Collection[int]) -> list[Predicate]:
    """The predicates of ``doc`` in text order.

    ``cues`` are the indices of the words that are cues of links: they frame claims and make none. ``facts`` are the
    indices of words inside quantities and times, which turn a definite eventive noun into a presupposed claim.
    """
    verbs = [token for token in doc if is_verbal(token) or token.dep_ == "conj"]
    blocked = {token.i for token in verbs if suspends(token) or restricts(token, cues)}
    found: dict[int, Predicate] = {}
    for token in doc:
        for predicate in _at(token, cues, facts):
            # «strategists ― but relished»: a dash parsed as a verb
            word = any(character.isalnum() for character in predicate.token.text)
            if word and predicate.token.i not in cues and not _inside(predicate.top, blocked):
                found.setdefault(predicate.token.i, predicate)
    return [found[index] for index in sorted(found)]


def fragment(token: Token) -> Predicate:
    """``token`` as the predicate of a verbless utterance: «The banner read: "Warm greetings"»."""
    return Predicate(
        token=token, top=token, frames=(), clause=Clause.FRAGMENT, presupposed=False, negated=is_negated(token)
    )


def _at(token: Token, cues: Collection[int], facts: Collection[int]) -> Iterator[Predicate]:
    clause = _clause(token, cues) if is_verbal(token) or token.dep_ in _TOPS else None
    if clause is not None:
        # «smaller than when Ann took office»: what a comparison rests on is taken for granted.
        presupposed = clause is Clause.ADVERBIAL and token.dep_ == "pcomp" and token.head.lower_ == "than"
        yield _predicate(token, clause, cues, presupposed=presupposed or marker_of(token) == "since")
    if token.pos_ == "NOUN":
        yield from _presupposed(token, cues, facts)


def _predicate(top: Token, clause: Clause, cues: Collection[int], *, presupposed: bool) -> Predicate:
    token, frames = top, []
    while token.i not in cues and (deeper := _carried(token)) is not None:
        frames.append(token)
        token = deeper
    negated = is_negated(token, *frames) != _reversed(frames)
    return Predicate(token, top, tuple(frames), clause, presupposed, negated)


def _carried(token: Token) -> Token | None:
    """The complement that carries the claim of ``token``, if ``token`` is only a frame to it."""
    words = load_lexicon("predicates")
    children = list(token.children)
    complement = next((child for child in children if child.dep_ in _COMPLEMENTS and not is_finite(child)), None)
    if token.lemma_ == "be" or (token.lemma_ in {"seem", "appear", "look"} and complement is None):
        attribute = next((child for child in children if child.dep_ in {"attr", "acomp", "oprd"}), None)
        if attribute is not None and attribute.pos_ == "PROPN" and (cleft := _cleft(token, attribute)) is not None:
            return cleft
        if attribute is not None and attribute.tag_ not in {"WP", "WDT", "WRB", "EX"}:
            return attribute
        return complement if token.lemma_ == "be" else None
    if complement is None or complement.i < token.i:
        return None
    if token.pos_ == "ADJ":
        return complement if token.lower_ in words["raised_adjectives"] else None
    if any(child.dep_ == "auxpass" for child in children) or (token.tag_ == "VBN" and token.dep_ in {"advcl", "acl"}):
        return complement if token.lemma_ in words["raised_participles"] else None
    # «helped the party win»: an object of its own makes the infinitive another's act, except after "help".
    own_object = any(child.dep_ in {"dobj", "dative"} for child in children)
    return complement if token.lemma_ in words["frames"] and (not own_object or token.lemma_ == "help") else None


def _cleft(copula: Token, attribute: Token) -> Token | None:
    """«It was Ann Lesk who closed the bridge»: what is said of her."""
    subject = subject_of(copula)
    if subject is None or subject.lower_ != "it":
        return None
    return next((child for child in attribute.rights if child.dep_ == "relcl" and not after_pause(child)), None)


def _clause(token: Token, cues: Collection[int]) -> Clause | None:
    """The kind of claim-making clause ``token`` is the top of; ``None`` where it makes no claim."""
    first = first_conjunct(token)
    if token.i != first.i and not _coordinated_clause(token, first):
        return None
    dependency = first.dep_
    if dependency in {"xcomp", "acl", "ccomp", "pcomp"} and not is_finite(token):
        return _nonfinite(token, first, cues)
    if dependency == "appos":
        return Clause.APPOSITION if token.i == first.i and _sets_apart(token) else None
    if dependency in {"relcl", "acl"}:
        return Clause.RELATIVE if after_pause(first) and not has_that(first) else None
    if dependency == "advcl":
        return _adverbial(token, first, cues)
    if dependency == "ROOT" and token.is_lower and token.tag_ in _MISTAGGED and subject_of(token) is not None:
        return Clause.MAIN
    if not is_verbal(token) or dependency in {"aux", "auxpass", "amod", "compound", "csubj", "csubjpass", "nmod"}:
        return None
    if has_that(token) and _relative_that(token):
        return None
    if is_finite(token) or (dependency == "ROOT" and subject_of(token) is not None):
        # «months after the council declared an end, rebels …» can hang as a complement on the verb behind it.
        if dependency == "ccomp" and marker_of(token) in load_lexicon("predicates")["adverbial_conjunctions"]:
            return Clause.ADVERBIAL
        return {"ROOT": Clause.MAIN, "pcomp": Clause.ADVERBIAL}.get(dependency, Clause.COMPLEMENT)
    return Clause.MAIN if dependency in {"ROOT", "ccomp"} and is_imperative(token) else None


def _nonfinite(token: Token, first: Token, cues: Collection[int]) -> Clause | None:
    head = first.head
    if first.dep_ in {"xcomp", "ccomp"}:
        return Clause.INFINITIVE if head.i in cues or (head.dep_ == "conj" and head.i in cues) else None
    if first.dep_ == "pcomp":
        if head.lower_ in load_lexicon("predicates")["clausal_prepositions"] and is_verbal(token):
            return Clause.ADVERBIAL
        # «with the leader appearing to cry»: an absolute clause has a subject of its own.
        set_off = after_pause(head) or opens_sentence(head)
        if head.lower_ == "with" and set_off and is_verbal(token) and subject_of(token) is not None:
            return Clause.PARTICIPLE
        # «called for opening the border»: the preposition of a cue.
        return Clause.INFINITIVE if head.head.i in cues and head.i > head.head.i else None
    if head.i in cues:
        return Clause.INFINITIVE
    if token.tag_ in {"VBG", "VBN"} and after_pause(first):
        return Clause.PARTICIPLE
    return None


def _adverbial(token: Token, first: Token, cues: Collection[int]) -> Clause | None:
    if not is_verbal(token):
        return None
    if first.head.i in cues and is_infinitive(token) and not after_pause(first):
        return Clause.INFINITIVE  # «urged members to leave» parsed as an adverbial
    if is_finite(token):
        return None if compares(first) or is_idle(first) else Clause.ADVERBIAL
    if token.tag_ in {"VBG", "VBN"} and not is_infinitive(token):
        return Clause.PARTICIPLE if after_pause(first) or before_pause(first) else None
    return None


def _presupposed(token: Token, cues: Collection[int], facts: Collection[int]) -> Iterator[Predicate]:
    words = load_lexicon("predicates")
    if not _definite(token):
        return
    infinitive = next((child for child in token.children if child.dep_ == "acl" and is_infinitive(child)), None)
    if token.lemma_ in words["implicative_nouns"] and infinitive is not None and token.i not in cues:
        inner = _predicate(infinitive, Clause.NOMINAL, cues, presupposed=True)
        negated = inner.negated != (token.lemma_ in words["negating"])
        yield Predicate(inner.token, inner.top, inner.frames, Clause.NOMINAL, True, negated)
        return
    dated = any(other.i in facts for other in _own_modifiers(token))
    argument = token.dep_ not in {"attr", "compound", "ROOT", "appos"} and token.i not in cues
    if token.lemma_ in words["eventive_nouns"] and dated and argument:
        yield Predicate(token, token, (), Clause.NOMINAL, presupposed=True, negated=is_negated(token))


def _own_modifiers(noun: Token) -> Iterator[Token]:
    """Words that modify ``noun`` directly: its numbers, dates, and what its prepositions hold."""
    for child in noun.children:
        if child.dep_ in {"npadvmod", "nummod"}:
            yield child
        if child.dep_ == "prep":
            for held in child.children:
                yield held
                yield from (number for number in held.children if number.dep_ in {"nummod", "npadvmod"})


def _coordinated_clause(token: Token, first: Token) -> bool:
    if is_verbal(token):
        return is_verbal(first) or (is_finite(token) and subject_of(token) is not None)
    return False


def _sets_apart(token: Token) -> bool:
    """Whether an apposition is set off by a comma and says what its anchor is: «Lee, a member of …»."""
    if not after_pause(token) or token.head.pos_ not in {"NOUN", "PROPN"}:
        return False
    above = next((word for word in token.ancestors if is_verbal(word)), None)
    if above is not None and above.i > token.i and subject_of(above) == token:
        return False
    if token.pos_ == "PROPN":  # «the chief executive, Ann Lesk, said», but not «Veldt, Orvania»
        return token.head.pos_ == "NOUN" and token.right_edge.i + 1 < len(token.doc) and token.ent_type_ == "PERSON"
    if token.pos_ not in {"NOUN", "ADJ"}:
        return False
    determined = any(child.dep_ in {"det", "poss"} for child in token.children)
    if not determined and any(child.dep_ == "conj" for child in token.children):
        return False  # «the chairman, members of his family and a host of singers»: a list
    if any(child.dep_ == "prep" and child.right_edge.tag_ in {"WDT", "WP"} for child in token.children):
        return False  # «the server, the existence of which»: the head of a relative clause
    return determined or any(child.dep_ == "prep" for child in token.children)


def _relative_that(token: Token) -> bool:
    """Whether "that" is a relative pronoun: tagged as one, and no conjunction beside a subject or by its edge."""
    subject = subject_of(token)
    said = subject is not None and subject.lower_ != "that"
    return any(
        child.tag_ == "WDT" and child.dep_ != "mark" and not (said and child.dep_ == "nsubj")
        for child in token.children
    )


def _definite(token: Token) -> bool:
    words = load_lexicon("predicates")["definite"]
    return any(
        child.dep_ == "poss" or (child.dep_ in {"det", "amod"} and child.lower_ in words) for child in token.children
    )


def is_negated(*tokens: Token) -> bool:
    """Whether the words, those between them and their participants are negated an odd number of times."""
    negations = 0
    for token in tokens:
        negations += sum(child.dep_ == "neg" for child in token.children)
        # «would not have burst»: "not" can hang on the second auxiliary.
        negations += any(each.dep_ == "neg" for child in token.lefts if child.dep_ == "aux" for each in child.children)
        negations += any(_denies(child) for child in _bound(token)) or _nobody(token)
    return negations % 2 == 1


def _nobody(token: Token) -> bool:
    return token.lower_ in {"nobody", "nothing", "none"}


def _denies(child: Token) -> bool:
    pronoun = child.dep_ in {"nsubj", "nsubjpass", "dobj"} and _nobody(child)
    return pronoun or (child.dep_ == "det" and child.lower_ in {"no", "neither"})


def _bound(token: Token) -> Iterator[Token]:
    """Where a negative determiner negates the whole claim: on the predicate noun, its subject or its object."""
    yield from token.children
    for child in token.children:
        if child.dep_ in {"nsubj", "nsubjpass", "dobj"}:
            yield from child.children


def _reversed(frames: list[Token]) -> bool:
    negating = load_lexicon("predicates")["negating"]
    return sum(frame.lemma_ in negating or frame.lower_ in negating for frame in frames) % 2 == 1


def _inside(token: Token, blocked: Collection[int]) -> bool:
    return token.i in blocked or any(ancestor.i in blocked for ancestor in token.ancestors)
