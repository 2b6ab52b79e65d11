"""Groups to sides: none is empty, the shares come out as asked, the same seed gives the same sides."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from claimkit.dataset.assignment import assign, assign_in_order

SIZES = (0.8, 0.1, 0.1)
GROUPS = st.lists(st.tuples(st.integers(1, 30), st.integers(0, 40), st.integers(0, 40)), min_size=3, max_size=40)


def blocks_of(rows):
    """Articles, claims, and the claims of two labels."""
    counts = np.array([[articles, one + other, one, other] for articles, one, other in rows], dtype=float)
    return [counts[:, :1], counts[:, 1:2], counts[:, 2:]]


def keys(blocks):
    return [f"{number:03d}" for number in range(len(blocks[0]))]


@given(GROUPS, st.integers(0, 3))
def test_every_side_has_a_group_and_the_seed_decides(rows, seed):
    blocks = blocks_of(rows)
    sides = assign(blocks, SIZES, keys(blocks), seed=seed)
    assert set(sides) == {0, 1, 2}
    assert sides == assign(blocks, SIZES, keys(blocks), seed=seed)


def test_many_small_groups_come_out_as_asked_with_even_labels():
    blocks = blocks_of([(1, number % 7, 3 * (number % 5 == 0)) for number in range(400)])
    sides = np.array(assign(blocks, SIZES, keys(blocks), seed=0))
    counts = np.hstack(blocks)
    shares = np.array([counts[sides == side].sum(axis=0) / counts.sum(axis=0) for side in range(3)])
    assert np.abs(shares - np.array(SIZES)[:, None]).max() < 0.02


def test_a_label_that_few_groups_have_is_shared_out_too():
    blocks = blocks_of([(1, 10, 10 * (number % 9 == 0)) for number in range(270)])
    sides = np.array(assign(blocks, SIZES, keys(blocks), seed=0))
    label = blocks[2][:, 1]
    shares = [label[sides == side].sum() / label.sum() for side in range(3)]
    assert np.abs(np.array(shares) - SIZES).max() < 0.05


def test_another_seed_is_another_split():
    blocks = blocks_of([(1, 5, 5)] * 100)
    assert assign(blocks, SIZES, keys(blocks), seed=0) != assign(blocks, SIZES, keys(blocks), seed=1)


@given(GROUPS)
def test_in_order_no_earlier_stage_is_on_a_later_side(rows):
    blocks = blocks_of(rows)
    sides = assign_in_order(blocks[0][:, 0], SIZES, [[at] for at in range(len(rows))])
    assert set(sides) == {0, 1, 2}
    assert all(one <= other for one, other in pairwise(sides))


def test_in_order_equal_stages_come_out_as_asked():
    blocks = blocks_of([(1, 1, 1)] * 100)
    sides = assign_in_order(blocks[0][:, 0], SIZES, [[at] for at in range(100)])
    assert [sides.count(side) for side in range(3)] == [80, 10, 10]


def test_large_groups_are_on_every_side():
    sizes = [8] * 20 + [1] * 400
    blocks = blocks_of([(size, size, size) for size in sizes])
    sides = assign(blocks, SIZES, keys(blocks), seed=0)
    assert [sides[:20].count(side) for side in range(3)] == [16, 2, 2]
