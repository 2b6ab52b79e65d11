"""How two claims stand to each other, told on invented events."""

from __future__ import annotations

import functools

import pytest

import claimkit
from claimkit.comparison.profiles import Profile, profiles_of
from claimkit.comparison.relations import relation
from claimkit.errors import OptionError
from claimkit.records import Article, Relation


@functools.cache
def told(text: str, published: str | None = None, publisher: str = "The Harbour Post") -> Profile:
    """The one claim of a sentence."""
    extraction = claimkit.extract(Article.from_text(text, publisher=publisher, published=published))
    found = list(profiles_of(extraction.article, extraction.claims, extraction.mentions))
    assert len(found) == 1, [profile.text for profile in found]
    return found[0]


CASES = [
    ("Maria Velden took power in 2011.", "Maria Velden took office in 2011.", "equivalence", None),
    ("Norland shut its borders in early 2020.", "Norland closed its borders in 2020.", "subsumption", "a"),
    ("Output of Norland fell by 8.5% in 2020.", "Output of Norland fell by about 8% in 2020.", "subsumption", "a"),
    ("Output of Norland fell by 8% in 2020.", "Output of Norland rose by 8% in 2020.", "contradiction", None),
    ("Output of Norland fell by 8% in 2020.", "Output of Norland fell by 12% in 2020.", "contradiction", None),
    ("Maria Velden took power in 2011.", "Maria Velden took power in 2014.", "contradiction", None),
    ("Maria Velden opened the bridge.", "Six goats escaped from the zoo.", "unrelated", None),
]


@pytest.mark.parametrize(("one", "other", "expected", "narrower"), CASES)
def test_relation(one: str, other: str, expected: str, narrower: str | None) -> None:
    verdict = relation(told(one), told(other, publisher="Norland Times"))
    assert (verdict.relation, verdict.narrower) == (expected, narrower), verdict.differences


def test_a_count_that_a_later_report_gives_higher_is_a_follow_up() -> None:
    first, later = (
        told("Five people died in Lisbon on May 3, 2024.", "2024-05-04"),
        told("Seven people died in Lisbon on May 3, 2024.", "2024-05-06", "Norland Times"),
    )
    assert relation(first, later, same_event=True).relation is Relation.FOLLOW_UP


def test_relate_makes_a_record_and_asks_for_the_articles() -> None:
    one = claimkit.extract("Maria Velden took power in 2011.")
    other = claimkit.extract(Article.from_text("Velden came to power in 2011.", publisher="Norland Times"))
    pair = claimkit.relate(one.claims[0], other.claims[0], [one, other.article])
    assert pair.relation is Relation.EQUIVALENCE
    assert (pair.claim_a, pair.claim_b) == (one.claims[0].claim_id, other.claims[0].claim_id)
    with pytest.raises(OptionError, match="not among the articles"):
        claimkit.relate(one.claims[0], other.claims[0], [one])
