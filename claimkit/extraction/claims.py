"""Claims from predicates: their words, arguments, chain, hedges, quantities and times (``docs/guidelines.md``).

Ownership (rule 9) climbs the dependency tree: a quantity or time belongs to the first claim above it, unless a cue of a
link comes first. A claim's words are those below the top of its clause, less the words of its link and of other claims.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from claimkit import __version__
from claimkit.extraction.arguments import arguments_of, resolved_text, shared_subject
from claimkit.extraction.factuality import check_worthiness, factuality_of, kind_of
from claimkit.extraction.parsing import Parse, model_name, token_span
from claimkit.extraction.predicates import PARENTHETICAL, Clause, Predicate, first_conjunct, fragment, predicates_in
from claimkit.records import (
    Attribution,
    Claim,
    Hedge,
    HedgeType,
    Mention,
    Origin,
    Provenance,
    Quantity,
    QuantityRole,
    Span,
    TimeExpression,
    Word,
    make_id,
    span_text,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_Fact = TypeVar("_Fact", Quantity, TimeExpression)

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
_EDGE = frozenset(",.;:!?()[]\"'…–—-") | {"''", "``", "--", "..."}
_LEADING = frozenset({"to"})
_CUT_OUT = frozenset({Clause.ADVERBIAL, Clause.RELATIVE, Clause.PARTICIPLE, Clause.APPOSITION})
# Inside indirect speech a participle still speaks for the source («it rose, flooding 40 villages, officials said»).
_PROJECTED = PARENTHETICAL - {Clause.PARTICIPLE}
_BESIDE = _CUT_OUT | {Clause.NOMINAL}
_MODIFIERS = frozenset({"amod", "nmod", "compound", "nummod", "npadvmod"})
_TIME_UNITS = frozenset({"a", "mo", "wk", "d", "h", "min", "s"})


@dataclass(frozen=True, slots=True)
class Findings:
    """What the other rooms found in one article; ``quoted`` are the quotations with their marks."""

    links: tuple[Attribution, ...]
    hedges: tuple[Hedge, ...]
    quantities: tuple[Quantity, ...]
    times: tuple[TimeExpression, ...]
    mentions: tuple[Mention, ...]
    quoted: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Layers:
    """The findings by word: which link's cue a word is, whose content it stands in, whether it is quoted."""

    cues: Mapping[int, Attribution]  # without those that frame no claim
    content: Mapping[int, Attribution]
    quoted: Collection[int]
    timed: Collection[int]
    links: Mapping[str, Attribution]
    names: Mapping[int, str]


def claims_in(parse: Parse, *, article_id: str, findings: Findings) -> tuple[Claim, ...]:
    """The claims of a parsed article, in the order of their predicates."""
    doc = parse.doc
    layers = _layers(doc, findings)
    facts = _words_under(doc, [q.span for q in findings.quantities] + [time.span for time in findings.times])
    predicates = predicates_in(doc, cues=layers.cues.keys(), facts=facts)
    predicates = _with_fragments(doc, predicates, findings)
    bare = _bare_cues(predicates, layers)
    if bare:
        layers = dataclasses.replace(layers, cues={i: link for i, link in layers.cues.items() if i not in bare})
        fragments = [predicate for predicate in predicates if predicate.clause is Clause.FRAGMENT]
        again = predicates_in(doc, cues=layers.cues.keys(), facts=facts)
        found = {predicate.token.i: predicate for predicate in (*fragments, *again)}
        predicates = [found[index] for index in sorted(found)]
    owned = _ownership(doc, predicates, layers, findings)
    hedges = _hedges_by_sentence(doc, findings.hedges)
    claims = [
        _claim(parse, article_id, predicate, _Surroundings(predicates, layers, findings, owned, hedges))
        for predicate in predicates
    ]
    return mark_repeats(claims)


def mark_repeats(claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The same claims, each that says an earlier one again pointing at it (guidelines, rule 10)."""
    first: dict[object, str] = {}
    marked = []
    for claim in claims:
        key = _proposition(claim)
        earlier = first.setdefault(key, claim.claim_id) if key is not None else claim.claim_id
        marked.append(claim if earlier == claim.claim_id else dataclasses.replace(claim, repeats=earlier))
    return tuple(marked)


@dataclass(frozen=True, slots=True)
class _Surroundings:
    predicates: Sequence[Predicate]
    layers: _Layers
    findings: Findings
    owned: tuple[Mapping[int, list[Quantity]], Mapping[int, list[TimeExpression]]]
    hedges: Mapping[int, list[Hedge]]


def _claim(parse: Parse, article_id: str, predicate: Predicate, around: _Surroundings) -> Claim:
    token, layers = predicate.token, around.layers
    quantities = tuple(around.owned[0].get(token.i, ()))
    times = tuple(around.owned[1].get(token.i, ()))
    chain, chain_certain = _chain(predicate, layers)
    words = _words_of(predicate, around.predicates, layers)
    spans = _spans_of(words, predicate)
    hedges = _hedges_of(predicate, spans, around.hedges.get(token.sent.start, ()), quantities, chain)
    kind = kind_of(predicate, chain, quantities)
    arguments = arguments_of(predicate, mentions=around.findings.mentions, timed=layers.timed, cues=layers.cues.keys())
    subject = shared_subject(predicate, layers.cues.keys())
    named = any(argument.entity_id is not None for argument in arguments)
    return Claim(
        claim_id=make_id(article_id, token.idx, token.idx + len(token.text)),
        article_id=article_id,
        spans=spans,
        text=span_text(parse.text, spans),
        text_resolved=resolved_text(parse.text, words, subject, layers.names, spans),
        sentence=_sentence_of(token),
        predicate=Word(start=token.idx, end=token.idx + len(token.text), lemma=token.lemma_),
        arguments=arguments,
        chain=chain,
        chain_certain=chain_certain,
        presupposed=predicate.presupposed,
        hedges=hedges,
        factuality=factuality_of(kind, chain, hedges, negated=predicate.negated),
        negated=predicate.negated,
        quantities=quantities,
        times=times,
        kind=kind,
        check_worthy=check_worthiness(kind, quantities, times, named=named),
        repeats=None,
        confidence=CONFIDENCE[predicate.clause],
        provenance=Provenance(
            origin=Origin.MACHINE,
            tool="claimkit",
            version=__version__,
            model=model_name(),
            rule=f"clause-{predicate.clause}",
        ),
    )


def _sentence_of(token: Token) -> Span:
    """The sentence without white space at its edges; blanked furniture beside it is white space to the parse."""
    words = [word for word in token.sent if not word.is_space]
    return token_span(words[0], words[-1])


def _layers(doc: Doc, findings: Findings) -> _Layers:
    content: dict[int, Attribution] = {}
    # Longest first, so that the innermost link of a word is the last one written.
    for link in sorted(findings.links, key=lambda link: -sum(span.end - span.start for span in link.content)):
        content.update(dict.fromkeys(_words_under(doc, link.content), link))
    cues = {i: link for link in findings.links if link.cue is not None for i in _words_under(doc, [link.cue])}
    pronouns = {token.idx for token in doc if token.tag_ in {"PRP", "PRP$"}}
    names = {
        span.start: mention.name for mention in findings.mentions for span in mention.spans if span.start in pronouns
    }
    return _Layers(
        cues=cues,
        content=content,
        quoted=_words_under(doc, findings.quoted),
        timed=_words_under(doc, (time.span for time in findings.times)),
        links={link.attribution_id: link for link in findings.links},
        names=names,
    )


def _words_under(doc: Doc, spans: Iterable[Span]) -> frozenset[int]:
    words: set[int] = set()
    for start, end in spans:
        found = doc.char_span(start, end, alignment_mode="expand")
        if found is not None:
            words.update(range(found.start, found.end))
    return frozenset(words)


def _with_fragments(doc: Doc, predicates: list[Predicate], findings: Findings) -> list[Predicate]:
    """A quotation that holds no predicate is an utterance all the same: «The banner read: "Warm greetings"»."""
    taken = {predicate.token.i for predicate in predicates}
    added = []
    for link in findings.links:
        words = _words_under(doc, link.content)
        if words and not taken & words and _is_utterance(doc, link):
            found = doc[min(words) : max(words) + 1].root
            if found.i in words and found.is_alpha:
                added.append(fragment(found))
                taken.add(found.i)
    return sorted([*predicates, *added], key=lambda predicate: predicate.token.i)


def _is_utterance(doc: Doc, link: Attribution) -> bool:
    """Whether the content is introduced by a colon, or is a quotation and nothing else."""
    start, end = link.content[0].start, link.content[-1].end
    introduced = doc.text[:start].rstrip().endswith(":")
    quoted = len(link.content) == 1 and doc.text[start] in "\"'" and doc.text[start:end].rstrip(",.!?")[-1:] in "\"'"
    return introduced or (quoted and " " in doc.text[start:end])


def _bare_cues(predicates: Sequence[Predicate], layers: _Layers) -> set[int]:
    """Cues whose content holds no claim: «confirmed the "firm unity" of both» is then the claim itself (rule 4)."""
    speaking = {layers.content[p.token.i].attribution_id for p in predicates if p.token.i in layers.content}
    for link in layers.links.values():
        parent = link.parent if link.attribution_id in speaking else None
        while parent is not None and parent not in speaking:
            speaking.add(parent)
            parent = layers.links[parent].parent if parent in layers.links else None
    return {index for index, link in layers.cues.items() if link.attribution_id not in speaking}


def _chain(predicate: Predicate, layers: _Layers) -> tuple[tuple[Attribution, ...], bool]:
    """The links the claim reached us through, outermost first, and whether that is certain (rule 7)."""
    innermost = layers.content.get(predicate.token.i)
    chain: list[Attribution] = []
    while innermost is not None and innermost not in chain:
        chain.insert(0, innermost)
        innermost = layers.links.get(innermost.parent) if innermost.parent is not None else None
    outside = layers.content.get(predicate.token.i) is None
    projects = predicate.presupposed or predicate.clause in (PARENTHETICAL if outside else _PROJECTED)
    # «X fell, according to a bank, leaving Y poorer»: outside the content, but hung on what is inside it.
    hung_on = layers.content.get(first_conjunct(predicate.top).head.i)
    if projects and (chain or hung_on is not None) and predicate.token.i not in layers.quoted:
        return (), False
    return tuple(chain), True


def _words_of(predicate: Predicate, predicates: Sequence[Predicate], layers: _Layers) -> list[Token]:
    """The words below the top of the clause, less other claims hung on it and less the words of links."""
    words = {word.i: word for word in predicate.top.subtree}
    raised = _raised_subject(predicate, layers)
    if raised is not None:
        words |= {word.i: word for word in raised.subtree}
    for other in predicates:
        if other.top.i not in words or other.top.i == predicate.top.i:
            continue
        # «The vote surprised traders: none had expected it»: parsed as a complement, but it stands first and alone.
        ahead = other.clause is Clause.COMPLEMENT and other.top.i < predicate.top.i
        if other.clause in _CUT_OUT or ahead or first_conjunct(other.top).i != other.top.i:
            root = other.top.head if other.top.dep_ == "pcomp" else other.top
            _remove(words, root, predicate)
    for index in [i for i in words if i in layers.cues]:
        if index in words and _parenthetical(words[index], predicate, layers):
            _remove(words, words[index], predicate)
    link = layers.content.get(predicate.token.i)
    if link is not None and link.source is not None:
        words = {i: word for i, word in words.items() if not link.source.start <= word.idx < link.source.end}
    kept = {predicate.token.i, *(frame.i for frame in predicate.frames)}
    words |= {token.i: token for token in (predicate.token, *predicate.frames)}
    return [words[i] for i in sorted(words) if i in kept or not words[i].is_space]


def _raised_subject(predicate: Predicate, layers: _Layers) -> Token | None:
    """The subject of an infinitive that stands with the cue above: «told the army to leave», «Ann is said to lead»."""
    first = first_conjunct(predicate.top)
    if predicate.clause is not Clause.INFINITIVE or first.i != predicate.top.i or first.head.i not in layers.cues:
        return None
    roles = {"dobj", "dative", "nsubjpass"} if first.dep_ in {"xcomp", "ccomp", "advcl"} else set()
    return next((child for child in first.head.children if child.dep_ in roles and child.i < first.i), None)


def _parenthetical(cue: Token, predicate: Predicate, layers: _Layers) -> bool:
    """Whether a cue below a claim stands beside it («X, Ann said, fell») and not in it («clues to how Ann plans»)."""
    mine = layers.content.get(predicate.token.i)
    if mine is not None and layers.cues[cue.i] is mine:
        return True
    first = first_conjunct(cue)
    return first.dep_ not in {
        "pcomp",
        "ccomp",
        "xcomp",
        "acl",
        "relcl",
        "amod",
        "compound",
        "pobj",
        "dobj",
        "nsubj",
        "nsubjpass",
    }


def _remove(words: dict[int, Token], root: Token, predicate: Predicate) -> None:
    if root.i == predicate.token.i or root.is_ancestor(predicate.token):
        return
    for word in root.subtree:
        words.pop(word.i, None)


def _spans_of(words: Sequence[Token], predicate: Predicate) -> tuple[Span, ...]:
    runs: list[list[Token]] = []
    for word in words:
        if runs and all(between.is_space for between in word.doc[runs[-1][-1].i + 1 : word.i]):
            runs[-1].append(word)
        else:
            runs.append([word])
    trimmed = [_trimmed(run, predicate) for run in runs]
    return tuple(token_span(run[0], run[-1]) for run in trimmed if any(word.is_alpha or word.like_num for word in run))


def _trimmed(run: list[Token], predicate: Predicate) -> list[Token]:
    """The run without conjunctions and marks at its edges; a quotation mark stays if its partner is inside."""
    first, last = 0, len(run)
    own = predicate.token.i
    while first < last and run[first].i != own and (_opens(run[first], predicate) or _loose(run, first, last, first)):
        first += 1
    while (
        first < last and run[last - 1].i != own and (run[last - 1].dep_ == "cc" or _loose(run, first, last, last - 1))
    ):
        last -= 1
    return run[first:last]


def _opens(word: Token, predicate: Predicate) -> bool:
    """Whether a word only joins the claim to its sentence; the "if" of a condition inside it stays."""
    if word.dep_ == "cc" or (word.lower_ in _LEADING and word.dep_ == "aux"):
        return True
    joins = word.dep_ == "mark" or (word.tag_ == "WRB" and predicate.clause is Clause.ADVERBIAL)
    return joins and word.head.i in {predicate.top.i, predicate.token.i, *(frame.i for frame in predicate.frames)}


def _loose(run: Sequence[Token], first: int, last: int, at: int) -> bool:
    mark = run[at].text
    if mark not in {'"', "'"}:
        return mark in _EDGE
    both = run[first].text == run[last - 1].text == mark and last - first > 1
    return both or sum(word.text == mark for word in run[first:last]) % 2 == 1


def _ownership(
    doc: Doc, predicates: Sequence[Predicate], layers: _Layers, findings: Findings
) -> tuple[Mapping[int, list[Quantity]], Mapping[int, list[TimeExpression]]]:
    owners = {token.i: p.token.i for p in predicates for token in (p.token, *p.frames, p.top)}
    link_times = {link.time.span for link in findings.links if link.time is not None}
    durations = {time.span for time in findings.times}
    quantities = [
        quantity
        for quantity in findings.quantities
        if not (quantity.unit in _TIME_UNITS and quantity.span in durations) and not _names(doc, quantity, owners)
    ]
    times = [
        time
        for time in findings.times
        if time.span not in link_times and not _modifies(doc, time.span, {"amod", "compound"})
    ]
    return _assign(doc, owners, layers, quantities), _assign(doc, owners, layers, times)


def _names(doc: Doc, quantity: Quantity, owners: Mapping[int, int]) -> bool:
    """«five-year plan», «eighth congress»: attributes of what they modify, claims of nothing (rule 9)."""
    words = doc.char_span(*quantity.span, alignment_mode="expand")
    if words is None or not _modifies(doc, quantity.span, _MODIFIERS):
        return False
    if quantity.role is QuantityRole.ORDINAL:
        # «its third increase this year», «for the third time»: said of the claim, not part of a name.
        return words.root.head.i not in owners and words.root.head.lemma_ != "time"
    hyphened = any(word.tag_ == "HYPH" for word in words) or _hyphen_after(words[-1])
    return hyphened and quantity.unit is not None


def _modifies(doc: Doc, span: Span, dependencies: Collection[str]) -> bool:
    words = doc.char_span(*span, alignment_mode="expand")
    return words is not None and words.root.dep_ in dependencies and words.root.head.pos_ in {"NOUN", "PROPN"}


def _assign(doc: Doc, owners: Mapping[int, int], layers: _Layers, facts: Iterable[_Fact]) -> Mapping[int, list[_Fact]]:
    assigned: dict[int, list[_Fact]] = defaultdict(list)
    for fact in facts:
        words = doc.char_span(*fact.span, alignment_mode="expand")
        owner = _owner(words.root, owners, layers) if words is not None else None
        if owner is not None:
            assigned[owner].append(fact)
    return assigned


def _owner(word: Token, owners: Mapping[int, int], layers: _Layers) -> int | None:
    climbing = word
    while climbing.i not in owners:
        if climbing.i in layers.cues:
            return _fronted(word, climbing, owners, layers)
        if climbing.head.i == climbing.i:
            return None
        climbing = climbing.head
    return owners[climbing.i]


def _fronted(word: Token, cue: Token, owners: Mapping[int, int], layers: _Layers) -> int | None:
    """«In 2020, the ministry said, output fell»: hung on the cue by the parse, but inside the content."""
    link = layers.cues[cue.i]
    if layers.content.get(word.i) is not link:
        return None
    inside = [i for i in owners if layers.content.get(i) is link and word.doc[i].sent.start == word.sent.start]
    return owners[min(inside, key=lambda i: (abs(i - word.i), i))] if inside else None


def _hyphen_after(word: Token) -> bool:
    return word.i + 1 < len(word.doc) and word.nbor(1).tag_ == "HYPH"


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
