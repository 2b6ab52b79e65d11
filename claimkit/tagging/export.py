"""The trained network as a model folder: ONNX in int8 for the encoder, NumPy for the heads.

Linear layers are quantised dynamically to int8, one scale an output; the word embeddings keep one scale a word piece.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from claimkit.tagging.network import Network
from claimkit.tagging.windows import FEATURES

_OPSET = 17


class _Compact(nn.Module):
    """The network with its word embeddings in 8 bits."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network
        words = network.words.weight.detach()
        scale = words.abs().amax(1, keepdim=True) / 127
        self.register_buffer("scale", scale)
        self.register_buffer("words", (words / scale).round().to(torch.int8))

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        words = self.get_buffer("words")[ids].float() * self.get_buffer("scale")[ids]
        states = self.network.states(self.network.normed(words, features), mask)
        return self.network.scores(states), states


def export(
    network: Network, folder: Path, *, tokenizer: Path, settings: Mapping[str, Any], rounded: bool = True
) -> None:
    """Write the model folder; ``rounded`` false keeps floating point, to measure what rounding costs."""
    folder.mkdir(parents=True, exist_ok=True)
    network.eval()
    network.round_layers(False)
    with tempfile.TemporaryDirectory() as scratch:
        exact = Path(scratch) / "exact.onnx"
        _write(network, exact, compact=rounded)
        if rounded:
            _quantise(exact, folder / "encoder.onnx")
        else:
            shutil.copyfile(exact, folder / "encoder.onnx")
    np.savez_compressed(folder / "heads.npz", **_heads(network))  # type: ignore[arg-type]  # its stub takes no dict of arrays
    shutil.copyfile(tokenizer, folder / "tokenizer.json")
    write_settings(folder, settings)


def write_settings(folder: Path, settings: Mapping[str, Any]) -> None:
    """Write ``tagger.json``."""
    text = json.dumps(settings, indent=1, ensure_ascii=False) + "\n"
    (folder / "tagger.json").write_text(text, encoding="utf-8")


def _write(network: Network, path: Path, *, compact: bool) -> None:
    example = (
        torch.ones(2, 16, dtype=torch.long),
        torch.zeros(2, 16, len(FEATURES), dtype=torch.long),
        torch.ones(2, 16),
    )
    axes = {0: "windows", 1: "pieces"}
    torch.onnx.export(
        _Compact(network) if compact else network,
        example,
        str(path),
        input_names=["ids", "features", "mask"],
        output_names=["scores", "states"],
        dynamic_axes=dict.fromkeys(("ids", "features", "mask", "scores", "states"), axes),
        opset_version=_OPSET,
        dynamo=False,  # the newer exporter writes the reshape of the heads with a fixed batch size
    )


def _quantise(exact: Path, path: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        exact,
        path,
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul"],
        # Attention multiplies what it computes: only products with a weight are rounded.
        extra_options={"MatMulConstBOnly": True},
    )


def _heads(network: Network) -> dict[str, np.ndarray[Any, Any]]:
    arrays = {name: getattr(network, name) for name in ("between", "start", "end")}
    for name in ("content_to_cue", "cue_to_source"):
        linker = getattr(network, name)
        arrays |= {
            f"{name}.query": linker.query.weight.T,
            f"{name}.query_bias": linker.query.bias,
            f"{name}.key": linker.key.weight.T,
            f"{name}.key_bias": linker.key.bias,
            f"{name}.distance": linker.distance.weight[:, 0],
            f"{name}.none": linker.none.weight[0],
            f"{name}.none_bias": linker.none.bias,
        }
    # Half precision: the heads are read once and are a twentieth of the model.
    return {name: value.detach().numpy().astype(np.float16) for name, value in arrays.items()}
