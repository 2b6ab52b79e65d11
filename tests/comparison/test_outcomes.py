"""Who met which outcome in a sentence; our own prose on invented events."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimkit.comparison.outcomes import deeds_in, fates_in, implied_in, is_negated, multiples_in, outcomes
from claimkit.comparison.people import groups_in


def told(sentence: str, *, headline: bool = False) -> list[tuple[str, str, float]]:
    groups = groups_in(sentence, headline=headline)
    return [
        (fate.outcome, sentence[fate.group.start : fate.group.end], fate.group.low)
        for fate in fates_in(sentence, groups, headline=headline)
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Two miners were killed on Monday.", [("killed", "Two miners", 2)]),
        (
            "A ferry sank, killing at least twelve and injuring thirty.",
            [("killed", "twelve", 12), ("injured", "thirty", 30)],
        ),
        ("The blast wounded six sailors.", [("injured", "six sailors", 6)]),
        ("The deaths of three nuns shook Dunmore.", [("killed", "three nuns", 3)]),
        ("Three Dunmorians were killed.", [("killed", "Three Dunmorians", 3)]),
        ("A cook and two waiters were hurt.", [("injured", "A cook", 1), ("injured", "two waiters", 2)]),
        ("Five hikers, including an infant, were injured.", [("injured", "Five hikers", 5)]),
        ("Crews transported one to the hospital.", [("injured", "one", 1)]),
        ("He shot his wife to death.", [("killed", "his wife", 1)]),
        ("The flood left 400 people homeless.", [("displaced", "400 people", 400)]),
        ("Police arrested 14 protesters.", [("arrested", "14 protesters", 14)]),
        ("Four sailors were missing.", [("missing", "Four sailors", 4)]),
        ("Three miners, ages 21 and 22, rested.", []),
        ("Two houses burned and 40 shots were heard.", []),
    ],
)
def test_a_group_meets_its_outcome_before_and_after_the_verb(
    sentence: str, expected: list[tuple[str, str, float]]
) -> None:
    assert told(sentence) == expected


def test_a_headline_needs_no_article_and_its_comma_joins() -> None:
    assert told("Mother, 2 children found dead", headline=True) == [
        ("killed", "Mother", 1),
        ("killed", "2 children", 2),
    ]
    assert told("2 dead, 3 injured as bus overturns", headline=True) == [("killed", "2", 2), ("injured", "3", 3)]


def test_an_age_is_no_count() -> None:
    groups = groups_in("Ann Berg Jr., 32, was killed.", [(0, 12, "berg")])
    assert [(group.low, group.key, group.age) for group in groups] == [(1, "berg", "32")]


def test_one_of_two_counts_the_two_and_one_of_them_a_part() -> None:
    assert told("one of two climbers killed")[0][2] == 2
    part = groups_in("two of them died")
    assert [(group.low, group.part) for group in part] == [(2, True)]


def test_whoever_kills_himself_is_one_more() -> None:
    assert told("Father kills wife, son, then himself", headline=True)[-1] == ("killed", "himself", 1)


@pytest.mark.parametrize("sentence", ["Nobody was not hurt", "They would kill", "He attempted murder", "not killed"])
def test_what_is_denied_or_only_wanted_is_no_fact(sentence: str) -> None:
    assert all(is_negated(sentence, deed) for deed in deeds_in(sentence))


def test_a_wound_by_ones_own_hand_is_no_death() -> None:
    assert ("killed", 1) not in [(outcome, low) for outcome, _, low in told("It was a self-inflicted wound.")]
    assert list(multiples_in("an attempted murder-suicide")) == []


def test_double_and_triple_are_numbers() -> None:
    assert [(outcome, number) for outcome, number, _, _ in multiples_in("a triple homicide and a double shooting")] == [
        ("killed", 3),
        ("hit", 2),
    ]


@given(
    st.text(max_size=300)
    | st.lists(st.sampled_from(["two", "men", "killed", ",", "and", "the", "himself", "\ud800"])).map(" ".join)
)
def test_any_string_is_read_and_spans_lie_in_it(text: str) -> None:
    for headline in (True, False):
        groups = groups_in(text, headline=headline)
        assert all(0 <= group.start < group.end <= len(text) for group in groups)
        assert all(a.end <= b.start for a, b in itertools.pairwise(groups))
        assert all(fate.outcome in outcomes() for fate in fates_in(text, groups, headline=headline))


def test_words_of_outcomes_are_found_in_any_case_and_in_letters_that_stand_for_plain_ones() -> None:
    sentence = "Two were KILLED and one ſhot"
    assert [sentence[deed.start : deed.end] for deed in deeds_in(sentence)] == ["KILLED", "ſhot"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("A MURDER inquiry began in Dunmore.", ["killed"]),
        ("The murder-minded were asked to leave.", []),
        ("The harbour reopened on Friday.", []),
        ("", []),
    ],
)
def test_an_outcome_may_be_told_of_nobody_in_particular(sentence: str, expected: list[str]) -> None:
    assert implied_in(sentence) == expected


@given(st.text())
def test_no_sentence_is_too_odd_to_be_asked_for_outcomes(sentence: str) -> None:
    assert set(implied_in(sentence)) <= set(outcomes())
    assert all(0 <= deed.start < deed.end <= len(sentence) for deed in deeds_in(sentence))
