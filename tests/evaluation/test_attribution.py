"""Scores of attribution: exact segments, linked and full links, intervals over documents."""

import dataclasses

import pytest

from claimkit.evaluation.attribution import (
    MEASURES,
    Counts,
    as_gold,
    count_document,
    jaccard,
    match_links,
    score_documents,
)
from claimkit.evaluation.brat import GoldAttribution
from claimkit.extraction.attribution import find_attributions
from claimkit.records import Span


def gold(source: tuple[int, int] | None, cue: tuple[int, int] | None, *content: tuple[int, int]) -> GoldAttribution:
    return GoldAttribution(
        source=(Span(*source),) if source else (),
        cue=(Span(*cue),) if cue else (),
        content=tuple(Span(*span) for span in content),
    )


ONE = gold((0, 4), (5, 9), (10, 30))


def test_gold_against_itself_is_perfect():
    counts = count_document([ONE], [ONE])
    assert {measure: count.f1 for measure, count in counts.items()} == dict.fromkeys(MEASURES, 1.0)


def test_exact_wants_equal_borders():
    counts = count_document([gold((0, 4), (5, 9), (10, 29))], [ONE])
    assert counts["content"] == Counts(0, 1, 1)
    assert counts["full"] == Counts(1, 1, 1)


def test_a_source_of_two_links_is_one_segment():
    two = [ONE, gold((0, 4), (31, 35), (36, 50))]
    assert count_document(two, two)["source"] == Counts(1, 1, 1)


def test_content_below_half_is_not_linked():
    assert count_document([gold((0, 4), (5, 9), (10, 19))], [ONE])["linked"].right == 0


def test_full_wants_source_and_cue():
    assert count_document([gold((40, 44), (5, 9), (10, 30))], [ONE])["full"].right == 0
    assert count_document([gold(None, (5, 9), (10, 30))], [ONE])["full"].right == 0
    assert count_document([gold(None, (5, 9), (10, 30))], [gold(None, (5, 9), (10, 30))])["full"].right == 1


def test_each_link_is_matched_once_and_the_best_first():
    near, far = gold(None, None, (10, 30)), gold(None, None, (10, 26))
    assert match_links([far, near], [ONE]) == [(1, 0)]


def test_jaccard_of_discontinuous_spans():
    assert jaccard([Span(0, 5), Span(10, 15)], [Span(0, 5)]) == pytest.approx(0.5)
    assert jaccard([], []) == 0.0


def test_only_the_outermost_links_are_scored():
    links = find_attributions("Berg said Olsen believed the ferry had sunk.")
    assert len(links) == 2
    assert len(as_gold(links)) == 1
    assert len(as_gold(links, outermost=False)) == 2


def test_interval_holds_the_score_and_repeats():
    right, wrong = count_document([ONE], [ONE]), count_document([], [ONE])
    scores = score_documents([right, wrong, right], rounds=200)
    assert scores == score_documents([right, wrong, right], rounds=200)
    full = scores["full"]
    assert full.recall == pytest.approx(2 / 3)
    assert full.low <= full.f1 <= full.high
    assert dataclasses.asdict(full)["measure"] == "full"


def test_nothing_found_and_nothing_there():
    assert score_documents([])["full"].f1 == 0.0
