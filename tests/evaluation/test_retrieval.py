"""Scores of ranked lists."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.evaluation.retrieval import average_precision, recall_at


def test_the_rankings_of_a_textbook() -> None:
    """The two rankings of Croft, Metzler and Strohman, Search Engines, section 8.4, told there with two decimals."""
    first, second = "RNRRRRNNNR", "NRNNRRRNRR"
    for ranking, expected in ((first, 0.78), (second, 0.52)):
        names = [f"{kind}{rank}" for rank, kind in enumerate(ranking)]
        relevant = [name for name in names if name.startswith("R")]
        assert average_precision(names, relevant, depth=10) == pytest.approx(expected, abs=0.0051)


def test_of_one_relevant_it_is_the_reciprocal_rank() -> None:
    assert average_precision(["a", "b", "c"], {"c"}, depth=5) == pytest.approx(1 / 3)


def test_what_stands_below_the_depth_counts_nought() -> None:
    assert average_precision(["a", "b", "c"], {"c"}, depth=2) == 0
    assert recall_at(["a", "b", "c"], {"c"}, depth=2) == 0


def test_recall_is_the_share_found() -> None:
    assert recall_at(["a", "b", "c"], {"a", "c", "d", "e"}, depth=3) == 0.5


def test_where_nothing_is_relevant_nothing_is_found() -> None:
    assert average_precision(["a"], (), depth=5) == recall_at(["a"], (), depth=5) == 0


@given(st.permutations("abcdef"), st.sets(st.sampled_from("abcdef"), min_size=1))
def test_it_is_one_only_where_all_relevant_lead(ranked: list[str], relevant: set[str]) -> None:
    leads = set(ranked[: len(relevant)]) == relevant
    assert (average_precision(ranked, relevant, depth=6) == pytest.approx(1)) is leads
