"""Linear models over named features: what is written is what is read, and sums are sums."""

from pathlib import Path

import numpy as np
import pytest

from claimkit.errors import MissingModelError
from claimkit.extraction.cue_labels import MODEL, TYPES
from claimkit.extraction.linear import LinearModel, load_linear, open_linear, save_linear


@pytest.fixture
def model() -> LinearModel:
    weights = np.array([[1.0, 0.0], [0.0, 0.5]], dtype=np.float32)
    bias = np.array([0.0, 0.25], dtype=np.float32)
    return LinearModel({"w=may": 0, "t=NNP": 1}, weights, bias, ("E", "O"), frozenset({"may", "no evidence"}))


def test_scores_are_bias_and_weights_each_feature_once(model: LinearModel) -> None:
    assert model.scores(["w=may", "w=may", "never seen"]).tolist() == [1.0, 0.25]
    assert (model.best(["w=may"]), model.best(["t=NNP"]), model.best([])) == ("E", "O", "O")


def test_what_is_written_is_read_again_and_written_alike(model: LinearModel, tmp_path: Path) -> None:
    first, second = tmp_path / "one.npz", tmp_path / "two.npz"
    save_linear(model, first)
    read = open_linear(first)
    save_linear(read, second)
    assert (read.rows, read.classes, read.words) == (model.rows, model.classes, model.words)
    assert np.array_equal(read.weights, model.weights)
    assert first.read_bytes() == second.read_bytes()


def test_a_model_that_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(MissingModelError, match="install claimkit anew"):
        open_linear(tmp_path / "none.npz")


def test_the_shipped_model_knows_the_four_types_and_no_cue() -> None:
    assert set(load_linear(MODEL).classes) == TYPES | {"O"}
