"""Words of texts for search: stems, character n-grams, and BM25 over either.

BM25 (Robertson and Zaragoza 2009) in Lucene's form, its weights computed by bm25s (Lù 2024) when texts are indexed;
they are added up here, because bm25s has no way to score only some of the texts. Grams of four characters find what
stems miss: misspellings, compounds, "#SaveTheHarbour".
"""

from __future__ import annotations

import functools
import itertools
import logging
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claimkit.comparison.ragged import Ints, Ragged, numbered, numbered_lists
from claimkit.resources import load_lexicon

Floats = NDArray[np.float32]
GRAM = 4
_ADDRESS = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/)\S+")
_TAG = re.compile(r"[@#](\w+)")
# How an embedded tweet ends: "— Lena Brandt (@lena_brandt) April 2, 2031".
_SIGNATURE = re.compile(r"\s*—[^—]*\(@\w+\)\s+\w+ \d{1,2}, \d{4}\s*$")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*")
_THOUSANDS = re.compile(r",(?=\d{3}(?!\d))")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
_SHORTEST = 3
_DOUBLED = re.compile(r"([b-df-hj-kmnpqrtvwx])\1$")
# How soon a word that comes again counts no more, and how much a text's length counts: the usual values.
K1, B = 1.5, 0.75


def plain(text: str) -> str:
    """The text without web addresses, its tags and handles as words: ``#SaveTheHarbour`` is "Save The Harbour"."""
    text = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‘", "'")
    text = _ADDRESS.sub(" ", text)
    return _TAG.sub(lambda match: _CAMEL.sub(" ", match[1]).replace("_", " "), text)


def unsigned(text: str) -> str:
    """The text without the name, handle and date at the end of a tweet; whole if it is nothing else."""
    return _SIGNATURE.sub("", text) or text


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
class Vocabulary:
    """What the words of many texts are made of: ``stems`` and ``grams`` by name, each with its number."""

    stems: Mapping[str, int]
    grams: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Lexemes:
    """The numbers of the stems and of the grams of each text, in order."""

    stems: Ragged
    grams: Ragged


def lexemes(texts: Sequence[Sequence[str]]) -> tuple[list[Lexemes], Vocabulary]:
    """The :func:`terms` and :func:`grams` of several series of plain texts, over one vocabulary.

    Every word is folded, stemmed and cut once, however often it stands in the texts.
    """
    found, raw = numbered(itertools.chain.from_iterable(texts), _WORD.findall)
    known = [words(word) for word in raw]
    stems, stem_names = numbered_lists([stem(word) for word in each] for each in known)
    cut, gram_names = numbered_lists([gram for word in each for gram in _grams(word)] for each in known)
    ends = np.cumsum([0, *map(len, texts)]).tolist()
    parts = [found.part(start, end) for start, end in itertools.pairwise(ends)]
    vocabulary = Vocabulary(
        {name: number for number, name in enumerate(stem_names)},
        {name: number for number, name in enumerate(gram_names)},
    )
    return [Lexemes(part.replaced(stems), part.replaced(cut)) for part in parts], vocabulary


@dataclass(frozen=True, slots=True)
class Bm25:
    """Scores of the texts of an index for the tokens of a query, which are numbers; float32, not negative.

    What token ``n`` adds to the score of text ``rows[at]`` is ``weights[at]``, from ``starts[n]`` to ``starts[n + 1]``;
    the rows of a token are in order.
    """

    weights: Floats
    rows: NDArray[np.int32]
    starts: NDArray[np.int32]
    texts: int

    def scores(self, tokens: Ints) -> Floats:
        """One score a text."""
        found = np.zeros(self.texts, np.float32)
        for token in tokens.tolist():
            start, end = self.starts[token], self.starts[token + 1]
            found[self.rows[start:end]] += self.weights[start:end]
        return found

    def scores_of(self, tokens: Ints, rows: Ints) -> Floats:
        """The scores of these texts, which are in order, without those of the others."""
        found = np.zeros(len(rows), np.float32)
        for token in tokens.tolist():
            start, end = self.starts[token], self.starts[token + 1]
            own = self.rows[start:end]
            at = np.searchsorted(own, rows).clip(max=max(0, len(own) - 1))
            here = np.flatnonzero(own[at] == rows) if len(own) else at[:0]
            found[here] += self.weights[start:end][at[here]]
        return found


def bm25_of(tokens: Ragged, width: int) -> Bm25:
    """An index over the tokens of at least one text, numbers below ``width``."""
    bm25s = _imported()
    # bm25s has no place for a text without words: it gets a word that nobody asks for.
    lists = [tokens.values[start:end].tolist() or [width] for start, end in itertools.pairwise(tokens.starts.tolist())]
    index = bm25s.BM25(k1=K1, b=B, csc_backend="scipy")
    vocabulary = {str(number): number for number in range(width + 1)}
    index.index(bm25s.tokenization.Tokenized(ids=lists, vocab=vocabulary), show_progress=False)
    found = index.scores
    return Bm25(found["data"], found["indices"], found["indptr"], len(tokens))


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
