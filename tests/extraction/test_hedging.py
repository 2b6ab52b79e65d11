"""Cues of uncertainty are told from the same words used for something else, and their scope is what they bear on."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimkit.extraction.hedging import find_hedges
from claimkit.extraction.quantities import find_quantities
from claimkit.records import Hedge
from claimkit.resources import load_lexicon

NUMBERS = load_lexicon("numbers")


def cues(text: str) -> list[tuple[str, str]]:
    return [(text[slice(*hedge.cue)], hedge.type.value) for hedge in find_hedges(text)]


def scope(text: str, cue: str) -> str:
    (hedge,) = (hedge for hedge in find_hedges(text) if text[slice(*hedge.cue)] == cue)
    (span,) = hedge.scope
    return text[slice(*span)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The port may close.", [("may", "epistemic_possible")]),
        ("The ferry might sink.", [("might", "epistemic_possible")]),
        ("The dam could burst in spring.", [("could", "epistemic_possible")]),
        ("The mayor must have known about the leak.", [("must", "epistemic_probable")]),
        ("Perhaps the bridge will hold.", [("Perhaps", "epistemic_possible")]),
        ("Output likely shrank by 3 percent.", [("likely", "epistemic_probable")]),
        ("The crew is unlikely to return.", [("unlikely", "epistemic_probable")]),
        ("It is unclear who opened the gate.", [("unclear", "epistemic_possible")]),
        ("The mayor appears to have fled.", [("appears", "epistemic_appearance")]),
        ("She left a remark seeming to target the guild.", [("seeming", "epistemic_appearance")]),
        ("The figures suggest that the harvest failed.", [("suggest", "epistemic_appearance")]),
        ("Orlin is believed to be a spy.", [("believed", "doxastic")]),
        ("Two sailors are missing, presumed dead.", [("presumed", "doxastic")]),
        ("The guild expects the dam to open in May.", [("expects", "doxastic")]),
        ("The town is seen as a rival of the capital.", [("seen", "doxastic")]),
        ("The island is considered a threat by its neighbours.", [("considered", "doxastic")]),
        ("The harvest fell, according to a projection by the guild.", [("projection", "doxastic")]),
        ("Police arrested the alleged smuggler.", [("alleged", "doxastic")]),
        ("The council debated whether the dam was safe.", [("whether", "investigation")]),
        ("Police are investigating the fire.", [("investigating", "investigation")]),
        ("The guild did not disclose if the mayor was there.", [("if", "investigation")]),
        ("Unless it rains, the harvest is lost.", [("Unless", "condition")]),
        ("The ferry reportedly sank at dawn.", [("reportedly", "evidential")]),
        ("The mayor allegedly took a bribe.", [("allegedly", "evidential")]),
        ("Orlin was reported to have left the island.", [("reported", "evidential")]),
        ("Orlin is said to be ill.", [("said", "evidential")]),
        ("Critics say the dam is old.", [("Critics", "weasel")]),
        ("About 300 people fled.", [("About", "approximation")]),
        ("The dam cost nearly $5 million.", [("nearly", "approximation")]),
        ("Some 40 ships sank.", [("Some", "approximation")]),
        ("Dozens of ships sank.", [("Dozens of", "approximation")]),
    ],
)
def test_a_cue_is_found_with_its_type(text: str, expected: list[tuple[str, str]]) -> None:
    assert cues(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The port closed in May 2031.",
        "She can swim across the bay.",
        "The mayor said on Monday that he would resign.",
        "The crew could not reach the island.",
        "The envoy is expected at the ceremony.",
        "He spoke about the dam.",
        "They walked around the harbour.",
        "The singer appeared on television.",
        "The charity Believe Sports opened a hall.",
        "The council considered the plan.",
        "Buy the boat or the barge.",
        "He believes in the old gods.",
        "The guild is supposed to pay the toll.",
        "Some people fled.",
        "Police asked the mayor to leave as soon as possible.",
        "The queue lasted as long as two hours.",
        "The envoy suggested a meeting.",
        "The ferry sank at dawn, the mayor reported.",
        "The letter was reported to the police.",
        "The mayor spoke on condition that he not be named.",
    ],
)
def test_the_same_words_in_plain_use_are_no_cues(text: str) -> None:
    assert cues(text) == []


def test_would_hedges_only_under_a_condition() -> None:
    assert cues("The mayor said he would resign.") == []
    assert cues("The dam would burst if it rained.") == [("would", "condition"), ("if", "condition")]


def test_a_belief_is_doxastic_under_a_named_believer_too() -> None:
    assert cues("Orlin believes that the dam will hold.") == [("believes", "doxastic")]


def test_the_hidden_believer_is_a_weasel_beside_the_belief() -> None:
    assert cues("Orlin is widely believed to be a spy.") == [("widely", "weasel"), ("believed", "doxastic")]


@pytest.mark.parametrize(
    ("text", "cue", "expected"),
    [
        ("The mayor may open the dam, the guild said.", "may", "may open the dam"),
        ("A parade may be planned for spring, officials said.", "may", "A parade may be planned for spring"),
        ("The mayor appears to have fled.", "appears", "The mayor appears to have fled"),
        ("The crew is likely to return.", "likely", "The crew is likely to return"),
        ("It appears that the dam burst.", "appears", "appears that the dam burst"),
        ("Orlin is believed to be a spy, presumed to be rich.", "believed", "Orlin is believed to be a spy"),
        ("Orlin believes that the dam will hold.", "believes", "believes that the dam will hold"),
        ("Output likely shrank by 3 percent, leaving the town poor.", "likely", "likely shrank by 3 percent"),
        ("He appeared to cry as he spoke of the flood.", "appeared", "He appeared to cry"),
        ("The ferry may sink and the crew will drown.", "may", "may sink"),
        ("Police arrested the alleged smuggler of arms at dawn.", "alleged", "alleged smuggler of arms"),
        ("The dam will burst if the rain goes on.", "if", "if the rain goes on"),
        ("About 300 people fled the town.", "About", "About 300 people"),
        ("The law could stop “foreign thought”.", "could", "could stop “foreign thought”"),
    ],
)
def test_the_scope_is_what_the_cue_bears_on(text: str, cue: str, expected: str) -> None:
    assert scope(text, cue) == expected


@pytest.mark.parametrize(
    ("text", "szeged"),
    [
        ("The port may close.", "E"),
        ("Orlin is believed to be a spy.", "D"),
        ("The council debated whether it was safe.", "I"),
        ("Unless it rains, the harvest is lost.", "N"),
        ("The ferry reportedly sank.", "E"),
        ("The mayor allegedly took a bribe.", "D"),
        ("Critics say the dam is old.", None),
        ("About 300 people fled.", None),
    ],
)
def test_the_szeged_type_follows_the_practice_of_that_corpus(text: str, szeged: str | None) -> None:
    (hedge,) = find_hedges(text)
    assert hedge.szeged_type == szeged


def test_only_approximations_are_approximators() -> None:
    families = {hedge.type.value: hedge.family for hedge in find_hedges("About 300 people may have fled.")}
    assert families == {"approximation": "approximator", "epistemic_possible": "shield"}


def assert_sound(text: str, hedges: list[Hedge]) -> None:
    assert hedges == sorted(hedges, key=lambda hedge: hedge.cue)
    for hedge in hedges:
        assert 0 <= hedge.cue.start < hedge.cue.end <= len(text)
        assert any(start <= hedge.cue.start and hedge.cue.end <= end <= len(text) for start, end in hedge.scope)


WORDS = [
    "may",
    "could",
    "likely",
    "if",
    "is",
    "believed",
    "some",
    "say",
    "about",
    "300",
    "the",
    "dam",
    "to",
    ",",
    "“",
    "(",
    ")",
]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))
def test_a_scope_holds_its_cue_in_any_text(text: str) -> None:
    hedges = find_hedges(text)
    assert_sound(text, hedges)
    assert hedges == find_hedges(text)


@pytest.mark.parametrize("text", ["", " \n\n ", "😀 may 😀", "may " * 500, "(if he may think " * 200])
def test_litter_is_read_without_complaint(text: str) -> None:
    assert_sound(text, find_hedges(text))


def test_scope_of_a_projection_is_what_it_tells() -> None:
    text = "The economy shrank by 3 percent, according to a forecast by Lissen Bank, leaving it poor."
    (hedge,) = find_hedges(text)
    assert [text[slice(*span)] for span in hedge.scope] == ["The economy shrank by 3 percent", "forecast"]


def test_an_apposition_to_the_subject_is_outside_the_scope() -> None:
    text = "Jo Lesk, a member of the board, was reported to have fled."
    (hedge,) = find_hedges(text)
    assert [text[slice(*span)] for span in hedge.scope] == ["Jo Lesk", "was reported to have fled"]


def test_a_shared_subject_is_in_the_scope_of_a_raising_verb() -> None:
    text = "He denied it and this week in a meeting appears to have fled."
    (hedge,) = find_hedges(text)
    assert [text[slice(*span)] for span in hedge.scope] == ["He", "this week in a meeting appears to have fled"]


def test_indication_is_a_cue_with_a_clause_alone() -> None:
    assert cues("He sent flowers in another indication of Lissen growing closer to Brask.") == [
        ("indication", "epistemic_appearance")
    ]
    assert cues("The law protects indications of geographical origin.") == []


@pytest.mark.parametrize("word", sorted(word for word, bound in NUMBERS["bounds_before"].items() if bound == "about"))
def test_an_approximator_is_a_hedge_and_the_bound_of_its_number(word: str) -> None:
    text = f"The storm hurt {word} 300 people."
    assert [quantity.bound for quantity in find_quantities(text)] == ["about"]
    (hedge,) = find_hedges(text)
    assert hedge.type == "approximation"
    assert hedge.family == "approximator"


@pytest.mark.parametrize("text", ["It took ~25 minutes.", "It was about minus 40 degrees.", "It took ≈25 minutes."])
def test_approximators_by_sign_and_before_a_minus(text: str) -> None:
    assert [hedge.type for hedge in find_hedges(text)] == ["approximation"]


def test_vague_numbers_are_intervals_and_hedges() -> None:
    text = "Dozens of people fled."
    (quantity,) = find_quantities(text)
    assert (quantity.low, quantity.high, quantity.range_kind) == (24, 99, "uncertainty")
    assert [hedge.type for hedge in find_hedges(text)] == ["approximation"]


def test_estimated_in_a_compound_is_no_approximator() -> None:
    assert find_hedges("The state-estimated all-electric range grew.") == []
