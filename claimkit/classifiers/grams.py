"""Counts of n-grams of words and of characters, in NumPy: several times as fast as scikit-learn's vectorizers.

Both are scikit-learn transformers that take a sequence of strings and give a sparse matrix of counts (texts × n-grams,
float64, 32-bit indices, as scikit-learn's linear models want them). An n-gram is an integer: the numbers of its
parts in a positional system. Fitting keeps those that stand in ``min_df`` texts or more, in the order of the
integers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain, count, repeat
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

_BITS_A_TOKEN = 20  # a million words, three of which fit into 63 bits
_BITS_A_CHARACTER = 6
# What a character n-gram tells apart: small letters, the digits as one, white space, common marks; all else is one.
_LETTERS = " abcdefghijklmnopqrstuvwxyz0.,:;!?'\"“”‘’()-–—…$%&/@#éáíóúñüöä"
_OTHER = "\N{REPLACEMENT CHARACTER}"
_HIGHEST = 0x250  # code points with a class of their own in the table; above, :data:`_LATER` is asked

Ints = NDArray[np.int64]


class TokenGrams(TransformerMixin, BaseEstimator):
    """Counts of the n-grams of tokens, which white space separates.

    ``longest`` is the largest n (1 to 3), ``min_df`` the number of texts an n-gram must stand in. Fitted attributes:
    ``tokens_`` (object array, the tokens in as many texts, in the order of their numbers from 1) and ``keys_`` (int64,
    sorted).
    """

    def __init__(self, longest: int = 2, min_df: int = 2) -> None:
        self.longest = longest
        self.min_df = min_df

    def fit(self, X: Iterable[str], y: Any = None) -> Self:  # noqa: ARG002, N803  (scikit-learn's names)
        """Learn the n-grams of the texts ``X``."""
        if not 1 <= self.longest <= 3:
            raise ValueError(f"longest is {self.longest}: n-grams of 1 to 3 tokens can be counted")
        texts = [text.split() for text in checked(X)]
        standing = Counter(chain.from_iterable(map(set, texts)))
        self.tokens_ = np.array(
            sorted(word for word, number in standing.items() if number >= self.min_df), dtype=object
        )
        if len(self.tokens_) >= 1 << _BITS_A_TOKEN:
            raise ValueError(f"{len(self.tokens_):,} different tokens are more than can be numbered: raise min_df")
        keys, rows = self._keys(texts)
        every = np.unique(keys)
        self.keys_ = frequent(every, counted(keys, rows, len(texts), every), self.min_df)
        return self

    def transform(self, X: Iterable[str]) -> csr_array:  # noqa: N803
        """The counts of ``X``: texts × n-grams."""
        check_is_fitted(self)
        texts = [text.split() for text in checked(X)]
        keys, rows = self._keys(texts)
        return counted(keys, rows, len(texts), self.keys_)

    def get_feature_names_out(self, input_features: Any = None) -> NDArray[Any]:  # noqa: ARG002
        """The n-grams, their tokens joined by a space."""
        check_is_fitted(self)
        mask = (1 << _BITS_A_TOKEN) - 1
        shifts = range(_BITS_A_TOKEN * (self.longest - 1), -1, -_BITS_A_TOKEN)
        parts = ([int(key) >> shift & mask for shift in shifts] for key in self.keys_)
        return np.array([" ".join(self.tokens_[n - 1] for n in part if n) for part in parts], dtype=object)

    def _keys(self, texts: Sequence[Sequence[str]]) -> tuple[Ints, Ints]:
        """Every n-gram of the texts whose tokens are known, and the text it stands in."""
        numbers = {token: number for number, token in enumerate(self.tokens_, start=1)}
        lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        found = map(numbers.get, chain.from_iterable(texts), repeat(0))
        flat = np.fromiter(found, dtype=np.int64, count=int(lengths.sum()))
        rows = np.repeat(np.arange(len(texts)), lengths)
        known = flat > 0
        keys, where = [flat[known]], [rows[known]]
        key, whole = flat, known
        for n in range(1, self.longest):
            key = (key[:-1] << _BITS_A_TOKEN) | flat[n:]
            whole = whole[:-1] & known[n:] & (rows[: len(key)] == rows[n:])
            keys.append(key[whole])
            where.append(rows[: len(key)][whole])
        return np.concatenate(keys), np.concatenate(where)

    def __sklearn_tags__(self) -> Any:
        return string_tags(super().__sklearn_tags__())


class CharacterGrams(TransformerMixin, BaseEstimator):
    """Counts of the character n-grams inside words (scikit-learn's ``char_wb``), with a space at both edges of a word.

    Letters count without their case, digits as one, rare characters as one. ``shortest`` and ``longest`` bound n (1 to
    10), ``min_df`` is the number of texts an n-gram must stand in. Fitted attribute: ``keys_`` (int64, sorted).

    N-grams are taken of each different word once; the counts of a text are the sum of those of its words, which is a
    product of two sparse matrices.
    """

    def __init__(self, shortest: int = 3, longest: int = 5, min_df: int = 3) -> None:
        self.shortest = shortest
        self.longest = longest
        self.min_df = min_df

    def fit(self, X: Iterable[str], y: Any = None) -> Self:  # noqa: ARG002, N803
        """Learn the n-grams of the texts ``X``."""
        if not 1 <= self.shortest <= self.longest <= 10:
            raise ValueError(f"shortest {self.shortest}, longest {self.longest}: expected 1 ≤ shortest ≤ longest ≤ 10")
        words, standing = _words(checked(X))
        keys, rows = self._keys(words)
        every = np.unique(keys)
        self.keys_ = frequent(every, standing @ counted(keys, rows, len(words), every), self.min_df)
        return self

    def transform(self, X: Iterable[str]) -> csr_array:  # noqa: N803
        """The counts of ``X``: texts × n-grams."""
        check_is_fitted(self)
        words, standing = _words(checked(X))
        keys, rows = self._keys(words)
        # Columns come in the order of the words, which is the text's own, whatever stands beside it in ``X``.
        return csr_array(standing @ counted(keys, rows, len(words), self.keys_))

    def get_feature_names_out(self, input_features: Any = None) -> NDArray[Any]:  # noqa: ARG002
        """The n-grams, between square brackets, for the white space at their edges."""
        check_is_fitted(self)
        letters, mask = "\0" + _LETTERS + _OTHER, (1 << _BITS_A_CHARACTER) - 1
        shifts = range(_BITS_A_CHARACTER * (self.longest - 1), -1, -_BITS_A_CHARACTER)
        parts = ([int(key) >> shift & mask for shift in shifts] for key in self.keys_)
        return np.array([f"[{''.join(letters[n] for n in part if n)}]" for part in parts], dtype=object)

    def _keys(self, words: Sequence[str]) -> tuple[Ints, Ints]:
        """Every n-gram of the words, and the word it stands in."""
        padded = [f" {word} " for word in words]
        lengths = np.fromiter(map(len, padded), dtype=np.int64, count=len(padded))
        points = np.frombuffer("".join(padded).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        flat = _classes(points)
        rows = np.repeat(np.arange(len(padded)), lengths)
        key = flat
        found, where = [], []
        for n in range(1, self.longest + 1):
            if n > 1:
                key = (key[:-1] << _BITS_A_CHARACTER) | flat[n - 1 :]
            if n >= self.shortest:
                whole = rows[: len(key)] == rows[n - 1 :]
                found.append(key[whole])
                where.append(rows[: len(key)][whole])
        return np.concatenate(found), np.concatenate(where)

    def __sklearn_tags__(self) -> Any:
        return string_tags(super().__sklearn_tags__())


def checked(X: Iterable[str]) -> list[str]:  # noqa: N803
    """The texts as a list. Raises :class:`ValueError` for a single string, an empty sequence and what is no string."""
    if isinstance(X, str):
        raise ValueError("expected a sequence of strings, found one string: put it into a list")
    texts = list(X)
    if not texts:
        raise ValueError("found no text: expected one at least")
    wrong = next((text for text in texts if not isinstance(text, str)), None)
    if wrong is not None:
        raise ValueError(f"expected strings, found {type(wrong).__name__}")
    return texts


def frequent(keys: Ints, counts: csr_array, min_df: int) -> Ints:
    """Those of ``keys`` that stand in ``min_df`` texts or more; ``counts`` are texts × keys."""
    kept: Ints = keys[np.bincount(counts.indices, minlength=len(keys)) >= min_df]
    return kept


def counted(keys: Ints, rows: Ints, height: int, vocabulary: Ints) -> csr_array:
    """How often each key of ``vocabulary``, which is sorted, stands in each row."""
    if not len(vocabulary):
        return csr_array((height, 0))
    order = np.argsort(keys)  # keys in their order are found several times as fast
    keys, rows = keys[order], rows[order]
    columns = np.searchsorted(vocabulary, keys)
    columns[columns == len(vocabulary)] = 0
    known = vocabulary[columns] == keys
    data = np.ones(int(known.sum()))
    place = (rows[known].astype(np.int32), columns[known].astype(np.int32))
    return csr_array((data, place), shape=(height, len(vocabulary)))


def _words(texts: Sequence[str]) -> tuple[list[str], csr_array]:
    """The different words of the texts in small letters, and how often each stands in each: texts × words."""
    split = [text.lower().split() for text in texts]
    borders = np.zeros(len(texts) + 1, dtype=np.int32)
    np.cumsum(np.fromiter(map(len, split), dtype=np.int32, count=len(split)), out=borders[1:])
    number: defaultdict[str, int] = defaultdict(count().__next__)
    found = map(number.__getitem__, chain.from_iterable(split))
    columns = np.fromiter(found, dtype=np.int32, count=int(borders[-1]))
    return list(number), csr_array((np.ones(len(columns)), columns, borders), shape=(len(texts), len(number)))


def string_tags(tags: Any) -> Any:
    """The tags of an estimator that takes a sequence of strings."""
    tags.input_tags.string = True
    tags.input_tags.two_d_array = False
    tags.input_tags.one_d_array = True
    tags.requires_fit = True
    return tags


def _table() -> Ints:
    table = np.full(_HIGHEST, len(_LETTERS) + 1, dtype=np.int64)
    for number, letter in enumerate(_LETTERS, start=1):
        if ord(letter) < _HIGHEST:
            table[ord(letter)] = number
    table[[ord(each) for each in "\t\n\r\v\f\x1c\x1d\x1e\x1f\x85\xa0"]] = 1
    table[[ord(each) for each in "123456789"]] = table[ord("0")]
    return table


_TABLE = _table()
_LATER = {ord(letter): number for number, letter in enumerate(_LETTERS, start=1) if ord(letter) >= _HIGHEST}


def _classes(points: NDArray[np.uint32]) -> Ints:
    found: Ints = _TABLE[np.minimum(points, _HIGHEST - 1)]
    high = np.flatnonzero(points >= _HIGHEST)
    if len(high):
        found[high] = [_LATER.get(int(point), len(_LETTERS) + 1) for point in points[high]]
    return found
