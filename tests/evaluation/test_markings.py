"""What two annotators marked: exact spans, overlaps, words."""

import dataclasses
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.evaluation.dataset_claims import read_claims
from claimkit.evaluation.markings import LAYERS, count_words, layers_of, markings
from claimkit.evaluation.measures import Counts
from claimkit.reading.tables import read_rows
from claimkit.records import Span
from claimkit.resources import resource


@pytest.fixture(scope="module")
def article():
    gold = resource("demo").joinpath("gold")
    row = next(iter(read_rows(gold, "articles")))
    return row["text"], read_claims(gold)[row["article_id"]]


def test_the_same_marks_are_the_same_in_every_layer(article):
    text, claims = article
    found = markings([layers_of(claims, claims, text)])
    assert set(found) == set(LAYERS)
    assert {(each.exact.value, each.overlap.value, each.alpha) for each in found.values()} == {(1.0, 1.0, 1.0)}


def test_a_longer_span_overlaps_and_is_not_exact(article):
    text, claims = article
    number = next(claim.quantities[0] for claim in claims if claim.quantities)
    wider = dataclasses.replace(number, span=Span(number.span.start - 2, number.span.end))
    other = [
        dataclasses.replace(claim, quantities=tuple(wider if each is number else each for each in claim.quantities))
        for claim in claims
    ]
    counts = layers_of(claims, other, text)
    marked = sum(len(claim.quantities) for claim in claims)
    assert counts.exact["quantity"] == Counts(marked - 1, marked, marked)
    assert counts.overlap["quantity"] == Counts(marked, marked, marked)


def test_a_link_that_two_claims_share_is_one_mark(article):
    text, claims = article
    shared = [claim for claim in claims if claim.chain]
    links = {link.attribution_id for claim in shared for link in claim.chain if link.cue}
    assert layers_of(shared, shared, text).exact["cue"].gold == len(links) < sum(len(each.chain) for each in shared)


def test_without_the_text_spans_are_compared_and_words_are_not(article):
    _, claims = article
    found = markings([layers_of(claims, claims, None)])
    assert found["claim"].exact.value == 1.0
    assert found["claim"].alpha is None


def test_a_layer_nobody_used_is_left_out(article):
    text, claims = article
    bare = [dataclasses.replace(claim, hedges=()) for claim in claims]
    assert "hedge" not in markings([layers_of(bare, bare, text)])


def test_words_are_counted_where_they_start():
    # "one two three": the first mark holds "one", the second begins inside "two" and holds "three" alone.
    count = partial(count_words, [0, 4, 8])
    assert count([(Span(0, 3),)], [(Span(5, 13),)]) == (0, 2, 1)


spans = st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda pair: (Span(pair[0], sum(pair)),))


@given(st.lists(spans), st.lists(spans), st.sets(st.integers(0, 90)))
def test_words_are_counted_as_by_looking_at_each(a, b, words):
    def inside(word, marks):
        return any(span.start <= word < span.end for each in marks for span in each)

    both = sum(inside(word, a) and inside(word, b) for word in words)
    one = sum(inside(word, a) != inside(word, b) for word in words)
    assert count_words(sorted(words), a, b) == (both, one, len(words) - both - one)
