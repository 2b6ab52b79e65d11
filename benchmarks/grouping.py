"""Grouping articles by event against gold, and its cost.

    python benchmarks/grouping.py [shootings] [textless] [ecb] [meantime] [speed] --corpora ../shared/corpora
        [--output benchmarks/results/grouping.json] [--dataset FOLDER] [--articles 1000 2000 4000]

Parts that are not asked for stay as they are in the output. No sentence and no name of a corpus is printed or stored.
B³, MUC, CEAF-e, CoNLL F1 and LEA with 95 % intervals: 1,000 bootstrap samples of regions, that is of events with
whatever was confused with them.

shootings  5 folds by incident; a model learns from four (and from the other corpora) and judges pairs of the fifth.
           ``together``: all articles are grouped as one collection; a pair across two folds has the mean of the two
           models that have not seen the one or the other. ``by_fold``: each fold is a collection of its own, which is
           easier. ``undated``: together, without any date. ``single_link``: for comparison, articles within 7 days
           whose TF-IDF cosine is .3 or more. ``registered``: together, scored without the articles of
           incidents that have no row in the register. ``errors``: counts of what went wrong.
textless   as ``together``, from claims and mentions alone (``text_mode`` none); ``--dataset`` is what
           ``claimkit extract`` made of the collection
ecb        the dev topics of ECB+, by the shipped model, which has not seen them: all documents as one collection
meantime   MEANTIME: pairs put into one group, and those whose leads mention one event instance; apple and stock are
           collections of their own as well, not trained on
speed      CPU seconds and peak memory of ``group_articles`` on recombined shootings; 10,000 copies of one article
"""

from __future__ import annotations

import argparse
import dataclasses
import itertools
import json
import os
import random
import resource as limits
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import event_corpora
import numpy as np
import train_grouping as training
from event_corpora import Collection

from claimkit.comparison.grouping import clusters, group_articles, judged_pairs
from claimkit.comparison.rarity import load_background, make_field, unit_rows
from claimkit.comparison.terms import Terms, terms_of_records
from claimkit.comparison.trees import Trees
from claimkit.evaluation.coreference import score_partitions
from claimkit.reading.tables import read_rows
from claimkit.records import Article, Claim, Mention

FOLDS = 5
SINGLE_LINK, DAYS = 0.3, 7
COPIES = 10_000


def shootings(arguments: argparse.Namespace) -> dict[str, Any]:
    """The collection of incidents, by models that have not seen them."""
    collection = event_corpora.shootings(arguments.corpora)
    terms = training.read(collection)
    gold = partition(collection.events)
    extra = training.elsewhere(arguments.corpora)
    judge = cross_fitted(terms, collection, extra)
    groups = {
        "together": judge(terms),
        "undated": judge([dataclasses.replace(each, published=None, days=()) for each in terms]),
        "single_link": single_link(terms),
    }
    result: dict[str, Any] = {name: scored(gold, found) for name, found in groups.items()}
    result["by_fold"] = by_fold(terms, collection, judge)
    kept = registered_rows(arguments.corpora, collection)
    result["registered"] = scored(*([only(each, kept) for each in (gold, groups["together"])]))
    result["errors"] = errors(terms, collection, groups["together"])
    return {"articles": len(terms), "incidents": len(gold), **result}


Judge = Callable[..., list[list[int]]]


def folds_of(events: Sequence[str]) -> Any:
    """The fold of each article; all of an incident are in one."""
    names = sorted(set(events))
    random.Random(0).shuffle(names)  # noqa: S311  (a draw, not secrecy)
    fold = {name: number % FOLDS for number, name in enumerate(names)}
    return np.array([fold[event] for event in events])


def cross_fitted(terms: Sequence[Terms], collection: Collection, extra: Sequence[training.Pairs]) -> Judge:
    """A function that groups articles (``rows`` of the collection) by models that have not seen their incidents."""
    folds = folds_of(collection.events)
    parts = [
        training.pairs_of(terms, collection.events, collection.events),
        *training.lessons(terms, collection),
    ]
    models = [training.fit([*outside(parts, collection, number), *extra]) for number in range(FOLDS)]

    def judge(articles: Sequence[Terms], rows: Sequence[int] | None = None) -> list[list[int]]:
        return judged(models, folds if rows is None else folds[list(rows)], training.described_pairs(articles))

    return judge


def outside(parts: Sequence[training.Pairs], collection: Collection, number: int) -> list[training.Pairs]:
    """The pairs of which neither article is in the fold."""
    fold = dict(zip(collection.events, folds_of(collection.events).tolist(), strict=True))
    kept = []
    for part in parts:
        apart = np.array([fold[a] != number and fold[b] != number for a, b in part.topics], dtype=bool)
        kept.append(training.Pairs(part.topics[apart], part.features[apart], part.same[apart]))
    return kept


def judged(models: Sequence[Trees], folds: Any, described: tuple[Any, Any, Any]) -> list[list[int]]:
    """The articles, each of a fold, by event; each pair by the models that have not seen the one or the other."""
    first, second, features = described
    each = np.column_stack([model.probabilities(features) for model in models])
    here = np.arange(len(first))
    return clusters(len(folds), first, second, (each[here, folds[first]] + each[here, folds[second]]) / 2)


def by_fold(terms: Sequence[Terms], collection: Collection, judge: Judge) -> dict[str, Any]:
    """Each fold grouped by itself; the scores are over all folds."""
    folds = folds_of(collection.events)
    found: list[list[int]] = []
    for number in range(FOLDS):
        rows = np.flatnonzero(folds == number).tolist()
        found += [[rows[each] for each in group] for group in judge([terms[row] for row in rows], rows)]
    return scored(partition(collection.events), found)


def single_link(terms: Sequence[Terms]) -> list[list[int]]:
    """Articles within :data:`DAYS` whose cosine is :data:`SINGLE_LINK` or more, and all that they lead to."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    vectors = unit_rows(make_field([each.title + each.words for each in terms], load_background()))
    pairs = (vectors @ vectors.T).tocoo()
    days = np.array([np.inf if each.published is None else each.published for each in terms])
    near = (pairs.data >= SINGLE_LINK) & (np.abs(days[pairs.row] - days[pairs.col]) <= DAYS)
    graph = coo_matrix((pairs.data[near], (pairs.row[near], pairs.col[near])), shape=pairs.shape)
    return partition(connected_components(graph, directed=False)[1].tolist())


def errors(terms: Sequence[Terms], collection: Collection, groups: Iterable[Sequence[int]]) -> dict[str, Any]:
    """How many pairs of articles are wrongly parted or joined, and what is known of them without reading."""
    group_of = {row: number for number, group in enumerate(groups) for row in group}
    parted, joined = [], []
    for members in partition(collection.events):
        parted += [pair for pair in itertools.combinations(members, 2) if group_of[pair[0]] != group_of[pair[1]]]
    for members in partition([group_of[row] for row in range(len(terms))]):
        pairs = itertools.combinations(members, 2)
        joined += [pair for pair in pairs if collection.events[pair[0]] != collection.events[pair[1]]]

    def kinds(pairs: Sequence[tuple[int, int]]) -> dict[str, int]:
        counts: Counter[str] = Counter({"pairs": len(pairs)})
        for a, b in pairs:
            counts["one_without_body"] += not (terms[a].words and terms[b].words)
            counts["month_apart_or_more"] += abs((terms[a].published or 0) - (terms[b].published or 0)) >= 30
            counts["within_a_day"] += abs((terms[a].published or 0) - (terms[b].published or 0)) <= 1
        return dict(counts)

    return {"parted": kinds(parted), "joined": kinds(joined)}


def registered_rows(corpora: Path, collection: Collection) -> set[int]:
    """The articles of incidents that have a row in the register."""
    known = event_corpora.registered(corpora)
    return {row for row, event in enumerate(collection.events) if event in known}


def only(groups: Iterable[Iterable[int]], rows: set[int]) -> list[list[int]]:
    """The groups without the articles that are not in ``rows``."""
    return [kept for group in groups if (kept := [row for row in group if row in rows])]


def textless(arguments: argparse.Namespace) -> dict[str, Any]:
    """The same, from what a stand-off dataset keeps."""
    if arguments.dataset is None:
        raise SystemExit("textless needs --dataset FOLDER, the claimkit extract of the shootings")
    claims: dict[str, list[Claim]] = defaultdict(list)
    mentions: dict[str, list[Mention]] = defaultdict(list)
    for row in read_rows(arguments.dataset, "claims"):
        claims[row["article_id"]].append(Claim.from_dict(row))
    for row in read_rows(arguments.dataset, "mentions"):
        mentions[row["article_id"]].append(Mention.from_dict(row))
    read = [Article.from_dict(row) for row in read_rows(arguments.dataset, "articles")]
    whole = event_corpora.shootings(arguments.corpora)
    event_at = {article.url: event for article, event in zip(whole.articles, whole.events, strict=True)}
    read = [article for article in read if article.url in event_at]
    events = [event_at[article.url] for article in read]
    terms = [terms_of_records(article, claims[article.article_id], mentions[article.article_id]) for article in read]
    collection = Collection(read, events, events)
    full = training.read(collection)
    judge = cross_fitted(full, collection, training.elsewhere(arguments.corpora))
    return {"articles": len(read), **scored(partition(events), judge(terms))}


def ecb(arguments: argparse.Namespace) -> dict[str, Any]:
    """Topics that the shipped model has not seen."""
    collection = event_corpora.ecb(arguments.corpora, "Dev")
    terms = training.read(collection)
    found = clusters(len(terms), *judged_pairs(terms))
    return {"articles": len(terms), "events": len(set(collection.events))} | scored(partition(collection.events), found)


def meantime(arguments: argparse.Namespace) -> dict[str, Any]:
    """How many pairs are grouped, and how many of those that the gold links: all topics, and those not trained on."""
    return {"all": linked_pairs(arguments.corpora, "*")} | {
        topic: linked_pairs(arguments.corpora, topic) for topic in ("apple", "stock")
    }


def linked_pairs(corpora: Path, topic: str) -> dict[str, Any]:
    """The figures of one collection."""
    articles, leads = event_corpora.meantime(corpora, topic)
    row_of = {article.article_id: row for row, article in enumerate(articles)}
    groups = [[row_of[each] for each in group] for group in group_articles(articles)]
    pairs = {tuple(sorted(pair)) for group in groups for pair in itertools.combinations(group, 2)}
    linked = {pair for pair in itertools.combinations(range(len(articles)), 2) if leads[pair[0]] & leads[pair[1]]}
    return {
        "articles": len(articles),
        "groups": len(groups),
        "largest_group": max(map(len, groups)),
        "pairs_grouped": len(pairs),
        "pairs_linked_in_gold": len(linked),
        "linked_and_grouped": len(pairs & linked),
    }


def speed(arguments: argparse.Namespace) -> dict[str, Any]:
    """Each size in a process of its own, for its peak of memory."""
    result: dict[str, Any] = {}
    for size in [*arguments.articles, 0]:
        command = [sys.executable, __file__, "--corpora", str(arguments.corpora), "--measure", str(size)]
        run = subprocess.run(command, capture_output=True, text=True, check=True)
        result[f"{size}" if size else "copies"] = json.loads(run.stdout)
    return result


def measured(corpora: Path, size: int) -> dict[str, Any]:
    """CPU seconds of :func:`group_articles` on ``size`` articles, and the peak of this process; 0 is copies of one."""
    articles = copies(corpora) if size == 0 else recombined(corpora, size)
    before = limits.getrusage(limits.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    groups = group_articles(articles)
    return {
        "articles": len(articles),
        "groups": len(groups),
        "cpu_seconds": round(time.process_time() - start, 1),
        "megabytes_before": before // 1024,
        "megabytes_at_peak": limits.getrusage(limits.RUSAGE_SELF).ru_maxrss // 1024,
        "load": round(os.getloadavg()[0], 1),
    }


def copies(corpora: Path) -> list[Article]:
    """One article under many outlets."""
    model = event_corpora.shootings(corpora).articles[2]
    return [
        Article.from_text(model.text or "", title=model.title, publisher=f"outlet {number}", published=model.published)
        for number in range(COPIES)
    ]


def recombined(corpora: Path, size: int) -> list[Article]:
    """Articles made of the first half of one and the second half of another, on days spread as theirs are."""
    sources = event_corpora.shootings(corpora).articles
    draw = random.Random(0)  # noqa: S311  (a draw, not secrecy)
    made = []
    for number in range(size):
        one, other = draw.choice(sources), draw.choice(sources)
        head, tail = (article.text or "" for article in (one, other))
        text = head[: len(head) // 2] + "\n\n" + tail[len(tail) // 2 :]
        outlet = f"{one.publisher} {number % 7}"
        made.append(
            Article.from_text(text, title=one.title, url=f"{number}", publisher=outlet, published=one.published)
        )
    return made


def partition(labels: Sequence[Any]) -> list[list[int]]:
    """Rows with one label together."""
    found: dict[Any, list[int]] = defaultdict(list)
    for row, label in enumerate(labels):
        found[label].append(row)
    return list(found.values())


def scored(gold: Iterable[Iterable[int]], found: Iterable[Iterable[int]]) -> dict[str, Any]:
    """The scores of a partition, ready for JSON."""
    return {name: agreement.to_dict() for name, agreement in score_partitions(gold, found).items()}


PARTS: dict[str, Callable[[argparse.Namespace], dict[str, Any]]] = {
    "shootings": shootings,
    "textless": textless,
    "ecb": ecb,
    "meantime": meantime,
    "speed": speed,
}


def main() -> None:
    """Score what is asked for, print the JSON, and write it where asked."""
    parser = argparse.ArgumentParser(description="Grouping articles by event against gold, and its cost")
    parser.add_argument("parts", nargs="*", metavar="|".join(PARTS), help="default: all but textless")
    event_corpora.add_corpora(parser)
    parser.add_argument("--dataset", type=Path)
    parser.add_argument("--articles", type=int, nargs="*", default=[1000, 2000, 4000])
    parser.add_argument("--output", type=Path)
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure is not None:
        print(json.dumps(measured(arguments.corpora, arguments.measure)))
        return
    output = arguments.output
    result: dict[str, Any] = json.loads(output.read_text("utf-8")) if output and output.is_file() else {}
    for part in arguments.parts or [each for each in PARTS if each != "textless"]:
        result[part] = PARTS[part](arguments)
        print(json.dumps({part: result[part]}, indent=2), flush=True)
        if output:
            output.write_text(json.dumps(result, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
