"""The chain: the best sequence and the marginals, against counting every sequence out."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimkit.tagging.decoding import Transitions, best_labels, constrained, marginals
from claimkit.tagging.labels import LABELS

SIZE = len(LABELS)


def chain(draw: np.random.Generator) -> Transitions:
    between, start, end = draw.normal(size=(SIZE, SIZE)), draw.normal(size=SIZE), draw.normal(size=SIZE)
    return constrained(Transitions(*(array.astype(np.float32) for array in (between, start, end))))


def weight(path: tuple[int, ...], emissions: np.ndarray, rules: Transitions) -> float:
    total = rules.start[path[0]] + rules.end[path[-1]] + sum(emissions[at, label] for at, label in enumerate(path))
    return float(total + sum(rules.between[a, b] for a, b in pairwise(path)))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.integers(1, 4))
def test_the_best_sequence_is_the_best_of_all(seed: int, length: int) -> None:
    draw = np.random.default_rng(seed)
    rules = chain(draw)
    emissions = draw.normal(size=(1, 4, SIZE)).astype(np.float32)
    every = list(product(range(SIZE), repeat=length))
    best = max(every, key=lambda path: weight(path, emissions[0], rules))
    (found,) = best_labels(emissions, np.array([length]), rules)
    assert tuple(found) == best


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000), st.integers(1, 4))
def test_marginals_are_shares_of_all_sequences(seed: int, length: int) -> None:
    draw = np.random.default_rng(seed)
    rules = chain(draw)
    emissions = draw.normal(size=(1, 4, SIZE)).astype(np.float32)
    every = list(product(range(SIZE), repeat=length))
    weights = np.exp([weight(path, emissions[0], rules) for path in every])
    expected = np.zeros((4, SIZE))
    for path, share in zip(every, weights / weights.sum(), strict=True):
        for at, label in enumerate(path):
            expected[at, label] += share
    assert np.allclose(marginals(emissions, np.array([length]), rules)[0], expected, atol=1e-4)


def test_an_inside_never_follows_another_role() -> None:
    rules = constrained(Transitions(np.zeros((SIZE, SIZE), "f4"), np.zeros(SIZE, "f4"), np.zeros(SIZE, "f4")))
    emissions = np.zeros((1, 2, SIZE), dtype=np.float32)
    emissions[0, 0, LABELS.index("B-source")] = 5
    emissions[0, 1, LABELS.index("I-cue")] = 5.5
    (found,) = best_labels(emissions, np.array([2]), rules)
    assert [LABELS[label] for label in found] != ["B-source", "I-cue"]


def test_padding_changes_nothing() -> None:
    draw = np.random.default_rng(3)
    rules = chain(draw)
    emissions = draw.normal(size=(2, 6, SIZE)).astype(np.float32)
    together = best_labels(emissions, np.array([6, 3]), rules)
    alone = best_labels(emissions[1:, :3], np.array([3]), rules)
    assert together[1].tolist() == alone[0].tolist()
    shares = marginals(emissions, np.array([6, 3]), rules)
    assert shares[1, :3] == pytest.approx(marginals(emissions[1:, :3], np.array([3]), rules)[0], abs=1e-5)
    assert not shares[1, 3:].any()
