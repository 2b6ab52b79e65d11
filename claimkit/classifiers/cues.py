"""How likely a sentence holds a cue: learned word by word, where the label of a sentence is learned as a whole.

A cue is the word or words that make a label: «said» of an attribution, «may» of a hedge. Where annotators marked them,
each word that is a cue now and then is an example of its own, told from its use as no cue by the words around it
(«may have left», «may not enter»). A sentence gets the scores of its most likely words. Words and their neighbours are
hashed (Weinberger et al. 2009) into one vector of weights, so that scoring is a sum of looked-up numbers.

What is read are glosses (:mod:`claimkit.classifiers.glosses`).
"""

from __future__ import annotations

import functools
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, KFold
from sklearn.utils.validation import check_is_fitted

from claimkit.classifiers.folds import SEED
from claimkit.classifiers.grams import checked, string_tags
from claimkit.classifiers.skeletons import REMEMBERED

NAMES = ("cue_best", "cue_second", "cue_any")
FLOOR = -8.0  # the log-odds of a sentence without a word that could be a cue
SCALE = 10.0  # log-odds are divided by it, to be of the size of a TF-IDF block
LEAST = 5  # of a rarer word its kind decides whether it may be a cue
BITS = 20  # of the hashed weights
ITERATIONS, TOLERANCE = 200, 0.1
# What is seen of a candidate: w word, c class, k kind (the class without its lemma), p and q the first five and four
# letters, s the last three; the figure is the distance in words.
TEMPLATES = (
    "w0 c0 k0 p0 q0 s0 w-1 w1 w-2 w2 c-3 c3 w-1,w0 w0,w1 w0,w-2 w0,w2 w0,w-3 w0,w3 w-2,w-1,w0 w0,w1,w2 w-1,w0,w1 "
    "c-1,c0 c0,c1 c-1,c0,c1 c-2,c-1,c0 c0,c1,c2 c-2,c-1,c0,c1 c-1,c0,c1,c2 c-2,c-1,c0,c1,c2 c-3,c-2,c-1 c1,c2,c3 "
    "w0,c1 w0,c-1 w0,c-1,c1 w0,c1,c2 w0,c-2,c-1 k0,s0 k0,c-1 k0,c1 p0,c-1 s0,c-1 s0,c1"
)
_LAYERS = "wckpqs"
_UNMARKED = b"\xff"  # -1 as a byte
_PARTS = [[(_LAYERS.index(part[0]), int(part[1:])) for part in one.split(",")] for one in TEMPLATES.split()]
# Odd numbers with their bits well spread (Knuth's multiplicative hashing), one a part of a template.
_FACTORS = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5],
    dtype=np.uint64,
)
_FOLD, _DROP = np.uint64(29), np.uint64(64 - BITS)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Glosses:
    """Sentences word by word; what words that look the same share is kept once."""

    forms: list[tuple[str, str]]  # word and kind
    layers: NDArray[np.uint64]  # layers × forms: a hash of each view of each
    which: Ints  # the form of each word
    rows: Ints  # the sentence of each word
    marks: NDArray[np.int8]  # of each word: 1, 0, or -1 where nobody marked
    documents: list[str]  # of each sentence: the number of its document, or nothing
    number: int  # of sentences


class CueScores(TransformerMixin, BaseEstimator):
    """Scores of the likeliest cues of each gloss: texts × 3, float64.

    ``cue_best`` and ``cue_second`` are the log-odds of the two likeliest words, ``cue_any`` those that one word at
    least is a cue, all divided by ten. ``rate`` is the share of its occurrences as a cue that makes a word a candidate,
    ``strength`` C of the logistic regression, ``folds`` how many parts training texts are scored in.

    As with scikit-learn's ``TargetEncoder``, ``fit_transform`` scores each text by a model that learned neither from it
    nor from another one of its document, and so differs from ``fit`` and ``transform``.
    Fitted attributes: ``words_`` (words that are candidates), ``known_`` (words common enough to be judged by
    themselves), ``kinds_`` (kinds of which a rarer word is a candidate), ``weights_`` (float32), ``intercept_``.
    """

    def __init__(self, rate: float = 0.03, strength: float = 0.2, folds: int = 5) -> None:
        self.rate = rate
        self.strength = strength
        self.folds = folds

    def fit(self, X: Iterable[str], y: Any = None) -> Self:  # noqa: ARG002, N803  (scikit-learn's names)
        """Learn from the marks of the glosses ``X``."""
        glosses = _read(X)
        self._learn(glosses, np.ones(glosses.number, dtype=bool))
        return self

    def fit_transform(self, X: Iterable[str], y: Any = None) -> Floats:  # noqa: ARG002, N803
        """Learn from the glosses ``X``, and score each by a model that did not see it."""
        glosses = _read(X)
        out = np.full((glosses.number, len(NAMES)), FLOOR / SCALE)
        for train, test in _parts_of(glosses, self.folds):
            self._learn(glosses, _chosen(train, glosses.number))
            out[test] = self._scores(glosses, _chosen(test, glosses.number))[test]
        self._learn(glosses, np.ones(glosses.number, dtype=bool))
        return out

    def transform(self, X: Iterable[str]) -> Floats:  # noqa: N803
        """The scores of the glosses ``X``; their marks are not looked at."""
        check_is_fitted(self)
        glosses = _read(X)
        return self._scores(glosses, np.ones(glosses.number, dtype=bool))

    def get_feature_names_out(self, input_features: Any = None) -> NDArray[Any]:  # noqa: ARG002
        """``cue_best``, ``cue_second`` and ``cue_any``."""
        return np.array(NAMES, dtype=object)

    def _learn(self, glosses: _Glosses, texts: NDArray[np.bool_]) -> None:
        """Set the fitted attributes from the marked words of the chosen texts."""
        marked = np.flatnonzero(texts[glosses.rows] & (glosses.marks >= 0))
        self._find_candidates(glosses, marked)
        self.weights_ = np.zeros(1 << BITS, dtype=np.float32)
        self.intercept_ = FLOOR
        places = marked[self._candidates(glosses)[marked]]
        labels = glosses.marks[places]
        if len(set(labels.tolist())) < 2:
            return  # nothing to tell apart: every candidate is a cue as little as the next
        model = LogisticRegression(
            C=self.strength, solver="liblinear", dual=True, max_iter=ITERATIONS, tol=TOLERANCE, random_state=SEED
        )
        model.fit(_matrix(_hashes(glosses, places)), labels)
        self.weights_ = model.coef_[0].astype(np.float32)
        self.intercept_ = float(model.intercept_[0])

    def _find_candidates(self, glosses: _Glosses, marked: Ints) -> None:
        number = np.bincount(glosses.which[marked], minlength=len(glosses.forms))
        cues = np.bincount(glosses.which[marked], glosses.marks[marked], minlength=len(glosses.forms))
        words = _shares([word for word, _ in glosses.forms], number, cues)
        kinds = _shares([kind for _, kind in glosses.forms], number, cues)
        self.known_ = _sorted(word for word, (all_, _) in words.items() if all_ >= LEAST)
        self.words_ = _sorted(
            word for word, (all_, cues) in words.items() if all_ >= LEAST and cues >= max(1, self.rate * all_)
        )
        self.kinds_ = _sorted(kind for kind, (all_, cues) in kinds.items() if cues >= max(1, self.rate * all_))

    def _candidates(self, glosses: _Glosses) -> NDArray[np.bool_]:
        words, known, kinds = set(self.words_), set(self.known_), set(self.kinds_)
        forms = [word in words or (kind in kinds and word not in known) for word, kind in glosses.forms]
        found: NDArray[np.bool_] = np.array(forms, dtype=bool)[glosses.which]
        return found

    def _scores(self, glosses: _Glosses, texts: NDArray[np.bool_]) -> Floats:
        places = np.flatnonzero(self._candidates(glosses) & texts[glosses.rows])
        odds = self.weights_[_hashes(glosses, places)].sum(axis=1, dtype=np.float64) + self.intercept_
        return _pooled(odds, glosses.rows[places], glosses.number) / SCALE

    def __sklearn_tags__(self) -> Any:
        return string_tags(super().__sklearn_tags__())


def _read(X: Iterable[str]) -> _Glosses:  # noqa: N803
    words: list[str] = []
    classes: list[str] = []
    lengths: list[int] = []
    marks: list[bytes] = []
    documents: list[str] = []
    texts = checked(X)
    for text in texts:
        # A sentence that is no gloss, as any other caller's, is one without classes and marks.
        written, named, marked, document = (*text.split("\n"), "", "", "")[:4]
        own = written.split()
        called = named.split() or ["WORD"] * len(own)
        said = bytes(map(int, marked.split())) or _UNMARKED * len(own)
        if not len(own) == len(called) == len(said):
            raise ValueError(f"a gloss of {len(own)} words has {len(called)} classes and {len(said)} marks")
        words += own
        classes += called
        lengths.append(len(own))
        marks.append(said)
        documents.append(document)
    number: defaultdict[tuple[str, str], int] = defaultdict(count().__next__)
    which = np.fromiter(map(number.__getitem__, zip(words, classes, strict=True)), dtype=np.int64, count=len(words))
    return _Glosses(
        forms=[(word, name.partition(":")[0]) for word, name in number],
        layers=np.array([_views(*pair) for pair in number], dtype=np.uint64).reshape(-1, len(_LAYERS)).T,
        which=which,
        rows=np.repeat(np.arange(len(texts)), lengths),
        marks=np.frombuffer(b"".join(marks), dtype=np.int8),
        documents=documents,
        number=len(texts),
    )


def _parts_of(glosses: _Glosses, folds: int) -> list[tuple[Ints, Ints]]:
    """Texts to learn from and to score, part by part: whole documents as far as they are known, else runs of texts."""
    texts = np.zeros(glosses.number)
    known = len(set(glosses.documents))
    if known > 1:
        return list(GroupKFold(min(folds, known)).split(texts, groups=glosses.documents))
    return list(KFold(folds).split(texts)) if glosses.number >= folds else []


@functools.lru_cache(maxsize=REMEMBERED)
def _views(word: str, name: str) -> tuple[int, ...]:
    """A hash of each layer of a word with its class."""
    views = (word, name, name.partition(":")[0], word[:5], word[:4], word[-3:])
    return tuple(_hash(layer + view) for layer, view in zip(_LAYERS, views, strict=True))


def _hash(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def _hashes(glosses: _Glosses, places: Ints) -> Ints:
    """The numbers of the weights of the words at ``places``: places × templates."""
    near: dict[tuple[int, int], NDArray[np.uint64]] = {}

    def view(layer: int, distance: int) -> NDArray[np.uint64]:
        if (layer, distance) not in near:
            other = np.clip(places + distance, 0, max(0, len(glosses.rows) - 1))
            inside = (other == places + distance) & (glosses.rows[other] == glosses.rows[places])
            near[layer, distance] = np.where(inside, glosses.layers[layer][glosses.which[other]], np.uint64(0))
        return near[layer, distance]

    out = np.empty((len(places), len(_PARTS)), dtype=np.int64)
    for number, parts in enumerate(_PARTS):
        key = np.full(len(places), number + 1, dtype=np.uint64)
        for (layer, distance), factor in zip(parts, _FACTORS, strict=False):
            key = (key + view(layer, distance) + np.uint64(1)) * factor
            key ^= key >> _FOLD
        out[:, number] = key * _FACTORS[0] >> _DROP
    return out


def _matrix(hashes: Ints) -> csr_array:
    rows, columns = hashes.shape
    borders = np.arange(0, rows * columns + 1, columns, dtype=np.int32)
    return csr_array((np.ones(hashes.size), hashes.ravel().astype(np.int32), borders), shape=(rows, 1 << BITS))


def _pooled(odds: Floats, rows: Ints, number: int) -> Floats:
    """The best, the second best, and the log-odds of any, of the words of each row."""
    out = np.full((number, len(NAMES)), FLOOR)
    order = np.lexsort((-odds, rows))
    sorted_rows, sorted_odds = rows[order], odds[order]
    first = np.flatnonzero(np.diff(sorted_rows, prepend=-1))
    out[sorted_rows[first], 0] = sorted_odds[first]
    second = first[first + 1 < len(sorted_rows)] + 1
    second = second[sorted_rows[second] == sorted_rows[second - 1]]
    out[sorted_rows[second], 1] = sorted_odds[second]
    # Log-odds of 1 - Π(1 - p), from the logarithms of 1 - p.
    none = np.bincount(rows, np.logaddexp(0, odds), number)
    out[:, 2] = np.log(np.maximum(np.expm1(np.minimum(none, -2 * FLOOR)), np.exp(FLOOR)))
    clipped: Floats = np.clip(out, FLOOR, -FLOOR)
    return clipped


def _chosen(which: Ints, number: int) -> NDArray[np.bool_]:
    out = np.zeros(number, dtype=bool)
    out[which] = True
    return out


def _shares(names: Sequence[str], number: NDArray[Any], cues: NDArray[Any]) -> Mapping[str, tuple[int, int]]:
    """How often each name stands, and how often as a cue, from the counts of the forms that bear it."""
    shares: dict[str, tuple[int, int]] = {}
    for name, times, of_cues in zip(names, number.tolist(), cues.tolist(), strict=True):
        before = shares.get(name, (0, 0))
        shares[name] = (before[0] + times, before[1] + int(of_cues))
    return shares


def _sorted(names: Iterable[str]) -> NDArray[Any]:
    return np.array(sorted(names), dtype=object)
