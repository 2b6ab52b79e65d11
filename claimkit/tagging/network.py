"""The tagger as it is trained: a MiniLM encoder with added features, a chain and two linking heads, in PyTorch.

Encoder: six layers, 384 wide, 12 heads (Wang et al. 2020), from the weights of all-MiniLM-L6-v2. The features of a
piece are embedded and added to its word embedding. Dropout is .1 on hidden states, none on attention.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from claimkit.tagging.labels import LABELS, Run
from claimkit.tagging.linking import bucket, distance
from claimkit.tagging.windows import FEATURES

WIDTH, INNER, HEADS, LAYERS, PIECES, POSITIONS = 384, 1536, 12, 6, 30522, 512
# How many values each feature can have; the parser's labels leave room for those of another parser version.
VALUES = {"case": 8, "quote": 4, "paragraph": 2, "tag": 64, "dep": 64, "outer": len(LABELS), "inner": len(LABELS)}
PROJECTED, DISTANCES = 96, 64
DROPOUT = 0.1
_EPSILON = 1e-12


class Rounded(nn.Linear):
    """A linear layer that can be trained as it will run in int8 (straight-through estimator, Jacob et al. 2018).

    With ``rounding`` on, weights are rounded per output to 8 bits, inputs per batch, as onnxruntime's dynamic
    quantisation does.
    """

    rounding = False

    def forward(self, values: Tensor) -> Tensor:
        """Inputs … × in_features to … × out_features."""
        if not self.rounding:
            return functional.linear(values, self.weight, self.bias)
        with torch.no_grad():
            step = self.weight.abs().amax(1, keepdim=True) / 127
            weight_error = (self.weight / step).round_().clamp_(-127, 127) * step - self.weight
            exact = values.float()
            low, high = min(float(exact.min()), 0.0), max(float(exact.max()), 0.0)
            size = (high - low) / 255 or 1.0
            zero = round(-low / size)
            rounded = (exact / size).round_().add_(zero).clamp_(0, 255).sub_(zero) * size
            input_error = (rounded - exact).to(values.dtype)
        return functional.linear(values + input_error, self.weight + weight_error, self.bias)


class Dropout(nn.Module):
    """Dropout from one pool of random numbers, drawn once: drawing them anew is 40 % of a step on a CPU."""

    def __init__(self, share: float = DROPOUT, size: int = 8_000_000) -> None:
        super().__init__()
        generator = torch.Generator().manual_seed(5)
        kept = (torch.rand(size, generator=generator) >= share).float() / (1 - share)
        self.register_buffer("pool", kept, persistent=False)

    def forward(self, values: Tensor) -> Tensor:
        """``values`` with a share of them zero, while training."""
        if not self.training:
            return values
        pool: Tensor = self.get_buffer("pool")
        start = int(torch.randint(0, pool.numel() - values.numel(), (1,)))
        return values * pool[start : start + values.numel()].view(values.shape).to(values.dtype)


class Layer(nn.Module):
    """One transformer layer; states B × T × 384, ``blocked`` B × 1 × 1 × T is added to the attention scores."""

    def __init__(self) -> None:
        super().__init__()
        self.attention_in, self.attention_out = Rounded(WIDTH, 3 * WIDTH), Rounded(WIDTH, WIDTH)
        self.attention_norm = nn.LayerNorm(WIDTH, eps=_EPSILON)
        self.widen, self.narrow = Rounded(WIDTH, INNER), Rounded(INNER, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=_EPSILON)

    def forward(self, states: Tensor, blocked: Tensor, dropout: nn.Module) -> Tensor:
        """The states after attention and the feed-forward part."""
        batch, length, _ = states.shape
        parts = self.attention_in(states).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        query, key, value = parts.unbind(0)
        scores = torch.matmul(query * (WIDTH // HEADS) ** -0.5, key.transpose(-1, -2)) + blocked.to(query.dtype)
        mixed = torch.matmul(scores.softmax(-1).to(value.dtype), value)
        mixed = mixed.permute(0, 2, 1, 3).reshape(batch, length, WIDTH)
        states = self.attention_norm(states + dropout(self.attention_out(mixed)))
        after: Tensor = self.norm(states + dropout(self.narrow(functional.gelu(self.widen(states)))))
        return after


class Linker(nn.Module):
    """The trained form of :class:`claimkit.tagging.linking.Scorer`."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key = nn.Linear(3 * WIDTH, PROJECTED), nn.Linear(3 * WIDTH, PROJECTED)
        self.distance, self.none = nn.Embedding(DISTANCES, 1), nn.Linear(3 * WIDTH, 1)
        nn.init.zeros_(self.distance.weight)

    def forward(self, states: Tensor, spans: Sequence[Run], targets: Sequence[Run]) -> Tensor:
        """Scores, spans × (targets + none)."""
        queries, keys = represent(states, spans), represent(states, targets)
        between = self.query(queries) @ self.key(keys).T / math.sqrt(PROJECTED)
        apart = torch.tensor([[bucket(distance(span, other)) for other in targets] for span in spans])
        return torch.cat([between + self.distance(apart).squeeze(-1), self.none(queries)], 1)


def represent(states: Tensor, spans: Sequence[Run]) -> Tensor:
    """The spans as vectors (n × 3 · 384), from a window's states (T × 384)."""
    first = torch.tensor([span.first for span in spans])
    last = torch.tensor([span.last for span in spans])
    sums = torch.cat([states.new_zeros(1, states.shape[1]), states.cumsum(0)])
    means = (sums[last] - sums[first]) / (last - first)[:, None]
    return torch.cat([states[first], states[last - 1], means], 1)


class Network(nn.Module):
    """Encoder, label scores, chain and linkers."""

    def __init__(self) -> None:
        super().__init__()
        self.words, self.positions = nn.Embedding(PIECES, WIDTH), nn.Embedding(POSITIONS, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=_EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.features = nn.ModuleDict({name: nn.Embedding(VALUES[name], WIDTH) for name in FEATURES})
        for table in self.features.values():
            nn.init.normal_(table.weight, std=0.01)
        self.dropout = Dropout()
        self.scores = nn.Linear(WIDTH, len(LABELS))
        self.between = nn.Parameter(torch.zeros(len(LABELS), len(LABELS)))
        self.start, self.end = nn.Parameter(torch.zeros(len(LABELS))), nn.Parameter(torch.zeros(len(LABELS)))
        self.content_to_cue, self.cue_to_source = Linker(), Linker()

    def embed(self, ids: Tensor, features: Tensor) -> Tensor:
        """Ids B × T and features B × T × 7 to B × T × 384, before the first layer."""
        return self.normed(self.words(ids), features)

    def normed(self, words: Tensor, features: Tensor) -> Tensor:
        """Word embeddings with their features and positions."""
        total = words + self.positions.weight[: words.shape[1]]
        for column, name in enumerate(FEATURES):
            total = total + self.features[name](features[:, :, column])
        normed: Tensor = self.dropout(self.norm(total))
        return normed

    def states(self, embedded: Tensor, mask: Tensor, *, half: bool = False) -> Tensor:
        """States B × T × 384; ``mask`` B × T is 1 for pieces; ``half`` computes in bfloat16."""
        blocked = (mask[:, None, None, :].float() - 1) * 1e4
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
            for layer in self.layers:
                embedded = layer(embedded, blocked, self.dropout)
        return embedded.float()

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Label scores and states."""
        states = self.states(self.embed(ids, features), mask)
        return self.scores(states), states

    def round_layers(self, rounding: bool) -> None:
        """Turn rounding to int8 on or off in every layer."""
        for module in self.modules():
            if isinstance(module, Rounded):
                module.rounding = rounding


def load_encoder(network: Network, weights: Path) -> None:
    """Fill the encoder from a BERT checkpoint in safetensors, as all-MiniLM-L6-v2 is published."""
    from safetensors.torch import load_file

    given = {name.removeprefix("bert."): tensor for name, tensor in load_file(weights).items()}
    types = given["embeddings.token_type_embeddings.weight"]
    with torch.no_grad():
        network.words.weight.copy_(given["embeddings.word_embeddings.weight"])
        network.positions.weight.copy_(given["embeddings.position_embeddings.weight"] + types[0])
        _copy(network.norm, given, "embeddings.LayerNorm")
        for index, layer in enumerate(network.layers):
            prefix = f"encoder.layer.{index}"
            assert isinstance(layer, Layer)  # noqa: S101  (for the type checker: a ModuleList forgets what it holds)
            for part, module in (("weight", layer.attention_in.weight), ("bias", layer.attention_in.bias)):
                names = [f"{prefix}.attention.self.{name}.{part}" for name in ("query", "key", "value")]
                module.copy_(torch.cat([given[name] for name in names]))
            _copy(layer.attention_out, given, f"{prefix}.attention.output.dense")
            _copy(layer.attention_norm, given, f"{prefix}.attention.output.LayerNorm")
            _copy(layer.widen, given, f"{prefix}.intermediate.dense")
            _copy(layer.narrow, given, f"{prefix}.output.dense")
            _copy(layer.norm, given, f"{prefix}.output.LayerNorm")


def _copy(module: nn.Linear | nn.LayerNorm, given: Mapping[str, Tensor], name: str) -> None:
    module.weight.copy_(given[f"{name}.weight"])
    module.bias.copy_(given[f"{name}.bias"])
