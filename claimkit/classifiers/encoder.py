"""Sentences as vectors: the mean state of the attribution tagger's encoder (MiniLM, 384 figures) over a sentence.

The encoder was trained on PolNeAR's training part, so on that part its vectors know the answer: scores by
cross-validation there flatter. It reads fewer than 200 sentences a second.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin

from claimkit.classifiers.grams import checked, string_tags
from claimkit.errors import MissingModelError

LENGTH = 128  # word pieces of a sentence that are read
WIDTH = 384


class SentenceVectors(TransformerMixin, BaseEstimator):
    """Mean states of the encoder over the word pieces of each text: texts × 384, float32. Nothing is learned.

    The parser's labels, which the tagger reads as well, are left out: they would take longer than the encoder.
    Raises :class:`MissingModelError` where ``CLAIMKIT_TAGGER`` is ``none``.
    """

    def fit(self, X: Iterable[str], y: Any = None) -> Self:  # noqa: ARG002, N803  (scikit-learn's names)
        """Check the texts; there is nothing to learn."""
        checked(X)
        return self

    def transform(self, X: Iterable[str]) -> NDArray[np.float32]:  # noqa: N803
        """The vectors of ``X``."""
        from claimkit.tagging.model import load_tagger
        from claimkit.tagging.windows import FEATURES

        tagger = load_tagger()
        if tagger is None:
            raise MissingModelError("this classifier reads the tagger's encoder: unset CLAIMKIT_TAGGER")
        texts = checked(X)
        vectors = np.zeros((len(texts), WIDTH), dtype=np.float32)
        for row, text in enumerate(texts):
            written = text.encode("utf-8", "replace").decode("utf-8")
            ids = tagger.tokenizer.encode(written, add_special_tokens=False).ids[:LENGTH]
            if ids:
                features = np.zeros((1, len(ids), len(FEATURES)), dtype=np.int64)
                given = {"ids": np.array([ids], dtype=np.int64), "features": features}
                vectors[row] = tagger.session.run(None, given)[1][0].mean(axis=0)
        return vectors

    def get_feature_names_out(self, input_features: Any = None) -> NDArray[Any]:  # noqa: ARG002
        """``encoder_0`` to ``encoder_383``."""
        return np.array([f"encoder_{at}" for at in range(WIDTH)], dtype=object)

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def __sklearn_tags__(self) -> Any:
        tags = string_tags(super().__sklearn_tags__())
        tags.requires_fit = False
        return tags
