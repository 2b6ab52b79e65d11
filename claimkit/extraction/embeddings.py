"""The model's embeddings of words, worked out once for a word.

A network of spaCy's begins with a vector for each token that follows from its form alone (hash embeddings of norm,
prefix, suffix and shape, mixed; Miranda et al. 2022). A third of the network's time goes there, and nine words of ten
have been seen in earlier articles.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# Words remembered for each network: 12 MB.
REMEMBERED = 30_000
# The layers of an embedding that follows from the form alone; one with word vectors has others.
_LAYERS = ["extract_features", "list2ragged", "with_array", "with_array", "ragged2list"]


def remember_embeddings(nlp: Language) -> None:
    """Put layers that remember in the place of the embeddings in the networks of ``nlp``; it cannot be trained then."""
    for _, component in nlp.components:
        model: Any = getattr(component, "model", None)
        for node in list(model.walk()) if model is not None else []:
            for number, layer in enumerate(node.layers):
                if [part.name.partition("(")[0] for part in layer.layers] == _LAYERS:
                    node.layers[number] = _remembering(layer)


def _remembering(embedding: Any) -> Any:
    from thinc.api import Model

    extract, _, hashes, mix, _ = embedding.layers
    columns, width = extract.attrs["columns"], mix.get_dim("nO")
    vectors: dict[bytes, NDArray[np.float32]] = {}

    def embed(doc: Doc) -> NDArray[np.float32]:
        rows: Any = np.ascontiguousarray(doc.to_array(columns), dtype=np.uint64)
        keys = rows.view(f"V{rows.itemsize * len(columns)}").ravel().tolist()
        new = {key: row for key, row in zip(keys, rows, strict=True) if key not in vectors}
        if new:
            made = mix.layers[0].predict(hashes.layers[0].predict(np.array(list(new.values()))))
            vectors.update(zip(new, made, strict=True))
        found = np.array([vectors[key] for key in keys], dtype=np.float32).reshape(len(doc), width)
        if len(vectors) > REMEMBERED:
            vectors.clear()
        return found

    def forward(model: Any, docs: Sequence[Doc], is_train: bool) -> tuple[list[Any], Callable[[Any], Any]]:  # noqa: ARG001 - as thinc calls it
        return [embed(doc) for doc in docs], lambda _: []

    return Model("claimkit_embeddings", forward)
