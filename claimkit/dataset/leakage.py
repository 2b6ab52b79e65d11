"""What must not be torn apart when a dataset is split, and how near the sides come to each other.

Two articles belong together if they report on one event, if one is a copy of the other, if half of the shorter one
stands in the other, or if a claim of one is told by the other as well (a cluster of ``claimkit compare``). What is
connected over any number of such steps is one group, and a group is on one side.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from claimkit.comparison.copies import near_copies, shingles_of
from claimkit.comparison.grouping import group_articles
from claimkit.records import Article, Claim, Mention

# The share of the shorter article's runs of five words from which on two articles are told apart no more.
NEAR = 0.5
# A run of words in more articles than this is a phrase of the language or of the page.
_MOST_ARTICLES = 20
_MOST_PER_SIDE = 4
# Postings held at once; of larger collections every n-th run of words is looked at, the same ones in every article.
_MOST_POSTINGS = 4_000_000
# A pair is measured whole where the sampled words promise this much, and the likeliest ones in any case.
_PROMISE, _MEASURED = 0.3, 1000
_FEWEST_SHINGLES = 12


@dataclass(frozen=True, slots=True)
class Relations:
    """``events``, ``copies`` (near-duplicates among them) and ``clusters``: sets of articles that belong together.

    ``shingles`` holds the runs of words of every article with text, without those of its page.
    """

    events: Sequence[Sequence[str]]
    copies: Sequence[Sequence[str]]
    clusters: Sequence[Sequence[str]]
    shingles: Mapping[str, frozenset[int]]


def relations_of(
    articles: Sequence[Article],
    *,
    claims: Iterable[Claim] = (),
    mentions: Iterable[Mention] = (),
    clusters: Iterable[Iterable[str]] = (),
) -> Relations:
    """What belongs together among articles. ``claims`` and ``mentions`` speak for articles without text.

    ``clusters`` are the articles of each cluster of claims. Of articles without text a copy is known by its hash alone.
    """
    events = group_articles(articles, claims=claims, mentions=mentions)
    event_of = {article_id: str(number) for number, group in enumerate(events) for article_id in group}
    found = near_copies(articles, event_of)
    texts: dict[str, list[str]] = {}
    for article in articles:
        texts.setdefault(article.text_sha256, []).append(article.article_id)
    leaders = [[article_id, leader] for article_id, leader in found.leader.items()]
    shingles = {
        key: each for key, each in shingles_of(articles, found.boilerplate).items() if len(each) >= _FEWEST_SHINGLES
    }
    # Copies are one text: a brief in a thousand papers would hide behind the most common phrases.
    distinct = {key: each for key, each in shingles.items() if found.leader.get(key, key) == key}
    near = [[a, b] for a, b, share in _measured(distinct, _sharing(distinct)) if share >= NEAR]
    return Relations(
        events=events,
        copies=[each for each in (*texts.values(), *leaders, *near) if len(set(each)) > 1],
        clusters=[sorted(set(each)) for each in clusters],
        shingles=shingles,
    )


def connected(article_ids: Sequence[str], *relations: Iterable[Sequence[str]]) -> list[list[str]]:
    """The connected components of the articles by the relations, in the order of their first article."""
    parent = {article_id: article_id for article_id in article_ids}

    def root(each: str) -> str:
        while parent[each] != each:
            parent[each] = parent[parent[each]]
            each = parent[each]
        return each

    for group in itertools.chain(*relations):
        known = [each for each in group if each in parent]
        for one, other in itertools.pairwise(known):
            parent[root(other)] = root(one)
    groups: dict[str, list[str]] = {}
    for article_id in article_ids:
        groups.setdefault(root(article_id), []).append(article_id)
    return list(groups.values())


def nearest(shingles: Mapping[str, frozenset[int]], side: Mapping[str, str]) -> tuple[str, str, float] | None:
    """The two articles of different sides that share most of their wording, and which share of the shorter one it is.

    Measured anew, without what the groups were made of. ``None`` where no run of five words stands on two sides.
    """
    placed = {article_id: each for article_id, each in shingles.items() if article_id in side}
    pairs = _measured(placed, _sharing(placed, side))
    return max(pairs, key=lambda pair: (pair[2], pair[:2]), default=None)


def _sharing(shingles: Mapping[str, frozenset[int]], side: Mapping[str, str] | None = None) -> Counter[tuple[str, str]]:
    """How many of the runs looked at two articles share; of different sides only, where ``side`` is given."""
    every = _every(shingles)
    postings: dict[int, list[str]] = {}
    for article_id in sorted(shingles):
        for shingle in shingles[article_id]:
            if shingle % every == 0:
                postings.setdefault(shingle, []).append(article_id)
    shared: Counter[tuple[str, str]] = Counter()
    for article_ids in postings.values():
        if len(article_ids) > 1:
            shared.update(_pairs(article_ids, side))
    return shared


def _every(shingles: Mapping[str, frozenset[int]]) -> int:
    """Every which run of words is looked at."""
    return max(1, -(-sum(map(len, shingles.values())) // _MOST_POSTINGS))


def _pairs(article_ids: Sequence[str], side: Mapping[str, str] | None) -> Iterator[tuple[str, str]]:
    if side is None:
        return itertools.combinations(article_ids if len(article_ids) <= _MOST_ARTICLES else (), 2)
    by_side: dict[str, list[str]] = {}
    for article_id in article_ids:
        by_side.setdefault(side[article_id], []).append(article_id)
    few = sorted(article_id for each in by_side.values() for article_id in each[:_MOST_PER_SIDE])
    return ((a, b) for a, b in itertools.combinations(few, 2) if side[a] != side[b])


def _measured(
    shingles: Mapping[str, frozenset[int]], shared: Counter[tuple[str, str]]
) -> Iterator[tuple[str, str, float]]:
    """The share of the shorter article that the longer one holds, of the pairs that promise most."""
    every = _every(shingles)
    promise = {
        pair: count * every / min(len(shingles[pair[0]]), len(shingles[pair[1]])) for pair, count in shared.items()
    }
    order = sorted(promise, key=lambda pair: (-promise[pair], pair))
    for number, (a, b) in enumerate(order):
        if number >= _MEASURED and promise[a, b] < _PROMISE:
            return
        yield a, b, len(shingles[a] & shingles[b]) / min(len(shingles[a]), len(shingles[b]))
