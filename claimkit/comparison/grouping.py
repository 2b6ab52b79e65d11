"""Articles by event: which of them report on the same thing that happened.

1. what each says becomes bags of terms (:mod:`claimkit.comparison.terms`), copies of one report are counted once;
2. pairs worth a look are found over shared terms and dates (:mod:`claimkit.comparison.candidates`);
3. trees judge each pair by what it shares and by how near in meaning it is, as evidence beside the rest
   (:mod:`claimkit.comparison.pair_features`, :mod:`claimkit.comparison.meaning`, :mod:`claimkit.comparison.trees`);
4. average-link clustering makes groups of the pairs (:mod:`claimkit.comparison.agglomeration`).

A date is evidence among others: articles without one, and a report a year later, join by what they say.
"""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Iterable, Sequence

from claimkit.comparison.agglomeration import average_link
from claimkit.comparison.candidates import NEAREST, Integers, candidate_pairs
from claimkit.comparison.division import divided, in_parts, processes_for
from claimkit.comparison.pair_features import FEATURES, collect, pair_features
from claimkit.comparison.rarity import Floats, load_background
from claimkit.comparison.terms import (
    Terms,
    earliest,
    report_key,
    terms_of,
    terms_of_records,
    with_shared_words,
    without_furniture,
)
from claimkit.comparison.trees import Trees, load_trees
from claimkit.records import Article, Claim, Mention

SHIPPED = "grouping/pairs"
# The average probability of its pairs from which on two clusters are one event.
THRESHOLD = 0.4
# Articles that a process reads at a time.
_AT_ONCE = 100


def group_articles(
    articles: Iterable[Article],
    *,
    claims: Iterable[Claim] = (),
    mentions: Iterable[Mention] = (),
    workers: int | None = None,
) -> list[list[str]]:
    """The identifiers of the articles, those on one event together, each identifier once.

    The groups stand in the order of their first article, as do the articles in them; the order of the articles does
    not change which of them go together. Of an article without text (``text_mode`` none) its ``claims`` and
    ``mentions`` tell something, if they are given; one of which nothing is known is a group of its own, and a warning
    says how many there are.
    """
    given = {article.article_id: article for article in articles}
    ids = sorted(given)
    processes = processes_for(len(ids), workers)
    terms = _terms([given[each] for each in ids], claims, mentions, processes)
    silent = sum(each.empty for each in terms)
    if silent:
        warnings.warn(
            f"{silent} of {len(terms)} articles have no title, no text and no records of it: each is a group of its "
            "own; hydrate the dataset, or pass its claims and mentions",
            stacklevel=2,
        )
    place = {article_id: number for number, article_id in enumerate(given)}
    grouped = _grouped(terms, processes)
    groups = [sorted((ids[number] for number in group), key=place.__getitem__) for group in grouped]
    return sorted(groups, key=lambda group: place[group[0]])


def _terms(
    articles: Sequence[Article], claims: Iterable[Claim], mentions: Iterable[Mention], processes: int
) -> list[Terms]:
    without_text = {article.article_id for article in articles if article.text is None}
    own_claims: dict[str, list[Claim]] = {}
    own_mentions: dict[str, list[Mention]] = {}
    for claim in claims:
        if claim.article_id in without_text:
            own_claims.setdefault(claim.article_id, []).append(claim)
    for mention in mentions:
        if mention.article_id in without_text:
            own_mentions.setdefault(mention.article_id, []).append(mention)
    # A report that ten thousand outlets print is read once.
    distinct: dict[object, Article] = {}
    for article in articles:
        if article.text is not None:
            distinct.setdefault(_reading(article), article)
    parts = divided(_terms_of_each, in_parts([*distinct.values()], _AT_ONCE), processes)
    read = dict(zip(distinct, map(with_shared_words, itertools.chain.from_iterable(parts)), strict=True))
    return without_furniture(
        [
            read[_reading(article)]
            if article.text is not None
            else terms_of_records(
                article, own_claims.get(article.article_id, ()), own_mentions.get(article.article_id, ())
            )
            for article in articles
        ]
    )


def _terms_of_each(articles: Sequence[Article]) -> list[Terms]:
    return list(map(terms_of, articles))


def _reading(article: Article) -> tuple[object, ...]:
    """All of an article that its terms come from."""
    return article.text, article.title, article.published, article.segments


def _grouped(terms: Sequence[Terms], processes: int) -> list[list[int]]:
    """The numbers of the articles by event; the copies of a report are judged once."""
    reports: dict[object, list[int]] = {}
    for number, each in enumerate(terms):
        reports.setdefault(report_key(each) or number, []).append(number)
    copies = list(reports.values())
    first, second, probability = judged_pairs(
        [earliest([terms[number] for number in each]) for each in copies], processes=processes
    )
    return [
        sorted(number for report in group for number in copies[report])
        for group in clusters(len(copies), first, second, probability)
    ]


def judged_pairs(
    terms: Sequence[Terms], trees: Trees | None = None, *, processes: int = 1
) -> tuple[Integers, Integers, Floats]:
    """The candidate pairs of a collection, as two arrays of numbers, and the probability that each is of one event."""
    first, second, features = described_pairs(terms, processes=processes)
    return first, second, (trees or load_trees(SHIPPED)).probabilities(features)


def described_pairs(terms: Sequence[Terms], *, processes: int = 1) -> tuple[Integers, Integers, Floats]:
    """The candidate pairs of a collection, as two arrays of numbers, and their features."""
    import numpy as np

    if len(terms) < 2:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty((0, len(FEATURES)), dtype=np.float32)
    background = load_background()
    articles = collect(terms, background, processes=processes)
    pairs = candidate_pairs(articles.all, articles.named, articles.title, [each.published for each in terms])
    return *pairs, pair_features(articles, *pairs, background, processes=processes)


def clusters(number: int, first: Integers, second: Integers, probability: Floats) -> list[list[int]]:
    """The articles ``0 … number-1`` by event, given the probabilities of their pairs."""
    links = zip(first.tolist(), second.tolist(), probability.tolist(), strict=True)
    return average_link(number, links, threshold=THRESHOLD, known=NEAREST)
