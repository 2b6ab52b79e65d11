"""Spans of a role: exact, by overlap, and by syntactic head."""

import pytest

from claimkit.evaluation.analysis import analyse
from claimkit.evaluation.measures import Counts
from claimkit.evaluation.segments import MEASURES, count_segments

TEXT = "Anna Berg of the harbour office said that the old ferry sank. Olsen agreed."
SOURCE = "Anna Berg of the harbour office"


@pytest.fixture(scope="module")
def analysis():
    return analyse(TEXT)


@pytest.fixture
def counts(link, analysis):
    gold = link(TEXT, SOURCE, "said", "that the old ferry sank")

    def score(source, cue, content):
        return count_segments([link(TEXT, source, cue, content)], [gold], analysis)

    return score


def test_gold_against_itself_is_perfect(counts):
    assert counts(SOURCE, "said", "that the old ferry sank") == dict.fromkeys(MEASURES, Counts(1, 1, 1))


def test_part_of_a_name_overlaps_and_may_hold_the_head(counts):
    whole = counts("Anna Berg", "said", None)
    assert [whole[f"source_{match}"].right for match in ("exact", "overlap", "head")] == [0, 1, 1]
    first = counts("Anna", "said", None)
    assert [first[f"source_{match}"].right for match in ("exact", "overlap", "head")] == [0, 1, 0]


def test_the_head_of_a_clause_is_its_verb(counts):
    assert counts(None, None, "the old ferry sank")["content_head"] == Counts(1, 1, 1)
    assert counts(None, None, "that the old ferry")["content_head"] == Counts(0, 1, 1)


def test_fragments_of_one_segment_count_once(counts):
    split = counts(None, None, "that the … ferry sank")
    assert split["content_exact"] == Counts(0, 2, 1)
    assert split["content_overlap"] == Counts(1, 2, 1)
    assert split["content_head"] == Counts(1, 2, 1)


def test_an_absent_role_counts_nothing(counts):
    assert counts(None, "said", "that the old ferry sank")["source_exact"] == Counts(0, 0, 1)


def test_a_source_of_two_links_is_one_segment(link, analysis):
    two = [link(TEXT, SOURCE, "said", "that the old ferry sank"), link(TEXT, SOURCE, "agreed", "Olsen")]
    assert count_segments(two, two, analysis)["source_exact"] == Counts(1, 1, 1)
