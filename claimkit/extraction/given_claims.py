"""Claims whose words somebody else found, a person or another program: what extraction says of them.

The words are given, sometimes the predicate; arguments, chain, hedges, numbers, times, kind and factuality are found as
for any claim (:mod:`claimkit.extraction.claims`).
"""

from __future__ import annotations

import dataclasses
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple, TypeVar

from claimkit.extraction.claims import Surroundings, by_sentence, claim_of, matter_of, sentence_of, surroundings_of
from claimkit.extraction.kinds import judge
from claimkit.extraction.layers import Findings, words_under
from claimkit.extraction.ownership import ownership
from claimkit.extraction.parsing import Parse
from claimkit.extraction.predicates import Predicate, fragment
from claimkit.records import Claim, Quantity, Span, TimeExpression

_Fact = TypeVar("_Fact", Quantity, TimeExpression)


class Given(NamedTuple):
    """The words of a claim and, where whoever found it said so, its predicate."""

    spans: tuple[Span, ...]
    predicate: Span | None = None


def claims_on(parse: Parse, given: Sequence[Given], *, article_id: str, findings: Findings) -> tuple[Claim | None, ...]:
    """A claim for each of ``given``, or ``None`` where no word of the body, or no free predicate, is under its spans.

    Where no predicate is given it is the highest one in the words that no claim before it has. Numbers and times are
    those inside the spans; spans that reach into other sentences are cut to the sentence of the predicate.
    """
    around = surroundings_of(parse, findings)
    own = {p.token.i: p for sentence in around.predicates.values() for p in sentence}
    taken: dict[int, Predicate] = {}
    chosen = []
    for each in given:
        predicate = _predicate_in(parse, each, own, taken)
        if predicate is not None:
            taken[predicate.token.i] = predicate
        chosen.append(predicate)
    predicates = [p for _, p in sorted({**own, **taken}.items())]
    spans = [_cut(each.spans, p) if p is not None else () for each, p in zip(given, chosen, strict=True)]
    places = [(p.token.i, s) for p, s in zip(chosen, spans, strict=True) if p is not None]
    owned = ownership(parse.doc, predicates, around.layers, findings)
    held = (_held(owned[0], places), _held(owned[1], places))
    around = dataclasses.replace(around, predicates=by_sentence(predicates), owned=held)
    return tuple(
        _claim_on(parse, article_id, p, s, around) if p is not None and s else None
        for p, s in zip(chosen, spans, strict=True)
    )


def _claim_on(
    parse: Parse, article_id: str, predicate: Predicate, spans: tuple[Span, ...], around: Surroundings
) -> Claim:
    words = [parse.doc.tokens[i] for i in sorted(words_under(parse.doc, spans))]
    matter = dataclasses.replace(matter_of(parse, predicate, around), spans=spans, words=words)
    return claim_of(parse, article_id, matter, judge(matter), around)


def _predicate_in(parse: Parse, given: Given, own: Mapping[int, Predicate], taken: Collection[int]) -> Predicate | None:
    words = words_under(parse.doc, given.spans if given.predicate is None else [given.predicate])
    inside = [own[i] for i in sorted(words & own.keys())]
    if inside:
        # Words whose predicates all have a claim say the same once more.
        free_ones = [predicate for predicate in inside if predicate.token.i not in taken]
        return min(free_ones, key=lambda predicate: _depth(predicate.top.ancestors), default=None)
    # «Warm greetings», «the 40 dead»: without a predicate of ours the words are an utterance.
    free = [parse.doc.tokens[i] for i in sorted(words) if i not in taken and parse.doc.tokens[i].is_alpha]
    return fragment(min(free, key=lambda word: _depth(word.ancestors))) if free else None


def _depth(ancestors: Iterable[object]) -> int:
    return sum(1 for _ in ancestors)


def _cut(spans: Sequence[Span], predicate: Predicate) -> tuple[Span, ...]:
    """What of the spans is in the predicate's sentence; nothing if the predicate is not in it."""
    start, end = sentence_of(predicate.token)
    cut = (Span(max(span.start, start), min(span.end, end)) for span in spans)
    kept = tuple(span for span in cut if span.start < span.end)
    first, last = predicate.token.idx, predicate.token.idx + len(predicate.token.text)
    return kept if any(span.start <= first and last <= span.end for span in kept) else ()


def _held(
    owned: Mapping[int, Sequence[_Fact]], claims: Sequence[tuple[int, Sequence[Span]]]
) -> Mapping[int, list[_Fact]]:
    """The facts inside the spans of each claim; one in several is its owner's by the tree, else the nearest one's."""
    places = sorted((span.start, span.end, index) for index, spans in claims for span in spans)
    reaches = list(accumulate((end for _, end, _ in places), max))
    facts = sorted(((fact, owner) for owner, each in owned.items() for fact in each), key=lambda pair: pair[0].span)
    held: dict[int, list[_Fact]] = {}
    for fact, owner in facts:
        inside = []
        at = bisect_right(places, fact.span.start, key=lambda place: place[0]) - 1
        while at >= 0 and reaches[at] >= fact.span.end:
            if places[at][1] >= fact.span.end:
                inside.append(places[at][2])
            at -= 1
        if inside:
            held.setdefault(owner if owner in inside else inside[0], []).append(fact)
    return held
