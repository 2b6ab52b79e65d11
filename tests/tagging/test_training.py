"""Training, from annotated articles to a model folder; it needs what the extra ``train`` installs."""

import json
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="training needs torch: pip install claimkit[train]")
pytest.importorskip("onnx", reason="training needs onnx: pip install claimkit[train]")

import numpy as np
import torch

from claimkit.tagging.decoding import Transitions, marginals
from claimkit.tagging.labels import LABELS
from claimkit.tagging.network import Network
from claimkit.tagging.training import chain_likelihood

SIZE = len(LABELS)


def test_the_chain_of_training_is_that_of_reading() -> None:
    torch.manual_seed(1)
    network = Network()
    with torch.no_grad():
        for part in (network.between, network.start, network.end):
            part.copy_(torch.randn_like(part))
    scores, mask = torch.randn(1, 1, SIZE), torch.ones(1, 1, dtype=torch.bool)
    chain = Transitions(*(part.detach().numpy() for part in (network.between, network.start, network.end)))
    shares = marginals(scores.numpy(), np.array([1]), chain)
    for label in range(SIZE):
        likelihood = chain_likelihood(scores, mask, torch.tensor([[label]]), network)
        assert float(likelihood.detach().exp()) == pytest.approx(float(shares[0, 0, label]), abs=1e-5)


def test_rounding_changes_little_and_can_be_turned_off() -> None:
    torch.manual_seed(2)
    network = Network().eval()
    ids, features = torch.randint(1000, 2000, (1, 12)), torch.zeros(1, 12, 7, dtype=torch.long)
    mask = torch.ones(1, 12)
    with torch.no_grad():
        exact, _ = network(ids, features, mask)
        network.round_layers(True)
        rounded, _ = network(ids, features, mask)
        network.round_layers(False)
        again, _ = network(ids, features, mask)
    assert not torch.equal(exact, rounded)
    assert torch.allclose(exact, rounded, atol=0.1)
    assert torch.equal(exact, again)


@pytest.mark.parametrize(("rounded", "apart"), [(False, 1e-3), (True, 0.1)])
def test_an_exported_network_scores_as_the_trained_one(tmp_path: Path, rounded: bool, apart: float) -> None:
    from claimkit.resources import resource
    from claimkit.tagging.export import export
    from claimkit.tagging.model import SHIPPED, open_tagger
    from claimkit.tagging.windows import Window

    torch.manual_seed(3)
    network = Network().eval()
    tokenizer = tmp_path / "source.json"
    tokenizer.write_bytes(resource(f"{SHIPPED}/tokenizer.json").read_bytes())
    settings = json.loads(resource(f"{SHIPPED}/tagger.json").read_text(encoding="utf-8"))
    export(network, tmp_path / "model", tokenizer=tokenizer, settings=settings, rounded=rounded)
    window = Window(np.arange(1000, 1010), np.zeros((10, 2), dtype=np.int64), np.zeros((10, 7), dtype=np.int64))
    scores, states = open_tagger(tmp_path / "model").encode(window)
    with torch.no_grad():
        expected, hidden = network(
            torch.arange(1000, 1010)[None], torch.zeros(1, 10, 7, dtype=torch.long), torch.ones(1, 10)
        )
    assert np.allclose(scores, expected.numpy(), atol=apart)
    assert np.allclose(states, hidden.numpy(), atol=10 * apart)
