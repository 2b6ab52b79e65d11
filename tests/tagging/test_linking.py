"""Links between spans: a choice among the targets, or none of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.tagging.labels import Run
from claimkit.tagging.linking import Scorer, bucket, distance

WIDTH = 4


def scorer(seed: int) -> Scorer:
    draw = np.random.default_rng(seed)
    shapes = [(3 * WIDTH, 2), (2,), (3 * WIDTH, 2), (2,), (64,), (3 * WIDTH,), (1,)]
    return Scorer(*(draw.normal(size=shape).astype(np.float32) for shape in shapes))


def test_each_span_chooses_among_all_targets_and_none() -> None:
    states = np.random.default_rng(1).normal(size=(10, WIDTH)).astype(np.float32)
    shares = scorer(2).choose(states, [Run("content", 0, 3), Run("content", 5, 9)], [Run("cue", 3, 4)])
    assert shares.shape == (2, 2)
    assert shares.sum(axis=1) == pytest.approx([1, 1], abs=1e-5)


def test_what_is_near_can_be_learned_to_win() -> None:
    nothing = scorer(0)
    zeros = [np.zeros_like(getattr(nothing, name)) for name in ("query", "query_bias", "key", "key_bias")]
    near = np.zeros(64, dtype=np.float32)
    near[bucket(1)] = 9
    by_distance = Scorer(*zeros, near, np.zeros(3 * WIDTH, "f4"), np.zeros(1, "f4"))
    states = np.zeros((10, WIDTH), dtype=np.float32)
    cues = [Run("cue", 0, 1), Run("cue", 4, 5)]
    assert by_distance.choose(states, [Run("content", 5, 8)], cues)[0].argmax() == 1


def test_a_content_before_its_cue_is_measured_from_its_end() -> None:
    cue = Run("cue", 10, 11)
    assert distance(Run("content", 2, 10), cue) == -1
    assert distance(Run("content", 12, 20), cue) == 2


@given(st.integers(-600, 600))
def test_every_distance_has_a_bucket(pieces: int) -> None:
    assert 0 <= bucket(pieces) < 64
    assert (bucket(pieces) >= 32) == (pieces > 0)


@given(st.integers(1, 500))
def test_farther_is_never_a_lower_bucket(pieces: int) -> None:
    assert bucket(pieces + 1) >= bucket(pieces)
