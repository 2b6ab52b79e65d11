"""Texts prepared for search: stems, grams, word pieces and their vectors, and a query prepared the same way."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claimkit.comparison import lexical
from claimkit.comparison.lexical import Bm25, Vocabulary, bm25_of
from claimkit.comparison.ragged import Ints, Ragged
from claimkit.comparison.wordpieces import WordPieces, load_wordpieces, unit

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
_TINY = 1e-6
# Texts whose vectors are in memory at one time.
_BATCH = 8192
# Numbers have no place among vectors: "8.5" lies beside "85" there. Nor have quotation marks: one desk quotes with
# double marks what another quotes with single ones.
_NO_WORD = re.compile(r"\d[\d.,]*|[\"“”„«»]|(?<!\w)'|'(?!\w)")


@dataclass(frozen=True, slots=True)
class View:
    """One way to look at the texts: the claims, what stands beside them, or both.

    ``pieces`` are those of each text, each once, and ``shares`` what each adds to the mean of the text's vectors, which
    has length one. ``weights`` are the rarities of the stems of each text, each once, in sum.
    """

    stems: Ragged
    index: Bm25
    weights: Doubles
    pieces: Ragged
    shares: Floats

    def cosines(self, rows: Ints, similar: Floats) -> Floats:
        """The cosines of the means of these texts and other means, from those of the pieces and these, in columns."""
        places, starts = self.pieces.places(rows)
        found: Floats = np.add.reduceat(similar[self.pieces.values[places]] * self.shares[places][:, None], starts)
        return found


@dataclass(frozen=True, slots=True)
class Query:
    """A query beside every text of a store: BM25 scores of all texts, its own pieces and means.

    ``known`` are the numbers of its stems in the store, ``None`` for those that no text has. ``most`` and
    ``most_grams`` are what a score is a share of: with them as divisors scores of a small index compare with those of
    a large one.
    """

    stems: tuple[str, ...]
    known: tuple[int | None, ...]
    scores: Floats
    gram_scores: Floats
    most: float
    most_grams: float
    pieces: Ints
    mean: Floats
    sentence_means: Floats


@dataclass(frozen=True, slots=True)
class Store:
    """Texts in their order. ``views`` are both together, the claims, and what stands beside them (a title).

    ``rarities`` are the inverse document frequencies of the stems, ``weights`` those of the pieces, by their numbers;
    ``units`` the vectors of the pieces, of length one. ``used`` are the pieces that the texts have, ``used_vectors``
    theirs, and ``shares`` a sparse matrix, texts x pieces, of the shares of the first view.
    """

    views: tuple[View, View, View]
    vocabulary: Vocabulary
    gram_index: Bm25
    rarities: Doubles
    weights: Floats
    units: Floats
    used: Ints
    used_vectors: Floats
    shares: Any
    words: WordPieces

    def __len__(self) -> int:
        return len(self.views[0].stems)

    def rarity(self, stem: int | None) -> float:
        """The inverse document frequency of a stem; ``None`` is one that no text has."""
        return float(rarity(len(self), np.zeros(1))[0] if stem is None else self.rarities[stem])

    def similar(self, means: Floats) -> Floats:
        """What each piece, by its number, and each of some means have in common: pieces x means."""
        found = np.zeros((len(self.units), len(means)), np.float32)
        found[self.used] = self.used_vectors @ means.T
        return found

    def nearness(self, mean: Floats) -> Floats:
        """The cosine of a mean and that of each text."""
        found: Floats = self.shares @ self.similar(mean[None])[:, 0]
        return found

    def query(self, text: str) -> Query:
        """A text prepared as a query; words the store does not know count for nothing."""
        text = lexical.plain(text)
        stems, grams = lexical.terms(text), lexical.grams(text)
        known = tuple(self.vocabulary.stems.get(stem) for stem in stems)
        found = self.words.encode([worded(each) for each in (text, *lexical.sentences(text))])
        means = self.words.means(found)
        return Query(
            stems=tuple(stems),
            known=known,
            scores=self.views[0].index.scores(_numbers(known)),
            gram_scores=self.gram_index.scores(_numbers(map(self.vocabulary.grams.get, grams))),
            most=sum(map(self.rarity, known)) + _TINY,
            most_grams=len(grams) * math.log1p(len(self)) + _TINY,
            pieces=np.unique(found.part(0, 1).values).astype(np.int64),
            mean=means[0],
            sentence_means=means[1:],
        )


def store_of(claims: Sequence[str], contexts: Sequence[str]) -> Store:
    """A store of at least one text; ``contexts`` are what stands beside each claim, or empty."""
    claims, contexts = [lexical.plain(text) for text in claims], [lexical.plain(text) for text in contexts]
    texts = [f"{claim}. {context}" for claim, context in zip(claims, contexts, strict=True)]
    (claim, context), vocabulary = lexical.lexemes((claims, contexts))
    both = claim.stems.joined(context.stems)
    width = max(1, len(vocabulary.stems))
    rarities = rarity(len(texts), np.bincount(both.counts(width).indices, minlength=width))
    words = load_wordpieces()
    views = [
        _view(part, stems, rarities, words)
        for part, stems in ((texts, both), (claims, claim.stems), (contexts, context.stems))
    ]
    both_pieces, both_shares = views[0].pieces, views[0].shares
    frequency = np.bincount(both_pieces.values, minlength=len(words.vectors))
    used = np.unique(np.concatenate([view.pieces.values for view in views])).astype(np.int64)
    return Store(
        views=(views[0], views[1], views[2]),
        vocabulary=vocabulary,
        gram_index=bm25_of(claim.grams.joined(context.grams), max(1, len(vocabulary.grams))),
        rarities=rarities,
        weights=rarity(len(texts), frequency).astype(np.float32),
        units=unit(words.vectors),
        used=used,
        used_vectors=words.vectors[used],
        shares=both_pieces.matrix(len(words.vectors), both_shares),
        words=words,
    )


def _view(texts: Sequence[str], stems: Ragged, rarities: Doubles, words: WordPieces) -> View:
    width = len(rarities)
    own = stems.counts(width)
    own.data[:] = 1
    pieces = words.encode([worded(text) for text in texts]).counts(len(words.vectors))
    return View(
        stems=stems,
        index=bm25_of(stems, width),
        weights=own @ rarities,
        pieces=Ragged(pieces.indices, pieces.indptr.astype(np.int64)),
        shares=pieces.data / np.repeat(_lengths(pieces, words), np.diff(pieces.indptr)),
    )


def _lengths(pieces: Any, words: WordPieces) -> Floats:
    """The length of the sum of the vectors of each text."""
    found = np.ones(pieces.shape[0], np.float32)
    for start in range(0, len(found), _BATCH):
        sums = pieces[start : start + _BATCH] @ words.vectors
        found[start : start + _BATCH] = np.sqrt((sums * sums).sum(axis=1)).clip(1e-9)
    return found


def worded(text: str) -> str:
    """The text without numbers and quotation marks; a full stop where nothing is left, for a text must have pieces."""
    return " ".join(_NO_WORD.sub(" ", text).split()) or "."


def rarity(texts: int, frequency: NDArray[Any]) -> Doubles:
    """Lucene's inverse document frequency."""
    found: Doubles = np.log1p((texts - frequency + 0.5) / (frequency + 0.5))
    return found


def _numbers(found: Iterable[int | None]) -> Ints:
    """Those that there are."""
    return np.array([number for number in found if number is not None], np.int64)
