"""The same claim across sources: one card a cluster, and the conflict in it in a sentence.

The records are those that ``claimkit compare`` has written; nothing is compared again here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from claimkit.comparison.clusters import STATUSES, pairs_by_cluster, values_of
from claimkit.comparison.corpus import Corpus, read_corpus
from claimkit.comparison.findings import Finding, finding_of
from claimkit.reading.tables import find_tables, read_rows
from claimkit.records import ClaimCluster, ClaimPair, Difference, Relation
from claimkit.report.compact import sparse

# What a contradiction is over, the plainest first, as a sentence about the two who tell it.
_CONFLICTS = MappingProxyType(
    {
        "negated": "{one} says that it is so, and {other} that it is not.",
        "quantities": "They give different numbers: {one} “{a}”, {other} “{b}”.",
        "times": "They give different times: {one} “{a}”, {other} “{b}”.",
        "places": "They name different places: {one} “{a}”, {other} “{b}”.",
        "subject": "They say it of different subjects: {one} of “{a}”, {other} of “{b}”.",
        "object": "They name different objects: {one} “{a}”, {other} “{b}”.",
        "names": "They name different people or things: {one} “{a}”, {other} “{b}”.",
    }
)
_NO = "no"


def crossings(folder: Path, places: Mapping[str, int]) -> dict[str, Any]:
    """Pairs and clusters of the folder; ``places`` is where each claim stands in the page.

    ``compared`` is false, and all else absent, where ``claimkit compare`` has not run on the folder.
    """
    if not {"pairs", "clusters"} <= find_tables(folder).keys():
        return {"compared": False}
    pairs = [ClaimPair.from_dict(row) for row in read_rows(folder, "pairs")]
    clusters = [ClaimCluster.from_dict(row) for row in read_rows(folder, "clusters")]
    corpus = read_corpus(folder)
    members = {claim_id: number for number, cluster in enumerate(clusters) for claim_id in cluster.claim_ids}
    outlets = {each.claim_id: each.publisher or "an unnamed outlet" for each in corpus.profiles}
    return {
        "compared": True,
        "notes": list(corpus.notes()),
        "clusters": list(_cards(corpus, clusters, pairs, members, places, outlets)),
        "pairs": [_pair(pair, places, outlets) for pair in sorted(pairs, key=_by_claims)],
    }


def _cards(
    corpus: Corpus,
    clusters: list[ClaimCluster],
    pairs: list[ClaimPair],
    members: Mapping[str, int],
    places: Mapping[str, int],
    outlets: Mapping[str, str],
) -> Iterator[dict[str, Any]]:
    profiles = {each.claim_id: each for each in corpus.profiles}
    inside = pairs_by_cluster(pairs, members)
    for number in sorted(range(len(clusters)), key=lambda number: _rank(clusters[number])):
        own = inside.get(number, [])
        finding = finding_of(clusters[number], own, profiles, corpus.articles)
        values = {
            value.claim_id: {
                "value": list(value.quantity.span),
                "interval": [_finite(value.interval.low), _finite(value.interval.high)],
            }
            for value in values_of(profiles[claim_id] for claim_id in finding.cluster.claim_ids)
        }
        yield _card(finding, _conflicts(own, outlets), values, places)


def _card(
    finding: Finding, conflicts: list[str], values: Mapping[str, dict[str, Any]], places: Mapping[str, int]
) -> dict[str, Any]:
    """``values`` is the number each claim gives: its span, and its interval in the unit that all are told in."""
    cluster = finding.cluster
    return sparse(
        id=cluster.cluster_id,
        headline=finding.headline,
        status=cluster.status.value,
        conflicts=conflicts,
        counted=finding.counted,
        publishers=list(cluster.publishers),
        observers=list(cluster.observers),
        witnesses=list(cluster.witnesses),
        independent=[cluster.independent_min, cluster.independent_max],
        first=cluster.first_appearance,
        low=cluster.low,
        high=cluster.high,
        dependence=list(finding.dependence),
        voices=[
            sparse(claim=places[voice.claim_id], asOf=voice.as_of, **values.get(voice.claim_id, {}))
            for voice in finding.voices
        ],
    )


def _pair(pair: ClaimPair, places: Mapping[str, int], outlets: Mapping[str, str]) -> dict[str, Any]:
    return sparse(
        id=pair.pair_id,
        a=places[pair.claim_a],
        b=places[pair.claim_b],
        relation=pair.relation.value,
        narrower=pair.narrower.value if pair.narrower else None,
        dependence=pair.dependence.value if pair.dependence.value != "unknown" else None,
        score=pair.score,
        differences=[[each.field, each.a, each.b] for each in pair.differences],
        conflict=conflict(pair, outlets) if pair.relation is Relation.CONTRADICTION else None,
    )


def _conflicts(pairs: Iterable[ClaimPair], outlets: Mapping[str, str]) -> list[str]:
    """One sentence for each thing that two claims of a cluster cannot both be right about."""
    told = (
        conflict(pair, outlets) for pair in sorted(pairs, key=_by_claims) if pair.relation is Relation.CONTRADICTION
    )
    return list(dict.fromkeys(told))


def conflict(pair: ClaimPair, outlets: Mapping[str, str]) -> str:
    """What the two claims of a contradiction disagree about, in a sentence; ``outlets`` is who publishes a claim."""
    one, other = outlets[pair.claim_a], outlets[pair.claim_b]
    # A field that only one of them fills is an addition and no dispute.
    fields = {each.field.partition("[")[0]: each for each in pair.differences if each.a and each.b}
    found = next((field for field in _CONFLICTS if field in fields), None)
    if found is None:
        return f"What {one} and {other} say cannot both hold."
    difference = _turned(fields[found]) if found == "negated" else fields[found]
    if difference is not fields[found]:
        one, other = other, one
    return _CONFLICTS[found].format(one=one, other=other, a=difference.a, b=difference.b)


def _turned(difference: Difference) -> Difference:
    """The difference with the claim that is not negated first."""
    if difference.a == _NO:
        return difference
    return Difference(field=difference.field, a=difference.b, b=difference.a)


def _rank(cluster: ClaimCluster) -> tuple[int, int, str]:
    return STATUSES.index(cluster.status), -len(cluster.publishers), cluster.cluster_id


def _by_claims(pair: ClaimPair) -> tuple[str, str]:
    return pair.claim_a, pair.claim_b


def _finite(value: float) -> float | None:
    """``None`` for an open side: "at least five"."""
    return value if math.isfinite(value) else None
