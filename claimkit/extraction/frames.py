"""Reporting frames: who, with what cue, and which words are the content, before edges are set and links nested.

Each finder looks at one kind of cue and yields :class:`Frame`; contents are raw character intervals that
``contents.py`` sets right. Everything is read from dependency edges, so the work is linear in the tokens.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from claimkit.extraction import cues, sources
from claimkit.extraction.cues import child, infinitival, lemma, table, token_after, token_before, words
from claimkit.extraction.outlets import find_outlet
from claimkit.extraction.parsing import Parse, token_span
from claimkit.extraction.quotes import Quotation
from claimkit.records import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_OBJECTS = frozenset({"dobj", "dative", "pobj"})
_AFTER_VERB = frozenset({"prt", "advmod", "npadvmod", "dobj", "dative", "prep", "agent", "advcl", "acomp", "oprd"})
_BREAKS = frozenset({",", "-", "--", "—", "–", "...", "…", "?", "!"})


@dataclass(frozen=True, slots=True)
class Material:
    """What the finders read: the parse, its outer quotations in order, the spans of its times."""

    parse: Parse
    quotations: tuple[Quotation, ...]
    starts: tuple[int, ...]
    times: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """One reporting frame. ``region`` is the frame without its content, where a time of saying may stand."""

    rule: str
    kind: str
    head: Token
    cue: Span
    source: tuple[Token, Token] | None
    source_head: Token | None
    content: tuple[Span, ...]
    region: Span
    medium: Token | None = None
    negated: bool = False
    inner: bool = False


def material_of(parse: Parse, quotations: tuple[Quotation, ...], times: tuple[Span, ...]) -> Material:
    """``quotations`` reduced to the outer ones and indexed."""
    outer = tuple(quotation for quotation in quotations if quotation.depth == 0)
    return Material(parse, outer, tuple(quotation.span.start for quotation in outer), times)


def quotation_over(material: Material, at: int) -> Quotation | None:
    """The outer quotation that holds the character ``at``."""
    index = bisect_right(material.starts, at) - 1
    if index >= 0 and material.quotations[index].span.end > at:
        return material.quotations[index]
    return None


def quotations_in(material: Material, span: Span) -> Iterator[Quotation]:
    """The outer quotations that overlap ``span``."""
    index = max(0, bisect_right(material.starts, span.start) - 1)
    while index < len(material.quotations) and material.starts[index] < span.end:
        if material.quotations[index].span.end > span.start:
            yield material.quotations[index]
        index += 1


def find_frames(material: Material) -> Iterator[Frame]:
    """Every frame of the text, in the order of the cues."""
    for token in material.parse.doc:
        if token.is_space:
            continue
        frame = None
        if token.lower_ == "according":
            frame = _according(material, token)
        elif token.lower_ in words("inscription", "forms") and _colon_follows(token):
            frame = _inscription(material, token)
        elif token.pos_ in ("VERB", "AUX"):
            read = _hearsay if cues.passive(token) else _verb
            frame = _reported_to(material, token) or read(material, token)
        elif token.pos_ in ("NOUN",):
            frame = _noun(material, token)
        if frame is not None and frame.content:
            yield frame


# --- verbs -------------------------------------------------------------------------------------------------------------


def _verb(material: Material, verb: Token) -> Frame | None:
    name = lemma(verb)
    kind = table("clause").get(name)
    subject = sources.speaker(verb)
    if subject is not None and subject.tag_ == "DT" and subject.lower_ == "that" and kind == "say":
        return None  # «That said, ...»
    if _is_purpose(verb):
        return None
    if kind is not None:
        frame = _around(material, verb, subject, kind) or _clause(material, verb, subject, kind)
        if frame is not None:
            return None if _denied(verb, kind) else frame
    elif name in table("quotation") or subject is not None:
        frame = _around(material, verb, subject, table("quotation").get(name, "say"), quoted_only=True)
        if frame is not None:
            return frame
    if subject is None or _denied(verb, "commit"):
        return None
    return (
        _directive(material, verb, subject)
        or _infinitive(material, verb, subject)
        or _prepositional(material, verb, subject)
        or _predicative(material, verb, subject)
        or _quoted_object(material, verb, subject)
    )


def _is_purpose(verb: Token) -> bool:
    """«a study to determine how ...», «it is early to assume that ...»: nobody has said or thought it yet."""
    top = verb
    while top.dep_ == "conj" and not infinitival(top) and top.head.pos_ == "VERB":
        top = top.head
    if not infinitival(top):
        return False
    return top.dep_ != "xcomp" or lemma(top.head) not in words("outside", "carriers")


def _denied(verb: Token, kind: str) -> bool:
    """A negated report reports nothing; a negated belief is a belief."""
    return kind in words("outside", "reporting") and cues.negated(verb)


def _make(
    verb: Token, subject: Token | None, kind: str, rule: str, content: list[Span], *, cue: Span | None = None
) -> Frame:
    phrase = _phrase(verb, subject)
    return Frame(
        rule=rule,
        kind=kind,
        head=verb,
        cue=cue or cues.cue_span(verb),
        source=phrase,
        source_head=subject,
        content=tuple(content),
        region=token_span(*_edges(verb, subject)),
        medium=sources.vessel_of(verb),
        negated=cues.negated(verb),
    )


def _phrase(verb: Token, subject: Token | None) -> tuple[Token, Token] | None:
    if subject is None:
        return None
    stop = cues.cue_tokens(verb)[0] if subject.i < verb.i else verb
    return sources.noun_phrase(subject, stop=stop)


def _edges(verb: Token, subject: Token | None) -> tuple[Token, Token]:
    """First and last token of the frame: cue, subject if it is the verb's own, and what follows without a break."""
    first, last = cues.cue_tokens(verb)
    phrase = _phrase(verb, subject)
    if phrase is not None and subject is not None and subject.head == verb:
        first = min(first, phrase[0], key=lambda token: token.i)
        last = max(last, phrase[1], key=lambda token: token.i)
    for other in verb.rights:
        if other.dep_ in _AFTER_VERB and other.left_edge.i == last.i + 1 and not _has_quote(other):
            last = other.right_edge
    return first, last


def _has_quote(token: Token) -> bool:
    edge = token.left_edge
    return edge.text in cues.QUOTE_MARKS or any(part.text == '"' for part in token.doc[edge.i : token.right_edge.i + 1])


def _around(
    material: Material, verb: Token, subject: Token | None, kind: str, *, quoted_only: bool = False
) -> Frame | None:
    """A frame after or inside its content: «..., X said», «"...," said X, "..."»."""
    if subject is None or subject.head != verb:
        subject = _inverted(verb)
    if subject is None or subject.dep_ == "nsubjpass":
        return None
    first, last = _edges(verb, subject)
    before, after = token_before(first), token_after(last)
    if before is None or before.sent != verb.sent:
        return None
    quotation = quotation_over(material, before.idx)
    own = quotation_over(material, verb.idx)
    ended = quotation is not None and quotation is not own and quotation.span.end == before.idx + len(before.text)
    if ended and quotation is not None and not _is_speech(material, quotation, first, strict=quoted_only):
        return None
    if not ended and (quoted_only or not _trails(verb, before, first)):
        return None
    if quoted_only and (verb.pos_ == "AUX" or (after is not None and not _closes(after))):
        return None
    right = _clause_after(verb, last)
    if right is not None and not ended:
        return None
    left = _left_part(material, verb, quotation if ended else None, first)
    rest = _right_part(material, verb, last)
    if (
        after is not None
        and (right is not None or after.text == ":")
        and (not ended or left.start != _start(quotation))
    ):
        # «Conceding that it may come "down the line," he warned: "..."»: what matters comes after.
        return None
    rule = "quote-frame" if ended else "trailing-frame"
    return _make(verb, subject, kind, rule, [left, *rest])


def _inverted(verb: Token) -> Token | None:
    """«..., reported the KCNA»: what the parser takes for the object is the speaker."""
    thing = child(verb, "dobj")
    before = token_before(verb)
    if thing is None or before is None or verb.tag_ not in ("VBD", "VBZ") or thing.pos_ != "PROPN":
        return None
    after = token_after(thing.right_edge)
    closed = after is None or after.is_punct or after.sent != verb.sent
    contiguous = thing.left_edge.i == verb.i + 1
    return thing if closed and contiguous and (before.text in _BREAKS or before.text in cues.QUOTE_MARKS) else None


def _start(quotation: Quotation | None) -> int:
    return quotation.span.start if quotation is not None else -1


def _is_speech(material: Material, quotation: Quotation, first: Token, *, strict: bool) -> bool:
    """«"...," X said» is speech; «"Broad City" star X turned» and «the "fake" papers were» are words in marks."""
    text = material.parse.text
    inner = text[quotation.inner.start : quotation.inner.end].rstrip()
    stopped = inner[-1:] in {",", "?", "!", "-", "—", "…", "."} or "," in text[quotation.span.end : first.idx]
    return stopped and (not strict or len(inner.split()) > 2)


def _closes(token: Token) -> bool:
    return token.is_punct or token.is_space or token.dep_ in ("mark", "prep", "advmod", "npadvmod", "cc")


def _trails(verb: Token, before: Token, first: Token) -> bool:
    if before.text not in _BREAKS:
        return False
    if verb.dep_ == "parataxis" or (child(verb, *cues.SUBJECTS) is None and _inverted(verb) is not None):
        return True
    clause = next((other for other in verb.lefts if other.dep_ == "ccomp"), None)
    return clause is not None and clause.i < first.i


def _clause_after(verb: Token, last: Token) -> Token | None:
    """The finite clause the verb governs to its right."""
    for other in verb.rights:
        if other.dep_ == "ccomp" and other.i > last.i and not infinitival(other):
            return other
    return None


def _left_part(material: Material, verb: Token, quotation: Quotation | None, first: Token) -> Span:
    start = verb.sent.start_char
    own = quotation_over(material, verb.idx)
    if own is not None:
        start = max(start, own.inner.start)
    if quotation is not None:
        before = material.parse.text[start : quotation.span.start].strip()
        if quotation.span.start < start or not before or before.lower() in words("outside", "openers"):
            start = quotation.span.start
        elif before[-1] in ":.!?;":
            start = quotation.span.start
    return Span(start, first.idx)


def _right_part(material: Material, verb: Token, last: Token) -> list[Span]:
    after = token_after(last)
    if after is None or after.sent != verb.sent or after.text not in _BREAKS:
        return []
    following = token_after(after)
    if following is None or following.sent != verb.sent:
        return []
    quotation = quotation_over(material, following.idx)
    if quotation is not None and quotation.span.start == following.idx:
        return [quotation.span]
    clause = next((other for other in verb.lefts if other.dep_ == "ccomp"), None)
    goes_on = (verb.dep_ == "parataxis" and verb.head.right_edge.i > after.i and verb.head.i > last.i) or (
        clause is not None and clause.right_edge.i > after.i
    )
    if after.text == "," and goes_on and following.tag_ != "VBG":
        return [Span(following.idx, _sentence_end(material, verb))]
    return []


def _sentence_end(material: Material, token: Token) -> int:
    own = quotation_over(material, token.idx)
    end: int = token.sent.end_char
    return min(end, own.inner.end) if own is not None else end


def _clause(material: Material, verb: Token, subject: Token | None, kind: str) -> Frame | None:
    """A frame before its content: «X said (that) ...», «X said: "..."»."""
    if lemma(verb) in ("begin", "continue", "point") and not (child(verb, "prt") or child(verb, "ccomp")):
        return None
    _, last = _edges(verb, subject)
    clause = _clause_after(verb, cues.cue_tokens(verb)[1])
    after = token_after(last)
    if clause is not None and clause.pos_ in ("VERB", "AUX", "NOUN", "ADJ", "PROPN", "ADV", "PRON", "NUM"):
        own_subject = child(clause, "nsubj", "nsubjpass", "expl", "csubj", "mark", "attr")
        start = clause.left_edge
        if start.i <= verb.i:
            start = after if after is not None else clause
        quoted = quotation_over(material, clause.idx) is not None
        if not quoted and _asks(clause):
            return None
        if own_subject is None and not quoted and clause.tag_ in ("VBG", "VBN", "VB", "NN", "NNS", "NNP"):
            return None
        return _make(verb, subject, kind, "clause", [Span(start.idx, _clause_end(material, clause))])
    if after is None or after.sent != verb.sent and after.text != '"':
        return None
    quotation = None
    for token in (after, token_after(after)):
        if token is not None and quotation is None:
            quotation = quotation_over(material, token.idx)
            quotation = quotation if quotation is not None and quotation.span.start == token.idx else None
        if after.text not in {":", ","}:
            break
    own = quotation_over(material, verb.idx)
    if quotation is not None and quotation is not own and quotation.span.start - after.idx < 4:
        return _make(verb, subject, kind, "clause-quotation", [quotation.span])
    if after.text == ":" and subject is not None and token_after(after) is not None:
        return _make(verb, subject, kind, "colon", [Span(after.idx + 1, _sentence_end(material, verb))])
    return None


def _asks(clause: Token) -> bool:
    """An indirect question: the frame is the claim itself, and nothing is reported."""
    first = clause.left_edge
    if first.lower_ in ("if", "whether"):
        return first.head == clause
    return first.tag_ in ("WP", "WRB", "WDT", "WP$") and (first.head == clause or first.head.head == clause)


def _clause_end(material: Material, clause: Token) -> int:
    """Where the clause ends; «..., adding that ...» starts another frame of the same speaker."""
    last = clause.right_edge
    for other in clause.rights:
        if other.dep_ in ("advcl", "acl") and other.tag_ == "VBG" and lemma(other) in table("clause"):
            before = token_before(other.left_edge)
            if before is not None and before.text in {",", "--", "—", "–"}:
                last = before
                break
    end = last.idx + len(last.text)
    own = quotation_over(material, clause.head.idx)
    return min(end, own.inner.end) if own is not None else end


def _directive(material: Material, verb: Token, subject: Token) -> Frame | None:
    """«X urged Y to ...»: the infinitive is the content; «X wants Y to ...»: with its subject."""
    kinds = table("directive")
    kind = kinds.get(lemma(verb))
    if kind is None:
        return None
    for other in (*verb.rights, *_infinitive_after(child(verb, "dobj"))):
        if other.dep_ in ("ccomp", "xcomp", "advcl") and infinitival(other):
            addressed = child(other, "nsubj") or child(verb, "dobj", "dative")
            on = next((p for p in verb.rights if p.dep_ == "prep" and p.lower_ == "on"), None)
            if addressed is None and on is None or (lemma(verb) == "call" and on is None):
                continue
            start = next(token for token in other.lefts if token.lower_ == "to" and token.dep_ == "aux")
            cue = cues.cue_span(verb)
            if on is not None and child(on, "pobj"):
                addressed = child(on, "pobj")
            if addressed is not None and verb.i < addressed.left_edge.i < start.i:
                start = addressed.left_edge
            if on is not None and on.i == verb.i + 1:
                cue = Span(cue.start, on.idx + len(on.text))
            if start.i > 0 and start.nbor(-1).dep_ == "neg":
                start = start.nbor(-1)
            rule = "directive" if kind == "direct" else "wish"
            return _make(verb, subject, kind, rule, [Span(start.idx, _clause_end(material, other))], cue=cue)
    return None


def _infinitive_after(thing: Token | None) -> list[Token]:
    """The infinitive right behind an object, wherever the parser hangs it: «held a lecture warning them to ...»."""
    after = token_after(thing.right_edge) if thing is not None else None
    if after is None or after.lower_ != "to" or after.dep_ != "aux":
        return []
    return [after.head]


def _infinitive(material: Material, verb: Token, subject: Token) -> Frame | None:
    """«X vowed to ...»: a commitment or a wish, the infinitive its content."""
    kind = table("infinitive").get(lemma(verb))
    if kind is None:
        return None
    for other in verb.rights:
        if other.dep_ in ("xcomp", "advcl", "ccomp") and infinitival(other) and not child(verb, "dobj"):
            if other.left_edge.i > verb.i + 3 and other.dep_ == "advcl":
                continue
            vessel = _vessel_inside(other)
            end = vessel[0].idx if vessel else _clause_end(material, other)
            frame = _make(verb, subject, kind, "infinitive", [Span(other.left_edge.idx, end)])
            return replace(frame, medium=vessel[1]) if vessel else frame
    return None


def _vessel_inside(complement: Token) -> tuple[Token, Token] | None:
    """«vowed to build ties in a message to X»: the preposition and the medium the parser hangs on the complement."""
    for index in range(complement.i + 1, complement.right_edge.i + 1):
        token = complement.doc[index]
        target = child(token, "pobj") if token.dep_ == "prep" and token.lower_ == "in" else None
        if target is not None and lemma(target) in words("medium", "messages"):
            return token, target
    return None


def _prepositional(material: Material, verb: Token, subject: Token) -> Frame | None:
    """«X called for V-ing», «X accused Y of V-ing»."""
    name = lemma(verb)
    thing = child(verb, "dobj")
    for preposition in verb.rights:
        if preposition.dep_ not in ("prep", "prt", "advmod", "advcl", "mark"):
            continue
        pair = f"{name} {preposition.lower_}"
        target = next((other for other in preposition.rights if other.dep_ in ("pcomp", "pobj")), None)
        if target is None:
            continue
        span = Span(target.left_edge.idx, _clause_end(material, target))
        if pair in table("preposition") and thing is None:
            cue = Span(cues.cue_span(verb).start, preposition.idx + len(preposition.text))
            if preposition.i != verb.i + 1:
                cue = cues.cue_span(verb)
            return _make(verb, subject, table("preposition")[pair], "preposition", [span], cue=cue)
        if pair in table("charge") and thing is not None:
            content = [Span(min(thing.left_edge.idx, preposition.idx), span.end)]
            return _make(verb, subject, table("charge")[pair], "charge", content)
    return None


def _predicative(material: Material, verb: Token, subject: Token) -> Frame | None:
    """«X called Y a Z», «X described Y as Z»."""
    name = lemma(verb)
    if name in table("predicative"):
        for other in verb.rights:
            if other.dep_ in ("ccomp", "oprd") and other.pos_ in ("NOUN", "PROPN", "ADJ", "NUM", "PRON"):
                start = (child(verb, "dobj") or other).left_edge
                if start.i > verb.i and start.i < other.right_edge.i:
                    content = [Span(start.idx, _clause_end(material, other))]
                    return _make(verb, subject, table("predicative")[name], "predicative", content)
    if name in table("predicative_as"):
        thing = child(verb, "dobj")
        for other in (*verb.rights, *(thing.rights if thing is not None else ())):
            if other.dep_ in ("prep", "advcl", "mark") and other.left_edge.lower_ == "as" and thing is not None:
                if thing.i < verb.i or other.i < thing.i:
                    continue
                content = [Span(thing.left_edge.idx, _clause_end(material, other))]
                return _make(verb, subject, table("predicative_as")[name], "predicative-as", content)
    return None


def _quoted_object(material: Material, verb: Token, subject: Token) -> Frame | None:
    """«X confirmed "firm unity"», «X warned of "a storm"»: an object that opens with a quotation."""
    if lemma(verb) not in table("clause"):
        return None
    after = token_after(cues.cue_tokens(verb)[1])
    for token in (after, token_after(after) if after is not None else None):
        quotation = quotation_over(material, token.idx) if token is not None else None
        if token is not None and quotation is not None and quotation.span.start == token.idx:
            inside = quotation_over(material, verb.idx)
            if inside is quotation:
                return None
            return _make(verb, subject, table("clause")[lemma(verb)], "quoted-object", [quotation.span])
    return None


# --- passives ----------------------------------------------------------------------------------------------------------


def _hearsay(material: Material, verb: Token) -> Frame | None:
    """«X is believed to ...», «it was reported that ...», «X was urged to ...», with or without an agent."""
    name = lemma(verb)
    agent = child(verb, "agent")
    source = child(agent, "pobj") if agent is not None else None
    complement = next((o for o in verb.rights if o.dep_ in ("xcomp", "ccomp", "advcl") and infinitival(o)), None)
    clause = _clause_after(verb, cues.cue_tokens(verb)[1])
    if complement is None and clause is None and agent is None:
        return None
    told = child(verb, "nsubjpass")
    if name in words("hearsay", "directives") and (complement is not None or clause is not None):
        target = complement if complement is not None else clause
        assert target is not None
        span = Span(target.left_edge.idx, _clause_end(material, target))
        return _make(verb, source, "direct" if complement is not None else "say", "passive-directive", [span])
    if name not in words("hearsay", "participles") or _denied(verb, "say"):
        return None
    if clause is not None:
        content = [Span(clause.left_edge.idx, _clause_end(material, clause))]
        return _make(verb, source, table("clause").get(name, "say"), "hearsay", content)
    if complement is None:
        return None
    content = [Span(complement.left_edge.idx, _clause_end(material, complement))]
    if told is not None and told.i < verb.i:
        content.insert(0, token_span(*sources.noun_phrase(told, stop=cues.cue_tokens(verb)[0])))
    return _make(verb, source, table("clause").get(name, "say"), "hearsay", content)


# --- "according to" ----------------------------------------------------------------------------------------------------


def _according(material: Material, token: Token) -> Frame | None:
    to = child(token, "prep", "prt")
    head = child(to, "pobj") if to is not None else None
    if to is None or head is None or to.i != token.i + 1:
        return None
    source_head = sources.author_of(head) or head
    first, last = sources.noun_phrase(source_head, stop=to)
    last = sources.without_hangers(first, last, source_head)
    vessel = sources.vessel_after(source_head, last)
    medium = head if source_head != head else vessel[1] if vessel else None
    closing = last
    if vessel is not None:
        last, closing = (
            (vessel[0].nbor(-1), max(last, vessel[1], key=lambda t: t.i))
            if vessel[0].i <= last.i
            else (last, vessel[1])
        )
    sentence = token.sent
    own = quotation_over(material, token.idx)
    lower = max(sentence.start_char, own.inner.start) if own else sentence.start_char
    upper = min(sentence.end_char, own.inner.end) if own else sentence.end_char
    closing = _over_time(material, closing)
    before, after = token_before(token), token_after(closing)
    content: list[Span] = []
    initial = before is None or before.idx < lower or not _has_clause(sentence, lower, token.idx)
    hanging = after is not None and after.text == "," and _hangs(token_after(after))
    if not initial:
        content.append(Span(lower, token.idx))
    if after is not None and after.sent == sentence and after.text in _BREAKS and not hanging:
        if initial or (token.head.i > last.i):
            content.append(Span(after.idx + len(after.text), upper))
            if not initial or lower < token.idx and not initial:
                content = [Span(lower, token.idx), content[-1]]
    elif initial and after is not None and after.idx < upper:
        content.append(Span(after.idx, upper))
    return Frame(
        rule="according-to",
        kind="say",
        head=token,
        cue=token_span(token, to),
        source=(first, last),
        source_head=source_head,
        content=tuple(content),
        region=token_span(token, closing),
        medium=medium,
    )


def _over_time(material: Material, last: Token) -> Token:
    """``last``, or the last token of the time that follows: «according to state media Thursday»."""
    end = last.idx + len(last.text)
    at = bisect_right(material.times, Span(end, 0))
    if at == len(material.times) or material.parse.text[end : material.times[at].start].strip() not in ("", "on"):
        return last
    while last.i + 1 < len(last.doc) and last.nbor(1).idx < material.times[at].end:
        last = last.nbor(1)
    return last


def _colon_follows(token: Token) -> bool:
    after = token_after(token)
    return after is not None and after.text == ":"


def _inscription(material: Material, token: Token) -> Frame | None:
    """«The message on the ribbon read: "..."»; "read" before a colon is often parsed as a noun."""
    colon = token_after(token)
    opening = token_after(colon) if colon is not None else None
    quotation = quotation_over(material, opening.idx) if opening is not None else None
    start = token.sent[0]
    while start.is_space or start.is_punct:
        if start.i + 1 >= token.i:
            return None
        start = start.nbor(1)
    if opening is None or quotation is None or quotation.span.start != opening.idx or start.i >= token.i:
        return None
    nouns = [t for t in token.doc[start.i : token.i] if t.pos_ in ("NOUN", "PROPN", "PRON")]
    if not nouns:
        return None
    head = next((noun for noun in nouns if noun.dep_ in ("nsubj", "ROOT")), nouns[0])
    end = quotation.span.end
    rest = min(token.sent.end_char, len(material.parse.text))
    return Frame(
        rule="inscription",
        kind="show",
        head=token,
        cue=token_span(token, token),
        source=(start, token.nbor(-1)),
        source_head=head,
        content=(Span(quotation.span.start, max(end, rest) if quotation.span.end < rest else end),),
        region=token_span(start, token),
    )


def _reported_to(material: Material, verb: Token) -> Frame | None:
    """«..., reported to the Coast News Agency.»: a slip of the pen for "according to"."""
    to = next((p for p in verb.rights if p.dep_ == "prep" and p.lower_ == "to" and p.i == verb.i + 1), None)
    head = child(to, "pobj") if to is not None else None
    before = token_before(verb)
    if lemma(verb) != "report" or to is None or head is None or before is None or before.text != ",":
        return None
    first, last = sources.noun_phrase(head, stop=to)
    after = token_after(last)
    named = head.ent_type_ == "ORG" or find_outlet(token_span_text(first, last)) is not None
    if not named or not (after is None or after.text in {".", '"'} or after.sent != verb.sent):
        return None
    return Frame(
        rule="reported-to",
        kind="say",
        head=verb,
        cue=token_span(verb, to),
        source=(first, last),
        source_head=head,
        content=(Span(verb.sent.start_char, verb.idx),),
        region=token_span(verb, last),
    )


def token_span_text(first: Token, last: Token) -> str:
    """The words from ``first`` to ``last``."""
    return str(first.doc[first.i : last.i + 1].text)


def _has_clause(sentence: object, lower: int, upper: int) -> bool:
    return any(token.pos_ in ("VERB", "AUX") and lower <= token.idx < upper for token in sentence)  # type: ignore[attr-defined]


def _hangs(token: Token | None) -> bool:
    """«..., according to X, leaving ...», «..., while ...»: what follows is the narrator's."""
    return token is not None and (token.tag_ == "VBG" or token.dep_ in ("mark", "cc") or token.tag_ in ("WDT", "WP"))


# --- nouns -------------------------------------------------------------------------------------------------------------


def _noun(material: Material, noun: Token) -> Frame | None:
    """«X's claim that ...», «a report that ...», «X's pledge to ...»."""
    kind = table("noun").get(lemma(noun))
    if kind is None:
        return None
    for other in noun.rights:
        if other.dep_ not in ("acl", "ccomp", "relcl"):
            continue
        that = other.left_edge.lower_ == "that" and other.left_edge.dep_ == "mark"
        if not that and not (kind in ("commit", "direct") and infinitival(other) and child(noun, "poss")):
            continue
        owner = child(noun, "poss") or sources.author_of(noun)
        phrase = sources.noun_phrase(owner, stop=noun if owner.i < noun.i else None) if owner is not None else None
        if owner is not None and phrase is not None and owner.i < noun.i:
            phrase = _without_genitive(phrase)
        first = noun if phrase is None else min(phrase[0], noun, key=lambda token: token.i)
        return Frame(
            rule="noun",
            kind=kind,
            head=noun,
            cue=token_span(noun, noun),
            source=phrase,
            source_head=owner,
            content=(Span(other.left_edge.idx, _clause_end(material, other)),),
            region=token_span(first, noun),
        )
    return None


def _without_genitive(phrase: tuple[Token, Token]) -> tuple[Token, Token]:
    first, last = phrase
    while last.i > first.i and (last.tag_ == "POS" or last.dep_ == "case"):
        last = last.nbor(-1)
    return first, last
