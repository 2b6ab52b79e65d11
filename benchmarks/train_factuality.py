"""Train the model of event factuality that ships with claimkit, from corpora that stay where they are.

    python benchmarks/train_factuality.py --corpora ../shared/corpora [--parses DIR] [--to FILE]

Needs the extras ``train`` (torch) and ``compare`` (wordllama). UDS-IH2 train (Rudinger, White and Van Durme 2018),
MegaVeridicality train (White and Rawlins 2018) and MEANTIME train (Minard et al. 2016), each with a head of its own on
shared features: a ridge regression whose weights are a shared part and the corpus's own (Daumé III 2007), and
networks of one hidden layer with dropout, averaged. A gold score at the end of the scale bounds from one side only
(Tobin 1958). Vectors of verbs are wordllama's, turned to their first 64 principal axes. The same corpora, seed and
versions give the same weights on the same machine. Scored by ``benchmarks/factuality.py``.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import uncertainty
from train_hedging import matrix, narrow

from claimkit.evaluation.uncertainty import read_factuality
from claimkit.extraction.event_features import CIRCUMSTANCES, Governor, event_features, governor_of
from claimkit.extraction.event_scores import HIGHEST, SHIPPED, EventModel, save_event_model
from claimkit.extraction.parsing import load_model
from claimkit.resources import resource


@dataclass(frozen=True, slots=True)
class Share:
    """How a corpus is learned, chosen on folds of its train part.

    ``others`` is what an event of another corpus weighs in its regression, one of its own being 1; ``own`` scales the
    copy of the features that its own events alone have; ``ridge`` is the penalty. ``network`` is the weight in the
    networks, and ``networked`` whether its head listens to them: 1,012 events are too few to. ``stretch`` draws the
    scores apart that the penalty has drawn together, beyond the ends of the scale, where they are cut.
    """

    others: float
    own: float
    ridge: float
    network: float
    networked: bool = True
    stretch: float = 1.0


TRAINED_ON = {
    "UDS_IH2/train": Share(others=1.0, own=0.5, ridge=30.0, network=1.0),
    "MV2/train": Share(others=0.1, own=1.0, ridge=3.0, network=2.0),
    "MEANTIME/train": Share(others=0.01, own=2.0, ridge=3.0, network=5.0, networked=False, stretch=1.2),
}
SEEN = 3
ROUNDS = 3  # of the regression, the scores at the ends of the scale moved to where it put them
NETWORKS = 3
UNITS = 32
EPOCHS = 8
BATCH = 128
RATE = 3e-3
DROPPED = 0.3  # of features and of units
WIDTH = 64


@dataclass(frozen=True, slots=True)
class Events:
    """The events of one part of a corpus; ``sentences`` numbers the sentence of each."""

    features: list[list[str]]
    governors: list[Governor | None]
    scores: list[float]
    sentences: list[int]


def read_events(corpora: Path, name: str, keep: Path | None) -> Events:
    """The events of ``factuality/<name>.jsonl``."""
    documents = list(read_factuality(corpora / "factuality" / f"{name}.jsonl"))
    events = Events([], [], [], [])
    for number, (document, parse) in enumerate(zip(documents, uncertainty.parsed(documents, keep), strict=True)):
        for event in document.events:
            words = parse.doc.char_span(*event.word, alignment_mode="expand")
            if words is not None:
                events.features.append(event_features(words.root))
                events.governors.append(governor_of(words.root))
                events.scores.append(event.score)
                events.sentences.append(number)
    return events


def chosen(events: Events, indices: Sequence[int]) -> Events:
    """Some of the events."""
    columns = (events.features, events.governors, events.scores, events.sentences)
    return Events(*([column[index] for index in indices] for column in columns))


def train(
    parts: Mapping[str, Events], networks: int = NETWORKS, names: Sequence[str] = tuple(TRAINED_ON)
) -> EventModel:
    """A head for each corpus of ``names``: the average of its regression and the networks, if it listens to them."""
    counts = Counter(name for part in parts.values() for each in part.features for name in each)
    rows = {name: row for row, name in enumerate(sorted(name for name, count in counts.items() if count >= SEEN))}
    weights, bias = _ridge(parts, rows, names)
    words, vectors = _vectors(parts) if networks else ({}, np.zeros((0, WIDTH), dtype=np.float32))
    nets = [_network(parts, rows, words, vectors, seed) for seed in range(networks)]
    listening = np.array([TRAINED_ON[name].networked for name in names], dtype=np.float32)
    share = listening / (networks + 1)
    stretch = np.array([TRAINED_ON[name].stretch for name in names], dtype=np.float32)

    def beside(name: str, empty: tuple[int, ...]) -> Any:
        return np.concatenate([np.zeros(empty, dtype=np.float32), *(net[name] for net in nets)], axis=-1)

    outer = np.concatenate([np.zeros((0, len(names)), dtype=np.float32), *(net["outer"] for net in nets)])
    return EventModel(
        heads=tuple(name.partition("/")[0] for name in names),
        rows=rows,
        inner=beside("inner", (len(rows), 0)),
        inner_bias=beside("inner_bias", (0,)),
        words=words,
        vectors=vectors,
        governing=beside("governing", (CIRCUMSTANCES * WIDTH, 0)),
        outer=outer * share * stretch,
        direct=(weights * (1 - share * networks) + sum(net["direct"] for net in nets) * share) * stretch,
        bias=(bias * (1 - share * networks) + sum(net["bias"] for net in nets) * share) * stretch,
    )


def _ridge(parts: Mapping[str, Events], rows: Mapping[str, int], names: Sequence[str]) -> tuple[Any, Any]:
    """Weights (features × heads) and biases (heads), one regression a head."""
    tables = {name: matrix(parts[name].features, rows).astype(np.float32) for name in TRAINED_ON}
    gold = np.array([score for name in TRAINED_ON for score in parts[name].scores], dtype=np.float32)
    found = [_regression(tables, gold, name) for name in names]
    weights = np.stack([weights for weights, _ in found], axis=1).astype(np.float32)
    return weights, np.array([bias for _, bias in found], dtype=np.float32)


def _regression(tables: Mapping[str, Any], gold: Any, head: str) -> tuple[Any, float]:
    from scipy.sparse import csr_matrix, hstack, vstack
    from sklearn.linear_model import Ridge

    share = TRAINED_ON[head]
    blocks = [
        hstack([table, table * share.own if name == head else csr_matrix(table.shape, dtype=np.float32)])
        for name, table in tables.items()
    ]
    table = narrow(csr_matrix(vstack(blocks)))
    weight = np.concatenate(
        [np.full(each.shape[0], 1.0 if name == head else share.others) for name, each in tables.items()]
    )
    wanted = gold
    for _ in range(ROUNDS):
        model = Ridge(alpha=share.ridge, solver="lsqr", max_iter=40).fit(table, wanted, sample_weight=weight)
        found = model.predict(table)
        wanted = np.where(gold >= HIGHEST, np.maximum(gold, found), gold)
        wanted = np.where(gold <= -HIGHEST, np.minimum(gold, found), wanted)
    shared, own = np.split(model.coef_, 2)
    return shared + share.own * own, float(model.intercept_)


def _vectors(parts: Mapping[str, Events]) -> tuple[dict[str, int], Any]:
    """English verbs and what else governs events in training, each with its vector."""
    import wordllama
    from wordllama import WordLlama

    governing = {each.lemma for part in parts.values() for each in part.governors if each is not None}
    lemmatizer: Any = load_model().get_pipe("lemmatizer")
    verbs = {word for word in lemmatizer.lookups.get_table("lemma_index")["verb"] if word.isalpha()}
    words = sorted(governing | verbs)
    # The vectors lie in the package; left alone it would look for them on the web.
    llama = WordLlama.load(cache_dir=Path(wordllama.__file__).parent, disable_download=True)
    table = llama.embed(words)
    table = table / (np.linalg.norm(table, axis=1, keepdims=True) + 1e-9)
    table = table - table.mean(axis=0)
    axes = np.linalg.svd(table, full_matrices=False)[2][:WIDTH]
    return {word: row for row, word in enumerate(words)}, (table @ axes.T).astype(np.float32)


def _network(
    parts: Mapping[str, Events], rows: Mapping[str, int], words: Mapping[str, int], vectors: Any, seed: int
) -> dict[str, Any]:
    """One network, as NumPy arrays named as in :class:`EventModel`."""
    import torch
    from torch import nn
    from torch.nn import functional

    torch.manual_seed(seed)
    torch.set_num_threads(1)
    draw = np.random.default_rng(seed)
    inner = nn.EmbeddingBag(len(rows), UNITS, mode="sum")
    direct = nn.EmbeddingBag(len(rows), len(TRAINED_ON), mode="sum")
    governing, outer = nn.Linear(CIRCUMSTANCES * WIDTH, UNITS), nn.Linear(UNITS, len(TRAINED_ON))
    nn.init.normal_(inner.weight, 0, 0.05)
    nn.init.zeros_(direct.weight)
    nn.init.normal_(governing.weight, 0, 0.02)
    parameters = [
        {"params": direct.parameters(), "lr": RATE / 10},
        {"params": [each for part in (inner, governing, outer) for each in part.parameters()], "lr": RATE},
    ]
    optimiser = torch.optim.AdamW(parameters, weight_decay=1e-2)
    samples = _samples(parts, rows, words, vectors)
    steps = EPOCHS * (len(samples) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: max(0.02, 1 - step / steps))
    for _ in range(EPOCHS):
        order = draw.permutation(len(samples))
        for at in range(0, len(order) - BATCH + 1, BATCH):
            batch = [samples[index] for index in order[at : at + BATCH]]
            ids = torch.from_numpy(np.concatenate([each.rows for each in batch]))
            starts = torch.from_numpy(np.cumsum([0, *(len(each.rows) for each in batch[:-1])]))
            kept = (torch.rand(len(ids)) >= DROPPED).float() / (1 - DROPPED)
            given = torch.from_numpy(np.stack([each.governor for each in batch]))
            hidden = torch.relu(inner(ids, starts, per_sample_weights=kept) + governing(given))
            scores = outer(functional.dropout(hidden, DROPPED)) + direct(ids, starts, per_sample_weights=kept)
            found = scores[torch.arange(BATCH), torch.tensor([each.head for each in batch])]
            gold = torch.tensor([each.score for each in batch])
            error = found - gold
            # At the ends of the scale no score is too far out.
            error = torch.where(gold >= HIGHEST, error.clamp(max=0), error)
            error = torch.where(gold <= -HIGHEST, error.clamp(min=0), error)
            loss = (error**2 * torch.tensor([each.weight for each in batch])).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    return {
        "inner": inner.weight.detach().numpy(),
        "inner_bias": governing.bias.detach().numpy(),
        "governing": governing.weight.detach().numpy().T,
        "outer": outer.weight.detach().numpy().T,
        "direct": direct.weight.detach().numpy(),
        "bias": outer.bias.detach().numpy(),
    }


@dataclass(frozen=True, slots=True)
class _Sample:
    rows: Any
    governor: Any
    head: int
    score: float
    weight: float


def _samples(
    parts: Mapping[str, Events], rows: Mapping[str, int], words: Mapping[str, int], vectors: Any
) -> list[_Sample]:
    none = np.zeros(CIRCUMSTANCES * WIDTH, dtype=np.float32)
    samples = []
    for head, (name, share) in enumerate(TRAINED_ON.items()):
        part = parts[name]
        for features, governor, score in zip(part.features, part.governors, part.scores, strict=True):
            given = none
            if governor is not None:
                given = (governor.circumstances()[:, None] * vectors[words[governor.lemma]]).ravel()
            known = np.array([rows[each] for each in features if each in rows], dtype=np.int64)
            samples.append(_Sample(known, given, head, score, share.network))
    return samples


def scores_of(model: EventModel, events: Events, head: str) -> list[float]:
    """The model's score of each event by one of its heads."""
    pairs = zip(events.features, events.governors, strict=True)
    return [model.score(features, governor, head) for features, governor in pairs]


def main() -> None:
    """Train, and write the model."""
    parser = argparse.ArgumentParser(description="Train the model of event factuality")
    uncertainty.add_options(parser)
    parser.add_argument("--to", type=Path, default=Path(str(resource(SHIPPED))))
    arguments = parser.parse_args()
    parts = {name: read_events(arguments.corpora, name, arguments.parses) for name in TRAINED_ON}
    model = train(parts)
    arguments.to.parent.mkdir(parents=True, exist_ok=True)
    save_event_model(model, arguments.to)
    print(f"{arguments.to}: {sum(len(part.scores) for part in parts.values()):,} events, {len(model.rows):,} features")


if __name__ == "__main__":
    main()
