"""Words of texts for search: stems, character n-grams, and BM25 over either.

BM25 (Robertson and Zaragoza 2009) in Lucene's form, computed by bm25s (Lù 2024) at indexing time. Grams of four
characters find what stems miss: misspellings, compounds, "#SaveTheHarbour".
"""

from __future__ import annotations

import functools
import logging
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claimkit.resources import load_lexicon

Floats = NDArray[np.float32]
GRAM = 4
_ADDRESS = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/)\S+")
_TAG = re.compile(r"[@#](\w+)")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*")
_THOUSANDS = re.compile(r",(?=\d{3}(?!\d))")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
_SHORTEST = 3
_DOUBLED = re.compile(r"([b-df-hj-kmnpqrtvwx])\1$")
# Stands where a text has no words, so that every text has a place in the index.
_NOTHING = ""


def plain(text: str) -> str:
    """The text without web addresses, its tags and handles as words: ``#SaveTheHarbour`` is "Save The Harbour"."""
    text = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‘", "'")
    text = _ADDRESS.sub(" ", text)
    return _TAG.sub(lambda match: _CAMEL.sub(" ", match[1]).replace("_", " "), text)


def sentences(text: str) -> list[str]:
    """The sentences of a plain text, cut at their marks; at least one."""
    return [part for part in _SENTENCE.split(text) if part.strip()] or [text]


def words(text: str) -> list[str]:
    """The words and numbers of a plain text in order, case folded, without the stopwords; "5,000" is "5000"."""
    stop = _stopwords()
    found = (match.group() for match in _WORD.finditer(text))
    folded = (_THOUSANDS.sub("", word) if word[0].isdigit() else word.casefold() for word in found)
    return [word for word in folded if word not in stop]


def terms(text: str) -> list[str]:
    """The stems of :func:`words`.

    >>> terms("The closed harbours were closing")
    ['clos', 'harbour', 'clos']
    """
    return [stem(word) for word in words(text)]


def grams(text: str) -> list[str]:
    """The character n-grams of :func:`words`, the borders of a word marked."""
    return [gram for word in words(text) for gram in _grams(word)]


@functools.lru_cache(262_144)
def stem(word: str) -> str:
    """The word without its ending, enough to join the forms of a word and no more; numbers stay whole."""
    if word[0].isdigit():
        return word
    word = word.removesuffix("'s")
    for ending, instead in _endings():
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST and not word.endswith(("ss", "us", "is")):
            word = _DOUBLED.sub(r"\1", word.removesuffix(ending) + instead)
            break
    return word.removesuffix("e") if len(word) > _SHORTEST else word


@functools.lru_cache(262_144)
def _grams(word: str) -> tuple[str, ...]:
    marked = f"_{word}_"
    return tuple(marked[start : start + GRAM] for start in range(max(1, len(marked) - GRAM + 1)))


@dataclass(frozen=True, slots=True)
class Bm25:
    """Scores of all texts of an index for the tokens of a query."""

    index: Any

    def scores(self, tokens: Sequence[str]) -> Floats:
        """One score a text: float32, not negative."""
        known = self.index.get_tokens_ids(tokens)
        found: Floats = self.index.get_scores_from_ids(known)
        return found


def bm25_of(texts: Iterable[Sequence[str]]) -> Bm25:
    """An index over the tokens of at least one text."""
    bm25s = _imported()
    index = bm25s.BM25()
    index.index([list(tokens) or [_NOTHING] for tokens in texts], show_progress=False)
    return Bm25(index)


def _imported() -> Any:
    import bm25s

    # It sets its own logger to DEBUG, and notes every index that it builds.
    logging.getLogger("bm25s").setLevel(logging.WARNING)
    return bm25s


@functools.cache
def _stopwords() -> frozenset[str]:
    return frozenset(str(load_lexicon("retrieval")["stopwords"]).split())


@functools.cache
def _endings() -> tuple[tuple[str, str], ...]:
    return tuple((ending, instead) for ending, instead in load_lexicon("retrieval")["endings"])
