"""Counts of n-grams of words and of characters, in NumPy: several times as fast as scikit-learn's vectorizers.

Both are scikit-learn transformers that take a sequence of strings and give a sparse matrix of counts (texts × n-grams,
float64, 32-bit indices, as scikit-learn's linear models want them). An n-gram is an integer: the numbers of its
parts in a positional system. Fitting keeps those that stand in ``min_df`` texts or more, in the order of the
integers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
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
    ``tokens_`` (object array, the tokens in the order of their numbers from 1) and ``keys_`` (int64, sorted).
    """

    def __init__(self, longest: int = 2, min_df: int = 2) -> None:
        self.longest = longest
        self.min_df = min_df

    def fit(self, X: Iterable[str], y: Any = None) -> Self:  # noqa: ARG002, N803  (scikit-learn's names)
        """Learn the n-grams of the texts ``X``."""
        if not 1 <= self.longest <= 3:
            raise ValueError(f"longest is {self.longest}: n-grams of 1 to 3 tokens can be counted")
        texts = [text.split() for text in checked(X)]
        self.tokens_ = np.array(sorted(set(chain.from_iterable(texts))), dtype=object)
        keys, rows = self._keys(texts)
        self.keys_ = frequent(keys, rows, self.min_df)
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
        numbers = self._numbers()
        lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        flat = np.fromiter(
            (numbers.get(token, 0) for token in chain.from_iterable(texts)), dtype=np.int64, count=int(lengths.sum())
        )
        rows = np.repeat(np.arange(len(texts)), lengths)
        known = flat > 0
        found, where = [flat[known]], [rows[known]]
        key, whole = flat, known
        for n in range(1, self.longest):
            key = (key[:-1] << _BITS_A_TOKEN) | flat[n:]
            whole = whole[:-1] & known[n:] & (rows[: len(key)] == rows[n:])
            found.append(key[whole])
            where.append(rows[: len(key)][whole])
        return np.concatenate(found), np.concatenate(where)

    def _numbers(self) -> dict[str, int]:
        return {token: number for number, token in enumerate(self.tokens_, start=1)}

    def __sklearn_tags__(self) -> Any:
        return string_tags(super().__sklearn_tags__())


class CharacterGrams(TransformerMixin, BaseEstimator):
    """Counts of the character n-grams inside words (scikit-learn's ``char_wb``), with a space at both edges of a word.

    Letters count without their case, digits as one, rare characters as one. ``shortest`` and ``longest`` bound n (1 to
    10), ``min_df`` is the number of texts an n-gram must stand in. Fitted attribute: ``keys_`` (int64, sorted).
    """

    def __init__(self, shortest: int = 3, longest: int = 5, min_df: int = 3) -> None:
        self.shortest = shortest
        self.longest = longest
        self.min_df = min_df

    def fit(self, X: Iterable[str], y: Any = None) -> Self:  # noqa: ARG002, N803
        """Learn the n-grams of the texts ``X``."""
        if not 1 <= self.shortest <= self.longest <= 10:
            raise ValueError(f"shortest {self.shortest}, longest {self.longest}: expected 1 ≤ shortest ≤ longest ≤ 10")
        keys, rows = self._keys(checked(X))
        self.keys_ = frequent(keys, rows, self.min_df)
        return self

    def transform(self, X: Iterable[str]) -> csr_array:  # noqa: N803
        """The counts of ``X``: texts × n-grams."""
        check_is_fitted(self)
        texts = checked(X)
        keys, rows = self._keys(texts)
        return counted(keys, rows, len(texts), self.keys_)

    def get_feature_names_out(self, input_features: Any = None) -> NDArray[Any]:  # noqa: ARG002
        """The n-grams, between square brackets, for the white space at their edges."""
        check_is_fitted(self)
        letters, mask = "\0" + _LETTERS + _OTHER, (1 << _BITS_A_CHARACTER) - 1
        shifts = range(_BITS_A_CHARACTER * (self.longest - 1), -1, -_BITS_A_CHARACTER)
        parts = ([int(key) >> shift & mask for shift in shifts] for key in self.keys_)
        return np.array([f"[{''.join(letters[n] for n in part if n)}]" for part in parts], dtype=object)

    def _keys(self, texts: Sequence[str]) -> tuple[Ints, Ints]:
        padded = [f" {text} ".lower() for text in texts]
        lengths = np.fromiter(map(len, padded), dtype=np.int64, count=len(padded))
        points = np.frombuffer("".join(padded).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        flat = _classes(points)
        rows = np.repeat(np.arange(len(padded)), lengths)
        key, whole = flat, np.ones(len(flat), dtype=bool)
        space = flat == 1
        found, where = [], []
        for n in range(1, self.longest + 1):
            if n > 1:
                key = (key[:-1] << _BITS_A_CHARACTER) | flat[n - 1 :]
                whole = whole[:-1] & (rows[: len(key)] == rows[n - 1 :])
                if n > 2:
                    whole = whole & ~space[n - 2 : len(key) + n - 2]  # no space but at the edges
            if n >= self.shortest:
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


def frequent(keys: Ints, rows: Ints, min_df: int) -> Ints:
    """The keys that stand in ``min_df`` rows or more, sorted."""
    order = np.lexsort((rows, keys))
    keys, rows = keys[order], rows[order]
    first = np.ones(len(keys), dtype=bool)
    first[1:] = (keys[1:] != keys[:-1]) | (rows[1:] != rows[:-1])
    each, times = np.unique(keys[first], return_counts=True)
    kept: Ints = each[times >= min_df]
    return kept


def counted(keys: Ints, rows: Ints, height: int, vocabulary: Ints) -> csr_array:
    """How often each key of ``vocabulary`` stands in each row; ``rows`` may come in several sorted runs."""
    if not len(vocabulary):
        return csr_array((height, 0))
    columns = np.searchsorted(vocabulary, keys)
    columns[columns == len(vocabulary)] = 0
    known = vocabulary[columns] == keys
    data = np.ones(int(known.sum()))
    place = (rows[known].astype(np.int32), columns[known].astype(np.int32))
    return csr_array((data, place), shape=(height, len(vocabulary)))


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
