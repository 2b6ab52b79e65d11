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

from claimkit.resources import load_lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
_MISTAGGED = frozenset({"NN", "NNS", "NNP"})  # «The minister jabbed back», «The firm receives»: rare verbs
_COMPLEMENTS = frozenset({"xcomp", "ccomp"})
_PAUSES = frozenset({",", "—", "–", "--", "-", "(", ";"})


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
    blocked = {token.i for token in doc if _suspends(token) or _restricts(token, cues)}
    found: dict[int, Predicate] = {}
    for token in doc:
        for predicate in _at(token, cues, facts):
            if predicate.token.i not in cues and not _inside(predicate.top, blocked):
                found.setdefault(predicate.token.i, predicate)
    return [found[index] for index in sorted(found)]


def fragment(token: Token) -> Predicate:
    """``token`` as the predicate of a verbless utterance: «The banner read: "Warm greetings"»."""
    return Predicate(
        token=token, top=token, frames=(), clause=Clause.FRAGMENT, presupposed=False, negated=_negated(token)
    )


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
    """The subject that depends on ``token`` itself."""
    own = next((child for child in token.children if child.dep_ in _SUBJECTS), None)
    if own is not None:
        return own
    # «was now "facing up" to it»: a quotation mark in the verb phrase hangs the subject on the auxiliary.
    auxiliaries = (child for child in token.children if child.dep_ in {"aux", "auxpass"})
    raised = (word for other in auxiliaries for word in other.children if word.dep_ in _SUBJECTS)
    return next(raised, None) or _stray_subject(token)


def _stray_subject(token: Token) -> Token | None:
    """«As a part of his plea, Marcel Lesk, 44, said»: the subject, parsed as an apposition inside the phrase ahead."""
    if token.tag_ not in _FINITE or token.dep_ not in {"ROOT", "ccomp"}:
        return None
    ahead = (word for phrase in token.lefts if phrase.dep_ == "prep" for word in phrase.subtree)
    return next((word for word in ahead if word.dep_ == "appos" and word.pos_ != "NUM" and after_pause(word)), None)


def _at(token: Token, cues: Collection[int], facts: Collection[int]) -> Iterator[Predicate]:
    clause = _clause(token, cues)
    if clause is not None:
        # «smaller than when Ann took office»: what a comparison rests on is taken for granted.
        presupposed = clause is Clause.ADVERBIAL and token.dep_ == "pcomp" and token.head.lower_ == "than"
        yield _predicate(token, clause, cues, presupposed=presupposed or _marker(token) == "since")
    if token.pos_ == "NOUN":
        yield from _presupposed(token, cues, facts)


def _predicate(top: Token, clause: Clause, cues: Collection[int], *, presupposed: bool) -> Predicate:
    token, frames = top, []
    while token.i not in cues and (deeper := _carried(token)) is not None:
        frames.append(token)
        token = deeper
    negated = _negated(token, *frames) != _reversed(frames)
    return Predicate(token, top, tuple(frames), clause, presupposed, negated)


def _carried(token: Token) -> Token | None:
    """The complement that carries the claim of ``token``, if ``token`` is only a frame to it."""
    words = load_lexicon("predicates")
    children = list(token.children)
    complement = next((child for child in children if child.dep_ in _COMPLEMENTS and not _finite(child)), None)
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
    if dependency in {"xcomp", "acl", "ccomp", "pcomp"} and not _finite(token):
        return _nonfinite(token, first, cues)
    if dependency == "appos":
        return Clause.APPOSITION if token.i == first.i and _sets_apart(token) else None
    if dependency in {"relcl", "acl"}:
        return Clause.RELATIVE if after_pause(first) and not _that_relative(first) else None
    if dependency == "advcl":
        return _adverbial(token, first, cues)
    if dependency == "ROOT" and token.is_lower and token.tag_ in _MISTAGGED and subject_of(token) is not None:
        return Clause.MAIN
    if not _verbal(token) or dependency in {"aux", "auxpass", "amod", "compound", "csubj", "csubjpass", "nmod"}:
        return None
    # «said this year that cuts …»: tagged as a relative pronoun, but a conjunction by its edge.
    if _that_relative(token) and any(child.tag_ == "WDT" and child.dep_ != "mark" for child in token.children):
        return None
    if _finite(token) or (dependency == "ROOT" and subject_of(token) is not None):
        # «months after the council declared an end, rebels …» can hang as a complement on the verb behind it.
        if dependency == "ccomp" and _marker(token) in load_lexicon("predicates")["adverbial_conjunctions"]:
            return Clause.ADVERBIAL
        return {"ROOT": Clause.MAIN, "pcomp": Clause.ADVERBIAL}.get(dependency, Clause.COMPLEMENT)
    return Clause.MAIN if dependency in {"ROOT", "ccomp"} and _imperative(token) else None


def _nonfinite(token: Token, first: Token, cues: Collection[int]) -> Clause | None:
    head = first.head
    if first.dep_ in {"xcomp", "ccomp"}:
        return Clause.INFINITIVE if head.i in cues or (head.dep_ == "conj" and head.i in cues) else None
    if first.dep_ == "pcomp":
        if head.lower_ in load_lexicon("predicates")["clausal_prepositions"] and _verbal(token):
            return Clause.ADVERBIAL
        # «with the leader appearing to cry»: an absolute clause has a subject of its own.
        if head.lower_ == "with" and _verbal(token) and subject_of(token) is not None and (after_pause(head) or _opens_sentence(head)):
            return Clause.PARTICIPLE
        # «called for opening the border»: the preposition of a cue.
        return Clause.INFINITIVE if head.head.i in cues and head.i > head.head.i else None
    if head.i in cues:
        return Clause.INFINITIVE
    if token.tag_ in {"VBG", "VBN"} and after_pause(first):
        return Clause.PARTICIPLE
    return None


def _adverbial(token: Token, first: Token, cues: Collection[int]) -> Clause | None:
    if not _verbal(token) and _copula(token) is None:
        return None
    if first.head.i in cues and _to_infinitive(token) and not after_pause(first):
        return Clause.INFINITIVE  # «urged members to leave» parsed as an adverbial
    if _finite(token):
        return None if _compares(first) or _idle(first) else Clause.ADVERBIAL
    if token.tag_ in {"VBG", "VBN"} and not _to_infinitive(token):
        return Clause.PARTICIPLE if after_pause(first) or _before_pause(first) else None
    return None


def _compares(token: Token) -> bool:
    """«more rules than Perrin did», «as big as it needs to be»: the measure of a comparison."""
    marker = _marker(token)
    return marker == "than" or (marker == "as" and any(child.lower_ == "as" for child in token.head.lefts))


def _idle(token: Token) -> bool:
    """«when it comes to taxes», «as it were»: a clause in form only."""
    subject = subject_of(token)
    words = (_marker(token) or "", subject.lower_ if subject is not None else "", token.lower_)
    return " ".join(words) in load_lexicon("predicates")["idle_clauses"]


def _presupposed(token: Token, cues: Collection[int], facts: Collection[int]) -> Iterator[Predicate]:
    words = load_lexicon("predicates")
    if not _definite(token):
        return
    infinitive = next((child for child in token.children if child.dep_ == "acl" and _to_infinitive(child)), None)
    if token.lemma_ in words["implicative_nouns"] and infinitive is not None and token.i not in cues:
        inner = _predicate(infinitive, Clause.NOMINAL, cues, presupposed=True)
        negated = inner.negated != (token.lemma_ in words["negating"])
        yield Predicate(inner.token, inner.top, inner.frames, Clause.NOMINAL, True, negated)
        return
    dated = any(other.i in facts for other in _own_modifiers(token))
    argument = token.dep_ not in {"attr", "compound", "ROOT", "appos"} and token.i not in cues
    if token.lemma_ in words["eventive_nouns"] and dated and argument:
        yield Predicate(token, token, (), Clause.NOMINAL, presupposed=True, negated=_negated(token))


def _own_modifiers(noun: Token) -> Iterator[Token]:
    """Words that modify ``noun`` directly: its numbers, dates, and what its prepositions hold."""
    for child in noun.children:
        if child.dep_ in {"npadvmod", "nummod"}:
            yield child
        if child.dep_ == "prep":
            for held in child.children:
                yield held
                yield from (number for number in held.children if number.dep_ in {"nummod", "npadvmod"})


def _suspends(token: Token) -> bool:
    """Whether ``token`` tops a condition or a question, in which nothing is asserted."""
    first = first_conjunct(token)
    if not (_verbal(first) or _copula(first) is not None):
        return False
    marker = _marker(first)
    words = load_lexicon("predicates")
    if first.dep_ == "advcl" and (marker in words["conditions"] or _asks_under(first, marker)):
        return True
    if first.dep_ in {"ccomp", "pcomp", "csubj", "nsubj", "attr"} and marker in words["questions"]:
        # «smaller than when Kim took power», «including what is believed to be a mine»: facts all the same.
        return not (first.dep_ == "pcomp" and first.head.lower_ in words["factual_prepositions"])
    return first.dep_ in {"ROOT", "ccomp", "parataxis"} and _asked(first)


def _restricts(token: Token, cues: Collection[int]) -> bool:
    """Whether nothing in the clause is asserted: «no evidence to suggest that …», «the notion that …»."""
    if token.i in cues or token.head.i in cues or not _verbal(token) or after_pause(token):
        return False
    words = load_lexicon("predicates")
    if token.dep_ == "acl":
        told = _marker(token) is None and _finite(token) and _that_relative(token)
        named = token.head.lemma_ in words["implicative_nouns"] or token.head.lemma_ in words["factive_nouns"]
        return (_to_infinitive(token) or told) and not named
    # «have not shown that it leaked»: what has not been shown
    unproved = token.dep_ == "ccomp" and token.head.lemma_ in words["proving_verbs"]
    return unproved and any(child.dep_ == "neg" for child in token.head.children)


def _asks_under(token: Token, marker: str | None) -> bool:
    """«did not disclose when it was told»: the parser calls it an adverbial, but it is what was not disclosed."""
    words = load_lexicon("predicates")
    asks = marker in words["questions"] and token.head.lemma_ in words["question_verbs"] and not after_pause(token)
    return asks and token.i > token.head.i and not any(child.dep_ == "dobj" for child in token.head.children)


def _asked(token: Token) -> bool:
    edge = token.right_edge.i
    doc = token.doc
    return any(doc[index].text == "?" for index in range(max(token.i, edge - 1), min(len(doc), edge + 2)))


def _marker(token: Token) -> str | None:
    """The word that opens the clause of ``token``: a conjunction, or a question word at its left edge."""
    mark = next((child for child in token.children if child.dep_ == "mark" and child.i < token.i), None)
    if mark is not None and mark.lower_ != "that":
        return mark.lower_
    if token.left_edge.tag_ in {"WP", "WRB", "WDT", "WP$"} or token.left_edge.lower_ in {"whether", "if"}:
        return token.left_edge.lower_
    preposition = token.head if token.dep_ == "pcomp" else None
    return preposition.lower_ if preposition is not None else None


def _coordinated_clause(token: Token, first: Token) -> bool:
    if _verbal(token) or _copula(token) is not None:
        return _verbal(first) or _copula(first) is not None or (_finite(token) and subject_of(token) is not None)
    return False


def _verbal(token: Token) -> bool:
    return token.pos_ in {"VERB", "AUX"}


def _copula(token: Token) -> Token | None:
    return next((child for child in token.children if child.lemma_ == "be" and child.dep_ == "cop"), None)


def _finite(token: Token) -> bool:
    if token.tag_ in _FINITE:
        return True
    if any(child.tag_ in _FINITE and child.dep_ in {"aux", "auxpass"} for child in token.children):
        return True
    # «has fallen and lost value»: a conjunct without an auxiliary of its own shares the first one's.
    shares = token.dep_ == "conj" and token.head.tag_ == token.tag_ and not _to_infinitive(token)
    return shares and token.i != token.head.i and _finite(token.head)


def _to_infinitive(token: Token) -> bool:
    return any(child.dep_ == "aux" and child.tag_ == "TO" for child in token.children)


def _imperative(token: Token) -> bool:
    opens = token.i - token.sent.start <= 2 or token.nbor(-1).text in {'"', "'"}
    return (
        opens
        and token.tag_ == "VB"
        and subject_of(token) is None
        and not _to_infinitive(token)
        and token.pos_ == "VERB"
    )


def _that_relative(token: Token) -> bool:
    return any(child.lower_ == "that" and child.i < token.i for child in token.children)


def after_pause(token: Token) -> bool:
    """Whether the phrase of ``token`` is set off from what stands before it by a comma, a dash or a bracket."""
    edge = token.left_edge
    while edge.i > 0 and (edge.nbor(-1).is_space or edge.nbor(-1).text in {'"', "'"}):
        edge = edge.nbor(-1)
    return edge.i > 0 and edge.nbor(-1).text in _PAUSES


def _opens_sentence(token: Token) -> bool:
    return token.left_edge.i == token.sent.start


def _before_pause(token: Token) -> bool:
    edge = token.right_edge
    starts = token.left_edge.i == token.sent.start
    return starts and edge.i + 1 < len(token.doc) and (edge.text in _PAUSES or edge.nbor(1).text in _PAUSES)


def _sets_apart(token: Token) -> bool:
    """Whether an apposition is set off by a comma and says what its anchor is: «Lee, a member of …»."""
    if not after_pause(token) or token.head.pos_ not in {"NOUN", "PROPN"}:
        return False
    above = next((word for word in token.ancestors if _verbal(word)), None)
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


def _definite(token: Token) -> bool:
    words = load_lexicon("predicates")["definite"]
    return any(
        child.dep_ == "poss" or (child.dep_ in {"det", "amod"} and child.lower_ in words) for child in token.children
    )


def _negated(*tokens: Token) -> bool:
    negations = 0
    for token in tokens:
        negations += sum(child.dep_ == "neg" for child in token.children)
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
