"""What articles mean, whatever their words: the mean of their words' static vectors, by rarity.

Words are embedded by WordLlama, each distinct word once, and weighted as in TF-IDF. A word with a digit has no vector:
13 and 30 killed look alike as vectors and are not. All numbers are whole, so that their sums and products are exact in
32-bit floats, and the vector of an article is the same whatever other articles are worked on beside it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from claimkit.comparison.nearness import DIMENSIONS, Vectors, rounded, word_vectors
from claimkit.comparison.rarity import Field, Floats, unit_rows

# A row is as long as this before its numbers are rounded; sums stay below 2 ** 24 in texts of 260,000 words.
_WEIGHT = 256
_WORDS_AT_ONCE = 65_536

Bytes = NDArray[np.int8]


def vectors_of(words: Mapping[str, int]) -> Bytes:
    """A vector for each word by its number, shape (words, 64)."""
    found = np.zeros((len(words), DIMENSIONS), dtype=np.int8)
    spelt = [word for word in words if not any(map(str.isdigit, word))]
    for start in range(0, len(spelt), _WORDS_AT_ONCE):
        part = tuple(spelt[start : start + _WORDS_AT_ONCE])
        found[[words[word] for word in part]] = word_vectors(part)
    return found


def meanings(field: Field, words: Mapping[str, int], vectors: Bytes) -> Vectors:
    """A vector for each article, shape (articles, 64), of what of its terms is in ``words``; zero where nothing is."""
    weights = unit_rows(field)
    weights.data = np.rint(weights.data * _WEIGHT)
    known = vectors[[words[term] for term in field.columns]].astype(np.float32)
    return rounded(weights @ known)


def cosines(left: Vectors, right: Vectors) -> Floats:
    """The cosine of each row of ``left`` with that of ``right``; ``nan`` where one of them is zero."""
    products, ours, theirs = (np.einsum("ij,ij->i", *pair) for pair in ((left, right), (left, left), (right, right)))
    lengths = np.sqrt(ours) * np.sqrt(theirs)
    lengths[lengths == 0] = np.nan
    found: Floats = products / lengths
    return found
