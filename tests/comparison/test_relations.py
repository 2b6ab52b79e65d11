"""How two claims stand to each other, told on invented people and events."""

from __future__ import annotations

import dataclasses
import functools
import itertools

import pytest

import claimkit
from claimkit.comparison.profiles import Profile, profiles_of
from claimkit.comparison.relations import Verdict, relation
from claimkit.errors import OptionError
from claimkit.records import Article, Difference, Narrower, Relation

MONDAY, TUESDAY, MARCH = "2024-05-06", "2024-05-07", "2024-03-01"


@functools.cache
def told(text: str, published: str | None = None, publisher: str = "The Harbour Post") -> Profile:
    """The one claim of a sentence."""
    extraction = claimkit.extract(Article.from_text(text, publisher=publisher, published=published))
    found = list(profiles_of(extraction.article, extraction.claims, extraction.mentions))
    assert len(found) == 1, [profile.text for profile in found]
    return found[0]


def judged(
    one: str, other: str, days: tuple[str | None, str | None] = (None, None), *, same_event: bool | None = None
) -> Verdict:
    return relation(told(one, days[0]), told(other, days[1], "Norland Times"), same_event=same_event)


# What the sentences say decides: their articles have no date, and nobody knows whether they report one event.
SENTENCES = [
    # one proposition in other words
    ("Maria Velden took power in 2011.", "Maria Velden took office in 2011.", "equivalence", None),
    ("Maria Velden took power in 2011.", "Velden came to power in 2011.", "equivalence", None),
    ("Norland shut its borders in 2020.", "Norland closed its borders in 2020.", "equivalence", None),
    ("Output of Norland fell by 8% in 2020.", "Output of Norland dropped by 8 percent in 2020.", "equivalence", None),
    ("Maria Velden has quit.", "Maria Velden has resigned.", "equivalence", None),
    ("Twelve people died in Lisbon in 2020.", "A dozen people died in Lisbon in 2020.", "equivalence", None),
    ("The tower in Lisbon is 10 miles away.", "The tower in Lisbon is 16 km away.", "equivalence", None),
    # one says more: a time, a place, a number, a name, a kind
    ("Norland shut its borders in early 2020.", "Norland closed its borders in 2020.", "subsumption", "a"),
    ("Norland shut its borders.", "Norland closed its borders in 2020.", "subsumption", "b"),
    ("Norland shut its borders with Sudland in 2020.", "Norland shut its borders in 2020.", "subsumption", "a"),
    ("Output of Norland fell by 8.5% in 2020.", "Output of Norland fell by about 8% in 2020.", "subsumption", "a"),
    ("Output of Norland fell in 2020.", "Output of Norland fell by 8% in 2020.", "subsumption", "b"),
    ("Sixty-one people died in Lisbon.", "Dozens of people died in Lisbon.", "subsumption", "a"),
    ("At least five people died in Lisbon.", "At least seven people died in Lisbon.", "subsumption", "b"),
    ("Seven people died in Lisbon.", "At least five people died in Lisbon.", "subsumption", "a"),
    ("Five officers died in Lisbon.", "Five people died in Lisbon.", "subsumption", "a"),
    ("Five people died in Lisbon.", "Five people died.", "subsumption", "a"),
    # denied: who denies the wider says more
    ("Maria Velden did not visit Sudland.", "Maria Velden did not visit Sudland in 2020.", "subsumption", "a"),
    # agree in part
    ("Five officers died in Lisbon.", "Seven people died in Lisbon.", "overlap", None),
    ("Output of Norland fell by 8% in 2020.", "Output of Norland fell by 8.5% in 2020.", "overlap", None),
    ("About 300 people died in Lisbon.", "About 310 people died in Lisbon.", "overlap", None),
    ("Five people died in Lisbon.", "Five people died in Oporto.", "overlap", None),
    # a time that is not resolved proves nothing
    ("Norland shut its borders last year.", "Norland closed its borders in 2020.", "overlap", None),
    ("Norland shut its borders last year.", "Norland closed its borders last year.", "overlap", None),
    ("Output of Norland fell by 8% last year.", "Output of Norland fell by 12% in 2020.", "overlap", None),
    # cannot both be so
    ("Output of Norland fell by 8% in 2020.", "Output of Norland rose by 8% in 2020.", "contradiction", None),
    ("Output of Norland fell by 8% in 2020.", "Output of Norland fell by 12% in 2020.", "contradiction", None),
    ("Output of Norland fell by 8% in 2020.", "Output of Norland did not fall in 2020.", "contradiction", None),
    ("Norland spent $5 million in 2020.", "Norland spent $9 million in 2020.", "contradiction", None),
    ("Maria Velden took power in 2011.", "Maria Velden took office in 2014.", "contradiction", None),
    ("Maria Velden visited Sudland in 2020.", "Maria Velden did not visit Sudland in 2020.", "contradiction", None),
    ("Five people died in Lisbon in 2020.", "More than eight people died in Lisbon in 2020.", "contradiction", None),
    # another currency, population, period or property: no conflict
    ("Norland spent $5 million in 2020.", "Norland spent €9 million in 2020.", "overlap", None),
    ("Output of Norland fell by 8% in 2020.", "Output of Norland fell by 12% in 2021.", "overlap", None),
    ("Output of Norland fell by 8% in 2020.", "Output of Norland fell to 12% in 2020.", "overlap", None),
    # numbers in names and ordinals tell two things apart
    ("Maria Velden opened the sixth congress.", "Maria Velden opened the eighth congress.", "unrelated", None),
    # what is ahead and what has happened
    ("Norland will shut its borders.", "Norland shut its borders.", "follow_up", None),
    # other propositions
    ("Maria Velden opened the bridge.", "Six goats escaped from the zoo.", "unrelated", None),
    ("Maria Velden opened the bridge.", "Maria Velden sang a song.", "unrelated", None),
    ("Five people died in Lisbon.", "Five bridges collapsed in Lisbon.", "unrelated", None),
]


@pytest.mark.parametrize(("one", "other", "expected", "narrower"), SENTENCES)
def test_sentences(one: str, other: str, expected: str, narrower: str | None) -> None:
    verdict = judged(one, other)
    assert (verdict.relation, verdict.narrower) == (expected, narrower), verdict.differences


DIED_5 = "Five people died in the fire in Lisbon."
DIED_7 = "Seven people died in the fire in Lisbon."
HURT_5 = "Five people were hurt in the fire in Lisbon."
HURT_7 = "Seven people were hurt in the fire in Lisbon."
# Sentences, the days of their articles, whether the articles report one event.
REPORTS = [
    # a toll that rises with the days; one that falls, though the dead stay dead
    (DIED_5, DIED_7, (MONDAY, TUESDAY), True, "follow_up"),
    (DIED_7, DIED_5, (MONDAY, TUESDAY), True, "contradiction"),
    (HURT_7, HURT_5, (MONDAY, TUESDAY), True, "follow_up"),
    # one day, one event: a conflict; without the event or its day there is none
    (DIED_5, DIED_7, (MONDAY, MONDAY), True, "contradiction"),
    # part of a total, or a total with and without somebody, is no other total
    ("Three girls and two boys were hurt in the fire in Lisbon.", HURT_7, (MONDAY, MONDAY), True, "overlap"),
    ("Two officers and a deputy died in Lisbon.", "Three officers died in Lisbon.", (MONDAY, MONDAY), True, "overlap"),
    ("Five people died at the scene in Lisbon.", DIED_7, (MONDAY, MONDAY), True, "overlap"),
    ("Six victims died in the fire in Lisbon.", DIED_7, (MONDAY, MONDAY), True, "overlap"),
    # of two cities
    ("Two Dellport officers were hurt.", "Five Marsk officers were hurt.", (MONDAY, MONDAY), True, "overlap"),
    # what is denied says more than what is affirmed, or it of somebody else
    ("Velden has not been charged federally.", "Velden has been charged.", (MONDAY, MONDAY), True, "overlap"),
    ("The first victim was not identified.", "The gunman was identified.", (MONDAY, MONDAY), True, "overlap"),
    ("The rider rose.", "The rider fell.", (MONDAY, MONDAY), True, "overlap"),
    ("Carlo Rossi killed five officers.", "Piet Moll killed three officers.", (MONDAY, MONDAY), True, "overlap"),
    ("A rider reported injuries.", "No other injuries were reported.", (MONDAY, MONDAY), True, "overlap"),
    (DIED_5, DIED_7, (MONDAY, MONDAY), False, "overlap"),
    (DIED_5, DIED_7, (MONDAY, MONDAY), None, "contradiction"),
    (DIED_5, DIED_7, (MONDAY, MARCH), None, "overlap"),
    (DIED_5, DIED_7, (None, None), None, "overlap"),
    (DIED_5, DIED_7, (None, None), True, "overlap"),  # either may be the later
    ("Five people may have died in the fire in Lisbon.", DIED_7, (MONDAY, MONDAY), True, "overlap"),
    # who else was hurt depends on who was left out
    ("Three others were hurt in Lisbon.", "Four others were hurt in Lisbon.", (MONDAY, MONDAY), True, "overlap"),
    ("Five men were shot in Lisbon.", "The other two were shot in Lisbon.", (MONDAY, MONDAY), True, "overlap"),
    # verbs that say nothing by themselves deny nothing
    ("Nobody was in custody.", "Six people were at a party in Lisbon.", (MONDAY, MONDAY), True, "unrelated"),
    ("No arrests have been made.", "Maria Velden has made a cake.", (MONDAY, MONDAY), True, "overlap"),
    # the count of a year is none of one night
    ("More than 700 people died in Lisbon in 2024.", DIED_7, (MONDAY, MONDAY), True, "overlap"),
    # ages tell people apart
    ("A 19-year-old man was shot.", "A 23-year-old man was shot.", (MONDAY, MONDAY), True, "unrelated"),
    # a share of one year does not change with the day of the report
    (
        "Output of Norland fell by 8% in 2020.",
        "Output of Norland fell by 12% in 2020.",
        (MARCH, MONDAY),
        None,
        "contradiction",
    ),
    # two orders, two occasions
    (
        "Police told people to leave two roads.",
        "Police told people to leave nine roads.",
        (None, None),
        True,
        "overlap",
    ),
    ("Norland shut its borders in March 2020.", "Norland shut its borders in May 2022.", (None, None), None, "overlap"),
    (
        "Norland shut its borders in March 2020.",
        "Norland shut its borders in May 2022.",
        (None, None),
        True,
        "contradiction",
    ),
    # what happened before it was planned
    ("Norland will shut its borders.", "Norland shut its borders.", (TUESDAY, MONDAY), None, "overlap"),
    ("Norland will shut its borders.", "Norland shut its borders.", (MONDAY, TUESDAY), None, "follow_up"),
    (
        "Maria Velden was jailed for ten years.",
        "Maria Velden was jailed for 12 years.",
        (MONDAY, MONDAY),
        True,
        "contradiction",
    ),
    ("Output will fall by 8% in 2030.", "Output will fall by 3% in 2030.", (MONDAY, MONDAY), True, "contradiction"),
    (
        "Police did not arrest anybody in Lisbon.",
        "Police arrested five men in Lisbon.",
        (MONDAY, MONDAY),
        True,
        "contradiction",
    ),
]


@pytest.mark.parametrize(("one", "other", "days", "same_event", "expected"), REPORTS)
def test_reports(
    one: str, other: str, days: tuple[str | None, str | None], same_event: bool | None, expected: str
) -> None:
    verdict = judged(one, other, days, same_event=same_event)
    assert verdict.relation == expected, verdict.differences


def test_a_hedge_is_a_difference_and_no_other_claim() -> None:
    verdict = judged("Output of Norland likely fell by 8% in 2020.", "Output of Norland fell by 8% in 2020.")
    assert verdict.relation is Relation.EQUIVALENCE
    assert Difference(field="hedges", a="epistemic_probable", b=None) in verdict.differences
    assert Difference(field="factuality", a="PR+", b="CT+") in verdict.differences


def test_who_said_it_is_a_difference_and_no_other_claim() -> None:
    verdict = judged("Maria Velden said that output fell by 8% in 2020.", "Output fell by 8% in 2020.")
    assert verdict.relation is Relation.EQUIVALENCE
    assert verdict.differences == (Difference(field="chain", a="maria velden", b="author"),)


def test_differences_are_told_in_words() -> None:
    verdict = judged(DIED_5, "At least seven people died in the fire in Lisbon in 2020.")
    assert Difference(field="quantities", a="5 people", b="at least 7 people") in verdict.differences
    assert Difference(field="times", a=None, b="2020") in verdict.differences


def test_an_unresolved_time_is_named_though_both_say_it_alike() -> None:
    verdict = judged("Norland shut its borders last year.", "Norland closed its borders last year.")
    assert [difference.field for difference in verdict.differences] == ["times"]
    assert "no_document_date" in (verdict.differences[0].a or "")


ALL = sorted({sentence for case in SENTENCES for sentence in case[:2]} | {DIED_5, DIED_7, HURT_5})


@pytest.mark.parametrize("same_event", [None, True, False])
def test_the_other_way_round_only_the_sides_change(same_event: bool | None) -> None:
    sides = {None: None, Narrower.A: Narrower.B, Narrower.B: Narrower.A}
    for one, other in itertools.combinations(ALL, 2):
        there, back = (judged(*pair, same_event=same_event) for pair in ((one, other), (other, one)))
        turned = tuple(Difference(field=each.field, a=each.b, b=each.a) for each in back.differences)
        assert there == Verdict(relation=back.relation, narrower=sides[back.narrower], differences=turned), (one, other)


@pytest.mark.parametrize("sentence", ALL)
def test_a_copy_says_the_same_unless_its_time_is_open(sentence: str) -> None:
    profile = told(sentence)
    assert relation(profile, profile) == Verdict(relation=Relation.EQUIVALENCE, narrower=None, differences=())
    copy = dataclasses.replace(profile, claim_id="another", publisher="Norland Times")
    unresolved = any(time.unresolved for time in profile.times)
    assert relation(profile, copy).relation is (Relation.OVERLAP if unresolved else Relation.EQUIVALENCE)


@pytest.mark.parametrize("text", ["", "🙂", "\ud800", "“" * 10_000, "0 " * 500])
def test_no_text_of_a_claim_is_an_error(text: str) -> None:
    bare = dataclasses.replace(
        told(DIED_5),
        claim_id="bare",
        text=text,
        subject=None,
        object=text or None,
        words=(),
        names=(text,),
        quantities=(),
    )
    assert relation(told(DIED_5), bare).relation in set(Relation)


def test_relate_makes_a_record_and_asks_for_the_articles() -> None:
    one = claimkit.extract("Maria Velden took power in 2011.")
    other = claimkit.extract(Article.from_text("Velden came to power in 2011.", publisher="Norland Times"))
    pair = claimkit.relate(one.claims[0], other.claims[0], [one, other.article])
    assert pair.relation is Relation.EQUIVALENCE
    assert (pair.claim_a, pair.claim_b) == (one.claims[0].claim_id, other.claims[0].claim_id)
    with pytest.raises(OptionError, match="not among the articles"):
        claimkit.relate(one.claims[0], other.claims[0], [one])
