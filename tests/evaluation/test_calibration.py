"""Expected calibration error, worked out by hand."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.evaluation.calibration import Bin, calibrate


def test_two_bins_by_hand():
    outcomes = [(0.9, True), (0.9, False), (0.5, True), (0.5, False)]
    calibration = calibrate([outcomes], bins=2)
    assert calibration.bins == (Bin(0.5, 0.5, 2, 0.5, 0.5), Bin(0.9, 0.9, 2, 0.9, 0.5))
    assert calibration.ece == pytest.approx(0.2)  # half of the links in a bin that is .4 off


def test_bins_have_equal_mass():
    outcomes = [(n / 100, True) for n in range(100)]
    assert [each.links for each in calibrate([outcomes]).bins] == [10] * 10


def test_perfect_confidence_has_no_error():
    calibration = calibrate([[(1.0, True)] * 3, [(0.0, False)]])
    assert (calibration.ece, calibration.low, calibration.high) == (0, 0, 0)


def test_without_confidences_there_is_no_calibration():
    assert calibrate([[], []]) is None
    assert calibrate([]) is None


def test_an_article_without_links_is_drawn_like_the_others():
    calibration = calibrate([[(0.8, True)], []])
    assert (calibration.low, calibration.high) == (pytest.approx(0.2), pytest.approx(0.2))


OUTCOMES = st.lists(st.tuples(st.sampled_from([0.1, 0.25, 0.5, 0.8, 0.95]), st.booleans()), min_size=1, max_size=40)


@given(OUTCOMES, st.randoms(use_true_random=False))
def test_the_order_of_links_changes_nothing(outcomes, random):
    other = list(outcomes)
    random.shuffle(other)
    assert calibrate([other]).bins == tuple(
        Bin(each.low, each.high, each.links, pytest.approx(each.confidence), each.right)
        for each in calibrate([outcomes]).bins
    )


@given(OUTCOMES)
def test_every_link_is_in_one_bin_and_equal_confidences_in_the_same(outcomes):
    bins = calibrate([outcomes]).bins
    assert sum(each.links for each in bins) == len(outcomes)
    assert all(a.high < b.low for a, b in pairwise(bins))
    assert 0 <= calibrate([outcomes]).ece <= 1
