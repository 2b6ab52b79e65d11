"""Overlap of discontinuous spans, and pairs that use each side once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.evaluation.matching import jaccard, match_links, one_to_one, overlapping, touches
from claimkit.evaluation.relations import GoldAttribution
from claimkit.records import Span


def content(*spans: tuple[int, int]) -> GoldAttribution:
    return GoldAttribution(source=(), cue=(), content=tuple(Span(*span) for span in spans))


def test_jaccard_of_discontinuous_spans():
    assert jaccard([Span(0, 5), Span(10, 15)], [Span(0, 5)]) == pytest.approx(0.5)
    assert jaccard([], []) == 0.0


def test_two_absent_roles_touch_and_one_absent_role_does_not():
    assert touches((), ())
    assert not touches((), (Span(0, 1),))
    assert not touches((Span(0, 5),), (Span(5, 9),))


def test_content_of_exactly_half_is_linked_and_below_it_is_not():
    assert match_links([content((10, 20))], [content((10, 30))]) == [(0, 0)]
    assert match_links([content((10, 19))], [content((10, 30))]) == []


def test_each_link_is_matched_once_and_the_best_first():
    near, far, gold = content((10, 30)), content((10, 26)), content((10, 30))
    assert match_links([far, near], [gold]) == [(1, 0)]


def test_links_without_content_are_matched_with_none():
    assert match_links([content()], [content()]) == []


def test_the_heaviest_pair_goes_first_and_ties_go_by_index():
    assert one_to_one([(1.0, 0, 0), (2.0, 0, 1), (1.0, 1, 0), (1.0, 1, 1)]) == [(0, 1), (1, 0)]
    assert one_to_one([(1.0, 1, 1), (1.0, 0, 1), (1.0, 0, 0)]) == [(0, 0), (1, 1)]


spans = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 12)).map(lambda pair: Span(pair[0], sum(pair))), max_size=8
)


@given(spans, spans)
def test_overlapping_finds_every_pair_that_shares_a_character(ours, theirs):
    expected = {
        (a, b)
        for a, x in enumerate(ours)
        for b, y in enumerate(theirs)
        if set(range(*x)) & set(range(*y))
    }  # fmt: skip
    found = list(overlapping(ours, theirs))
    assert len(found) == len(set(found))
    assert set(found) == expected
