"""Which of two annotations mean the same: overlap of discontinuous spans, and pairs that use each side once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from claimkit.evaluation.relations import GoldAttribution
from claimkit.records import Span

LINK_JACCARD = 0.5


def jaccard(a: Sequence[Span], b: Sequence[Span]) -> float:
    """Shared characters over all characters of two discontinuous spans; 0 if both are empty."""
    both = shared(a, b)
    union = length(a) + length(b) - both
    return both / union if union else 0.0


def shared(a: Sequence[Span], b: Sequence[Span]) -> int:
    """The number of characters that lie in both."""
    return sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x in a for y in b)


def length(spans: Iterable[Span]) -> int:
    """The number of characters of a discontinuous span."""
    return sum(span.end - span.start for span in spans)


def touches(a: Sequence[Span], b: Sequence[Span]) -> bool:
    """Whether the two share a character, or are both absent."""
    return bool(shared(a, b)) if a and b else not a and not b


def hull(spans: Sequence[Span]) -> Span:
    """From the first to the last character; of nothing, the empty span."""
    return Span(min(span.start for span in spans), max(span.end for span in spans)) if spans else Span(0, 0)


def overlapping(a: Sequence[Span], b: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Index pairs (a, b) of the spans that share a character; linear but for the pairs themselves."""
    order = sorted(range(len(b)), key=lambda index: b[index])
    starts = [b[index].start for index in order]
    reaches = list(accumulate((b[index].end for index in order), max))
    for index, span in enumerate(a):
        at = bisect_right(reaches, span.start)
        while at < len(order) and starts[at] < span.end:
            if b[order[at]].end > span.start and b[order[at]].start < b[order[at]].end:
                yield index, order[at]
            at += 1


def one_to_one(candidates: Iterable[tuple[float, int, int]]) -> list[tuple[int, int]]:
    """Of (weight, index, index), pairs that use each index of a side once: the heaviest first, then by index."""
    pairs: list[tuple[int, int]] = []
    used_left: set[int] = set()
    used_right: set[int] = set()
    for _, left, right in sorted(candidates, key=lambda candidate: (-candidate[0], candidate[1:])):
        if left not in used_left and right not in used_right:
            pairs.append((left, right))
            used_left.add(left)
            used_right.add(right)
    return pairs


def match_links(found: Sequence[GoldAttribution], gold: Sequence[GoldAttribution]) -> list[tuple[int, int]]:
    """Index pairs (found, gold), each index once, of contents that overlap by Jaccard ≥ .5; best overlaps first."""
    near = overlapping([hull(each.content) for each in found], [hull(each.content) for each in gold])
    weighted = ((jaccard(found[a].content, gold[b].content), a, b) for a, b in near)
    return one_to_one(candidate for candidate in weighted if candidate[0] >= LINK_JACCARD)
