"""WordLlama's word pieces and their static vectors, read from the installed package and never downloaded."""

from __future__ import annotations

import functools
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claimkit.comparison.ragged import Ragged, numbered, ragged

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class WordPieces:
    """``vectors`` has a row a piece: float32, pieces x 256, as WordLlama has them."""

    vectors: Floats
    tokenizer: Any

    def encode(self, texts: Sequence[str]) -> Ragged:
        """The numbers of the pieces of each text, in order.

        No piece of this vocabulary crosses a blank: words are cut one by one, each once.
        """
        found, known = numbered(texts, str.split)
        return found.replaced(ragged(map(_cut, known)))

    def means(self, pieces: Ragged) -> Floats:
        """The mean of the vectors of each list, of length one; no list is empty."""
        sums = pieces.matrix(len(self.vectors)) @ self.vectors
        return unit(sums / pieces.lengths()[:, None].astype(np.float32))


def unit(vectors: Floats) -> Floats:
    """The vectors with length one; zero stays zero."""
    lengths = np.sqrt((vectors * vectors).sum(axis=-1, keepdims=True))
    found: Floats = vectors / np.maximum(lengths, 1e-9)
    return found


@functools.lru_cache(262_144)
def _cut(word: str) -> tuple[int, ...]:
    return tuple(load_wordpieces().tokenizer.encode(encodable(word), add_special_tokens=False).ids)


def encodable(text: str) -> str:
    """The text without half surrogate pairs, as broken pages hold them: a tokenizer takes none."""
    return text.encode("utf-8", "replace").decode()


@functools.cache
def load_wordpieces() -> WordPieces:
    """The pieces and vectors of ``l2_supercat_256``, loaded once a process."""
    wordllama = _imported()
    folder = str(Path(wordllama.__file__).parent)
    model = wordllama.WordLlama.load(cache_dir=folder, disable_download=True)
    model.tokenizer.no_padding()
    return WordPieces(model.embedding, model.tokenizer)


def _imported() -> Any:
    """The package, without the root logger that it configures on import: every library's notes would go to stderr."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    import wordllama
    import wordllama.inference

    root.handlers[:] = handlers
    root.setLevel(level)
    return wordllama
