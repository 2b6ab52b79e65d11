"""Ranking the claims that a search has fetched: what each has in common with the query, and a small learned model.

The model is a linear term and one hidden layer over the features below, learned on CheckThat 2020 train by
``benchmarks/train_retrieval.py`` with a softmax over the claims fetched for one tweet (ListNet, Cao et al. 2007).
Whether the claim is there at all is a logistic regression on the features of what was found, learned on the same tweets
with and without their claims. Numbers are no part of any vector.
"""

from __future__ import annotations

import functools
import itertools
from dataclasses import dataclass
from importlib.resources import as_file
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

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
_ABSOLUTE = (
    *(f"{view}: {name}" for view in _VIEWS for name in _OF_A_VIEW),
    "all: bm25 of the grams",
    "all: cosine of the nearest sentence",
    "claim: cosine of the nearest sentence",
    "length of the query in stems",
)
# Each is given as it is, and as a share of the best among the claims that were fetched.
FEATURES = (*_ABSOLUTE, *(f"{name}, of the best" for name in _ABSOLUTE))
_COMPARABLE = [at for at, name in enumerate(_ABSOLUTE) if "share" in name or "cosine" in name]
# Similarity of two pieces, raised to this power: near synonyms count, the merely related do not.
_SHARPNESS = 3
_TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Ranker:
    """``first`` is features x hidden, ``bias`` hidden, ``second`` hidden, ``direct`` features.

    ``presence`` weighs what :func:`expected` gives, with ``offset``: whether what was asked for is there at all.
    """

    mean: Floats
    scale: Floats
    first: Floats
    bias: Floats
    second: Floats
    direct: Floats
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
        evidence = float(expected(features, logits) @ self.presence + self.offset[0])
        return beside_the_best / np.float32(1 + np.exp(-np.clip(evidence, -50, 50)))

    def scaled(self, features: Floats) -> Floats:
        """The features in standard deviations."""
        found: Floats = ((features - self.mean) / self.scale).clip(-5, 5)
        return found


def expected(features: Floats, logits: Floats) -> Floats:
    """The shares and cosines of the claim that is probably meant: their means under the softmax of ``logits``.

    These alone mean the same in an index of six claims and of a million.
    """
    shares = np.exp(logits - logits.max())
    found: Floats = (shares / shares.sum()) @ features[:, _COMPARABLE]
    return found


def of_the_best(absolute: Floats) -> Floats:
    """Absolute features, rows x features, followed by each as a share of the best among the rows."""
    return np.concatenate([absolute, absolute / (np.abs(absolute).max(axis=0) + _TINY)], axis=1)


def save_ranker(ranker: Ranker, path: Path) -> None:
    """Write a model; the same model gives the same bytes."""
    arrays = {name: np.asarray(getattr(ranker, name), np.float32) for name in Ranker.__dataclass_fields__}
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
    """The :data:`FEATURES` of each of ``rows``, at least one: rows x features."""
    both, claims, _ = store.views
    columns = [
        column
        for view, scores in zip(store.views, query.view_scores, strict=True)
        for column in _of_view(query, scores[rows] / query.most, rows, view, store)
    ]
    columns += [
        query.gram_scores[rows] / query.most_grams,
        (both.means[rows] @ query.sentence_means.T).max(axis=1),
        (claims.means[rows] @ query.sentence_means.T).max(axis=1),
        np.full(len(rows), np.log1p(len(query.stems)), np.float32),
    ]
    return of_the_best(np.stack(columns, axis=1).astype(np.float32))


def _of_view(query: Query, scores: Floats, rows: Ints, view: View, store: Store) -> list[Floats]:
    """The columns of :data:`_OF_A_VIEW`."""
    of_text, of_query = _aligned(query, rows, view, store)
    return [scores, view.means[rows] @ query.mean, of_text, of_query, *_shared_stems(query, rows, view, store)]


def _aligned(query: Query, rows: Ints, view: View, store: Store) -> tuple[Floats, Floats]:
    """How much of each text has a counterpart in the query, and the reverse, the rare pieces weighing most.

    The greedy alignment of BERTScore (Zhang et al. 2020), over static vectors.
    """
    flat, starts = view.pieces.of(rows)
    known, inverse = np.unique(flat, return_inverse=True)
    similar = (store.unit(known) @ store.unit(query.pieces).T).clip(0) ** _SHARPNESS
    weights, own = store.weights[flat], store.weights[query.pieces]
    of_text: Floats = np.add.reduceat(similar.max(axis=1)[inverse] * weights, starts)
    of_text /= np.add.reduceat(weights, starts) + _TINY
    of_query: Floats = np.maximum.reduceat(similar[inverse], starts, axis=0) @ own
    return of_text, of_query / (own.sum() + _TINY)


def _shared_stems(query: Query, rows: Ints, view: View, store: Store) -> list[Floats]:
    """Shares of stems in common, weighted by rarity; neighbours in common; the length of the text."""
    wanted = {stem: store.rarity(stem) for stem in query.stems}
    total = sum(wanted.values()) + _TINY
    neighbours = set(itertools.pairwise(query.stems))
    lines = []
    for row in rows.tolist():
        stems = view.stems[row]
        own = {stem: store.rarity(stem) for stem in stems}
        common = sum(weight for stem, weight in wanted.items() if stem in own)
        pairs = sum(pair in neighbours for pair in itertools.pairwise(stems))
        lines.append((common / total, common / (sum(own.values()) + _TINY), np.log1p(pairs), np.log1p(len(stems))))
    return list(np.array(lines, np.float32).T)
