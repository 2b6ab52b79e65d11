"""Spans of one role scored as segments: exactly, by overlap, and by their syntactic heads.

*exact*    a contiguous segment is right only if it is equal to a gold segment of the same role
*overlap*  segments that share a character, paired one to one, the largest overlap first: a fragment counts once
*head*     segments whose head words are the same token, paired one to one (the head match of the CoNLL shared tasks)

A discontinuous span counts as its segments, and a source that serves several links as one segment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from claimkit.evaluation.analysis import Analysis, head_token
from claimkit.evaluation.matching import one_to_one, overlapping, shared
from claimkit.evaluation.measures import Counts
from claimkit.evaluation.relations import ROLES, GoldAttribution
from claimkit.records import Span

MATCHES = ("exact", "overlap", "head")
MEASURES = tuple(f"{role}_{match}" for match in MATCHES for role in ROLES)


def count_segments(
    found: Sequence[GoldAttribution], gold: Sequence[GoldAttribution], analysis: Analysis
) -> dict[str, Counts]:
    """The counts of one document for each of :data:`MEASURES`."""
    counts: dict[str, Counts] = {}
    for role in ROLES:
        ours, theirs = _segments(found, role), _segments(gold, role)
        right = {
            "exact": len(set(ours) & set(theirs)),
            "overlap": _overlaps(ours, theirs),
            "head": sum((_heads(ours, analysis) & _heads(theirs, analysis)).values()),
        }
        counts |= {f"{role}_{match}": Counts(right[match], len(ours), len(theirs)) for match in MATCHES}
    return {measure: counts[measure] for measure in MEASURES}


def _segments(relations: Sequence[GoldAttribution], role: str) -> list[Span]:
    return sorted({span for relation in relations for span in getattr(relation, role)})


def _overlaps(ours: Sequence[Span], theirs: Sequence[Span]) -> int:
    return len(one_to_one((shared([ours[a]], [theirs[b]]), a, b) for a, b in overlapping(ours, theirs)))


def _heads(segments: Sequence[Span], analysis: Analysis) -> Counter[int]:
    heads = (head_token(analysis, segment) for segment in segments)
    return Counter(head.i for head in heads if head is not None)
