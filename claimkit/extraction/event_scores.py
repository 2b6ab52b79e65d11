"""How certain the author makes an event look, as one number in [-3, 3]: the scale of UDS-IH2 (Rudinger et al. 2018).

Networks of one hidden layer and a ridge regression, averaged, over named binary features and the vector of the word
that governs the event. Corpora differ in what they call certain (of what will be, UDS-IH2 says no and MEANTIME yes), so
each has an output of its own, a head, on what they share. Trained by ``benchmarks/train_factuality.py``; kept as
``.npz``: see :class:`EventModel`.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import as_file
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from claimkit.errors import MissingModelError, OptionError
from claimkit.extraction.event_features import Governor, event_features, governor_of
from claimkit.resources import resource

if TYPE_CHECKING:
    from claimkit.extraction.tokens import Token

SHIPPED = "models/factuality/score.npz"
HIGHEST = 3.0
HEAD = "UDS_IH2"

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class EventModel:
    """Features (n), units (h), vectors of words (d long, once a circumstance of :class:`Governor`), heads (k).

    ``rows`` maps a feature to its row of ``inner`` (n × h) and ``direct`` (n × k), ``words`` one to its row of
    ``vectors``, which ``governing`` (circumstances · d × h) takes; ``outer`` (h × k) and ``bias`` (k) make the scores.
    """

    heads: tuple[str, ...]
    rows: Mapping[str, int]
    inner: Floats
    inner_bias: Floats
    words: Mapping[str, int]
    vectors: Floats
    governing: Floats
    outer: Floats
    direct: Floats
    bias: Floats

    def score(self, features: Iterable[str], governor: Governor | None = None, head: str = HEAD) -> float:
        """The score of an event, to two digits; features and words it does not know count nothing.

        Raises :class:`OptionError` for a head that the model has not.
        """
        if head not in self.heads:
            raise OptionError(f"the model has no head {head!r}; it has {', '.join(self.heads)}")
        known = sorted({row for name in features if (row := self.rows.get(name)) is not None})
        hidden = self.inner[known].sum(axis=0) + self.inner_bias
        word = self.words.get(governor.lemma) if governor is not None else None
        if governor is not None and word is not None:
            hidden = hidden + (governor.circumstances()[:, None] * self.vectors[word]).ravel() @ self.governing
        at = self.heads.index(head)
        score = float(np.maximum(hidden, 0) @ self.outer[:, at] + self.direct[known, at].sum() + self.bias[at])
        return round(min(HIGHEST, max(-HIGHEST, score)), 2)


def event_score(token: Token, model: EventModel | None = None, *, below: Token | None = None) -> float:
    """The score of the event whose word is ``token``, by the shipped model unless another is given.

    ``below`` is the cue of a source: what stands above it is not the source's, and is not looked at.
    """
    model = model or load_event_model()
    return model.score(event_features(token, below=below), governor_of(token, below=below))


def save_event_model(model: EventModel, path: Path) -> None:
    """Write a model, weights in float16 and vectors in int8; the same model gives the same bytes."""
    step = max(float(np.abs(model.vectors).max(initial=0)), 1e-6) / 127
    np.savez_compressed(
        path,
        heads=_packed(model.heads),
        names=_packed(sorted(model.rows, key=model.rows.__getitem__)),
        inner=model.inner.astype(np.float16),
        inner_bias=model.inner_bias.astype(np.float32),
        words=_packed(sorted(model.words, key=model.words.__getitem__)),
        vectors=np.round(model.vectors / step).astype(np.int8),
        vector_step=np.float32(step),
        governing=model.governing.astype(np.float16),
        outer=model.outer.astype(np.float32),
        direct=model.direct.astype(np.float16),
        bias=model.bias.astype(np.float32),
    )


def open_event_model(path: Path) -> EventModel:
    """Read a model. Raises :class:`MissingModelError` where there is none."""
    if not path.is_file():
        raise MissingModelError(f"{path} is missing: install claimkit anew, or run benchmarks/train_factuality.py")
    with np.load(path) as arrays:
        floats = {
            name: arrays[name].astype(np.float32)
            for name in ("inner", "inner_bias", "vectors", "governing", "outer", "direct", "bias")
        }
        floats["vectors"] *= arrays["vector_step"]
        return EventModel(
            heads=tuple(_unpacked(arrays["heads"])),
            rows={name: row for row, name in enumerate(_unpacked(arrays["names"]))},
            words={name: row for row, name in enumerate(_unpacked(arrays["words"]))},
            **floats,
        )


def _packed(lines: Iterable[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(lines).encode(), dtype=np.uint8)


def _unpacked(data: NDArray[np.uint8]) -> list[str]:
    text = data.tobytes().decode()
    return text.split("\n") if len(data) else []


@functools.cache
def load_event_model() -> EventModel:
    """The shipped model, loaded once a process."""
    with as_file(resource(SHIPPED)) as path:
        return open_event_model(path)
