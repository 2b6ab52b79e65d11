"""Verdicts reached once for all claims that say the same in the same words."""

from __future__ import annotations

import functools
import itertools

import pytest

import claimkit
from claimkit.comparison.profiles import Profile, profiles_of
from claimkit.comparison.relations import relation
from claimkit.comparison.verdicts import content, judge_of
from claimkit.records import Article, Relation

TOLLS = (
    "Twelve people died in the fire in Lisbon on Monday.",
    "At least ten people died in the fire in Lisbon on Monday, police said.",
    "Nobody died in the fire in Lisbon.",
    "Mayor Maria Velden visited Lisbon last year.",
    "Velden promised 300 new homes, her first plan in five years.",
)


@functools.cache
def told(text: str, publisher: str, published: str | None = "2024-05-07") -> tuple[Profile, ...]:
    found = claimkit.extract(Article.from_text(text, publisher=publisher, published=published))
    return tuple(profiles_of(found.article, found.claims, found.mentions))


def papers() -> list[Profile]:
    """Two papers with the same sentences, the one after a line of its own; and a third of another day."""
    wire = "\n\n".join(TOLLS)
    return [
        *told(wire, "The Harbour Post"),
        *told(f"The harbour was closed.\n\n{wire}", "Norland Times"),
        *told(wire, "Weekly Norland", "2024-05-20"),
    ]


def test_a_verdict_is_that_on_the_pair_itself() -> None:
    found = papers()
    judge = judge_of(found)
    for a, b in itertools.permutations(found, 2):
        for same_event in (True, None):
            alone = relation(a, b, same_event=same_event)
            expected = None if alone.relation is Relation.UNRELATED else alone
            assert judge(a, b, same_event) == expected, (a.text, b.text)


def test_who_prints_a_claim_and_where_is_no_part_of_what_it_says() -> None:
    one, other = (
        next(each for each in found if each.predicate == "promise")
        for found in (told("\n\n".join(TOLLS), "The Harbour Post"), told("So it is.\n\n" + "\n\n".join(TOLLS), "Times"))
    )
    assert one != other
    assert content(one) == content(other)


@pytest.mark.parametrize("published", [None, "2024-05-20"])
def test_the_day_of_the_report_is_a_part(published: str | None) -> None:
    text = "Twelve people died in Lisbon last year."
    (one,), (other,) = told(text, "Times"), told(text, "The Harbour Post", published)
    assert content(one) != content(other)


def test_two_claims_alike_are_two() -> None:
    """Of two undated reports, "last year" may be two years, though the claims are word for word the same."""
    text = "Twelve people died in Lisbon last year."
    (one,), (other,) = told(text, "Times", None), told(text, "The Harbour Post", None)
    verdict = judge_of([one, other])(one, other, None)
    assert verdict is not None
    assert verdict.relation is Relation.OVERLAP
