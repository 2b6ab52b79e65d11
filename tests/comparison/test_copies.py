"""Copies are found by their wording, whatever the page around them says; boilerplate is no proof of copying."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimkit.comparison.copies import is_same_wording, near_copies, wording_marks
from claimkit.records import Article

WORDS = [
    *("harbour", "bridge", "river", "council", "painter", "railing", "pillar", "ferry", "island", "school", "market"),
    *("storm", "bakery", "lamp", "garden", "window", "captain", "barrel", "rope", "signal", "tower", "mirror"),
    *("blanket", "kettle", "ladder", "meadow", "orchard", "saddle", "thunder", "village", "whistle"),
]
LOGIN = "Please log in to your account to read on and to comment on the stories that matter in your own neighbourhood."


def prose(seed: int, paragraphs: int = 6) -> list[str]:
    chance = random.Random(seed)  # noqa: S311  # words for a test, no secret
    return [" ".join(chance.choices(WORDS, k=25)).capitalize() + "." for _ in range(paragraphs)]


def page(number: int, paragraphs: list[str]) -> Article:
    return Article.from_text("\n\n".join(paragraphs), publisher=f"Paper {number}", url=f"https://paper{number}.example")


def laid_out(article: Article) -> Article:
    """Each paragraph a body segment, as layout would have it."""
    import dataclasses

    from claimkit.records import Segment, SegmentKind

    segments, at = [], 0
    for paragraph in (article.text or "").split("\n\n"):
        segments.append(Segment(kind=SegmentKind.BODY, start=at, end=at + len(paragraph)))
        at += len(paragraph) + 2
    return dataclasses.replace(article, segments=tuple(segments))


def pages(*texts: list[str]) -> list[Article]:
    return [laid_out(page(number, text)) for number, text in enumerate(texts)]


def test_the_same_text_in_two_papers_is_a_copy() -> None:
    one, other, third = pages(prose(1), prose(1), prose(2))
    found = near_copies([one, other, third])
    assert found.are_copies(one.article_id, other.article_id)
    assert not found.are_copies(one.article_id, third.article_id)


def test_a_copy_may_be_cut_and_given_a_new_opening() -> None:
    one, other = pages(prose(1), ["The mayor spoke.", *prose(1)[:5]])
    assert near_copies([one, other]).are_copies(one.article_id, other.article_id)


def test_what_layout_left_in_articles_on_different_events_is_no_copying() -> None:
    articles = pages(*([LOGIN, LOGIN.upper(), f"Story {n}. " + prose(n, 1)[0]] for n in range(5)))
    events = {article.article_id: str(number) for number, article in enumerate(articles)}
    found = near_copies(articles, events)
    assert len(found.boilerplate) == 1
    assert not found.leader


def test_without_events_boilerplate_stands_in_articles_that_share_nothing_else() -> None:
    articles = pages(*([LOGIN, *prose(n)] for n in range(4)))
    assert len(near_copies(articles).boilerplate) == 1


def test_a_copied_article_is_not_boilerplate_however_often_it_is_printed() -> None:
    articles = pages(*(prose(1) for _ in range(30)))
    found = near_copies(articles)
    assert not found.boilerplate
    assert len(set(found.leader.values())) == 1
    assert len(found.leader) == 30


def test_ten_thousand_copies_are_one_group() -> None:
    text = prose(1, 2)
    found = near_copies(pages(*(text for _ in range(10_000))))
    assert len(found.leader) == 10_000
    assert len(set(found.leader.values())) == 1


@given(st.randoms())
@settings(max_examples=15)
def test_the_order_of_articles_does_not_matter(chance: random.Random) -> None:
    articles = pages(prose(1), prose(1), prose(2), [*prose(2)[:5], "The end came late."], prose(3))
    shuffled = list(articles)
    chance.shuffle(shuffled)
    assert near_copies(shuffled) == near_copies(articles)


@given(st.lists(st.text(), max_size=4))
@settings(max_examples=25)
def test_any_text_will_do(texts: list[str]) -> None:
    near_copies([page(number, [text]) for number, text in enumerate(texts)])


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (
            "The council voted on Monday to close the old bridge for repairs until the autumn.",
            "The council voted on Monday to close the old bridge for repairs until autumn.",
            True,
        ),
        (
            "The council voted on Monday to close the old bridge for repairs until the autumn.",
            "Repairs will shut the bridge, which is old, till the autumn, the council decided this week.",
            False,
        ),
        ("The bridge fell.", "The bridge fell.", False),
    ],
)
def test_two_sentences_of_one_wording(a: str, b: str, same: bool) -> None:
    assert is_same_wording(a, b) is same
    assert bool(set(wording_marks(a)) & set(wording_marks(b))) is same
