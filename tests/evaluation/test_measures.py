"""Counts summed over documents, and the figures with their intervals."""

import pytest

from claimkit.evaluation.measures import Counts, Share, measure_all, share_all


def test_figures_of_one_count():
    counts = Counts(right=3, found=4, gold=6)
    assert (counts.precision, counts.recall, counts.f1) == (0.75, 0.5, 0.6)
    assert (Counts().precision, Counts().recall, Counts().f1) == (0.0, 0.0, 0.0)


def test_documents_are_summed_before_they_are_divided():
    documents = [{"linked": Counts(1, 1, 1)}, {"linked": Counts(1, 5, 3)}]
    measure = measure_all(documents, {"linked": "f1"})["linked"]
    assert (measure.right, measure.found, measure.gold) == (2, 6, 4)
    assert measure.value == pytest.approx(0.4)  # 2 * 2 / (6 + 4), not the mean of 1 and .25
    assert (measure.precision, measure.recall) == (pytest.approx(1 / 3), 0.5)


def test_a_share_is_of_the_gold():
    assert measure_all([{"kind": Counts(1, 1, 4)}], {"kind": "share"})["kind"].value == 0.25


def test_the_interval_holds_the_value_and_repeats():
    documents = [{"full": Counts(2, 2, 2)}, {"full": Counts(0, 1, 2)}, {"full": Counts(1, 2, 2)}]
    first, again = (measure_all(documents, {"full": "f1"})["full"] for _ in range(2))
    assert first == again
    assert first.low < first.value < first.high


def test_the_interval_of_one_document_is_a_point():
    measure = measure_all([{"full": Counts(1, 2, 2)}], {"full": "f1"})["full"]
    assert measure.low == measure.value == measure.high == 0.5


def test_samples_without_any_case_say_nothing_of_the_interval():
    """Nine of ten articles have no hedge; the tenth has one, found. Empty samples are not worth 0."""
    documents = [{"hedges": Counts()}] * 9 + [{"hedges": Counts(1, 1, 1)}]
    assert measure_all(documents, {"hedges": "f1"})["hedges"].low == 1.0


def test_nothing_at_all():
    measure = measure_all([], {"full": "f1"})["full"]
    assert (measure.value, measure.low, measure.high) == (0.0, 0.0, 0.0)


def test_shares_by_name():
    shares = share_all([{"direct": (1, 2)}, {}, {"direct": (2, 2)}], ["direct", "mixed"])
    assert shares["mixed"] == Share(None, None, None, 0, 0)
    direct = shares["direct"]
    assert (direct.value, direct.right, direct.of) == (0.75, 3, 4)
    assert direct.low == 0.5
    assert direct.high == 1.0


def test_figures_are_rounded_for_json():
    row = measure_all([{"full": Counts(1, 1, 2)}], {"full": "f1"})["full"].to_dict()
    assert row["value"] == 0.6667
    assert row["right"] == 1
