"""How alike a query and claims are to a sentence encoder: a second look at the best of a search.

The encoder is all-MiniLM-L6-v2 (Wang et al. 2020; Reimers and Gurevych 2019) in int8, with the word pieces of the
attribution tagger, which starts from the same model. Two texts are compared by the cosine of their mean states, and
piece by piece: each state with the nearest of the other text (late interaction, Khattab and Zaharia 2020).
Numbers and quotation marks are left out, as they are of every vector.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import as_file
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claimkit.comparison.lexical import plain
from claimkit.comparison.store import worded
from claimkit.comparison.wordpieces import encodable
from claimkit.errors import MissingModelError
from claimkit.resources import resource
from claimkit.tagging.sessions import open_session

Floats = NDArray[np.float32]
LIKENESS = ("cosine of the means", "the query's states in the text", "the text's states in the query")
# Pieces of a text that are read: a tweet has some sixty, a claim thirty.
_LONGEST = 96


@dataclass(frozen=True, slots=True)
class Encoder:
    """``session`` takes numbers of pieces, 1 x n, and gives states, 1 x n x 384."""

    session: Any
    tokenizer: Any

    def states(self, text: str) -> Floats:
        """The last states of a text's pieces: n x 384, one piece or more."""
        ids = np.array([self.tokenizer.encode(encodable(worded(plain(text)))).ids], np.int64)
        found: Floats = self.session.run(None, {"ids": ids})[0][0]
        return found

    def likeness(self, query: str, texts: Sequence[str]) -> Floats:
        """The :data:`LIKENESS` of each text to the query: texts x 3. Texts are encoded one by one, without padding."""
        own = self.states(query)
        return np.array([likeness_of(own, self.states(text)) for text in texts], np.float32).reshape(-1, len(LIKENESS))


def likeness_of(a: Floats, b: Floats) -> tuple[float, float, float]:
    """The :data:`LIKENESS` of two texts by their states."""
    means = [each.mean(axis=0) for each in (a, b)]
    cosine = float(means[0] @ means[1] / np.maximum(np.linalg.norm(means[0]) * np.linalg.norm(means[1]), 1e-9))
    one, other = (each / np.maximum(np.linalg.norm(each, axis=1, keepdims=True), 1e-9) for each in (a, b))
    between = one @ other.T
    return cosine, float(between.max(axis=1).mean()), float(between.max(axis=0).mean())


@functools.cache
def load_encoder() -> Encoder:
    """The shipped encoder, loaded once a process. Raises :class:`MissingModelError` where it is missing."""
    from tokenizers import Tokenizer

    with as_file(resource("models/retrieval/encoder.onnx")) as path:
        if not path.is_file():
            raise MissingModelError(f"{path} is missing: install claimkit anew, or search without re-ranking")
        session = open_session(path)
    tokenizer = Tokenizer.from_str(resource("models/attribution/tokenizer.json").read_text(encoding="utf-8"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(_LONGEST)
    return Encoder(session, tokenizer)
