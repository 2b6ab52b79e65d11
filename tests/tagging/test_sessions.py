"""An encoder gives the same numbers whatever processor runs it."""

from importlib.resources import as_file

import numpy as np
import pytest

from claimkit.resources import resource
from claimkit.tagging.sessions import open_session

MODELS = ("models/attribution/encoder.onnx", "models/retrieval/encoder.onnx")


@pytest.mark.parametrize("model", MODELS)
def test_sums_of_products_are_wide_enough_on_processors_without_vnni(model: str) -> None:
    with as_file(resource(model)) as path:
        session = open_session(path)
    assert session.get_session_options().get_session_config_entry("session.x64quantprecision") == "1"


def test_a_text_has_the_states_that_wide_sums_give() -> None:
    # Sums of 16 bits gave [0.128, 0.427, -0.047, 0.776] here.
    ids = np.array([[101, 1996, 3626, 2787, 2000, 2681, 1996, 2911, 1012, 102]], np.int64)
    with as_file(resource("models/retrieval/encoder.onnx")) as path:
        (states,) = open_session(path).run(None, {"ids": ids})
    assert states[0].mean(axis=0)[:4] == pytest.approx([0.131, 0.364, -0.010, 0.730], abs=0.01)
