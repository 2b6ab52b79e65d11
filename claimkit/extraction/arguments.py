"""The arguments of a claim's predicate, shared subjects included, and its text with pronouns filled in."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from claimkit.extraction.entities import entity_at
from claimkit.extraction.parsing import token_span
from claimkit.extraction.predicates import Clause, Predicate
from claimkit.extraction.syntax import first_conjunct, subject_of
from claimkit.records import Argument, ArgumentRole, EntityType, Mention, Span

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Token

_OBJECTS = frozenset({"dobj", "dative", "oprd"})
_PLACE_PREPOSITIONS = frozenset({"in", "at", "near", "on", "outside", "inside", "off", "across", "around"})
_NOBODY = frozenset({"GPE", "LOC", "FAC", "DATE", "TIME"})  # labels of what no "who" stands for
_LOOSE = frozenset({"relcl", "appos", "advcl", "parataxis", "punct", "cc", "dep"})


def arguments_of(
    predicate: Predicate, text: str, *, mentions: Sequence[Mention], timed: Collection[int], cues: Collection[int]
) -> tuple[Argument, ...]:
    """Subject, objects, obliques and places, in text order within each role.

    ``timed`` are the words inside time expressions, which are no obliques; ``cues`` those of links.
    """
    found: list[tuple[ArgumentRole, Token]] = []
    subject = shared_subject(predicate, cues)
    if subject is not None:
        found.append((ArgumentRole.SUBJECT, subject))
    for head in dict.fromkeys((*predicate.frames, predicate.token)):
        found += [(ArgumentRole.OBJECT, child) for child in head.children if child.dep_ in _OBJECTS]
        found += _obliques(head, mentions, timed, cues)
    return tuple(_argument(role, head, text, mentions) for role, head in found)


def shared_subject(predicate: Predicate, cues: Collection[int]) -> Token | None:
    """The subject of the predicate, its own or the one it shares by coordination, control or modification."""
    for token in (predicate.token, *reversed(predicate.frames), predicate.top):
        own = subject_of(token)
        if own is not None and own.dep_ != "expl":
            return _antecedent(own, predicate)
        if own is not None:
            return None  # «there was nothing wrong»
    top = predicate.top
    first = first_conjunct(top)
    while top.i != first.i:
        top = top.head
        subject = subject_of(top)
        if subject is not None:
            return subject
    head = first.head
    if predicate.clause is Clause.NOMINAL:
        noun = predicate.top if predicate.top.pos_ == "NOUN" else predicate.top.head
        return next((child for child in noun.children if child.dep_ == "poss"), None)
    if first.dep_ == "acl" and predicate.clause is Clause.INFINITIVE:
        # «his promise to restore growth», «won with a promise to restore growth»
        return next((child for child in head.children if child.dep_ == "poss"), None) or _controller(first, cues)
    if predicate.clause is Clause.APPOSITION or first.dep_ in {"acl", "relcl"}:
        return head if first.dep_ in {"acl", "relcl", "appos"} and head.pos_ in {"NOUN", "PROPN", "PRON"} else None
    return _controller(first, cues)


def resolved_text(
    text: str, words: Sequence[Token], subject: Token | None, names: Mapping[int, str], spans: Sequence[Span]
) -> str:
    """The claim's words with resolvable pronouns replaced and a subject that stands elsewhere put in front.

    ``names`` maps the start of a pronoun to the name of what it stands for.
    """
    inside = {word.i for word in words}
    pieces = [_resolved_span(text, span, words, names) for span in spans]
    if subject is not None and subject.i not in inside and pieces:
        pieces.insert(0, names.get(subject.idx) or _put_in_front(text, subject, words))
    return " ".join(piece for piece in pieces if piece)


def _put_in_front(text: str, subject: Token, words: Sequence[Token]) -> str:
    """The phrase of a subject that stands elsewhere, without what follows in it and is the claim itself."""
    if subject.tag_ == "PRP$":
        return ""  # «its decision to close the gates», of nobody who is known
    covered = _noun_phrase(subject)
    end = next((word.idx for word in words if word.idx > subject.idx), covered.end)
    phrase = text[covered.start : min(end, covered.end)].rstrip(" ,;:-–—(")
    return phrase.removesuffix("'s").removesuffix("’s") if subject.dep_ == "poss" else phrase


def _resolved_span(text: str, span: Span, words: Sequence[Token], names: Mapping[int, str]) -> str:
    pieces, at = [], span.start
    for word in words:
        if word.idx in names and span.start <= word.idx < span.end:
            name = names[word.idx]
            ending = "'" if name.endswith("s") else "'s"
            possessive = word.tag_ == "PRP$" and not name.endswith("'s")
            pieces += [text[at : word.idx], name + ending if possessive else name]
            at = word.idx + len(word.text)
    return "".join([*pieces, text[at : span.end]])


def _antecedent(subject: Token, predicate: Predicate) -> Token:
    """A relative pronoun stands for the noun its clause modifies."""
    cleft = predicate.token.dep_ == "relcl"
    clause = predicate.token if cleft else first_conjunct(predicate.top)
    if subject.tag_ not in {"WDT", "WP"} or clause.dep_ not in {"relcl", "acl"}:
        return subject
    noun = clause.head
    if subject.lower_ == "who":  # «a nurse from Veldt, who was …»: hung on the place, said of the person
        while (noun.ent_type_ in _NOBODY or noun.pos_ == "ADP") and noun.head.i != noun.i:
            noun = noun.head
    return noun if noun.pos_ in {"NOUN", "PROPN", "PRON"} else clause.head


def _controller(first: Token, cues: Collection[int]) -> Token | None:
    """Who does what an infinitive, gerund or participle says: the object of the verb above, else its subject."""
    above = first.head
    while above.pos_ in {"ADP", "SCONJ", "PART", "ADJ", "NOUN"} and above.head.i != above.i:
        above = above.head
    # «blamed the press for making», «urged drivers to leave»
    held = first.dep_ == "pcomp" and first.head.lower_ in {"for", "of", "from", "into"}
    if held or (first.dep_ in {"xcomp", "ccomp"} and above.i in cues):
        told = next((child for child in above.children if child.dep_ in {"dobj", "dative"}), None)
        if told is not None:
            return told
    for _ in range(8):  # a chain of verbs longer than this is a parse gone wrong
        subject = subject_of(above)
        if subject is not None:
            return subject
        if above.head.i == above.i:
            return None
        above = above.head
    return None


def _obliques(
    head: Token, mentions: Sequence[Mention], timed: Collection[int], cues: Collection[int]
) -> Iterator[tuple[ArgumentRole, Token]]:
    for preposition in head.children:
        if preposition.dep_ not in {"prep", "agent"} or preposition.i in cues:
            continue
        for held in preposition.children:
            if held.dep_ != "pobj" or held.i in timed:
                continue
            mention = entity_at(mentions, _noun_phrase(held))
            place = mention is not None and mention.type is EntityType.PLACE
            located = place and preposition.lower_ in _PLACE_PREPOSITIONS
            yield (ArgumentRole.PLACE if located else ArgumentRole.OBLIQUE), held


def _argument(role: ArgumentRole, head: Token, text: str, mentions: Sequence[Mention]) -> Argument:
    span = _noun_phrase(head)
    mention = entity_at(mentions, span)
    return Argument(
        role=role,
        start=span.start,
        end=span.end,
        head=text[head.idx : head.idx + len(head.text)],  # as written: «O’Dunn», not the parser's «O'Dunn»
        entity_id=mention.entity_id if mention is not None else None,
    )


def _noun_phrase(head: Token) -> Span:
    """The phrase of ``head`` as one span, cut before its first relative clause, apposition or adverbial."""
    first = head.left_edge
    while first.i < head.i and (first.is_punct or first.is_space):
        first = first.nbor(1)
    last = head
    for child in head.rights:
        if child.dep_ in _LOOSE or (child.dep_ == "acl" and child.i > 0 and child.nbor(-1).text == ","):
            if child.dep_ == "cc" or child.text in {",", '"'}:
                continue
            break
        last = child.right_edge
    while last.i > head.i and (last.is_punct or last.is_space):
        last = last.nbor(-1)
    return token_span(first, last)
