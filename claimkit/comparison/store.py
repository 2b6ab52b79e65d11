"""Texts prepared for search: stems, grams, word pieces and their vectors, and a query prepared the same way."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claimkit.comparison import lexical
from claimkit.comparison.lexical import Bm25, bm25_of
from claimkit.comparison.wordpieces import WordPieces, load_wordpieces

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
_TINY = 1e-6
# Numbers have no place among vectors: "8.5" lies beside "85" there. Nor have quotation marks: one desk quotes with
# double marks what another quotes with single ones.
_NO_WORD = re.compile(r"\d[\d.,]*|[\"“”„«»]|(?<!\w)'|'(?!\w)")


@dataclass(frozen=True, slots=True)
class Ragged:
    """Lists of numbers of different lengths, end to end; none is empty."""

    values: NDArray[np.int32]
    starts: Ints

    def of(self, rows: Ints) -> tuple[Ints, Ints]:
        """The values of these lists, end to end, and where each begins."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        starts = np.cumsum(lengths) - lengths
        places = np.repeat(self.starts[rows] - starts, lengths) + np.arange(int(lengths.sum()))
        return self.values[places].astype(np.int64), starts


@dataclass(frozen=True, slots=True)
class View:
    """One way to look at the texts: the claims, what stands beside them, or both. ``means`` have length one or zero."""

    stems: tuple[tuple[str, ...], ...]
    index: Bm25
    pieces: Ragged
    means: Floats


@dataclass(frozen=True, slots=True)
class Query:
    """A query beside every text of a store: BM25 scores of all texts, its own pieces and means.

    ``view_scores`` has a row a view. ``most`` and ``most_grams`` are what a score is a share of: with them as divisors
    scores of a small index compare with those of a large one.
    """

    stems: tuple[str, ...]
    view_scores: Floats
    gram_scores: Floats
    most: float
    most_grams: float
    pieces: Ints
    mean: Floats
    sentence_means: Floats


@dataclass(frozen=True, slots=True)
class Store:
    """Texts in their order. ``views`` are both together, the claims, and what stands beside them (a title).

    ``weights`` are the inverse document frequencies of the pieces, by their number.
    """

    views: tuple[View, View, View]
    gram_index: Bm25
    frequency: Mapping[str, int]
    weights: Floats
    words: WordPieces

    def rarity(self, stem: str) -> float:
        """The inverse document frequency of a stem."""
        frequency = self.frequency.get(stem, 0)
        return math.log1p((len(self.views[0].stems) - frequency + 0.5) / (frequency + 0.5))

    def unit(self, pieces: Ints) -> Floats:
        """The vectors of pieces, of length one."""
        return _unit(self.words.vectors[pieces])

    def query(self, text: str) -> Query:
        """A text prepared as a query; words the store does not know count for nothing."""
        text = lexical.plain(text)
        stems, grams = lexical.terms(text), lexical.grams(text)
        pieces, *by_sentence = self.words.encode([_worded(each) for each in (text, *lexical.sentences(text))])
        return Query(
            stems=tuple(stems),
            view_scores=np.stack([view.index.scores(stems) for view in self.views]),
            gram_scores=self.gram_index.scores(grams),
            most=sum(map(self.rarity, stems)) + _TINY,
            most_grams=len(grams) * math.log1p(len(self.views[0].stems)) + _TINY,
            pieces=np.unique(pieces),
            mean=_means([pieces], self.words)[0],
            sentence_means=_means(by_sentence, self.words),
        )


def store_of(claims: Sequence[str], contexts: Sequence[str]) -> Store:
    """A store of at least one text; ``contexts`` are what stands beside each claim, or empty."""
    claims, contexts = [lexical.plain(text) for text in claims], [lexical.plain(text) for text in contexts]
    texts = [f"{claim}. {context}" for claim, context in zip(claims, contexts, strict=True)]
    words = load_wordpieces()
    both = _view(texts, words)
    pieces = np.bincount(both.pieces.values, minlength=len(words.vectors))
    return Store(
        views=(both, _view(claims, words), _view(contexts, words)),
        gram_index=bm25_of([lexical.grams(text) for text in texts]),
        frequency=Counter(stem for stems in both.stems for stem in set(stems)),
        weights=_rarity(len(texts), pieces),
        words=words,
    )


def _view(texts: Sequence[str], words: WordPieces) -> View:
    stems = tuple(tuple(lexical.terms(text)) for text in texts)
    pieces = words.encode([_worded(text) for text in texts])
    return View(stems, bm25_of(stems), _ragged(pieces), _means(pieces, words))


def _worded(text: str) -> str:
    """The text without numbers and quotation marks; a full stop where nothing is left, for a text must have pieces."""
    return " ".join(_NO_WORD.sub(" ", text).split()) or "."


def _rarity(texts: int, frequency: NDArray[np.int64]) -> Floats:
    """Lucene's inverse document frequency."""
    found: Floats = np.log1p((texts - frequency + 0.5) / (frequency + 0.5)).astype(np.float32)
    return found


def _ragged(lists: Sequence[Ints]) -> Ragged:
    unique = [np.unique(each) for each in lists]
    starts = np.concatenate([[0], np.cumsum([len(each) for each in unique])]).astype(np.int64)
    return Ragged(np.concatenate(unique).astype(np.int32), starts)


def _means(lists: Sequence[Ints], words: WordPieces) -> Floats:
    """The mean of the vectors of each list, of length one."""
    found = np.zeros((len(lists), words.vectors.shape[1]), np.float32)
    for row, pieces in enumerate(lists):
        found[row] = words.vectors[pieces].mean(axis=0)
    return _unit(found)


def _unit(vectors: Floats) -> Floats:
    lengths = np.sqrt((vectors * vectors).sum(axis=-1, keepdims=True))
    found: Floats = vectors / np.maximum(lengths, 1e-9)
    return found
