"""Alpha and kappa against the figures that were published with them, and against the packages that compute them."""

import math

import krippendorff
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.evaluation.reliability import ONE_VALUE, Unit, alpha, kappa, mean_kappa, reliability, word_alpha


def units(*annotators, articles=None):
    """Units from one string or sequence a annotator; a dot is no label."""
    return [
        Unit(
            articles and articles[n],
            str(n),
            "kind",
            tuple(None if label in (".", None) else str(label) for label in labels),
            None,
        )
        for n, labels in enumerate(zip(*annotators, strict=True))
    ]


# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), sections A, B and C.
MEG, OWEN = "0100000010", "1110010000"
BEN, GERRY = "aabbdcccedda", "babbbccceddd"
FOUR = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")


def test_binary_data_of_two_observers():
    assert round(alpha(units(MEG, OWEN)), 3) == 0.095


def test_nominal_data_of_two_observers():
    assert round(alpha(units(BEN, GERRY)), 3) == 0.692


def test_four_observers_who_leave_some_units_out():
    assert round(alpha(units(*FOUR)), 3) == 0.743
    assert round(alpha(units(*FOUR), "interval"), 3) == 0.849


def test_kappa_of_a_table_two_by_two():
    # Of 50 both say yes to 20 and no to 15: observed .7, by chance .5.
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert kappa(pairs) == pytest.approx(0.4)


def test_kappa_leaves_out_what_one_alone_labelled():
    assert kappa([("y", "y"), ("n", "n"), ("y", None), (None, "n")]) == 1.0


def test_kappa_of_three_is_the_mean_of_their_pairs():
    three = units("yynn", "yynn", "ynyn")
    assert mean_kappa(three) == pytest.approx((1.0 + 0.0 + 0.0) / 3)


def test_labels_that_are_all_the_same_have_no_alpha_and_it_is_said_why():
    found = reliability(units("aaa", "aaa"))
    assert (found.alpha, found.kappa, found.why) == (None, None, ONE_VALUE)
    assert (found.units, found.same, found.share) == (3, 3, 1.0)


def test_a_unit_with_one_label_counts_for_nothing():
    assert reliability(units("ab.", "ab.", "..c")) == reliability(units("ab", "ab", ".."))


def test_numbers_that_lie_close_together_differ_less():
    near, far = units("1359", "2359"), units("1359", "9359")
    assert alpha(near, "interval") > alpha(near) > alpha(far) > alpha(far, "interval")


def test_there_is_no_kappa_on_a_scale():
    assert reliability(units("135", "235"), "interval").kappa is None


def test_the_interval_is_over_articles_and_one_article_has_none():
    alone = reliability(units("abab", "abba", articles=["one"] * 4))
    assert (alone.low, alone.high) == (None, None)
    several = reliability(units("abab" * 5, "abba" * 5, articles=[f"article {n // 4}" for n in range(20)]))
    assert several.low <= several.alpha <= several.high
    # Every article is the same, so no sample differs from another.
    assert several.low == pytest.approx(several.high)


labels = st.lists(st.tuples(*[st.sampled_from([None, 0, 1, 2, 5])] * 3), min_size=1, max_size=20)


@given(labels)
@pytest.mark.parametrize("level", ["nominal", "interval"])
def test_alpha_is_that_of_the_package(level, rows):
    table = [[math.nan if value is None else value for value in column] for column in zip(*rows, strict=True)]
    ours = alpha(units(*zip(*rows, strict=True)), level)
    pairable = [row for row in rows if sum(value is not None for value in row) > 1]
    if len({value for row in pairable for value in row if value is not None}) < 2:
        assert ours is None
    else:
        assert ours == pytest.approx(krippendorff.alpha(table, level_of_measurement=level))


@given(st.tuples(*[st.integers(0, 30)] * 4))
def test_alpha_of_words_is_that_of_their_labels(counts):
    both, first, second, none = counts
    marks = "1" * both + "1" * first + "0" * second + "0" * none, "1" * both + "0" * first + "1" * second + "0" * none
    value, low, high = word_alpha([(both, first + second, none)])
    assert value == pytest.approx(alpha(units(*marks)))
    assert low is high is None


def test_no_words_have_no_alpha():
    assert word_alpha([]) == (None, None, None)
    assert word_alpha([(0, 0, 0)]) == (None, None, None)
