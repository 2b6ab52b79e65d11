"""Ranking the claims that a search has fetched: what each has in common with the query, and a small learned model.

The model is a linear term and one hidden layer over the features below, learned on CheckThat 2020 train by
``benchmarks/train_retrieval.py`` with a softmax over the claims fetched for one tweet (ListNet, Cao et al. 2007); it is
the mean of three networks, laid side by side. Whether the claim is there at all is a logistic regression on the
features of what was found, learned on the same tweets with and without their claims. Numbers are no part of any vector.
"""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass
from importlib.resources import as_file
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from claimkit.comparison.sentences import LIKENESS
from claimkit.comparison.store import Query, Store, View
from claimkit.errors import MissingModelError
from claimkit.resources import resource

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
_VIEWS = ("all", "claim", "context")
_OF_A_VIEW = (
    "bm25 of the stems",
    "cosine of the means",
    "share of the text's pieces with a counterpart",
    "share of the query's pieces with a counterpart",
    "share of the query's stems found",
    "share of the text's stems found",
    "pairs of neighbouring stems in common",
    "length in stems",
)
ABSOLUTE = (
    *(f"{view}: {name}" for view in _VIEWS for name in _OF_A_VIEW),
    "all: bm25 of the grams",
    "all: cosine of the nearest sentence",
    "claim: cosine of the nearest sentence",
    "length of the query in stems",
)
# Each is given as it is, and as a share of the best among the claims that were fetched.
FEATURES = (*ABSOLUTE, *(f"{name}, of the best" for name in ABSOLUTE))
# These alone mean the same in an index of six claims and of a million.
COMPARABLE = [at for at, name in enumerate(ABSOLUTE) if "share" in name or "cosine" in name]
# A second look at the best has those features and what a sentence encoder says, and the logit of the first look.
_SECOND = (*ABSOLUTE, *LIKENESS)
SECOND_LOOK = (*_SECOND, *(f"{name}, of the best" for name in _SECOND), "logit, beside the best")
# Similarity of two pieces, raised to this power: near synonyms count, the merely related do not.
_SHARPNESS = 3
_TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Ranker:
    """``first`` is features x hidden, ``bias`` hidden, ``second`` hidden, ``direct`` features.

    ``presence`` weighs what :func:`expected` gives of the features ``compared``, with ``offset``: whether what was
    asked for is there at all.
    """

    mean: Floats
    scale: Floats
    first: Floats
    bias: Floats
    second: Floats
    direct: Floats
    compared: Ints
    presence: Floats
    offset: Floats

    def logits(self, features: Floats) -> Floats:
        """The unnormalised log-probability of each row of ``features`` to be the claim asked for, if one of them is."""
        inputs = self.scaled(features)
        hidden = np.maximum(inputs @ self.first + self.bias, 0)
        found: Floats = hidden @ self.second + inputs @ self.direct
        return found

    def scores(self, features: Floats) -> Floats:
        """For each row: the probability that the claim is there at all, times how likely the row is beside the best.

        Two tellings of one claim both have the full score, which the shares of a softmax would not give them.
        """
        logits = self.logits(features)
        beside_the_best: Floats = np.exp(logits - logits.max())
        evidence = float(expected(features[:, self.compared], logits) @ self.presence + self.offset[0])
        return beside_the_best / np.float32(1 + np.exp(-np.clip(evidence, -50, 50)))

    def scaled(self, features: Floats) -> Floats:
        """The features in standard deviations."""
        found: Floats = ((features - self.mean) / self.scale).clip(-5, 5)
        return found


def expected(features: Floats, logits: Floats) -> Floats:
    """The features of the claim that is probably meant: their means under the softmax of ``logits``."""
    shares = np.exp(logits - logits.max())
    found: Floats = (shares / shares.sum()) @ features
    return found


def of_the_best(absolute: Floats) -> Floats:
    """Absolute features, rows x features, followed by each as a share of the best among the rows."""
    return np.concatenate([absolute, absolute / (np.abs(absolute).max(axis=0) + _TINY)], axis=1)


def second_look(features: Floats, logits: Floats, likeness: Floats) -> Floats:
    """The :data:`SECOND_LOOK` of some of the fetched, from their :data:`FEATURES`, logits and likeness to the query."""
    absolute = of_the_best(np.column_stack([features[:, : len(ABSOLUTE)], likeness]))
    return np.column_stack([absolute, logits - logits.max()]).astype(np.float32)


def save_ranker(ranker: Ranker, path: Path) -> None:
    """Write a model; the same model gives the same bytes."""
    arrays = {name: getattr(ranker, name) for name in Ranker.__dataclass_fields__}
    np.savez(path, allow_pickle=False, **arrays)


def open_ranker(path: Path) -> Ranker:
    """Read a model. Raises :class:`MissingModelError` where there is none."""
    if not path.is_file():
        raise MissingModelError(f"{path} is missing: install claimkit anew, or run benchmarks/train_retrieval.py")
    with np.load(path) as arrays:
        return Ranker(**{name: arrays[name] for name in Ranker.__dataclass_fields__})


@functools.cache
def load_ranker(name: str) -> Ranker:
    """The shipped model ``resources/models/retrieval/<name>.npz``, loaded once a process."""
    with as_file(resource(f"models/retrieval/{name}.npz")) as path:
        return open_ranker(path)


def features(query: Query, rows: Ints, store: Store) -> Floats:
    """The :data:`FEATURES` of each of ``rows``, at least one and in order: rows x features."""
    both, claims, _ = store.views
    places, alike = _alike(query, rows, store)
    means = store.similar(np.vstack([query.mean, query.sentence_means]))
    columns = []
    for view in store.views:
        stems = np.array([number for number in query.known if number is not None], np.int64)
        columns += [
            view.index.scores_of(stems, rows) / query.most,
            view.cosines(rows, means[:, :1])[:, 0],
            *_aligned(query, rows, view, store, places, alike),
            *_shared_stems(query, rows, view, store),
        ]
    columns += [
        query.gram_scores[rows] / query.most_grams,
        both.cosines(rows, means[:, 1:]).max(axis=1),
        claims.cosines(rows, means[:, 1:]).max(axis=1),
        np.full(len(rows), np.log1p(len(query.stems)), np.float32),
    ]
    return of_the_best(np.stack(columns, axis=1).astype(np.float32))


def _alike(query: Query, rows: Ints, store: Store) -> tuple[Ints, Floats]:
    """How alike the pieces of the rows are to those of the query: where each piece stands, pieces x query."""
    here = np.zeros(len(store.units), bool)
    for view in store.views:
        here[view.pieces.of(rows)[0]] = True
    known = np.flatnonzero(here)
    places = np.zeros(len(here), np.int64)
    places[known] = np.arange(len(known))
    alike: Floats = (store.units[known] @ store.units[query.pieces].T).clip(0) ** _SHARPNESS
    return places, alike


def _aligned(query: Query, rows: Ints, view: View, store: Store, places: Ints, alike: Floats) -> tuple[Floats, Floats]:
    """How much of each text has a counterpart in the query, and the reverse, the rare pieces weighing most.

    The greedy alignment of BERTScore (Zhang et al. 2020), over static vectors.
    """
    flat, starts = view.pieces.of(rows)
    weights, own = store.weights[flat], store.weights[query.pieces]
    of_text: Floats = np.add.reduceat(alike.max(axis=1)[places[flat]] * weights, starts)
    of_text /= np.add.reduceat(weights, starts) + _TINY
    of_query: Floats = np.maximum.reduceat(alike[places[flat]], starts, axis=0) @ own
    return of_text, of_query / (own.sum() + _TINY)


def _shared_stems(query: Query, rows: Ints, view: View, store: Store) -> list[Floats]:
    """Shares of stems in common, weighted by rarity; neighbours in common; the length of the text."""
    wanted = dict.fromkeys(query.stems)
    numbers = np.unique([number for number in query.known if number is not None]).astype(np.int64)
    total = sum(store.rarity(store.vocabulary.stems.get(stem)) for stem in wanted) + _TINY
    flat, starts = view.stems.of(rows)
    lengths = np.diff([*starts, len(flat)])
    owner = np.repeat(np.arange(len(rows)), lengths)
    at = np.searchsorted(numbers, flat).clip(max=max(0, len(numbers) - 1))
    shared = numbers[at] == flat if len(numbers) else np.zeros(len(flat), bool)
    present = np.zeros((len(rows), max(1, len(numbers))))
    present[owner[shared], at[shared]] = 1
    common = present @ (store.rarities[numbers] if len(numbers) else np.zeros(1))
    side_by_side = itertools.pairwise(query.known)
    neighbours = [a << 32 | b for a, b in side_by_side if a is not None and b is not None]
    pairs = np.isin(flat[:-1] << 32 | flat[1:], neighbours) & (owner[:-1] == owner[1:])
    return [
        common / total,
        common / (view.weights[rows] + _TINY),
        np.log1p(np.bincount(owner[:-1][pairs], minlength=len(rows))),
        np.log1p(lengths),
    ]
