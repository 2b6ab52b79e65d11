"""Train the model that tells whether two articles report one event, from corpora that stay where they are.

    python benchmarks/train_grouping.py --corpora ../shared/corpora [--to FOLDER]

Writes ``background.npz``, the share of PolNeAR's training articles in which a word or a pair of words stands, where it
is 2 % or more, and ``pairs.npz``, boosted trees over the features of candidate pairs. They learn from

* the shootings (see ``event_corpora.py``), as one collection of 3,104 articles, the same again without any date, and
  seven small collections drawn from it, so that the model knows pairs of five articles as well as of thousands;
* the training topics of ECB+, together and one by one: other events, undated and short, and many reports of each.

* what is certainly two events though the same persons and companies are in it: articles :data:`FAR` days apart on one
  election campaign (PolNeAR train) and on one industry (MEANTIME, airbus and gm; apple and stock are for scoring), in
  collections of 8, of 30 and whole, undated. Pairs nearer than that are left out: nobody said what they are.

Nothing a feature knows is of a subject. The same corpora and versions give the same model. Scored by ``grouping.py``.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import event_corpora
import numpy as np
from event_corpora import Collection

from claimkit.comparison.grouping import described_pairs
from claimkit.comparison.pair_features import FEATURES
from claimkit.comparison.rarity import load_background, save_background
from claimkit.comparison.terms import Terms, terms_of, without_furniture
from claimkit.comparison.trees import Trees, save_trees
from claimkit.resources import resource

SHARE = 0.02
# Incidents in each of the small collections.
DRAWN = (30, 30, 30, 100, 100, 300, 300)
# Articles, and collections of so many, that are drawn from those of one subject.
SMALL = ((8, 100), (30, 20))
FAR = 60
SETTINGS = {"max_iter": 150, "learning_rate": 0.06, "max_leaf_nodes": 12, "l2_regularization": 1}


class Pairs(NamedTuple):
    """Candidate pairs: the topics of both sides, their features, and whether they are of one event."""

    topics: Any  # pairs × 2
    features: Any
    same: Any


def background(articles: Sequence[Terms]) -> dict[str, float]:
    """The share of articles that hold a term, of those in many."""
    counts: Counter[str] = Counter()
    for terms in articles:
        counts.update({*terms.words, *terms.pairs, *terms.names})
    return {term: count / len(articles) for term, count in counts.items() if count >= SHARE * len(articles)}


def far_apart(terms: Sequence[Terms]) -> list[Pairs]:
    """What is learned from articles on one subject: those :data:`FAR` days apart are of two events.

    Their dates are taken away: with them it would learn that whatever is far apart is two events.
    """
    draw = random.Random(0)  # noqa: S311  (a sample, not secrecy)
    drawn = [draw.sample(terms, size) for size, times in SMALL if size < len(terms) for _ in range(times)]
    parts = []
    for each in [terms, *drawn]:
        days = np.array([one.published or np.nan for one in each])
        first, second, features = described_pairs([replace(one, published=None, days=()) for one in each])
        far = np.abs(days[first] - days[second]) >= FAR
        none = np.full((int(far.sum()), 2), "")
        parts.append(Pairs(none, features[far], np.zeros(len(none), dtype=bool)))
    return parts


def elsewhere(corpora: Path) -> list[Pairs]:
    """What is learned from all but the shootings."""
    subjects = [[terms_of(article) for article in event_corpora.polnear(corpora)]]
    companies = [event_corpora.meantime(corpora, topic)[0] for topic in ("airbus", "gm")]
    subjects += [[terms_of(article) for article in articles] for articles in companies]
    return topic_lessons(event_corpora.ecb(corpora, "Train")) + [part for each in subjects for part in far_apart(each)]


def pairs_of(terms: Sequence[Terms], events: Sequence[str], topics: Sequence[str]) -> Pairs:
    """The candidate pairs of one collection."""
    first, second, features = described_pairs(terms)
    event, topic = np.array(events), np.array(topics)
    return Pairs(np.column_stack([topic[first], topic[second]]), features, event[first] == event[second])


def read(collection: Collection) -> list[Terms]:
    """The terms of a collection, as grouping reads them."""
    return without_furniture([terms_of(article) for article in collection.articles])


def lessons(terms: Sequence[Terms], collection: Collection) -> list[Pairs]:
    """What is learned from the shootings beside the collection as it is: undated, and in small collections."""
    undated = [replace(each, published=None, days=()) for each in terms]
    parts = [pairs_of(undated, collection.events, collection.topics)]
    events = sorted(set(collection.events))
    draw = random.Random(0)  # noqa: S311  (a sample, not secrecy)
    for number in DRAWN:
        kept = set(draw.sample(events, number))
        chosen = [row for row, event in enumerate(collection.events) if event in kept]
        part = [terms[row] for row in chosen]
        drawn = [collection.events[row] for row in chosen]
        parts.append(pairs_of(part, drawn, drawn))
    return parts


def topic_lessons(collection: Collection) -> list[Pairs]:
    """What is learned from ECB+: all topics in one collection, and each, with its two events, as one of its own."""
    terms = read(collection)
    parts = [pairs_of(terms, collection.events, collection.topics)]
    for topic in sorted(set(collection.topics)):
        rows = [row for row, each in enumerate(collection.topics) if each == topic]
        events = [collection.events[row] for row in rows]
        parts.append(pairs_of([terms[row] for row in rows], events, [topic] * len(rows)))
    return parts


def fit(parts: Sequence[Pairs], draw: int = 0) -> Trees:
    """The trees learned from all pairs; another ``draw`` of chance gives others, about as good."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(**SETTINGS, random_state=draw)
    model.fit(np.vstack([part.features for part in parts]), np.concatenate([part.same for part in parts]))
    return _as_arrays(model)


def _as_arrays(model: Any) -> Trees:
    nodes = [predictor.nodes for (predictor,) in model._predictors]
    starts = np.cumsum([0, *(len(tree) for tree in nodes[:-1])])
    every = np.concatenate(nodes)
    shift = np.repeat(starts, [len(tree) for tree in nodes])
    leaf = every["is_leaf"].astype(bool)
    return Trees(
        names=tuple(FEATURES),
        bias=float(np.ravel(model._baseline_prediction)[0]),
        roots=starts.astype(np.int32),
        feature=np.where(leaf, -1, every["feature_idx"]).astype(np.int16),
        threshold=every["num_threshold"].astype(np.float32),
        missing_left=every["missing_go_to_left"].astype(bool),
        left=(every["left"] + shift).astype(np.int32),
        right=(every["right"] + shift).astype(np.int32),
        value=every["value"].astype(np.float32),
    )


def main() -> None:
    """Train, and write the model."""
    parser = argparse.ArgumentParser(description="Train the model that tells whether two articles report one event")
    event_corpora.add_corpora(parser)
    parser.add_argument("--to", type=Path, default=Path(str(resource("models/grouping"))))
    arguments = parser.parse_args()
    arguments.to.mkdir(parents=True, exist_ok=True)
    news = [terms_of(article) for article in event_corpora.polnear(arguments.corpora)]
    save_background(background(news), arguments.to / "background.npz")
    load_background.cache_clear()
    collection = event_corpora.shootings(arguments.corpora)
    terms = read(collection)
    parts = [
        pairs_of(terms, collection.events, collection.topics),
        *lessons(terms, collection),
        *elsewhere(arguments.corpora),
    ]
    save_trees(fit(parts), arguments.to / "pairs.npz")
    print(
        f"{sum(len(part.same) for part in parts):,} pairs, {sum(int(part.same.sum()) for part in parts):,} of one event"
    )


if __name__ == "__main__":
    main()
