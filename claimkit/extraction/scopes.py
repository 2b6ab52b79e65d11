"""The scope of a hedge cue, read off the dependency tree by BioScope's convention (Vincze et al. 2008).

The cue belongs to its scope, and the scope is the largest unit the cue bears on:

``clause``       an auxiliary: from the cue to the end of its clause; with the subject if the verb is passive
``complement``   a verb: from the cue to the end of its clause; with the subject if the verb is passive («X is believed
                 to»). A noun or adjective: from the cue to the end of its complement
``raising``      a verb that raises its subject («X appears to»): its clause with the subject
``modified``     an adverb: from the cue to the end of the clause or phrase it modifies, all of it where the adverb
                 comes last; an adjective: from the cue to the end of the noun phrase, with the subject if predicative
``subordinate``  a conjunction: its subordinate clause
``noun``         an adjective that classes («putative»): the noun phrase without what follows its noun
``choice``       «or», «either»: the alternatives
``number``       an approximator: the cue and the number with its noun

A clause ends before a conjunct with a subject or auxiliary of its own, before an adverbial clause of time or cause, and
before what a comma sets off, as a reporting frame; a clause below a verb («suggest that A and that B») belongs to its
scope whole. As in BioScope, a conjunct's shared subject, a relative pronoun and the empty «it» stay outside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from claimkit.extraction.parsing import token_span
from claimkit.records import Span

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Token
    from claimkit.extraction.tokens import Tokens as Sentence

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
_VERBAL = frozenset({"VERB", "AUX"})
_SET_OFF = frozenset({"advcl", "parataxis", "ccomp", "prep", "relcl", "acl", "appos", "npadvmod", "dep", "nsubj"})
_PREDICATIVE = frozenset({"acomp", "oprd", "attr"})
_ADVERBIAL = frozenset({"npadvmod", "prep", "advmod"})
_REACH = 200  # dependents and tokens looked at for one cue
_INSIDE = frozenset({"if", "unless", "that", "than"})
_ADDING = frozenset({"including", "such"})  # «, including those of the port»: more of the same
_OPENED = frozenset({"conj", "xcomp", "prep", "pobj", "dobj", "attr"})
_EDGES = frozenset("\"'.,;:!?()[]-–—")
_PARTNERS = {"(": ")", ")": "(", "[": "]", "]": "[", '"': '"', "'": "'"}


def scope_of(kind: str, cue: tuple[Token, Token], anchor: Token, sentence: Sentence) -> tuple[Span, ...]:
    """The scope of a cue, one span inside ``sentence`` that holds the cue.

    ``cue`` is its first and last token, ``anchor`` the one that carries it, ``kind`` a name from the table above.
    """
    first, last = cue
    left, right = _LEFT_AND_RIGHT[kind](anchor)
    start, end = max(min(first.i, left), sentence.start), min(max(last.i, right), sentence.end - 1)
    near = first.doc[start : min(end + 1, start + _REACH)]
    marks = Counter(token.text for token in near if token.text in _PARTNERS)
    while end > last.i and _is_loose(first.doc[end].text, marks):
        marks[first.doc[end].text] -= 1
        end -= 1
    while start < first.i and _is_loose(first.doc[start].text, marks):
        marks[first.doc[start].text] -= 1
        start += 1
    # The mark that closes what opened inside hangs on a word outside: «could promote "foreign thought"».
    if end + 1 < sentence.end and marks[_PARTNERS.get(following := first.doc[end + 1].text, "")] > 0:
        end += marks[following] % 2 == 1 or (following in ")]" and marks[following] < marks[_PARTNERS[following]])
    span = token_span(first.doc[start], first.doc[end])
    return (_without_stop(span, first.doc[end], sentence) if end > last.i else span,)


def parts_of(kind: str, cue: tuple[Token, Token], anchor: Token, sentence: Sentence) -> tuple[Span, ...]:
    """The scope of a cue as :func:`scope_of` has it, in pieces where it goes on elsewhere or skips something.

    BioScope's scopes are unbroken and leave out a shared subject; a claim is hedged with it all the same.
    """
    (span,) = scope_of(kind, cue, anchor, sentence)
    told = _told(anchor)
    if told is not None:  # «it fell, according to a projection»: the projection bears on what it tells
        start = next((child.left_edge.i for child in told.lefts if child.dep_ in SUBJECTS), told.i)
        end = min(clause_end(told), anchor.head.head.i - 1)
        while end > start and anchor.doc[end].text in _EDGES:
            end -= 1
        return token_span(anchor.doc[start], anchor.doc[end]), token_span(*cue)
    if kind != "raising" and not (kind == "complement" and anchor.pos_ in _VERBAL and is_passive(anchor)):
        return (span,)
    if anchor.dep_ == "acl" and anchor.tag_ == "VBG":  # «remarks seeming to warn»
        return (Span(min(anchor.head.left_edge.idx, span.start), span.end),)
    subject = subject_of(anchor)
    if subject is None or subject.i > anchor.i:
        return (span,)
    if anchor.dep_ == "conj":  # «admitted it and this week appears to have fled»
        ahead = (child.left_edge.idx for child in islice(anchor.lefts, _REACH) if child.dep_ in _ADVERBIAL)
        return _named(subject), Span(min(span.start, *ahead, span.start), span.end)
    return _past_apposition(subject, span)


def _told(noun: Token) -> Token | None:
    """The verb that «according to» and ``noun`` bear on."""
    to = noun.head
    according = to.head
    if noun.dep_ != "pobj" or to.lower_ != "to" or according.lower_ != "according":
        return None
    return according.head if according.head.i < according.i and according.head.pos_ in _VERBAL else None


def _named(subject: Token) -> Span:
    """The phrase of a subject as far as its noun, and what follows it without a pause."""
    end = subject.i
    for child in islice(subject.rights, _REACH):
        if _after_comma(child) or child.dep_ in {"punct", "appos", "relcl"}:
            break
        end = child.right_edge.i
    return token_span(subject.left_edge, subject.doc[end])


def _past_apposition(subject: Token, span: Span) -> tuple[Span, ...]:
    """«Jo Lesk, a member of the board, is believed to»: what is set off says nothing hedged."""
    set_off = [child for child in islice(subject.rights, _REACH) if child.dep_ in {"appos", "relcl", "acl"}]
    set_off = [child for child in set_off if _after_comma(child)]
    named = _named(subject)
    after = subject.right_edge.i + 1
    while after < len(subject.doc) and subject.doc[after].text in _EDGES:
        after += 1
    if not set_off or named.start != span.start or after >= len(subject.doc):
        return (span,)
    rest = subject.doc[after].idx
    return (named, Span(rest, span.end)) if named.end < rest < span.end else (span,)


def _without_stop(span: Span, word: Token, sentence: Sentence) -> Span:
    """«… of factor B.»: a full stop the tokenizer left on the last word of the sentence, unless it abbreviates."""
    loose = word.text.endswith(".") and word.text.count(".") == 1 and len(word.text) > 1
    return Span(span.start, span.end - 1) if loose and word.i == _last_word(sentence) else span


def _last_word(sentence: Sentence) -> int:
    return next((token.i for token in reversed(sentence) if not token.is_space), sentence.end - 1)


def _is_loose(mark: str, marks: Counter[str]) -> bool:
    """Space or punctuation at the edge of a scope, unless it is a bracket or quotation mark with its partner inside."""
    partner = _PARTNERS.get(mark)
    if partner is None:
        return mark.isspace() or mark in _EDGES
    return marks[mark] % 2 == 1 if mark == partner else marks[mark] > marks[partner]


def dependents(token: Token) -> Iterator[Token]:
    """The children of a token; the first 200 only, so that litter like ten thousand «may» is read in linear time."""
    return islice(token.children, _REACH)


def subject_of(token: Token) -> Token | None:
    """The subject of a verb, of the copula over an adjective or noun, or of the verb it is coordinated with."""
    for node in (token, token.head if token.dep_ in {"acomp", "attr", "oprd", "conj", "xcomp"} else token):
        for child in dependents(node):
            if child.dep_ in SUBJECTS:
                return child
    return None


def is_passive(verb: Token) -> bool:
    """Whether a verb has a passive auxiliary or subject, or is a participle after a noun («a man believed to be»)."""
    if any(child.dep_ in {"auxpass", "nsubjpass", "csubjpass"} for child in dependents(verb)):
        return True
    return verb.tag_ == "VBN" and verb.dep_ in {"acl", "advcl", "relcl", "conj"} and not _has_active_auxiliary(verb)


def _has_active_auxiliary(verb: Token) -> bool:
    return any(child.dep_ in {"aux", "dobj"} for child in dependents(verb))


def clause_end(head: Token) -> int:
    """Index of the last token of the clause of ``head``, without what a comma sets off after it."""
    end, steps = head.i, 0
    waiting = [head]
    # A loop with an end: litter like «may may may ...» nests deeper than Python recurses.
    while waiting and steps < _REACH:
        for child in waiting.pop().rights:
            steps += 1
            if child.dep_ in {"punct", "cc"}:
                continue
            if _ends_clause(child) or steps >= _REACH:
                break
            if child.dep_ in _OPENED:
                waiting.append(child)
            end = max(end, child.i if child.dep_ in _OPENED else child.right_edge.i)
    return end


def _ends_clause(child: Token) -> bool:
    if child.dep_ == "conj":
        return _own_clause(child)
    if child.dep_ == "advcl" and any(grand.dep_ in SUBJECTS for grand in islice(child.lefts, _REACH)):
        # «appeared to cry as he spoke»: time and cause stand outside, a condition stays inside.
        return not any(grand.dep_ == "mark" and grand.lower_ in _INSIDE for grand in islice(child.lefts, _REACH))
    return child.dep_ in _SET_OFF and child.lower_ not in _ADDING and _after_comma(child)


def _own_clause(conjunct: Token) -> bool:
    """«may rise and will fall», «may rise and he falls»: the second verb is not under the first one's auxiliary."""
    return any(child.dep_ in SUBJECTS or child.dep_ in {"aux", "auxpass"} for child in islice(conjunct.lefts, _REACH))


def _after_comma(token: Token) -> bool:
    before = token.left_edge.i - 1
    while before > 0 and token.doc[before].text in {'"', "'", "''"}:
        before -= 1
    return before >= 0 and token.doc[before].text in {",", ";", ":", "-", "–", "—", "--"}


def _is_empty(subject: Token | None, head: Token) -> bool:
    """«it appears that …», «it is likely that …», «it is possible to …»: the subject stands for the clause."""
    if subject is None or subject.lower_ != "it":
        return False
    below = [
        *dependents(head),
        *(leaf for child in dependents(head) if child.dep_ in _PREDICATIVE for leaf in dependents(child)),
    ]
    return any(child.dep_ == "ccomp" or (child.dep_ == "xcomp" and child.head.pos_ == "ADJ") for child in below)


def _left_of_subject(head: Token) -> int:
    """Where the subject of ``head`` starts; the head itself if it is shared, a relative pronoun or empty."""
    subject = subject_of(head)
    if subject is None or subject.i > head.i or head.dep_ == "conj":
        return head.i
    empty = _is_empty(subject, head)
    return head.i if empty else subject.left_edge.i


def _clause(anchor: Token) -> tuple[int, int]:
    verb = anchor.head if anchor.dep_ in {"aux", "auxpass"} else anchor
    left = _left_of_subject(verb) if is_passive(verb) else anchor.i
    return left, clause_end(verb)


def _complement(anchor: Token) -> tuple[int, int]:
    if anchor.pos_ in _VERBAL:
        return (_left_of_subject(anchor) if is_passive(anchor) else anchor.i), clause_end(anchor)
    if anchor.dep_ in {"acomp", "attr", "oprd"}:
        return _left_of_subject(anchor), max(anchor.right_edge.i, clause_end(anchor.head))
    if anchor.dep_ in {"pcomp", "prep"} or anchor.pos_ == "ADP":
        return anchor.i, anchor.right_edge.i
    return anchor.i, clause_end(anchor)


def _raising(anchor: Token) -> tuple[int, int]:
    return _left_of_subject(anchor), clause_end(anchor)


def _modified(anchor: Token) -> tuple[int, int]:
    head = anchor.head
    if anchor.dep_ == "amod" and head.i > anchor.i:
        return anchor.i, clause_end(head)
    if anchor.dep_ in {"acomp", "oprd", "attr"}:
        left = anchor.i if _is_empty(subject_of(anchor), head) else _left_of_subject(anchor)
        return left, max(clause_end(anchor), clause_end(head))
    if anchor.dep_ == "ROOT" or head.i == anchor.i:
        return _left_of_subject(anchor), clause_end(anchor)
    if anchor.i > clause_end(head) or (anchor.i > head.i and not _anything_after(anchor, head)):
        return head.left_edge.i, anchor.i
    if head.dep_ == "prep" or head.pos_ in _VERBAL or head.dep_ in {"acomp", "attr"}:
        return anchor.i, clause_end(_clause_head(head))
    return anchor.i, max(anchor.i, clause_end(head))


def _clause_head(head: Token) -> Token:
    return head.head if head.dep_ in {"aux", "auxpass"} else head


def _anything_after(anchor: Token, head: Token) -> bool:
    return any(child.i > anchor.i and child.dep_ != "punct" for child in islice(head.rights, _REACH))


def _subordinate(anchor: Token) -> tuple[int, int]:
    if anchor.dep_ in {"mark", "advmod", "preconj", "dep", "cc"}:
        return anchor.i, max(anchor.i, clause_end(anchor.head))
    return anchor.i, anchor.right_edge.i


def _noun(anchor: Token) -> tuple[int, int]:
    return anchor.i, max(anchor.i, anchor.head.i if anchor.dep_ == "amod" else anchor.i)


def _choice(anchor: Token) -> tuple[int, int]:
    """From the first alternative to the last: «red cells, platelets or plasma», «either … or …»."""
    first = anchor.head
    while first.dep_ == "conj":
        first = first.head
    last, reached = first, first.i
    for _ in range(_REACH):
        following = next((child for child in dependents(last) if child.dep_ == "conj"), None)
        if following is None:
            break
        last, reached = following, max(following.right_edge.i, reached)
    left = min(anchor.i, first.left_edge.i if first.pos_ in {"NOUN", "PROPN", "ADJ", "NUM"} else first.i)
    return left, max(anchor.i, reached)


def _number(anchor: Token) -> tuple[int, int]:
    noun = number = anchor
    for token in anchor.doc[anchor.i + 1 : anchor.i + 10]:
        if token.like_num or token.tag_ in {"CD", "$", "PDT"}:
            number = token
        elif number.i > anchor.i or token.text not in {"a", "an", "one", "the"}:
            break
    noun = number.head if number.head.i > number.i and number.dep_ in {"nummod", "quantmod", "compound"} else number
    if noun.head.i > noun.i and noun.dep_ in {"nummod", "compound", "quantmod"}:
        noun = noun.head
    if number is anchor:
        noun = anchor.head if anchor.head.i > anchor.i else anchor
        return anchor.i, max(
            (child.right_edge.i for child in anchor.rights if child.dep_ in {"prep", "pobj"}), default=noun.i
        )
    return anchor.i, noun.i


_LEFT_AND_RIGHT = {
    "clause": _clause,
    "complement": _complement,
    "raising": _raising,
    "modified": _modified,
    "subordinate": _subordinate,
    "noun": _noun,
    "choice": _choice,
    "number": _number,
}
