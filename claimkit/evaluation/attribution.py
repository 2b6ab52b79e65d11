"""Score attributions against gold: strict exact F1 a role, linked and full F1, with an interval over documents.

The protocol is that of the corpus README: *exact* counts a contiguous character segment as right only if it is equal
to a gold one of the same role; a link is *linked* to the gold one with the best Jaccard overlap of contents, if that is
at least .5; it is *full* if source and cue overlap as well, or are absent on both sides.
Intervals are percentile bootstrap intervals over documents (Efron and Tibshirani 1993), from a fixed seed.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claimkit.evaluation.brat import GoldAttribution
from claimkit.records import Attribution, Span

ROLES = ("source", "cue", "content")
MEASURES = (*ROLES, "linked", "full")
LINK_JACCARD = 0.5


@dataclass(frozen=True, slots=True)
class Counts:
    """What was right, what was found and what is in the gold, for one measure."""

    right: int = 0
    found: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """One measure over a corpus; ``low`` and ``high`` bound the 95 % interval of its F1."""

    measure: str
    precision: float
    recall: float
    f1: float
    low: float
    high: float


def as_gold(links: Iterable[Attribution], *, outermost: bool = True) -> tuple[GoldAttribution, ...]:
    """Links in the form of the gold; with ``outermost``, only those that are nested in no other."""
    return tuple(
        GoldAttribution(
            source=(link.source,) if link.source else (),
            cue=(link.cue,) if link.cue else (),
            content=link.content,
        )
        for link in links
        if not (outermost and link.parent)
    )


def count_document(found: Sequence[GoldAttribution], gold: Sequence[GoldAttribution]) -> dict[str, Counts]:
    """The counts of one document for each of :data:`MEASURES`."""
    counts = {role: _count_segments(found, gold, role) for role in ROLES}
    pairs = match_links(found, gold)
    full = sum(_touches(found[a].source, gold[b].source) and _touches(found[a].cue, gold[b].cue) for a, b in pairs)
    counts["linked"] = Counts(len(pairs), len(found), len(gold))
    counts["full"] = Counts(full, len(found), len(gold))
    return counts


def match_links(found: Sequence[GoldAttribution], gold: Sequence[GoldAttribution]) -> list[tuple[int, int]]:
    """Index pairs (found, gold), each index once, of contents that overlap by Jaccard ≥ .5; best overlaps first."""
    candidates = sorted(
        (
            (jaccard(one.content, other.content), a, b)
            for b, other in enumerate(gold)
            for a, one in enumerate(found)
            if _may_overlap(one.content, other.content)
        ),
        key=lambda candidate: (-candidate[0], candidate[1:]),
    )
    pairs: list[tuple[int, int]] = []
    used_found: set[int] = set()
    used_gold: set[int] = set()
    for overlap, a, b in candidates:
        if overlap >= LINK_JACCARD and a not in used_found and b not in used_gold:
            pairs.append((a, b))
            used_found.add(a)
            used_gold.add(b)
    return pairs


def jaccard(a: Sequence[Span], b: Sequence[Span]) -> float:
    """Shared characters over all characters of two discontinuous spans; 0 if both are empty."""
    shared = sum(max(0, min(x.end, y.end) - max(x.start, y.start)) for x in a for y in b)
    union = sum(x.end - x.start for x in (*a, *b)) - shared
    return shared / union if union else 0.0


def score_documents(counts: Sequence[dict[str, Counts]], *, rounds: int = 1000, seed: int = 0) -> dict[str, Score]:
    """Micro-averaged scores over documents (as :func:`count_document` counts them) with their bootstrap intervals."""
    draw = random.Random(seed)  # noqa: S311  (resampling, not secrecy)
    samples = [draw.choices(range(len(counts)), k=len(counts)) for _ in range(rounds)] if counts else []
    return {measure: _score(measure, [document[measure] for document in counts], samples) for measure in MEASURES}


def _score(measure: str, counts: list[Counts], samples: list[list[int]]) -> Score:
    total = _sum(counts)
    values = sorted(_sum([counts[index] for index in sample]).f1 for sample in samples) or [total.f1]
    edge = round(0.025 * (len(values) - 1))
    low, high = values[edge], values[-1 - edge]
    return Score(measure, total.precision, total.recall, total.f1, low, high)


def _sum(counts: Iterable[Counts]) -> Counts:
    right = found = gold = 0
    for count in counts:
        right, found, gold = right + count.right, found + count.found, gold + count.gold
    return Counts(right, found, gold)


def _count_segments(found: Sequence[GoldAttribution], gold: Sequence[GoldAttribution], role: str) -> Counts:
    # A source serves several links and is one segment all the same.
    ours = {span for link in found for span in getattr(link, role)}
    theirs = {span for link in gold for span in getattr(link, role)}
    return Counts(len(ours & theirs), len(ours), len(theirs))


def _touches(a: Sequence[Span], b: Sequence[Span]) -> bool:
    if not a or not b:
        return not a and not b
    return any(x.start < y.end and y.start < x.end for x in a for y in b)


def _may_overlap(a: Sequence[Span], b: Sequence[Span]) -> bool:
    return bool(a and b) and a[0].start < b[-1].end and b[0].start < a[-1].end
