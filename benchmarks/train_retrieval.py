"""The rankers of ``claimkit.comparison.index``: learned from CheckThat 2020 train, written to the package's models.

    python benchmarks/train_retrieval.py [--corpora ../shared/corpora] [--out claimkit/resources/models/retrieval]

``words.npz`` ranks all that is fetched; ``sentences.npz`` the best of these once more, with what the package's sentence
encoder says; ``pieces.npz`` holds how rare the encoder's word pieces are among the claims. The second learns from first
looks by rankers that have not seen the tweet. The choice of features, width, decay and passes was made by five-fold
cross-validation on train, whose MAP@5 is printed and written to benchmarks/results/retrieval.json (claims told twice
are not pooled there); dev is not read here. The same versions on the same machine give the same bytes.
"""

import argparse
import functools
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from checkthat import read_claims, read_part
from numpy.typing import NDArray

from claimkit.comparison.index import LOOKED_AT, fetched
from claimkit.comparison.lexical import unsigned
from claimkit.comparison.ranking import (
    ABSOLUTE,
    COMPARABLE,
    Ranker,
    expected,
    features,
    of_the_best,
    save_ranker,
    second_look,
)
from claimkit.comparison.sentences import LIKENESS, likeness_of, load_encoder, load_tokenizer, pieces
from claimkit.comparison.store import Store, rarity, store_of
from claimkit.evaluation.retrieval import average_precision

CORPORA = Path(os.environ.get("CLAIMKIT_CORPORA", Path(__file__).parents[2] / "shared" / "corpora"))
RESULT = Path(__file__).parent / "results" / "retrieval.json"
MODELS = Path(__file__).parents[1] / "claimkit" / "resources" / "models" / "retrieval"
HIDDEN, PASSES, RATE, DECAY, TWEETS_AT_ONCE, FOLDS, NETWORKS = 16, 40, 3e-3, 3e-2, 16, 5, 3
Array = NDArray[Any]


class Listing(NamedTuple):
    """The claims fetched for one tweet: features, which of them are relevant, and how many are in all.

    ``text`` is the tweet, ``rows`` where the claims stand in the corpus.
    """

    inputs: Array
    right: Array
    relevant: int
    text: str
    rows: Array


def main() -> None:
    """Cross-validate, train on all of train, write the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--out", type=Path, default=MODELS)
    arguments = parser.parse_args()
    listings = listings_of(arguments.corpora, "train")
    found, without = cross_validated(listings)
    arguments.out.mkdir(parents=True, exist_ok=True)
    network = trained(listings)
    save_ranker(with_presence(network, found, without, COMPARABLE), arguments.out / "words.npz")
    save_rarities(list(read_claims(arguments.corpora).values()), arguments.out / "pieces.npz")
    again = Again(list(read_claims(arguments.corpora).values()))
    looks = [again.look(*each) for each in found]
    looks_found, looks_without = cross_validated(looks, [again.look(*each) for each in without])
    compared = [*COMPARABLE, *range(len(ABSOLUTE), len(ABSOLUTE) + len(LIKENESS))]
    save_ranker(with_presence(trained(looks), looks_found, looks_without, compared), arguments.out / "sentences.npz")
    known = json.loads(RESULT.read_text(encoding="utf-8"))
    known["train_map_at_5_by_folds"] = {
        name: round(float(np.mean([precision(*each) for each in scored])), 4)
        for name, scored in (("index", found), ("index, re-ranked", looks_found))
    }
    RESULT.write_text(json.dumps(known, indent=2) + "\n", encoding="utf-8")
    print(known["train_map_at_5_by_folds"])


def save_rarities(claims: Sequence[tuple[str, str]], path: Path) -> None:
    """Write how rare each of the encoder's word pieces is among the claims and their titles, in float16."""
    tokenizer = load_tokenizer()
    frequency = np.zeros(tokenizer.get_vocab_size())
    for claim, title in claims:
        frequency[np.unique(pieces(f"{claim}. {title}", tokenizer))] += 1
    np.savez(path, allow_pickle=False, rarities=rarity(len(claims), frequency).astype(np.float16))


class Again:
    """A second look at the claims that a first look puts first; every text is encoded once."""

    def __init__(self, claims: Sequence[tuple[str, str]]) -> None:
        self.claims, self.encoder = claims, load_encoder()
        self.read = functools.cache(self.encoder.read)

    def look(self, ranker: Ranker, listing: Listing) -> Listing:
        """The listing of the second look."""
        logits = ranker.logits(listing.inputs)
        best = np.sort(np.argsort(-logits, kind="stable")[:LOOKED_AT])
        texts = [f"{claim}. {title}" for claim, title in (self.claims[row] for row in listing.rows[best].tolist())]
        own, bare = self.read(listing.text), self.read(unsigned(listing.text))
        likeness = np.array([likeness_of(own, bare, self.read(text)) for text in texts], np.float32)
        inputs = second_look(listing.inputs[best], logits[best], likeness)
        return listing._replace(inputs=inputs, right=listing.right[best], rows=listing.rows[best])


def listings_of(corpora: Path, part: str) -> list[Listing]:
    """What the index fetches for each tweet of a part."""
    claims, (tweets, relevant) = read_claims(corpora), read_part(corpora, part)
    names = list(claims)
    store = store_of([claim for claim, _ in claims.values()], [title for _, title in claims.values()])
    return [listing_of(text, relevant[tweet], names, store) for tweet, text in tweets.items()]


def listing_of(text: str, relevant: frozenset[str], names: list[str], store: Store) -> Listing:
    """What is fetched for one text; ``names`` are the identifiers of the store's claims."""
    query = store.query(text)
    rows = fetched(query, store)
    right = np.array([names[row] in relevant for row in rows.tolist()], dtype=float)
    return Listing(features(query, rows, store), right, len(relevant), text, rows)


def trained(listings: list[Listing]) -> Ranker:
    """The mean of networks that differ in their seed, as one network that is as wide as all of them."""
    parts = [network(listings, seed) for seed in range(NETWORKS)]
    arrays = {name: getattr(parts[0], name) for name in Ranker.__dataclass_fields__}
    arrays["first"] = np.concatenate([each.first for each in parts], axis=1)
    arrays["bias"] = np.concatenate([each.bias for each in parts])
    arrays["second"] = np.concatenate([each.second for each in parts]) / np.float32(NETWORKS)
    arrays["direct"] = np.mean([each.direct for each in parts], axis=0, dtype=np.float32)
    return Ranker(**arrays)


def network(listings: list[Listing], seed: int) -> Ranker:
    """A network with a softmax over each listing, by Adam (Kingma and Ba 2015) with a falling rate."""
    rng = np.random.default_rng(seed)
    rows = np.concatenate([each.inputs for each in listings]).astype(float)
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    usable = [each for each in listings if each.right.any()]
    inputs = [((each.inputs - mean) / scale).clip(-5, 5) for each in usable]
    width = len(mean)
    weights = [
        rng.normal(0, width**-0.5, (width, HIDDEN)),
        np.zeros(HIDDEN),
        rng.normal(0, 0.1 * HIDDEN**-0.5, HIDDEN),
        np.zeros(width),
    ]
    first, second = ([np.zeros_like(each) for each in weights] for _ in range(2))
    step = 0
    for number in range(PASSES):
        order = rng.permutation(len(usable))
        for start in range(0, len(order), TWEETS_AT_ONCE):
            chosen = order[start : start + TWEETS_AT_ONCE].tolist()
            sizes = [len(inputs[each]) for each in chosen]
            gradients = _gradients(
                weights,
                np.concatenate([inputs[each] for each in chosen]),
                np.concatenate([usable[each].right for each in chosen]),
                np.cumsum(sizes) - sizes,
            )
            step += 1
            for at, gradient in enumerate(gradients):
                decayed = gradient + (DECAY * weights[at] if at != 1 else 0)
                first[at] = 0.9 * first[at] + 0.1 * decayed
                second[at] = 0.999 * second[at] + 0.001 * decayed**2
                move = (first[at] / (1 - 0.9**step)) / (np.sqrt(second[at] / (1 - 0.999**step)) + 1e-8)
                weights[at] = weights[at] - RATE * (1 - number / PASSES) * move
    arrays = [each.astype(np.float32) for each in (mean, scale, *weights)]
    nothing = np.zeros(0, np.float32)
    return Ranker(*arrays, compared=np.zeros(0, np.int64), presence=nothing, offset=nothing)


def _gradients(weights: list[Array], inputs: Array, right: Array, starts: Array) -> list[Array]:
    """Of the mean cross-entropy between the softmax of each listing and its relevant claims.

    The rows of the listings lie end to end; ``starts`` says where each begins.
    """
    first, bias, second, direct = weights
    own = np.repeat(np.arange(len(starts)), np.diff([*starts, len(inputs)]))
    before = inputs @ first + bias
    hidden = np.maximum(before, 0)
    logits = hidden @ second + inputs @ direct
    shares = np.exp(logits - np.maximum.reduceat(logits, starts)[own])
    shares /= np.add.reduceat(shares, starts)[own]
    error = (shares - right / np.add.reduceat(right, starts)[own]) / len(starts)
    back = np.outer(error, second) * (before > 0)
    return [inputs.T @ back, back.sum(axis=0), hidden.T @ error, inputs.T @ error]


Scored = tuple[Ranker, Listing]


def cross_validated(listings: list[Listing], without: list[Listing] | None = None) -> tuple[list[Scored], list[Scored]]:
    """Every listing with a ranker that has not seen it; and again without its relevant claims, or as given."""
    folds = np.random.default_rng(1).permutation(len(listings)) % FOLDS
    rankers = [
        trained([each for each, own in zip(listings, folds, strict=True) if own != fold]) for fold in range(FOLDS)
    ]
    found = [(rankers[fold], each) for each, fold in zip(listings, folds.tolist(), strict=True)]
    without = [without_relevant(each) for each in listings] if without is None else without
    return found, [(ranker, each) for (ranker, _), each in zip(found, without, strict=True)]


def without_relevant(listing: Listing) -> Listing:
    """The listing as it would be were the relevant claims not in the index."""
    kept = listing.right == 0
    absolute = listing.inputs[kept, : listing.inputs.shape[1] // 2]
    return listing._replace(
        inputs=of_the_best(absolute), right=np.zeros(len(absolute)), relevant=0, rows=listing.rows[kept]
    )


def precision(ranker: Ranker, listing: Listing) -> float:
    """Average precision at 5."""
    order = np.argsort(-ranker.logits(listing.inputs), kind="stable")
    names = [str(at) for at in order.tolist()]
    # What was not fetched is missing from the list and counts among the relevant.
    missing = [f"missing {number}" for number in range(listing.relevant - int(listing.right.sum()))]
    return average_precision(names, [*(str(at) for at in np.nonzero(listing.right)[0]), *missing], depth=5)


def with_presence(ranker: Ranker, found: list[Scored], without: list[Scored], compared: list[int]) -> Ranker:
    """The ranker with a logistic regression that tells the best of a listing with its claim from one without."""
    from sklearn.linear_model import LogisticRegression

    rows = [expected(each.inputs[:, compared], own.logits(each.inputs)) for own, each in (*found, *without)]
    labels = [bool(each.right.any()) for _, each in found] + [False] * len(without)
    model = LogisticRegression(C=10, max_iter=1000).fit(np.array(rows), labels)
    arrays = {name: getattr(ranker, name) for name in Ranker.__dataclass_fields__}
    arrays |= {"presence": model.coef_[0].astype(np.float32), "offset": model.intercept_.astype(np.float32)}
    return Ranker(**arrays | {"compared": np.array(compared)})


if __name__ == "__main__":
    main()
