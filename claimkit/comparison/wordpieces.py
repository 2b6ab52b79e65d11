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

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
# Texts that are cut into pieces in one call.
_BATCH = 4096


@dataclass(frozen=True, slots=True)
class WordPieces:
    """``vectors`` has a row a piece: float32, pieces x 256, as WordLlama has them."""

    vectors: Floats
    tokenizer: Any

    def encode(self, texts: Sequence[str]) -> list[Ints]:
        """The numbers of the pieces of each text, in order."""
        found: list[Ints] = []
        for start in range(0, len(texts), _BATCH):
            # Half a surrogate pair, as a broken page holds it, is no text to the tokenizer.
            batch = [text.encode("utf-8", "replace").decode() for text in texts[start : start + _BATCH]]
            encoded = self.tokenizer.encode_batch(batch, add_special_tokens=False)
            found += [np.array(each.ids, dtype=np.int64) for each in encoded]
        return found


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
