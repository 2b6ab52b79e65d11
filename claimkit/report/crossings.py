"""The same claim across sources: one card a cluster, and the conflict in it in a sentence.

The records are those that ``claimkit compare`` has written; nothing is compared again here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from claimkit.comparison.clusters import STATUSES, Value, pairs_by_cluster, values_of
from claimkit.comparison.corpus import Corpus, read_corpus
from claimkit.comparison.findings import Finding, finding_of
from claimkit.reading.tables import find_tables, read_rows
from claimkit.records import ClaimCluster, ClaimPair, Relation
from claimkit.report.compact import sparse

# What a contradiction is over, the plainest first, and how its sentence begins.
_CONFLICTS = MappingProxyType(
    {
        "negated": "One denies what the other says",
        "quantities": "They give different numbers",
        "times": "They give different times",
        "places": "They name different places",
        "subject": "They say it of different subjects",
        "object": "They name different objects",
        "names": "They name different people or things",
        "predicate": "One says the opposite of what the other says",
    }
)
_NEGATED = MappingProxyType({"no": "it is so", "yes": "it is not so"})


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
                "stated": _stated(value),
            }
            for value in values_of(profiles[claim_id] for claim_id in finding.cluster.claim_ids)
        }
        yield _card(finding, conflicts(own, outlets), values, places)


def _card(
    finding: Finding, disputes: list[str], values: Mapping[str, dict[str, Any]], places: Mapping[str, int]
) -> dict[str, Any]:
    """``values`` is the number each claim gives: its span, and what it covers in the unit that all are told in."""
    cluster = finding.cluster
    return sparse(
        id=cluster.cluster_id,
        headline=finding.headline,
        status=cluster.status.value,
        conflicts=disputes,
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
        conflict=next(iter(conflicts([pair], outlets)), None),
    )


def conflicts(pairs: Iterable[ClaimPair], outlets: Mapping[str, str]) -> list[str]:
    """What contradictions are over, one sentence for each field; ``outlets`` is who publishes a claim."""
    told: dict[str | None, dict[str, dict[str, None]]] = {}
    for pair in sorted(pairs, key=_by_claims):
        if pair.relation is Relation.CONTRADICTION:
            field, a, b = _dispute(pair)
            values = told.setdefault(field, {})
            values.setdefault(a, {})[outlets[pair.claim_a]] = None
            values.setdefault(b, {})[outlets[pair.claim_b]] = None
    return [_sentence(field, told[field]) for field in (*_CONFLICTS, None) if field in told]


def _dispute(pair: ClaimPair) -> tuple[str | None, str, str]:
    """The plainest field that both claims fill; one that only one of them fills is an addition and no dispute."""
    fields = {each.field.partition("[")[0]: each for each in pair.differences}
    for field in _CONFLICTS:
        each = fields.get(field)
        if each is not None and each.a and each.b:
            return field, each.a, each.b
    return None, "", ""


def _sentence(field: str | None, values: Mapping[str, Mapping[str, None]]) -> str:
    if field is None:
        return f"What {_listed(values[''])} say cannot all hold."
    words = _NEGATED if field == "negated" else {value: f"“{value}”" for value in values}
    return f"{_CONFLICTS[field]}: {'; '.join(f'{words[value]} ({_listed(who)})' for value, who in values.items())}."


def _listed(outlets: Iterable[str]) -> str:
    return ", ".join(sorted(outlets))


def _stated(value: Value) -> list[float] | None:
    """The numbers as they stand in the text, where that is in the unit of the interval."""
    low, high = value.quantity.low, value.quantity.high
    return [low, high] if value.interval.low <= low <= high <= value.interval.high else None


def _rank(cluster: ClaimCluster) -> tuple[int, int, str]:
    return STATUSES.index(cluster.status), -len(cluster.publishers), cluster.cluster_id


def _by_claims(pair: ClaimPair) -> tuple[str, str]:
    return pair.claim_a, pair.claim_b


def _finite(value: float) -> float | None:
    """``None`` for an open side: "at least five"."""
    return value if math.isfinite(value) else None
