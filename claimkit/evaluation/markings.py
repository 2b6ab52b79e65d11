"""Whether two annotators marked the same places: claims, sources, cues, numbers, as spans and word by word.

F1 over spans is the same whichever annotator is called right (Hripcsak and Rothschild 2005). Alpha is over the words of
the articles, each of which a layer's spans hold or do not; it is the chance-corrected figure, and long texts with few
marks flatter the share of words on which two annotators say the same, but not it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

from claimkit.evaluation.matching import hull, jaccard, one_to_one, overlapping
from claimkit.evaluation.measures import Counts, Measure, measure_all
from claimkit.evaluation.reliability import word_alpha
from claimkit.records import Claim, Span

OVERLAP_JACCARD = 0.5

Spans = tuple[Span, ...]

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marking:
    """How far two annotators marked the same spans of one layer.

    ``exact`` counts the very same spans, ``overlap`` one-to-one pairs that share half of their characters or more
    (Jaccard ≥ .5). ``alpha`` is over words, with its 95 % interval over articles; ``None`` where no article comes with
    its text or no word differs from another.
    """

    exact: Measure
    overlap: Measure
    alpha: float | None
    low: float | None
    high: float | None

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, figures rounded to four digits."""
        figures = {"alpha": self.alpha, "low": self.low, "high": self.high}
        return {
            "marked": [self.exact.gold, self.exact.found],
            **{f"{name}_f1": _figure(measure) for name, measure in (("exact", self.exact), ("overlap", self.overlap))},
            "word_alpha": {name: None if value is None else round(value, 4) for name, value in figures.items()},
        }


class Layers(NamedTuple):
    """One article's counts: exact and overlapping spans by layer, and words marked by both, by one, by none."""

    exact: Mapping[str, Counts]
    overlap: Mapping[str, Counts]
    words: Mapping[str, tuple[int, int, int]] | None


def _links(get: Callable[[Any], Spans]) -> Callable[[Claim], Iterable[Spans]]:
    return lambda claim: (get(link) for link in claim.chain)


def _one(span: Span | None) -> Spans:
    return () if span is None else (span,)


LAYERS: Mapping[str, Callable[[Claim], Iterable[Spans]]] = MappingProxyType(
    {
        "predicate": lambda claim: ((Span(claim.predicate.start, claim.predicate.end),),),
        "claim": lambda claim: (claim.spans,),
        "source": _links(lambda link: _one(link.source)),
        "cue": _links(lambda link: _one(link.cue)),
        "content": _links(lambda link: link.content),
        "hedge": lambda claim: ((hedge.cue,) for hedge in claim.hedges),
        "quantity": lambda claim: ((number.span,) for number in claim.quantities),
        "time": lambda claim: ((time.span,) for time in claim.times),
    }
)


def layers_of(a: Sequence[Claim], b: Sequence[Claim], text: str | None) -> Layers:
    """The counts of one article; without its text there are none of words."""
    words = None if text is None else [match.start() for match in _WORD.finditer(text)]
    exact, overlap, marked = {}, {}, {}
    for name, spans_of in LAYERS.items():
        ours, theirs = _marks(a, spans_of), _marks(b, spans_of)
        exact[name] = Counts(len(set(ours) & set(theirs)), len(theirs), len(ours))
        overlap[name] = Counts(_overlaps(ours, theirs), len(theirs), len(ours))
        if words is not None:
            marked[name] = count_words(words, ours, theirs)
    return Layers(exact, overlap, None if words is None else marked)


def markings(articles: Sequence[Layers]) -> dict[str, Marking]:
    """Of each layer over all articles; a layer that neither annotator used is left out."""
    statistics: Mapping[str, Any] = dict.fromkeys(LAYERS, "f1")
    exact = measure_all([each.exact for each in articles], statistics)
    overlap = measure_all([each.overlap for each in articles], statistics)
    found = {}
    for name in LAYERS:
        if exact[name].gold or exact[name].found:
            value, low, high = word_alpha([each.words[name] for each in articles if each.words is not None])
            found[name] = Marking(exact=exact[name], overlap=overlap[name], alpha=value, low=low, high=high)
    return found


def _marks(claims: Iterable[Claim], spans_of: Callable[[Claim], Iterable[Spans]]) -> list[Spans]:
    """The marks of one layer, in order and each once: two claims share a link, and a cue may hedge both."""
    return sorted({spans for claim in claims for spans in spans_of(claim) if spans})


def _overlaps(a: Sequence[Spans], b: Sequence[Spans]) -> int:
    near = overlapping([hull(each) for each in a], [hull(each) for each in b])
    weighted = ((jaccard(a[n], b[m]), n, m) for n, m in near)
    return len(one_to_one(candidate for candidate in weighted if candidate[0] >= OVERLAP_JACCARD))


def count_words(words: Sequence[int], a: Iterable[Spans], b: Iterable[Spans]) -> tuple[int, int, int]:
    """Of words that start at the sorted offsets ``words``: how many both marked, one of the two alone, neither."""
    ours, theirs = _inside(words, a), _inside(words, b)
    both = len(ours & theirs)
    one = len(ours) + len(theirs) - 2 * both
    return both, one, len(words) - both - one


def _inside(words: Sequence[int], marks: Iterable[Spans]) -> set[int]:
    """The indices of the words that start inside a mark."""
    found: set[int] = set()
    reached = 0
    for span in sorted(span for spans in marks for span in spans):
        # Claims lie in one another: what was added already is not walked again.
        first = max(bisect_left(words, span.start), reached)
        last = bisect_left(words, span.end)
        found.update(range(first, last))
        reached = max(reached, last)
    return found


def _figure(measure: Measure) -> dict[str, float]:
    return {"value": round(measure.value, 4), "low": round(measure.low, 4), "high": round(measure.high, 4)}
