"""Training the tagger: one network learns labels and links together, its weights are averaged, its layers rounded.

The loss is the chain's negative log-likelihood a piece plus the cross-entropy of the links. Against learning by heart
(840 articles): each epoch packs the windows anew, hides some words and some of the rules' hints, and what is kept is
the exponential mean of the weights (Polyak averaging). The last epoch trains as the int8 model will run.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from claimkit.tagging.examples import Example, LinkedRuns, Prepared, examples
from claimkit.tagging.labels import Run
from claimkit.tagging.network import Linker, Network, load_encoder
from claimkit.tagging.windows import FEATURES

_MASK = 103  # [MASK] in BERT's vocabulary
_HINTS = (FEATURES.index("outer"), FEATURES.index("inner"))


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the model is trained; the shipped one is the default.

    Rates are peaks of a linear decay to ``last_rate`` of them, after a rise over ``warming`` of the steps. ``hidden``
    is the share of words masked, ``unhinted`` that of windows without the rules' links; ``averaging`` the decay of the
    mean of the weights.
    """

    epochs: int = 6
    rounded_epochs: int = 1
    batch: int = 16
    rate: float = 3e-4
    head_rate: float = 1.2e-3
    last_rate: float = 0.1
    warming: float = 0.06
    weight_decay: float = 0.01
    link_weight: float = 0.3
    hidden: float = 0.1
    unhinted: float = 0.1
    averaging: float = 0.998
    seed: int = 13


@dataclass(frozen=True, slots=True)
class Step:
    """How far training is: ``loss`` is the mean over the epoch so far."""

    epoch: int
    step: int
    steps: int
    loss: float


def train(
    documents: Sequence[Prepared],
    weights: Path,
    recipe: Recipe,
    *,
    on_step: Callable[[Step], None],
    on_epoch: Callable[[int, Network], None],
) -> Network:
    """The averaged network trained on ``documents`` from the encoder ``weights`` (safetensors).

    ``on_epoch`` gets the averaged network after each epoch, to save or to score it.
    """
    torch.manual_seed(recipe.seed)
    draw = random.Random(recipe.seed)  # noqa: S311  (training, not secrecy)
    network = Network()
    load_encoder(network, weights)
    averaged = torch.optim.swa_utils.AveragedModel(
        network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(recipe.averaging)
    )
    kept = averaged.module
    assert isinstance(kept, Network)  # noqa: S101  (for the type checker)
    per_epoch = len(list(_batches(documents, recipe.batch, random.Random(recipe.seed))))  # noqa: S311
    steps = per_epoch * recipe.epochs
    optimiser = _optimiser(network, recipe)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, steps, recipe))
    done = 0
    for epoch in range(recipe.epochs):
        network.round_layers(epoch >= recipe.epochs - recipe.rounded_epochs)
        network.train()
        total = 0.0
        for number, batch in enumerate(_batches(documents, recipe.batch, draw), start=1):
            loss = _loss(network, batch, recipe, draw)
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad()
            done += 1
            if done >= per_epoch // 2:
                averaged.update_parameters(network)
            total += float(loss.detach())
            on_step(Step(epoch, done, steps, total / number))
        on_epoch(epoch, kept)
    return kept


def _optimiser(network: Network, recipe: Recipe) -> torch.optim.Optimizer:
    encoder = ("words.", "positions.", "norm.", "layers.")
    named = list(network.named_parameters())
    groups = [
        {"params": [value for name, value in named if name.startswith(encoder)], "lr": recipe.rate},
        {"params": [value for name, value in named if not name.startswith(encoder)], "lr": recipe.head_rate},
    ]
    return torch.optim.AdamW(groups, weight_decay=recipe.weight_decay, fused=True)


def _rate(step: int, steps: int, recipe: Recipe) -> float:
    rise = max(1, int(recipe.warming * steps))
    left = max(0.0, (steps - step) / steps)
    return min(1.0, (step + 1) / rise) * (recipe.last_rate + (1 - recipe.last_rate) * left)


def _batches(documents: Sequence[Prepared], size: int, draw: random.Random) -> Iterator[list[Example]]:
    """Windows of like length together, in random order."""
    windows = list(chain.from_iterable(examples(document, draw) for document in documents))
    windows.sort(key=lambda example: len(example.labels) + 60 * draw.random())
    batches = [windows[at : at + size] for at in range(0, len(windows), size)]
    draw.shuffle(batches)
    yield from batches


def _loss(network: Network, batch: Sequence[Example], recipe: Recipe, draw: random.Random) -> Tensor:
    ids, features, mask, labels = _tensors(batch, recipe, draw)
    states = network.states(network.embed(ids, features), mask, half=True)
    scores = network.scores(network.dropout(states))
    tagging = -(chain_likelihood(scores, mask.bool(), labels, network) / mask.sum(1)).mean()
    links = [loss for row, example in enumerate(batch) if (loss := _link_loss(network, states[row], example.links))]
    linking = torch.stack(links).mean() if links else scores.new_zeros(())
    return 4 * tagging + recipe.link_weight * linking


def _tensors(batch: Sequence[Example], recipe: Recipe, draw: random.Random) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    shape = (len(batch), max(len(example.labels) for example in batch))
    ids, labels, mask = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
    features = torch.zeros((*shape, len(FEATURES)), dtype=torch.long)
    for row, example in enumerate(batch):
        length = len(example.labels)
        ids[row, :length] = torch.from_numpy(example.window.ids)
        labels[row, :length] = torch.from_numpy(example.labels)
        features[row, :length] = torch.from_numpy(example.window.features)
        mask[row, :length] = 1
        if draw.random() < recipe.unhinted:
            features[row, :, list(_HINTS)] = 0
    ids[(torch.rand(shape) < recipe.hidden) & mask.bool()] = _MASK
    return ids, features, mask, labels


def chain_likelihood(scores: Tensor, mask: Tensor, labels: Tensor, network: Network) -> Tensor:
    """Log-likelihood of each window's labels under the chain; scores B × T × L, mask and labels B × T, result B."""
    own = scores.gather(2, labels[:, :, None]).squeeze(2)
    steps = network.between[labels[:, :-1], labels[:, 1:]]
    last = labels[torch.arange(len(labels)), mask.sum(1) - 1]
    path = network.start[labels[:, 0]] + (own * mask).sum(1) + (steps * mask[:, 1:]).sum(1) + network.end[last]
    forward = network.start + scores[:, 0]
    for at in range(1, scores.shape[1]):
        moved = torch.logsumexp(forward.unsqueeze(2) + network.between, 1) + scores[:, at]
        forward = torch.where(mask[:, at].unsqueeze(1), moved, forward)
    return path - torch.logsumexp(forward + network.end, 1)


def _link_loss(network: Network, states: Tensor, links: Sequence[LinkedRuns]) -> Tensor | None:
    """Mean cross-entropy of the window's links: contents to cues, and cues to sources; null where there are none."""
    cues = list(dict.fromkeys(run for link in links for run in link.cue))
    if not cues:
        return None
    contents = {run: link.cue[:1] for link in reversed(links) for run in link.content}
    heads = {link.cue[0]: link.source[:1] for link in reversed(links) if link.cue}
    sources = list(dict.fromkeys(run for link in links for run in link.source))
    terms = [
        _choice_loss(network.content_to_cue, states, contents, cues),
        _choice_loss(network.cue_to_source, states, heads, sources),
    ]
    counted = [(loss, count) for loss, count in terms if count]
    return sum((loss for loss, _ in counted), torch.zeros(())) / max(1, sum(count for _, count in counted))


def _choice_loss(
    linker: nn.Module, states: Tensor, gold: dict[Run, tuple[Run, ...]], targets: list[Run]
) -> tuple[Tensor, int]:
    assert isinstance(linker, Linker)  # noqa: S101  (for the type checker)
    if not gold or not targets:
        return states.new_zeros(()), 0
    wanted = torch.tensor([targets.index(choice[0]) if choice else len(targets) for choice in gold.values()])
    return functional.cross_entropy(linker(states, list(gold), targets), wanted, reduction="sum"), len(gold)
