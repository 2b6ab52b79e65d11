"""How alike a query and claims are to a sentence encoder: a second look at the best of a search.

The encoder is all-MiniLM-L6-v2 (Wang et al. 2020; Reimers and Gurevych 2019) in int8, with the word pieces of the
attribution tagger, which starts from the same model. Two texts are compared by the cosine of their mean states, and
piece by piece: each state with the nearest of the other text (late interaction, Khattab and Zaharia 2020). A query is
compared whole, and once more without the signature of a tweet, where rare pieces weigh most as well.
Numbers and quotation marks are left out, as they are of every vector.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import as_file
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from claimkit.comparison.lexical import plain, unsigned
from claimkit.comparison.store import worded
from claimkit.comparison.wordpieces import encodable, unit
from claimkit.errors import MissingModelError
from claimkit.resources import resource
from claimkit.tagging.sessions import open_session

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
_OF_TWO = ("cosine of the means", "the query's states in the text", "the text's states in the query")
LIKENESS = (
    *_OF_TWO,
    *(f"unsigned: {name}" for name in _OF_TWO),
    *(f"unsigned, by rarity: {name}" for name in _OF_TWO),
)
# Pieces of a text that are read: a tweet has some sixty, a claim thirty.
_LONGEST = 96


class Reading(NamedTuple):
    """What the encoder says of a text: ``states`` n x 384, and the ``rarity`` of each of its n pieces, one or more."""

    states: Floats
    rarity: Floats


@dataclass(frozen=True, slots=True)
class Encoder:
    """``session`` takes numbers of pieces, 1 x n, and gives states, 1 x n x 384; ``rarities`` has one a piece."""

    session: Any
    tokenizer: Any
    rarities: Floats

    def read(self, text: str) -> Reading:
        """The last states of a text's pieces."""
        ids = pieces(text, self.tokenizer)
        return Reading(self.session.run(None, {"ids": ids[None]})[0][0], self.rarities[ids])

    def likeness(self, query: str, texts: Sequence[str]) -> Floats:
        """The :data:`LIKENESS` of each text to the query: texts x 9. Texts are encoded one by one, without padding."""
        own, bare = self.read(query), self.read(unsigned(query))
        return np.array([likeness_of(own, bare, self.read(text)) for text in texts], np.float32).reshape(
            -1, len(LIKENESS)
        )


def pieces(text: str, tokenizer: Any) -> Ints:
    """The numbers of the pieces of a text, with a first and a last that stand for none of its words."""
    return np.array(tokenizer.encode(encodable(worded(plain(text)))).ids, np.int64)


def likeness_of(whole: Reading, bare: Reading, text: Reading) -> list[float]:
    """The :data:`LIKENESS` of a text to a query, of which ``bare`` is without its signature."""
    alike = [*_of_two(_evenly(whole), _evenly(text)), *_of_two(_evenly(bare), _evenly(text))]
    return [*alike, *_of_two(bare, text)]


def _evenly(reading: Reading) -> Reading:
    """The text as it would be were all its pieces equally rare."""
    return reading._replace(rarity=np.ones_like(reading.rarity))


def _of_two(query: Reading, text: Reading) -> tuple[float, float, float]:
    """The cosine of the means, and how much of either has a counterpart in the other, each piece by its weight."""
    means = unit(np.stack([each.rarity @ each.states for each in (query, text)]))
    between = unit(query.states) @ unit(text.states).T
    of_query = between.max(axis=1) @ query.rarity / query.rarity.sum()
    of_text = between.max(axis=0) @ text.rarity / text.rarity.sum()
    return float(means[0] @ means[1]), float(of_query), float(of_text)


@functools.cache
def load_encoder() -> Encoder:
    """The shipped encoder, loaded once a process. Raises :class:`MissingModelError` where it is missing."""
    with as_file(resource("models/retrieval/encoder.onnx")) as path:
        if not path.is_file():
            raise MissingModelError(f"{path} is missing: install claimkit anew, or search without re-ranking")
        session = open_session(path)
    with as_file(resource("models/retrieval/pieces.npz")) as path:
        rarities = _open_rarities(path)
    return Encoder(session, load_tokenizer(), rarities)


def load_tokenizer() -> Any:
    """The word pieces of the encoder, cut after 96."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(resource("models/attribution/tokenizer.json").read_text(encoding="utf-8"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(_LONGEST)
    return tokenizer


def _open_rarities(path: Path) -> Floats:
    if not path.is_file():
        raise MissingModelError(f"{path} is missing: install claimkit anew, or search without re-ranking")
    with np.load(path) as arrays:
        found: Floats = arrays["rarities"].astype(np.float32)
    return found
