"""What the model of wording may say of two claims, and what it may not; told on invented people and events."""

from __future__ import annotations

import dataclasses
import functools
import itertools

import pytest

import claimkit
from claimkit.comparison import relations
from claimkit.comparison.fields import fields_of
from claimkit.comparison.profiles import Profile, profiles_of
from claimkit.comparison.propositions import match
from claimkit.comparison.relations import relation
from claimkit.comparison.values import Standing
from claimkit.comparison.wording import DIRECTED, SYMMETRIC, features, forms, log_odds
from claimkit.records import Article, Relation

SENTENCES = [
    "The rider was taken to a hospital.",
    "The rider was taken to a hospital by neighbours.",
    "Two men fled the scene.",
    "Two men fled the scene in a stolen van.",
    "Five men fled the scene in a stolen van.",
    "The mayor closed the harbour.",
    "The mayor closed the school.",
    "The mayor did not close the school.",
    "A fight broke out in Lisbon in 2020.",
    "A fight broke out.",
    "Exports of Norland rose by 8% in 2020.",
    "Exports of Norland fell by 8% in 2020.",
    "Police will search the house.",
    "Police searched the house.",
]


@functools.cache
def told(text: str, publisher: str = "The Harbour Post") -> Profile:
    extraction = claimkit.extract(Article.from_text(text, publisher=publisher, published="2024-05-06"))
    (found,) = profiles_of(extraction.article, extraction.claims, extraction.mentions)
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Five people died.", "Five people were killed."),
        ("One person died.", "One person was killed."),
        ("Police arrived.", "Officers arrived."),
        ("The mayor resigned on Monday.", "The mayor stepped down on Monday."),
        ("Neighbours did not hear any shots.", "The neighbours did not hear shots."),
    ],
)
def test_the_same_said_of_the_same_in_other_words_is_equivalent(one: str, other: str) -> None:
    assert relation(told(one), told(other, "Norland Times"), same_event=True).relation is Relation.EQUIVALENCE


@pytest.mark.parametrize(
    ("one", "other", "expected", "narrower"),
    [
        # what no field of a claim holds: who brought him, how they went
        (*SENTENCES[:2], "subsumption", "b"),
        (*SENTENCES[2:4], "subsumption", "b"),
        # other things were closed
        (*SENTENCES[5:7], "overlap", None),
    ],
)
def test_who_tells_more_words_of_one_thing_says_more(one: str, other: str, expected: str, narrower: str | None) -> None:
    verdict = relation(told(one), told(other, "Norland Times"), same_event=True)
    assert (verdict.relation, verdict.narrower) == (expected, narrower)


PAIRS = list(itertools.combinations(SENTENCES, 2))


@pytest.mark.parametrize("same_event", [True, None])
def test_conflicts_and_what_follows_are_those_of_the_rules(
    monkeypatch: pytest.MonkeyPatch, same_event: bool | None
) -> None:
    def judged() -> list[Relation]:
        both = ((told(one), told(other, "Norland Times")) for one, other in PAIRS)
        return [relation(*pair, same_event=same_event).relation for pair in both]

    reserved = {Relation.CONTRADICTION, Relation.FOLLOW_UP}
    with_model = judged()
    monkeypatch.setattr(relations, "is_close", lambda *_: False)
    monkeypatch.setattr(relations, "likeliest", lambda *given: given[4])
    by_rules = judged()
    assert [each if each in reserved else None for each in with_model] == [
        each if each in reserved else None for each in by_rules
    ]
    assert reserved <= set(by_rules)


def test_nothing_is_equivalent_or_narrower_whose_values_are_not() -> None:
    for one, other in PAIRS:
        a, b = told(one), told(other, "Norland Times")
        verdict, standings = relation(a, b, same_event=True), set(fields_of(a, b))
        if verdict.relation is Relation.EQUIVALENCE:
            assert standings == {Standing.SAME}
        elif verdict.relation is Relation.SUBSUMPTION:
            assert standings <= {Standing.SAME, Standing.A_IN_B, Standing.B_IN_A}


def test_from_the_other_side_the_directed_numbers_change_their_sign_and_no_more() -> None:
    for one, other in PAIRS:
        a, b = told(one), told(other)
        there = features(a, b, match(a, b), fields_of(a, b))
        back = features(b, a, match(b, a), fields_of(b, a))
        assert there == (back[0], tuple(-each for each in back[1]))
        assert (len(there[0]), len(there[1])) == (len(SYMMETRIC), len(DIRECTED))
        assert sorted(log_odds(*there).values()) == sorted(log_odds(*back).values())


def test_without_words_the_rules_decide_alone() -> None:
    bare = [dataclasses.replace(told(each), text=None, words=()) for each in SENTENCES[2:4]]
    assert relation(*bare).relation is Relation.EQUIVALENCE


def test_forms_join_inflections_and_synonyms_and_leave_numbers_out() -> None:
    assert forms(("took", "officers")) == forms(("taken", "policeman"))
    assert forms(("53", "five", "dozens", "least", "19-year")) == frozenset()
