"""The trained network as a model folder: ONNX for the encoder, NumPy for the heads."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from claimkit.tagging.graph import graph_of
from claimkit.tagging.network import HEADS, Network


def export(
    network: Network, folder: Path, *, tokenizer: Path, settings: Mapping[str, Any], rounded: bool = True
) -> None:
    """Write the model folder; ``rounded`` false keeps floating point, to measure what rounding to int8 costs."""
    import onnx

    folder.mkdir(parents=True, exist_ok=True)
    weights = {name: value.detach().float().numpy() for name, value in network.state_dict().items()}
    model = graph_of(weights, layers=len(network.layers), heads=HEADS, rounded=rounded)
    onnx.save(model, folder / "encoder.onnx")
    np.savez_compressed(folder / "heads.npz", **_heads(network))  # type: ignore[arg-type]  # its stub takes no dict of arrays
    shutil.copyfile(tokenizer, folder / "tokenizer.json")
    write_settings(folder, settings)


def write_settings(folder: Path, settings: Mapping[str, Any]) -> None:
    """Write ``tagger.json``."""
    text = json.dumps(settings, indent=1, ensure_ascii=False) + "\n"
    (folder / "tagger.json").write_text(text, encoding="utf-8")


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
