"""Samples of documents, and the interval they give."""

import numpy as np

from claimkit.evaluation.bootstrap import interval, resampled


def test_a_sample_has_as_many_documents_as_the_corpus():
    sums = resampled([[1, 10], [1, 20], [1, 30]], 2, rounds=50)
    assert sums.shape == (50, 2)
    assert set(sums[:, 0]) == {3.0}
    assert sums[:, 1].min() >= 30
    assert sums[:, 1].max() <= 90
    assert len(set(sums[:, 1])) > 1


def test_another_seed_draws_others():
    rows = [[n] for n in range(20)]
    assert (resampled(rows, 1, rounds=5) == resampled(rows, 1, rounds=5)).all()
    assert (resampled(rows, 1, rounds=5) != resampled(rows, 1, rounds=5, seed=1)).any()


def test_of_no_documents_there_are_no_samples():
    assert resampled([], 3).shape == (0, 3)


def test_the_interval_leaves_one_in_forty_out_on_either_side():
    assert interval(np.arange(1001.0), 0) == (25.0, 975.0)


def test_what_is_no_number_is_left_out():
    assert interval(np.array([np.nan, 0.5]), 0.1) == (0.5, 0.5)
    assert interval(np.array([np.nan]), 0.1) == (0.1, 0.1)
