"""Frames whose cue is a noun or an adjective: "X's claim that ...", "in X's view, ...", "X is convinced that ..."."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimkit.extraction import cues, sources
from claimkit.extraction.clauses import later_that
from claimkit.extraction.cues import child, infinitival, lemma, table, token_after, words
from claimkit.extraction.frames import Frame, Material, clause_after, clause_end, make
from claimkit.extraction.impersonal import besides
from claimkit.extraction.parsing import token_span
from claimkit.records import Span

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Token


def noun(material: Material, token: Token) -> Frame | None:
    """«X's claim that ...», «a report that ...», «X's pledge to ...», «X renewed calls for Y to ...»."""
    kind = table("noun").get(lemma(token))
    span = _noun_content(material, token, kind) if kind is not None else None
    if kind is None or span is None:
        return None
    owner = child(token, "poss") or sources.author_of(token)
    if owner is None and token.dep_ == "dobj" and lemma(token.head) in words("outside", "light"):
        owner = sources.speaker(token.head)
    carried = owner is None and _is_carried(token)
    if carried:
        owner = sources.speaker(token.head.head)
    phrase = None
    if owner is not None:
        phrase = sources.noun_phrase(owner, stop=token.head if owner.head == token.head else token)
        phrase = _without_genitive(phrase) if owner.i < token.i else phrase
    # «took office in 2011 with a pledge to ...»: what stands between is the other verb's.
    first = min(phrase[0], token, key=lambda other: other.i) if phrase is not None and not carried else token
    return Frame(
        rule="noun",
        kind=kind,
        head=token,
        cue=token_span(token, token),
        source=phrase,
        source_head=owner,
        content=(span,),
        region=token_span(first, token),
    )


def _is_carried(token: Token) -> bool:
    """«Ann took office with a pledge to rebuild»: the pledge is the subject's."""
    return token.dep_ == "pobj" and token.head.lower_ == "with" and token.head.head.pos_ == "VERB"


def _noun_content(material: Material, token: Token, kind: str) -> Span | None:
    for other in token.rights:
        that = other.left_edge.lower_ == "that" and (other.left_edge.dep_ == "mark" or _is_no_relative(other, token))
        owner = child(token, "poss") is not None or _is_carried(token)
        owned = kind in ("commit", "direct") and infinitival(other) and owner
        if other.dep_ in ("acl", "ccomp", "relcl") and (that or owned):
            return Span(other.left_edge.idx, clause_end(material, other))
        mark = other.left_edge
        if kind == "direct" and mark.lower_ == "for" and mark.head == other and infinitival(other):
            return Span(mark.nbor(1).idx, clause_end(material, other))
        target = child(other, "pobj", "pcomp") if kind == "direct" and other.lower_ == "for" else None
        if target is None:
            continue
        if target.dep_ == "pcomp":
            return Span(target.left_edge.idx, clause_end(material, target))
        after = token_after(target.right_edge) if not any(map(infinitival, target.rights)) else None
        asked = next(filter(infinitival, target.rights), None)
        if after is not None and after.lower_ == "to" and after.dep_ == "aux":
            asked = after.head
        if asked is not None:
            return Span(target.left_edge.idx, clause_end(material, asked))
    return _predicated(material, token)


def _is_no_relative(clause: Token, noun: Token) -> bool:
    """«X's denial that it had known of the fault»: "that" is tagged a relative word, with nothing to stand for."""
    that, subject = clause.left_edge, child(clause, "nsubj", "nsubjpass")
    return clause.dep_ == "acl" and that.i == noun.i + 1 and subject is not None and subject != that


def _predicated(material: Material, token: Token) -> Span | None:
    """«Her advice was to sell», «the rumor is that ...», «belief grows that ...»: the clause of the noun's verb."""
    verb = token.head
    if token.dep_ != "nsubj" or token.i > verb.i:
        return None
    if lemma(verb) in words("outside", "spreading"):
        clause = clause_after(verb, verb)
        if clause is not None and clause.left_edge.lower_ == "that":
            return Span(clause.left_edge.idx, clause_end(material, clause))
        return later_that(material, verb)
    if lemma(verb) != "be":
        return None
    for other in verb.rights:
        that = other.left_edge.lower_ == "that" and other.left_edge.dep_ == "mark"
        if other.dep_ in ("ccomp", "xcomp", "advcl") and (that or infinitival(other)):
            return Span(other.left_edge.idx, clause_end(material, other))
    return None


def _without_genitive(phrase: tuple[Token, Token]) -> tuple[Token, Token]:
    first, last = phrase
    while last.i > first.i and (last.tag_ == "POS" or last.dep_ == "case"):
        last = last.nbor(-1)
    return first, last


def adjective(material: Material, token: Token) -> Frame | None:
    """«X is convinced that ...», «X was sure ...»: the subject thinks it."""
    kind = table("adjective").get(token.lower_)
    verb = token if cues.passive(token) else token.head
    if kind is None or (verb != token and (token.dep_ != "acomp" or verb.i > token.i)):
        return None
    subject = child(verb, "nsubj", "nsubjpass")
    if subject is None or subject.i > verb.i or subject.lower_ in ("it", "there"):
        return None
    clause = clause_after(token, token)
    if clause is not None and clause.left_edge.i > token.i and clause.left_edge.lower_ not in ("if", "whether"):
        span: Span | None = Span(clause.left_edge.idx, clause_end(material, clause))
    else:
        span = later_that(material, token)
    if span is None:
        return None
    cue = token_span(cues.cue_tokens(verb)[0], token)
    return make(verb, subject, kind, "adjective", [span], cue=cue)


def phrase(material: Material, token: Token) -> Frame | None:
    """«In X's view, ...», «by X's account, ...», «in the words of X, ...»: its content is the rest of the sentence."""
    kind = table("phrase").get(lemma(token))
    preposition = token.head
    if kind is None or token.dep_ != "pobj" or preposition.lower_ not in words("outside", "phrasal"):
        return None
    owner = child(token, "poss")
    of = next((other for other in token.rights if other.lower_ == "of" and other.i == token.i + 1), None)
    if owner is None and of is not None and token.lower_ == "words":
        owner = child(of, "pobj")
    elif owner is not None and lemma(token) == "word":
        return None
    if owner is None or owner.tag_ == "WP$":
        return None
    after = owner.i > token.i
    first, last = sources.noun_phrase(owner, stop=of if after else token)
    first, last = (first, last) if after else _without_genitive((first, last))
    closing = max(last, token, key=lambda other: other.i)
    content = tuple(besides(material, preposition, closing))
    cue = token_span(preposition, of) if after and of is not None else token_span(token, token)
    return Frame(
        rule="phrase",
        kind=kind,
        head=token,
        cue=cue,
        source=(first, last),
        source_head=owner,
        content=content,
        region=token_span(preposition, closing),
    )
