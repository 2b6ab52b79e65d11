"""The same claim across sources: articles grouped, claims linked, related and traced, and what follows from it.

One call goes through the whole room: :mod:`grouping` (which articles tell of one event), :mod:`linkage` (which claims
may be the same), :mod:`relations` (how two of them stand to each other), :mod:`sourcing` (who they really rest on),
:mod:`clusters` and :mod:`verification` (the records).
"""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from claimkit.comparison.clusters import SAME, STATUSES, cluster_of, count_by_status, pairs_by_cluster
from claimkit.comparison.conflicts import is_preliminary
from claimkit.comparison.copies import Copies, near_copies
from claimkit.comparison.corpus import Corpus, corpus_of, read_corpus
from claimkit.comparison.division import aside, divided, in_parts, processes_for, uncollected
from claimkit.comparison.fields import proper_names
from claimkit.comparison.figures import Figure
from claimkit.comparison.findings import Conflict, Finding, conflict_of, finding_of
from claimkit.comparison.grouping import group_articles
from claimkit.comparison.linkage import Linkage, LinkedPair, Pairs, link, same_claims
from claimkit.comparison.profiles import Profile
from claimkit.comparison.relations import Verdict
from claimkit.comparison.sourcing import Origin, dependence, origins_of, sources, status_of
from claimkit.comparison.totals import Totals, at_issue, no_totals, read_totals, settled, totals_of
from claimkit.comparison.verdicts import Judge, judge_of, judged_alone
from claimkit.comparison.verification import verify
from claimkit.extraction.pipeline import Extraction
from claimkit.records import (
    Article,
    ClaimCluster,
    ClaimPair,
    Dependence,
    Difference,
    Narrower,
    Relation,
    Verification,
    make_id,
)

# Of so many pairs of claims or fewer each is looked at, not only those that linkage brings together: five articles
# have about ten thousand.
EXHAUSTIVE = 20_000
# What is not said of two claims that share neither event nor name.
_OF_ONE_EVENT = frozenset({Relation.EQUIVALENCE, Relation.CONTRADICTION, Relation.FOLLOW_UP})
# Digits of a score.
PLACES = 3
# How many are handed to a process at a time, at the least.
_PAIRS_AT_ONCE, _CLUSTERS_AT_ONCE = 4_000, 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What comparing found: the records, and ``notes`` on what the data lacks.

    ``pairs`` holds every two claims of different articles that have to do with each other, ``clusters`` the same claim
    told by two articles or more, ``verification`` what the claims of others say of each claim in a cluster.
    """

    pairs: tuple[ClaimPair, ...]
    clusters: tuple[ClaimCluster, ...]
    verification: tuple[Verification, ...]
    notes: tuple[str, ...]
    corpus: Corpus
    linkage: Linkage

    def findings(self) -> Iterator[Finding]:
        """The clusters as they are told to people, conflicts first, then the ones that most outlets tell."""
        profiles = {profile.claim_id: profile for profile in self.corpus.profiles}
        places = {claim_id: n for n, cluster in enumerate(self.clusters) for claim_id in cluster.claim_ids}
        inside = pairs_by_cluster(self.pairs, places)
        for n in sorted(range(len(self.clusters)), key=lambda n: _rank(self.clusters[n])):
            yield finding_of(self.clusters[n], inside.get(n, ()), profiles, self.corpus.articles)

    def conflicts(self) -> Iterator[Conflict]:
        """The pairs of claims that cannot both hold and that no cluster holds together."""
        opposed = [pair for pair in self.pairs if pair.relation is Relation.CONTRADICTION]
        if not opposed:
            return
        places = {claim_id: n for n, cluster in enumerate(self.clusters) for claim_id in cluster.claim_ids}
        profiles = {profile.claim_id: profile for profile in self.corpus.profiles}
        for pair in opposed:
            place = places.get(pair.claim_a)
            if place is None or place != places.get(pair.claim_b):
                yield conflict_of(pair, profiles, self.corpus.articles)

    def explain(self, claim_a: str, claim_b: str) -> str:
        """Why two claims count as the same or not: the waterfall of the match weight, in words."""
        return str(self.linkage.explain(claim_a, claim_b))

    @property
    def relations(self) -> Mapping[str, int]:
        """How many pairs stand in each relation."""
        counts = Counter(pair.relation for pair in self.pairs)
        return MappingProxyType({each.value: counts[each] for each in Relation if counts[each]})

    def summary(self) -> dict[str, Any]:
        """Counts and notes, ready for JSON."""
        return {
            "articles": len(self.corpus.articles),
            "claims": len(self.corpus.profiles),
            "pairs": len(self.pairs),
            "relations": dict(self.relations),
            "clusters": len(self.clusters),
            "statuses": count_by_status(self.clusters),
            "notes": list(self.notes),
        }

    def to_dict(self) -> dict[str, Any]:
        """Counts, notes, findings and conflicts, ready for JSON."""
        return {
            **self.summary(),
            "findings": [finding.to_dict() for finding in self.findings()],
            "conflicts": [conflict.to_dict() for conflict in self.conflicts()],
        }


def compare(dataset_dir_or_extractions: Path | str | Iterable[Extraction], *, workers: int | None = None) -> Comparison:
    """Compare the claims of many articles: of a dataset folder, or of extractions.

    ``workers`` are the processes that share the work, this one among them, where there are thousands of articles (on
    Linux); with 0 and ``None`` this one does it alone. Raises :class:`~claimkit.errors.OptionError` where the folder
    holds no such tables and :class:`~claimkit.errors.DataError` for rows of another schema version.
    """
    given = dataset_dir_or_extractions
    with uncollected():
        corpus = read_corpus(given) if isinstance(given, (Path, str)) else corpus_of(given)
        return compare_corpus(corpus, workers=workers)


def compare_corpus(corpus: Corpus, *, workers: int | None = None) -> Comparison:
    """As :func:`compare`, of what was read."""
    with uncollected():
        return _compared(corpus, workers)


def _compared(corpus: Corpus, workers: int | None) -> Comparison:
    articles = list(corpus.articles.values())
    groups = group_articles(articles, claims=corpus.claims, mentions=corpus.mentions, workers=workers)
    events = {article_id: group[0] for group in groups for article_id in group}
    processes = processes_for(len(articles), workers)
    copied = aside(_copies_among, (articles, events), processes)
    # A single process reads them as they are asked for.
    counted = aside(_totals_at_issue, (corpus, events), processes) if processes > 1 else dict
    linkage = link(corpus.profiles, events, processes=processes)
    copies = copied()
    room = Room(
        sentence=lambda profile: sentence_of(corpus.articles[profile.article_id], profile),
        is_small=is_small(len(corpus.profiles)),
        profiles={profile.claim_id: profile for profile in corpus.profiles},
        events=events,
        copies=copies,
        origins=origins_of(articles, corpus.profiles, copies),
        named=named_words(corpus.profiles),
        judge=judge_of(corpus.profiles),
        totals=totals_of(corpus.articles, counted()),
    )
    related = _all_related(room, linkage.pairs, processes)
    clusters = tuple(_clusters(room, linkage, related, processes))
    # Linked pairs stand in the order of their claims.
    pairs = tuple(pair for pair in related if pair is not None)
    if unlinked := _unlinked(room, linkage):
        pairs = tuple(sorted((*pairs, *unlinked), key=_by_claims))
    return Comparison(
        pairs=pairs,
        clusters=clusters,
        verification=tuple(verify(pairs, clusters, corpus.profiles, processes=processes)),
        notes=corpus.notes(),
        corpus=corpus,
        linkage=linkage,
    )


def _copies_among(given: tuple[Sequence[Article], Mapping[str, str]]) -> Copies:
    return near_copies(*given)


def _totals_at_issue(given: tuple[Corpus, Mapping[str, str]]) -> dict[str, dict[str, Figure]]:
    corpus, events = given
    return read_totals(corpus.articles[article_id] for article_id in at_issue(corpus.profiles, events))


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What is known of claims and articles one by one: of all, or of those of the pairs that are asked for.

    ``sentence`` gives the words around a claim, ``judge`` the verdict on two of them, ``totals`` the figures of an
    article; ``is_small`` says whether there are so few claims that each pair of them is looked at.
    """

    sentence: Callable[[Profile], str]
    is_small: bool
    profiles: Mapping[str, Profile]
    events: Mapping[str, str]
    copies: Copies
    origins: Mapping[str, Origin]
    named: Mapping[str, set[str]]
    judge: Judge = judged_alone
    totals: Totals = no_totals


def is_small(claims: int) -> bool:
    """Whether there are so few claims that each pair of them is looked at."""
    return claims**2 <= 2 * EXHAUSTIVE


def _unlinked(room: Room, linkage: Linkage) -> list[ClaimPair]:
    """What linkage thinks unlikely and the algebra finds related all the same, in a collection of few claims.

    "The first congress in five years" and "the last meeting, in 2016" have hardly a word in common.
    """
    if not room.is_small:
        return []
    linked = {(pair.claim_a, pair.claim_b) for pair in linkage.pairs}
    others = [
        (a, b)
        for a, b in itertools.combinations(sorted(room.profiles), 2)
        if room.profiles[a].article_id != room.profiles[b].article_id and (a, b) not in linked
    ]
    found = [each for pair in others if (each := related_pair(room, LinkedPair(*pair, -math.inf, 0.0))) is not None]
    likely = linkage.probabilities([_by_claims(pair) for pair in found])
    return [dataclasses.replace(pair, score=round(score, PLACES)) for pair, score in zip(found, likely, strict=True)]


def _by_claims(pair: ClaimPair) -> tuple[str, str]:
    return pair.claim_a, pair.claim_b


class _Way(NamedTuple):
    """How two claims stand to each other, without the claims: many pairs have one in common."""

    relation: Relation
    narrower: Narrower | None
    differences: tuple[tuple[str, str | None, str | None], ...]
    dependence: Dependence


class _Related(NamedTuple):
    """Of some pairs those that are related, by their places; ``numbers`` are of the ways in which they are."""

    places: list[int]
    pair_ids: list[str]
    numbers: list[int]
    ways: list[_Way]


def _all_related(room: Room, pairs: Pairs, processes: int) -> list[ClaimPair | None]:
    """As :func:`related_pair`, for each of the pairs; event by event, for those of one event are often alike."""
    profiles = [room.profiles[claim_id] for claim_id in pairs.claims]
    event = [room.events[profile.article_id] for profile in profiles]
    order = sorted(range(len(pairs)), key=[event[claim] for claim in pairs.a.tolist()].__getitem__)
    found: list[ClaimPair | None] = [None] * len(pairs)
    parts = in_parts(order, _PAIRS_AT_ONCE)
    for related in divided(lambda part: _related(room, pairs.at(part), profiles, part), parts, processes):
        differences = [tuple(itertools.starmap(_difference, way.differences)) for way in related.ways]
        linked = pairs.at(related.places)
        for pair, at, pair_id, number in zip(linked, *related[:3], strict=True):
            found[at] = _record(pair, pair_id, related.ways[number], differences[number])
    return found


def _related(room: Room, pairs: Pairs, profiles: Sequence[Profile], places: Sequence[int]) -> _Related:
    """Of ``pairs`` those that are related; their claims' ``profiles``, and their own ``places`` among all."""
    found = _Related([], [], [], [])
    known: dict[tuple[int, Dependence], int] = {}
    # Verdicts that live on: the number by which Python tells them apart is not given to others.
    kept: list[Verdict] = []
    for at, one, other in zip(places, pairs.a.tolist(), pairs.b.tolist(), strict=True):
        a, b = profiles[one], profiles[other]
        standing = _standing(room, a, b)
        if standing is None:
            continue
        verdict, dependent = standing
        number = known.setdefault((id(verdict), dependent), len(found.ways))
        if number == len(found.ways):
            kept.append(verdict)
            told = tuple((each.field, each.a, each.b) for each in verdict.differences)
            found.ways.append(_Way(verdict.relation, verdict.narrower, told, dependent))
        found.places.append(at)
        found.pair_ids.append(make_id(a.claim_id, b.claim_id))
        found.numbers.append(number)
    return found


def related_pair(room: Room, pair: LinkedPair) -> ClaimPair | None:
    """The record of a linked pair; ``None`` where the two have nothing to do with each other."""
    standing = _standing(room, room.profiles[pair.claim_a], room.profiles[pair.claim_b])
    if standing is None:
        return None
    verdict, dependent = standing
    way = _Way(verdict.relation, verdict.narrower, (), dependent)
    return _record(pair, make_id(pair.claim_a, pair.claim_b), way, verdict.differences)


def _record(pair: LinkedPair, pair_id: str, way: _Way, differences: tuple[Difference, ...]) -> ClaimPair:
    return ClaimPair(
        pair_id=pair_id,
        claim_a=pair.claim_a,
        claim_b=pair.claim_b,
        relation=way.relation,
        narrower=way.narrower,
        differences=differences,
        dependence=way.dependence,
        score=round(pair.probability, PLACES),
    )


def _difference(field: str, a: str | None, b: str | None) -> Difference:
    return Difference(field=field, a=a, b=b)


def _standing(room: Room, a: Profile, b: Profile) -> tuple[Verdict, Dependence] | None:
    """How two claims stand and how they hang together; ``None`` where they have nothing to do with each other."""
    same_event = room.events[a.article_id] == room.events[b.article_id]
    # "No charges have been filed" is said of every second event, and each time of another.
    apart = not same_event and set(a.names).isdisjoint(b.names)
    if apart and not room.is_small:
        return None
    judged = room.judge(a, b, same_event)
    if judged is None:
        return None
    verdict = settled(judged, a, b, room.totals, same_event=same_event)
    doubtful = verdict.relation is Relation.CONTRADICTION and (
        _is_of_elsewhere(room, a, b) or any(is_preliminary(room.sentence(each)) for each in (a, b))
    )
    if doubtful or (apart and verdict.relation in _OF_ONE_EVENT):
        verdict = dataclasses.replace(verdict, relation=Relation.OVERLAP)
    return verdict, dependence(a, b, room.origins, room.copies)


def _is_of_elsewhere(room: Room, a: Profile, b: Profile) -> bool:
    """Whether one claim names what the other's article never does: it tells of another event, as background."""
    return any(
        room.named[other.article_id].isdisjoint(name.split())
        for one, other in ((a, b), (b, a))
        for name in (*proper_names(one), *one.places)
    )


def sentence_of(article: Article, profile: Profile) -> str:
    """The sentence of a claim of the article; empty where its text is withheld."""
    return (article.text or "")[profile.sentence.start : profile.sentence.end]


def named_words(profiles: Iterable[Profile]) -> dict[str, set[str]]:
    """Article → the words of all that its claims name."""
    found: dict[str, set[str]] = {}
    for profile in profiles:
        words = found.setdefault(profile.article_id, set())
        for name in profile.names:
            words.update(name.split())
        for place in profile.places:
            words.update(place.split())
    return found


def _clusters(
    room: Room, linkage: Linkage, related: Sequence[ClaimPair | None], processes: int
) -> Iterator[ClaimCluster]:
    """The same claim told by two articles or more; ``related`` is parallel to the pairs of ``linkage``."""
    kept = [n for n, pair in enumerate(related) if pair is not None and pair.relation in SAME]
    linked = same_claims(linkage.pairs.at(kept), processes=processes)
    groups = [[room.profiles[claim_id] for claim_id in group] for group in linked]
    groups = [group for group in groups if len({profile.article_id for profile in group}) > 1]
    places = {profile.claim_id: n for n, group in enumerate(groups) for profile in group}
    inside = pairs_by_cluster((pair for pair in related if pair is not None), places)

    def records(numbers: Sequence[int]) -> list[ClaimCluster]:
        return [_cluster(room, groups[n], inside.get(n, ())) for n in numbers]

    parts = in_parts(range(len(groups)), _CLUSTERS_AT_ONCE)
    return itertools.chain.from_iterable(divided(records, parts, processes))


def _cluster(room: Room, group: Sequence[Profile], pairs: Iterable[ClaimPair]) -> ClaimCluster:
    found = sources(room.origins[profile.claim_id] for profile in group)
    return cluster_of(group, pairs, found, status_of(found))


def _rank(cluster: ClaimCluster) -> tuple[int, int, str]:
    return STATUSES.index(cluster.status), -len(cluster.publishers), cluster.cluster_id
