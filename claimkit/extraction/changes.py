"""What a verb or noun does to a quantity: direction, role, and the property it is of, read off the parse.

The lexicon is ``resources/changes.toml``. A quantity stands under a change word as its object ("lost 190 points"), as a
measure ("fell 3 %"), after by, from or to ("shrank by 8.5 %"), or beside a noun ("a 4 % drop", "a drop of 4 %").
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from claimkit.records import Direction, QuantityRole
from claimkit.resources import load_lexicon

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Token

_MAX_CLIMB = 6
_OBJECTS = frozenset({"dobj", "npadvmod", "attr", "oprd", "advmod", "acomp", "obj", "ccomp", "dep", "nsubjpass"})


class Change(NamedTuple):
    """How the quantity is moved, and the token of the word that moves it."""

    direction: Direction
    role: QuantityRole
    word: Token | None


NO_CHANGE = Change(Direction.NONE, QuantityRole.VALUE, None)


@functools.cache
def _tables() -> tuple[Mapping[str, Direction], Mapping[str, Direction], Mapping[str, Direction]]:
    words = load_lexicon("changes")

    def table(section: str) -> dict[str, Direction]:
        return {word: Direction(way) for way in ("up", "down") for word in words[section][way]}

    return table("verbs"), table("nouns"), table("particles")


@functools.cache
def forms() -> Mapping[str, Direction]:
    """Direction of every form of a verb of change, and of the particles, for reading without a parse."""
    verbs, _, particles = _tables()
    irregular = load_lexicon("changes")["forms"]
    known = {form: way for verb, way in verbs.items() if " " not in verb for form in _inflected(verb)}
    known |= {form: verbs[verb] for form, verb in irregular.items() if verb in verbs}
    return {form: way for form, way in known.items() if form not in load_lexicon("changes")["verbs"]["neutral"]} | dict(
        particles
    )


@functools.cache
def noun_forms() -> Mapping[str, Direction]:
    """Direction of every noun of change, in both numbers."""
    levels = load_lexicon("changes")["nouns"]["levels"]
    return {form: way for noun, way in _tables()[1].items() if noun not in levels for form in (noun, noun + "s")}


@functools.cache
def collecting_forms() -> frozenset[str]:
    """Forms of the verbs that collect money: "raised $5 million"."""
    return frozenset(form for verb in load_lexicon("changes")["verbs"]["collecting"] for form in _inflected(verb))


def _inflected(verb: str) -> tuple[str, ...]:
    """Regular forms; a doubled consonant is one of the lexicon's irregular forms."""
    if verb.endswith("e"):
        return verb, verb + "s", verb + "d", verb[:-1] + "ing"
    if verb.endswith("y") and verb[-2] not in "aeou":
        return verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    plural = verb + "es" if verb.endswith(("sh", "ch", "ss", "x")) else verb + "s"
    return verb, plural, verb + "ed", verb + "ing"


def change_of(head: Token, first: Token, *, money: bool, measure: bool) -> Change:
    """The change the quantity headed by ``head`` (its unit, noun or figure) and beginning at ``first`` is part of."""
    if _is_contrast(first):
        return NO_CHANGE
    particle = _particle_before(first)
    if particle is not None:
        return particle
    after = head.nbor(1) if measure and head.i + 1 < len(head.doc) else None
    if after is not None and after.lower_ in ("higher", "lower"):
        return Change(_tables()[2][after.lower_], QuantityRole.CHANGE_BY, after)  # "2 percentage points higher"
    noun = _noun_change(head)
    if noun is not None:
        return noun
    if head.dep_ == "pobj" and head.head.dep_ in ("prep", "dative", "agent", "pcomp", "prt"):
        return _prepositional(head.head)
    if head.dep_ in ("conj", "appos") and head.head.i != head.i and head.head.pos_ in ("NOUN", "NUM", "SYM", "PROPN"):
        return _beside(head.head, money=money, measure=measure)
    if head.dep_ in _OBJECTS:
        return _verbal(head.head, money=money, measure=measure)
    return NO_CHANGE


def _is_contrast(first: Token) -> bool:
    """«to 256 seats instead of the 128 planned»: what stands in for nothing is not moved to."""
    before = [token.lower_ for token in first.doc[max(0, first.i - 3) : first.i] if token.tag_ not in ("DT", "PRP$")]
    return before[-2:] in (["instead", "of"], ["rather", "than"]) or before[-1:] == ["versus"]


def _particle_before(first: Token) -> Change | None:
    """«up 3 %», «down by 9.2 %», «up about 19 per cent», «higher by 3 %»."""
    particles = _tables()[2]
    at, role = first.i - 1, QuantityRole.CHANGE_BY
    # At most three words (by, about, more than) may stand between.
    for _ in range(4):
        if at < 0 or first.doc[at].is_sent_end or first.doc[at].is_punct:
            return None
        token = first.doc[at]
        if token.lower_ in particles:
            if _is_up_to(token) or token.head.tag_ == "JJ" or _is_phrasal(token):
                return None
            return Change(particles[token.lower_], role, token)
        if token.lower_ == "from":
            role = QuantityRole.CHANGE_FROM  # "up from 41 per cent"
        elif token.lower_ not in load_lexicon("changes")["particles"]["between"]:
            return None
        at -= 1
    return None


def _is_phrasal(token: Token) -> bool:
    """«gave up 517 yards»: the particle belongs to a verb that moves nothing."""
    verb = token.head
    neutral = load_lexicon("changes")["verbs"]["neutral"]
    return token.dep_ == "prt" and verb.lemma_.lower() not in _tables()[0] and verb.lemma_.lower() not in neutral


def _is_up_to(token: Token) -> bool:
    following = token.nbor(1) if token.i + 1 < len(token.doc) else None
    return token.lower_ == "up" and following is not None and following.lower_ == "to"


def _noun_change(head: Token) -> Change | None:
    nouns = _tables()[1]
    token = head
    # "a 4.2 percent drop", "the 7% share price increase"
    for _ in range(_MAX_CLIMB):
        if (
            token.dep_ not in ("nummod", "amod", "compound", "nmod", "quantmod", "npadvmod", "poss")
            or token.head.i <= token.i
        ):
            break
        token = token.head
        if token.lemma_.lower() in nouns and token.pos_ in ("NOUN", "PROPN"):
            return Change(nouns[token.lemma_.lower()], QuantityRole.CHANGE_BY, token)
    # "a drop of 3 per cent", "an increase from 4 to 5"
    preposition = head.head
    if head.dep_ == "pobj" and preposition.pos_ in ("ADP", "SCONJ"):
        noun = preposition.head
        way = nouns.get(noun.lemma_.lower()) if noun.pos_ in ("NOUN", "PROPN") else None
        if way is not None and preposition.lower_ in ("of", "by", "from", "to"):
            role = load_lexicon("changes")["roles"].get(preposition.lower_, "change_by")
            level = noun.lemma_.lower() in load_lexicon("changes")["nouns"]["levels"]
            return Change(Direction.NONE, QuantityRole.VALUE, None) if level else Change(way, QuantityRole(role), noun)
    return None


def _prepositional(preposition: Token) -> Change:
    """After by, from, to: climb from the preposition to the change word."""
    nouns = _tables()[1]
    role = load_lexicon("changes")["roles"].get(preposition.lower_)
    token = preposition.head
    for _ in range(_MAX_CLIMB):
        if token.pos_ in ("VERB", "AUX"):
            way = _verb_direction(token)
            if way is not None and role is not None:
                return Change(way, QuantityRole(role), token)
            if way is not None and preposition.lower_ in ("about", "around", "over", "under", "nearly", "up", "down"):
                return Change(way, QuantityRole.CHANGE_BY, token)
            return NO_CHANGE
        lemma = token.lemma_.lower()
        beside = _particle_of(token) if role is not None else None
        if beside is not None and role is not None:  # "down 4 per cent from $3.12"
            return Change(_tables()[2][beside.lower_], QuantityRole(role), beside)
        if token.pos_ == "NOUN" and lemma in nouns and role is not None:
            return Change(nouns[lemma], QuantityRole(role), token)
        if token.head.i == token.i:
            break
        token = token.head
    return NO_CHANGE


def _particle_of(token: Token) -> Token | None:
    """The particle a measure stands after, or the word itself where it is one."""
    edge = token.left_edge
    near = (token, edge, *((edge.nbor(-1),) if edge.i else ()))
    found = next((word for word in near if word.lower_ in _tables()[2] and word.lower_ != "off"), None)
    return None if found is None or _is_up_to(found) or _is_phrasal(found) or found.head.tag_ == "JJ" else found


def _verb_direction(verb: Token) -> Direction | None:
    """The direction of a verb by itself or by its particle: rose, went up."""
    verbs, _, particles = _tables()
    lemma = verb.lemma_.lower()
    if lemma in verbs:
        return verbs[lemma]
    if lemma in load_lexicon("changes")["verbs"]["neutral"]:
        for child in verb.children:
            beside = child.dep_ == "prt" or child.i == verb.i + 1  # not «was $3.1 million, down 9 %»
            if beside and child.dep_ in ("prt", "advmod", "acomp") and child.lower_ in particles:
                return particles[child.lower_]
    return None


def _verbal(verb: Token, *, money: bool, measure: bool) -> Change:
    lexicon = load_lexicon("changes")["verbs"]
    if verb.pos_ not in ("VERB", "AUX"):
        return NO_CHANGE
    lemma = verb.lemma_.lower()
    way = _verb_direction(verb)
    if way is None or (money and lemma in lexicon["collecting"]) or (not measure and lemma in lexicon["measured"]):
        return NO_CHANGE
    return Change(way, QuantityRole.CHANGE_BY, verb)


def _beside(other: Token, *, money: bool, measure: bool) -> Change:
    """«190 points, or 0.6 %»: the second measure shares the change of the first."""
    if other.dep_ in ("conj", "appos"):
        return NO_CHANGE
    if other.dep_ == "pobj":
        return _prepositional(other.head)
    return _verbal(other.head, money=money, measure=measure) if other.dep_ in _OBJECTS else NO_CHANGE


def property_of(head: Token, change: Change) -> str | None:
    """What a measure is of: the subject of its verb, the noun of its change, or the noun it modifies."""
    word = change.word
    stuff = _stuff(head)
    if stuff is not None:
        return name_of(stuff)
    if word is not None and word.pos_ in ("NOUN", "PROPN"):
        inner = next((child for child in word.children if child.dep_ == "prep" and child.lower_ in ("in", "of")), None)
        for child in inner.children if inner is not None else ():
            if child.dep_ == "pobj" and not child.like_num and not any(part.like_num for part in child.children):
                return name_of(child)
        compound = [
            child
            for child in word.children
            if child.dep_ == "compound" and child.pos_ in ("NOUN", "PROPN") and child.i != head.i
        ]
        return name_of(compound[-1]) if compound else None
    if head.dep_ in ("compound", "nmod", "amod", "nummod", "npadvmod", "quantmod") and head.head.pos_ in (
        "NOUN",
        "PROPN",
    ):
        return name_of(head.head)
    if head.dep_ == "pobj" and head.head.lower_ == "of" and head.head.head.pos_ in ("NOUN", "PROPN"):
        return name_of(head.head.head)
    verb = _verb_over(word if word is not None else head)
    moved = _moved(verb, head) if verb is not None and word is not None else None
    if moved is not None:
        return name_of(moved)
    subject = _subject(verb) if verb is not None else None
    if subject is None or subject.pos_ not in ("NOUN", "PROPN") or subject.i == head.i:
        return None  # «80 per cent of the roads have reopened»: the measure is itself the subject
    return name_of(subject)


def _stuff(head: Token) -> Token | None:
    """«25 million cubic metres of water»: a measure is of what it measures; a share ("6 % of homes") counts it."""
    if head.pos_ != "NOUN" or head.lower_ in ("percent", "cent", "%"):
        return None
    of = next((child for child in head.children if child.dep_ == "prep" and child.lower_ == "of"), None)
    held = next((child for child in of.children if child.dep_ == "pobj"), None) if of is not None else None
    return held if held is not None and held.pos_ == "NOUN" and not held.like_num else None


def _moved(verb: Token, head: Token) -> Token | None:
    """«the bank raised its rate by 0.25 points»: what a transitive verb moves is its object, not who moves it."""
    for child in verb.children:
        measured = any(part.like_num for part in child.subtree) or child.i == head.i
        if child.dep_ == "dobj" and child.pos_ in ("NOUN", "PROPN") and not measured:
            return child
    return None


def _verb_over(token: Token) -> Token | None:
    for _ in range(_MAX_CLIMB):
        if token.pos_ in ("VERB", "AUX"):
            return token
        if token.head.i == token.i:
            return None
        token = token.head
    return None


def _subject(verb: Token) -> Token | None:
    for _ in range(3):
        for child in verb.children:
            if child.dep_ in ("nsubj", "nsubjpass"):
                return child
        if verb.dep_ not in ("conj", "xcomp", "advcl") or verb.head.i == verb.i:
            return None
        verb = verb.head
    return None


def name_of(noun: Token) -> str:
    """A property's name: its alias ("gross domestic product" → GDP), a proper name in full, else the lemma."""
    aliases = load_lexicon("changes")["property"]
    compounds = [child for child in noun.lefts if child.dep_ in ("compound", "amod", "nmod") and child.i >= noun.i - 4]
    for first in range(len(compounds) + 1):
        phrase = " ".join(token.lower_ for token in (*compounds[first:], noun))
        if phrase in aliases:
            return str(aliases[phrase])
    if noun.pos_ == "PROPN":
        return " ".join(token.text for token in (*(t for t in compounds if t.pos_ == "PROPN"), noun))
    return noun.lemma_.lower()


def is_distribution(first: Token, head: Token) -> bool:
    """Whether a range says how cases differ ("cells comprise five to 30 members") and not that nobody knows."""
    words = load_lexicon("changes")["distribution"]
    before = first.nbor(-1) if first.i else None
    if before is not None and (
        before.lower_ in words["words"] or (before.i and before.nbor(-1).lower_ in words["words"])
    ):
        return True
    verb = _verb_over(head)
    if verb is None:
        return False
    if verb.lemma_.lower() in words["verbs"]:
        return True
    subject = _subject(verb)
    present = verb.tag_ in ("VBZ", "VBP") and not any(child.tag_ == "MD" for child in verb.children)
    return present and subject is not None and verb.lemma_.lower() in words["verbs_generic"] and _is_generic(subject)


def _is_generic(noun: Token) -> bool:
    """A bare plural or "a", "each", "every" with a singular: speaks of the kind, not of one case."""
    determiner = next((child.lower_ for child in noun.children if child.dep_ == "det"), None)
    if determiner in ("a", "an", "each", "every"):
        return True
    possessed = any(child.dep_ in ("poss", "nummod") for child in noun.children)
    return determiner is None and not possessed and noun.tag_ == "NNS"
