"""What static vectors of words give to grouping articles: as features of a pair, and as a rule for candidates.

    python benchmarks/grouping_meaning.py --corpora ../shared/corpora
        [--output benchmarks/results/grouping_meaning.json]

features    B³ and CoNLL F1 with the three features of :mod:`claimkit.comparison.meaning` and with none of them, each
            by models of :data:`DRAWS` draws of chance, so that what chance does is seen as well: the shootings
            ``together`` and ``undated``, cross-fitted as in ``grouping.py``, and the dev topics of ECB+
neighbours  pairs of articles that are no candidates and would be, had each article the 15 nearest by the meaning of all
            its words among those within 7 days (of the undated: among all) as candidates too; and, for comparison, had
            it 20 instead of 15 by each rule that there is
cost        CPU seconds of the three features for the candidates of the shootings, without the time that it
            takes to load the vectors
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import mean
from typing import Any

import event_corpora
import grouping
import numpy as np
import train_grouping as training

from claimkit.comparison import candidates
from claimkit.comparison.candidates import MOST, NEAREST, TOGETHER, candidate_pairs
from claimkit.comparison.grouping import clusters
from claimkit.comparison.meaning import cosines, meanings, vectors_of
from claimkit.comparison.pair_features import BAGS, FEATURES, collect
from claimkit.comparison.rarity import load_background, make_field
from claimkit.comparison.terms import Terms
from claimkit.evaluation.coreference import score_partitions

DRAWS = 3
MORE = 20
HIDDEN = [number for number, name in enumerate(FEATURES) if name.endswith("_meaning")]

Described = tuple[Any, Any, Any]


def features(corpora: Path) -> dict[str, Any]:
    """Scores with the features and without."""
    collection = event_corpora.shootings(corpora)
    terms = training.read(collection)
    dev = event_corpora.ecb(corpora, "Dev")
    described = {
        "together": training.described_pairs(terms),
        "undated": training.described_pairs(undated(terms)),
        "ecb": training.described_pairs(training.read(dev)),
    }
    own = [training.pairs_of(terms, collection.events, collection.events), *training.lessons(terms, collection)]
    extra = training.elsewhere(corpora)
    result: dict[str, Any] = {}
    for name, change in CHANGES.items():
        seen, besides = ([part._replace(features=change(part.features)) for part in parts] for parts in (own, extra))
        asked = {kind: (first, second, change(rows)) for kind, (first, second, rows) in described.items()}
        draws = [one_draw(draw, seen, besides, asked, collection, dev) for draw in range(DRAWS)]
        result[name] = {
            kind: {score: figures([each[kind][score] for each in draws]) for score in ("b_cubed", "conll")}
            for kind in described
        }
    return result


def one_draw(
    draw: int,
    own: Sequence[training.Pairs],
    extra: Sequence[training.Pairs],
    asked: dict[str, Described],
    collection: event_corpora.Collection,
    dev: event_corpora.Collection,
) -> dict[str, dict[str, float]]:
    """The scores of one draw, by collection."""
    folds = grouping.folds_of(collection.events)
    models = [training.fit([*grouping.outside(own, collection, fold), *extra], draw) for fold in range(grouping.FOLDS)]
    found = {kind: grouping.judged(models, folds, asked[kind]) for kind in ("together", "undated")}
    scores = {kind: scored(collection.events, groups) for kind, groups in found.items()}
    first, second, rows = asked["ecb"]
    likely = training.fit([*own, *extra], draw).probabilities(rows)
    return scores | {"ecb": scored(dev.events, clusters(len(dev.events), first, second, likely))}


def without_meaning(rows: Any) -> Any:
    """The features of pairs but those of meaning, which are the last."""
    return np.delete(rows, HIDDEN, axis=1)


CHANGES: dict[str, Callable[[Any], Any]] = {"with": np.asarray, "without": without_meaning}


def scored(events: Sequence[str], groups: Iterable[Sequence[int]]) -> dict[str, float]:
    """B³ and CoNLL F1."""
    scores = score_partitions(grouping.partition(events), groups)
    return {name: scores[name].to_dict()["value"] for name in ("b_cubed", "conll")}


def figures(values: Sequence[float]) -> dict[str, Any]:
    """The mean, and what it is the mean of."""
    return {"mean": round(mean(values), 4), "draws": [round(value, 4) for value in values]}


def undated(terms: Iterable[Terms]) -> list[Terms]:
    """The same articles without any date."""
    return [dataclasses.replace(each, published=None, days=()) for each in terms]


def neighbours(corpora: Path) -> dict[str, Any]:
    """What other candidates would bring, by collection."""
    collection = event_corpora.shootings(corpora)
    terms = training.read(collection)
    ecb = event_corpora.ecb(corpora, "Train")
    return {
        "together": added(terms, collection.events),
        "undated": added(undated(terms), collection.events),
        "ecb_train": added(training.read(ecb), ecb.events),
    }


def added(terms: Sequence[Terms], events: Sequence[str]) -> dict[str, Any]:
    """The candidates of a collection, and what more of them would bring."""
    articles = collect(terms, load_background())
    published = [each.published for each in terms]

    def pairs(nearest: int) -> Any:
        candidates.NEAREST = nearest
        first, second = candidate_pairs(articles.all, articles.named, articles.title, published)
        candidates.NEAREST = NEAREST
        return first * MOST + second

    labels = np.array(events)

    def one_event(keys: Any) -> int:
        return int((labels[keys // MOST] == labels[keys % MOST]).sum())

    def counted(keys: Any) -> dict[str, int]:
        return {"pairs": len(keys), "of_one_event": one_event(keys)}

    known = pairs(NEAREST)
    vectors = meanings(articles.all, articles.all.columns, vectors_of(articles.all.columns))
    sizes = np.unique(labels, return_counts=True)[1]
    return {
        "pairs_of_one_event": int((sizes * (sizes - 1) // 2).sum()),
        "candidates": counted(known),
        "added_by_meaning": counted(np.setdiff1d(nearest_by_meaning(vectors, published), known)),
        "added_by_more_of_each_rule": counted(np.setdiff1d(pairs(MORE), known)),
    }


def nearest_by_meaning(vectors: Any, published: Sequence[int | None]) -> Any:
    """The pairs that each article and its nearest are, as :func:`candidate_pairs` numbers them."""
    unit = vectors / np.maximum(np.sqrt(np.square(vectors).sum(axis=1, keepdims=True)), 1e-9)
    days = np.array([np.nan if day is None else day for day in published], dtype=np.float64)
    apart = np.abs(days[:, None] - days[None, :]) > TOGETHER  # an unknown day is apart from none
    near = np.where(apart, -2, unit @ unit.T)
    np.fill_diagonal(near, -2)
    second = np.argpartition(-near, NEAREST, axis=1)[:, :NEAREST].ravel()
    first = np.repeat(np.arange(len(unit)), NEAREST)
    kept = near[first, second] > -2
    first, second = first[kept], second[kept]
    return np.unique(np.minimum(first, second).astype(np.int64) * MOST + np.maximum(first, second))


def cost(corpora: Path) -> dict[str, Any]:
    """What the features take beside all that grouping does."""
    terms = training.read(event_corpora.shootings(corpora))
    articles = collect(terms, load_background())
    first, second = candidate_pairs(articles.all, articles.named, articles.title, [each.published for each in terms])
    lead = make_field([BAGS["lead"](each) for each in terms], load_background())
    vectors_of({"loaded": 0})
    start = time.process_time()
    vectors = vectors_of(articles.all.columns)
    for field in (articles.all, articles.title, lead):
        meant = meanings(field, articles.all.columns, vectors)
        cosines(meant[first], meant[second])
    return {
        "articles": len(terms),
        "candidates": len(first),
        "words": len(articles.all.columns),
        "cpu_seconds": round(time.process_time() - start, 2),
    }


PARTS: dict[str, Callable[[Path], dict[str, Any]]] = {"cost": cost, "neighbours": neighbours, "features": features}


def main() -> None:
    """Measure, print the JSON, and write it where asked."""
    parser = argparse.ArgumentParser(description="What static vectors of words give to grouping articles")
    event_corpora.add_corpora(parser)
    parser.add_argument("--output", type=Path)
    arguments = parser.parse_args()
    result = {name: part(arguments.corpora) for name, part in PARTS.items()}
    text = json.dumps(result, indent=2)
    print(text)
    if arguments.output:
        arguments.output.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
