"""What belongs together, and how near the sides of a split come to each other."""

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.dataset.leakage import connected, nearest, relations_of
from claimkit.records import Article

WORDS = [f"{a}{b}{c}" for a, b, c in itertools.product("bdgklmnprst", "aeiou", ("", "ren", "lor", "vik"))]


def prose(seed, length=120):
    """Words in an order of their own: no two seeds share a run of five."""
    chosen = random.Random(seed)  # noqa: S311  # no secret
    return " ".join(chosen.choice(WORDS) for _ in range(length)).capitalize() + "."


def article(text, publisher):
    return Article.from_text(text, publisher=publisher)


NODES = [str(number) for number in range(12)]


@given(st.lists(st.lists(st.sampled_from(NODES), max_size=4), max_size=12))
def test_components_are_those_of_the_graph(relation):
    groups = connected(NODES, relation)
    assert sorted(itertools.chain(*groups)) == sorted(NODES)
    place = {each: number for number, group in enumerate(groups) for each in group}
    assert all(len({place[each] for each in edge}) <= 1 for edge in relation)
    assert len(groups) >= len(NODES) - sum(max(len(set(edge)) - 1, 0) for edge in relation)


def test_a_brief_that_stands_in_a_longer_report_belongs_to_it():
    brief = prose(1, 40)
    long, alone = f"{prose(2, 200)} {brief} {prose(3, 200)}", prose(4)
    articles = [article(brief, "A"), article(long, "B"), article(alone, "C")]
    together = [{articles[0].article_id, articles[1].article_id}]
    assert [set(each) for each in relations_of(articles).copies] == together


def test_the_same_text_of_two_publishers_without_text_is_a_copy_by_its_hash():
    full = [article(prose(1), "A"), article(prose(1), "B"), article(prose(2), "C")]
    bare = [Article.from_dict({**each.to_dict(), "text": None, "text_mode": "none"}) for each in full]
    with pytest.warns(UserWarning, match="no records of it"):
        found = relations_of(bare).copies
    assert [set(each) for each in found] == [{full[0].article_id, full[1].article_id}]


def test_a_thousand_copies_are_found_in_one_group():
    many = [article(prose(1), f"Paper {number}") for number in range(1000)]
    rest = [article(prose(seed), "Other") for seed in range(2, 6)]
    found = relations_of([*many, *rest])
    groups = connected([each.article_id for each in (*many, *rest)], found.copies)
    assert sorted(map(len, groups)) == [1, 1, 1, 1, 1000]


def test_the_nearest_articles_of_two_sides_are_named_with_what_they_share():
    half = prose(1, 60)
    articles = [article(f"{half} {prose(2, 60)}", "A"), article(f"{half} {prose(3, 60)}", "B"), article(prose(4), "C")]
    shingles = relations_of(articles).shingles
    a, b, c = (each.article_id for each in articles)
    one, other, share = nearest(shingles, {a: "train", b: "test", c: "train"})
    assert {one, other} == {a, b}
    assert 0.4 < share < 0.55
    assert nearest(shingles, {a: "train", b: "train", c: "test"}) is None
