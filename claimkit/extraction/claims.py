"""Claims from predicates: their words, arguments, chain, hedges, quantities and times (``docs/guidelines.md``).

Ownership (rule 9) climbs the dependency tree: a quantity or time belongs to the first claim above it, unless a cue of a
link comes first. A claim's words are those below the top of its clause, less the words of its link and of other claims.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimkit import __version__
from claimkit.extraction.arguments import arguments_of, resolved_text, shared_subject
from claimkit.extraction.commitments import stands_of
from claimkit.extraction.event_scores import event_score
from claimkit.extraction.factuality import factuality_of
from claimkit.extraction.kind_features import Matter
from claimkit.extraction.kinds import Judgement, judge
from claimkit.extraction.layers import Findings, Layers, layers_of, words_under
from claimkit.extraction.ownership import ownership
from claimkit.extraction.parsing import Parse, model_name, token_span
from claimkit.extraction.predicates import PARENTHETICAL, Clause, Predicate, fragment, predicates_in
from claimkit.extraction.syntax import first_conjunct
from claimkit.extraction.wording import CUT_OUT, spans_of, words_of
from claimkit.records import (
    Attribution,
    Claim,
    ClaimKind,
    Hedge,
    HedgeType,
    Origin,
    Provenance,
    Quantity,
    Span,
    TimeExpression,
    Word,
    make_id,
    span_text,
)

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Doc, Token


# The looser a clause hangs in the tree, the likelier the parse is wrong.
CONFIDENCE = {
    Clause.MAIN: 0.9,
    Clause.COMPLEMENT: 0.9,
    Clause.INFINITIVE: 0.85,
    Clause.ADVERBIAL: 0.8,
    Clause.RELATIVE: 0.8,
    Clause.PARTICIPLE: 0.7,
    Clause.APPOSITION: 0.7,
    Clause.NOMINAL: 0.6,
    Clause.FRAGMENT: 0.6,
}
# Inside indirect speech an adverbial participle is the source's («it rose, flooding 40 villages, officials said»),
# one that modifies a noun does not («the ship, built in 1994, had passed, he said»).
_PROJECTED = PARENTHETICAL - {Clause.PARTICIPLE}
_QUOTES = "\"'“”‘’"
_GAP = 8  # characters of white space between a colon and what it introduces
# "They left" and "they left" may be two who left; so many words say the same wherever they stand.
_SAME_WORDS = 3
_BESIDE = CUT_OUT | {Clause.NOMINAL}


def claims_in(
    parse: Parse, *, article_id: str, findings: Findings
) -> tuple[tuple[Claim, ...], Mapping[str, Judgement]]:
    """The claims of a parsed article, in the order of their predicates, and how each was judged, by ``claim_id``."""
    around = surroundings_of(parse, findings)
    claims, judged = [], {}
    for predicate in _in_order(around):
        matter = matter_of(parse, predicate, around)
        judgement = judge(matter)
        claim = claim_of(parse, article_id, matter, judgement, around)
        claims.append(claim)
        judged[claim.claim_id] = judgement
    return mark_repeats(claims), judged


def matters_in(parse: Parse, findings: Findings) -> Iterator[Matter]:
    """What each claim of a parsed article is judged by, in the order of their predicates: to train the judges."""
    around = surroundings_of(parse, findings)
    return (matter_of(parse, predicate, around) for predicate in _in_order(around))


def surroundings_of(parse: Parse, findings: Findings) -> Surroundings:
    """The predicates of a parsed article, and what was found in it laid over its words."""
    doc = parse.doc
    layers = layers_of(doc, findings)
    facts = words_under(doc, [q.span for q in findings.quantities] + [time.span for time in findings.times])
    predicates = predicates_in(doc, cues=layers.cues.keys(), facts=facts)
    predicates = _with_fragments(parse, predicates, findings)
    bare = _bare_cues(predicates, layers)
    if bare:
        layers = dataclasses.replace(layers, cues={i: link for i, link in layers.cues.items() if i not in bare})
        fragments = [predicate for predicate in predicates if predicate.clause is Clause.FRAGMENT]
        again = predicates_in(doc, cues=layers.cues.keys(), facts=facts)
        found = {predicate.token.i: predicate for predicate in (*fragments, *again)}
        predicates = [found[index] for index in sorted(found)]
    owned = ownership(doc, predicates, layers, findings)
    hedges = _hedges_by_sentence(doc, findings.hedges)
    return Surroundings(by_sentence(predicates), layers, findings, owned, hedges, model_name())


def _in_order(around: Surroundings) -> Iterator[Predicate]:
    predicates = (predicate for sentence in around.predicates.values() for predicate in sentence)
    return iter(sorted(predicates, key=lambda predicate: predicate.token.i))


def mark_repeats(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The same claims, each that says an earlier one again pointing at it (guidelines, rule 10)."""
    first: dict[object, str] = {}
    marked = []
    for claim in claims:
        keys = [key for key in (_proposition(claim), _wording(claim)) if key is not None]
        earlier = next((first[key] for key in keys if key in first), claim.claim_id)
        for key in keys:
            first.setdefault(key, earlier)
        marked.append(claim if earlier == claim.claim_id else dataclasses.replace(claim, repeats=earlier))
    return tuple(marked)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a claim is made from beside its predicate; ``owned`` are numbers and times by the predicate's word."""

    predicates: Mapping[int, Sequence[Predicate]]  # by the start of their sentence
    layers: Layers
    findings: Findings
    owned: tuple[Mapping[int, list[Quantity]], Mapping[int, list[TimeExpression]]]
    hedges: Mapping[int, list[Hedge]]
    model: str


def matter_of(parse: Parse, predicate: Predicate, around: Surroundings) -> Matter:
    """Everything about the claim of a predicate but how it is judged."""
    token, layers = predicate.token, around.layers
    quantities = tuple(around.owned[0].get(token.i, ()))
    chain, chain_certain = _chain(predicate, layers)
    words = words_of(predicate, around.predicates[token.sent.start], layers)
    spans = spans_of(words, predicate)
    return Matter(
        predicate=predicate,
        words=words,
        spans=spans,
        arguments=arguments_of(
            predicate, parse.text, mentions=around.findings.mentions, timed=layers.timed, cues=layers.cues.keys()
        ),
        chain=chain,
        chain_certain=chain_certain,
        hedges=_hedges_of(predicate, spans, around.hedges.get(token.sent.start, ()), quantities, chain),
        quantities=quantities,
        times=tuple(around.owned[1].get(token.i, ())),
        quoted=token.i in layers.quoted,
    )


def claim_of(parse: Parse, article_id: str, matter: Matter, judged: Judgement, around: Surroundings) -> Claim:
    """The record of a claim that was judged."""
    predicate, layers = matter.predicate, around.layers
    token, chain = predicate.token, matter.chain
    subject = shared_subject(predicate, layers.cues.keys())
    return Claim(
        claim_id=make_id(article_id, token.idx, token.idx + len(token.text)),
        article_id=article_id,
        spans=matter.spans,
        text=span_text(parse.text, matter.spans),
        text_resolved=resolved_text(parse.text, matter.words, subject, layers.names, matter.spans),
        sentence=sentence_of(token),
        predicate=Word(start=token.idx, end=token.idx + len(token.text), lemma=token.lemma_),
        arguments=matter.arguments,
        chain=chain,
        chain_certain=matter.chain_certain,
        presupposed=predicate.presupposed,
        hedges=matter.hedges,
        factuality=factuality_of(
            judged.kind,
            chain,
            # «may not carry more than 12»: in a rule it is leave that is given or refused, nothing is guessed.
            stands_of(predicate, chain, layers.cues, () if judged.kind is ClaimKind.RULE else matter.hedges),
            _scores(token, chain, layers.cues),
        ),
        negated=predicate.negated,
        quantities=matter.quantities,
        times=matter.times,
        kind=judged.kind,
        check_worthy=judged.check_worthy,
        repeats=None,
        confidence=CONFIDENCE[predicate.clause],
        provenance=Provenance(
            origin=Origin.MACHINE,
            tool="claimkit",
            version=__version__,
            model=around.model,
            rule=f"clause-{predicate.clause}",
        ),
    )


def _scores(token: Token, chain: Sequence[Attribution], cues: Mapping[int, Attribution]) -> list[float]:
    """The score of the author, who sees the whole sentence, and of each source, who says what is below its cue."""
    author = event_score(token)
    above = [(word, link) for word in token.ancestors if (link := cues.get(word.i)) is not None]
    cue_of = {link.attribution_id: word for word, link in reversed(above)}  # the lowest word of each cue
    below = (cue_of.get(link.attribution_id) for link in chain)
    return [author, *(author if cue is None else event_score(token, below=cue) for cue in below)]


def sentence_of(token: Token) -> Span:
    """The sentence without white space at its edges; blanked furniture beside it is white space to the parse."""
    words = [word for word in token.sent if not word.is_space]
    return token_span(words[0], words[-1])


def _with_fragments(parse: Parse, predicates: list[Predicate], findings: Findings) -> list[Predicate]:
    """A quotation that holds no predicate is an utterance all the same: «The banner read: "Warm greetings"»."""
    doc = parse.doc
    taken = {predicate.token.i for predicate in predicates}
    added = []
    for link in findings.links:
        words = words_under(doc, link.content)
        if words and not taken & words and _is_utterance(parse.text, link):
            found = doc[min(words) : max(words) + 1].root
            if found.i in words and found.is_alpha:
                added.append(fragment(found))
                taken.add(found.i)
    return sorted([*predicates, *added], key=lambda predicate: predicate.token.i)


def _is_utterance(text: str, link: Attribution) -> bool:
    """Whether the content is introduced by a colon, or is a quotation and nothing else; a question asserts nothing."""
    start, end = link.content[0].start, link.content[-1].end
    words = text[start:end]
    introduced = text[max(0, start - _GAP) : start].rstrip().endswith(":")
    quoted = len(link.content) == 1 and words[0] in _QUOTES and words.rstrip(",.!?")[-1:] in _QUOTES
    return (introduced or (quoted and " " in words)) and not words.rstrip(_QUOTES + " ").endswith("?")


def _bare_cues(predicates: Sequence[Predicate], layers: Layers) -> set[int]:
    """Cues whose content holds no claim: «confirmed the "firm unity" of both» is then the claim itself (rule 4)."""
    speaking = {layers.content[p.token.i].attribution_id for p in predicates if p.token.i in layers.content}
    for link in layers.links.values():
        parent = link.parent if link.attribution_id in speaking else None
        while parent is not None and parent not in speaking:
            speaking.add(parent)
            parent = layers.links[parent].parent if parent in layers.links else None
    return {index for index, link in layers.cues.items() if link.attribution_id not in speaking}


def _chain(predicate: Predicate, layers: Layers) -> tuple[tuple[Attribution, ...], bool]:
    """The links the claim reached us through, outermost first, and whether that is certain (rule 7)."""
    innermost = layers.content.get(predicate.token.i)
    chain: list[Attribution] = []
    while innermost is not None and innermost not in chain:
        chain.insert(0, innermost)
        innermost = layers.links.get(innermost.parent) if innermost.parent is not None else None
    outside = layers.content.get(predicate.token.i) is None
    modifies = first_conjunct(predicate.top).dep_ == "acl"
    projects = predicate.presupposed or predicate.clause in (PARENTHETICAL if outside or modifies else _PROJECTED)
    # «X fell, according to a bank, leaving Y poorer»: outside the content, but hung on what is inside it.
    hung_on = layers.content.get(first_conjunct(predicate.top).head.i)
    if projects and (chain or hung_on is not None) and predicate.token.i not in layers.quoted:
        return (), False
    return tuple(chain), True


def by_sentence(predicates: Iterable[Predicate]) -> Mapping[int, Sequence[Predicate]]:
    """Predicates by the first word of their sentence."""
    grouped: dict[int, list[Predicate]] = defaultdict(list)
    for predicate in predicates:
        grouped[predicate.token.sent.start].append(predicate)
    return grouped


def _hedges_by_sentence(doc: Doc, hedges: Iterable[Hedge]) -> Mapping[int, list[Hedge]]:
    grouped: dict[int, list[Hedge]] = defaultdict(list)
    for hedge in hedges:
        words = doc.char_span(*hedge.cue, alignment_mode="expand")
        if words is not None:
            grouped[words[0].sent.start].append(hedge)
    return grouped


def _hedges_of(
    predicate: Predicate,
    spans: Sequence[Span],
    hedges: Iterable[Hedge],
    quantities: Sequence[Quantity],
    chain: Sequence[Attribution],
) -> tuple[Hedge, ...]:
    """Hedges whose scope holds the predicate, approximators of its own quantities, and media of its chain."""
    media = {(link.medium.start, link.medium.end) for link in chain if link.medium is not None}
    kept = []
    for hedge in hedges:
        if hedge.type is HedgeType.APPROXIMATION:
            applies = any(_touch(scope, quantity.span) for scope in hedge.scope for quantity in quantities)
        else:
            applies = any(scope.start <= predicate.token.idx < scope.end for scope in hedge.scope)
            applies = applies and (predicate.clause not in _BESIDE or _below(predicate.top, hedge.cue))
            if hedge.type is HedgeType.CONDITION:  # its scope is the condition; what it hedges is the claim it hangs on
                applies = applies or any(start <= hedge.cue.start < end for start, end in spans)
        if applies or (hedge.cue.start, hedge.cue.end) in media:
            kept.append(hedge)
    return tuple(kept)


def _below(top: Token, cue: Span) -> bool:
    """Whether a cue stands inside the clause: «presumed to know Ann, a doctor» does not make her a presumed doctor."""
    return top.left_edge.idx <= cue.start < top.right_edge.idx + len(top.right_edge.text)


def _touch(a: Span, b: Span) -> bool:
    return a.start <= b.end and b.start <= a.end


def _proposition(claim: Claim) -> object | None:
    """What makes two claims of one article the same: predicate, participants, numbers, polarity, kind."""
    participants = tuple(
        (argument.role, argument.entity_id or (argument.head or "").lower())
        for argument in claim.arguments
        if argument.role in {"subject", "object"}
    )
    if not participants:
        return None
    numbers = tuple((quantity.low, quantity.high, quantity.unit) for quantity in claim.quantities)
    return claim.predicate.lemma, participants, numbers, claim.negated, claim.kind


def _wording(claim: Claim) -> object | None:
    """The words of a claim, pronouns filled in, if there are enough of them to say the same wherever they stand.

    A standfirst and its lede are parsed apart, and one of them may be taken for another kind or lose an argument.
    """
    words = (claim.text_resolved or claim.text or "").casefold().split()
    return " ".join(words) if len(words) >= _SAME_WORDS else None
