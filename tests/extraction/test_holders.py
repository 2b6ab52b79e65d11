"""Which entity a role phrase means."""

from collections.abc import Callable

from claimkit.records import Mention

At = Callable[..., Mention | None]
Named = Callable[..., str | None]


def test_a_role_means_who_was_introduced_with_it(named: Named) -> None:
    text = "Finance Minister Clara Voss resigned on Friday. Erik Dahl praised the minister."
    assert named(text, "the minister") == "Clara Voss"


def test_an_apposition_is_the_name_beside_it(named: Named) -> None:
    text = "Ivo Marek, a member of the city council, voted no."
    assert named(text, "a member of the city council") == "Ivo Marek"


def test_a_president_elect_is_not_the_president(named: Named) -> None:
    text = "President-elect Nora Lund met President Karl Weiss. The president-elect said nothing."
    assert named(text, "The president-elect") == "Nora Lund"


def test_the_state_tells_two_senators_apart(named: Named) -> None:
    text = (
        "Sen. Marta Olsen (R-Ohio) met Sen. Peter Lindqvist (D-Vt.) on Monday. The Vermont senator said little. "
        "The Ohio senator said more."
    )
    assert named(text, "The Vermont senator") == "Peter Lindqvist"
    assert named(text, "The Ohio senator") == "Marta Olsen"


def test_an_epithet_is_said_of_whom_the_article_has_in_focus(named: Named) -> None:
    text = "Erik Dahl lost the vote on Sunday. The billionaire said he would sue."
    assert named(text, "The billionaire") == "Erik Dahl"


def test_an_epithet_is_not_said_of_the_subject_of_its_own_sentence(named: Named) -> None:
    text = "Erik Dahl sued first. Karl Weiss attacked him when the billionaire came to Oslo."
    assert named(text, "the billionaire") == "Erik Dahl"


def test_an_age_stands_for_a_person(named: Named) -> None:
    text = "Erik Dahl opened the show. The 43-year-old said he was nervous."
    assert named(text, "The 43-year-old") == "Erik Dahl"


def test_the_first_of_two_titles_is_the_same_person(named: Named) -> None:
    text = "The Norwegian comedian and actor Erik Dahl laughed. The mayor and Senator Karl Weiss wept."
    assert named(text, "The Norwegian comedian") == "Erik Dahl"
    assert named(text, "The mayor") != "Karl Weiss"


def test_a_paper_is_taken_up_without_its_name(at: At) -> None:
    text = "A Harrow University poll found a tie. The poll of 1,000 voters showed that few cared."
    assert at(text, "The poll of 1,000 voters") == at(text, "A Harrow University poll")


def test_an_indefinite_source_is_taken_up_by_the_definite(at: At, named: Named) -> None:
    text = "A police spokesman confirmed the fire. The spokesman said nobody was hurt."
    assert at(text, "A police spokesman") == at(text, "The spokesman")
    assert named(text, "The spokesman") == "police spokesman"


def test_sources_without_a_name_are_mentions(named: Named) -> None:
    text = "Officials said the dam held. State media reported rain. According to the ministry, roads were closed."
    assert [named(text, phrase) for phrase in ("Officials", "State media", "the ministry")] == [
        "Officials",
        "State media",
        "ministry",
    ]


def test_somebodys_camp_or_speech_is_not_that_person(at: At, named: Named) -> None:
    text = "Nora Lund won. Lund's camp cheered. Lund's speech was short."
    assert named(text, "Lund's camp") == "Lund's camp"
    assert at(text, "Lund's speech") != at(text, "Nora Lund")
    assert named(text, "Lund", 1) == "Nora Lund"


def test_an_administration_is_one_body_under_its_owners_names(at: At) -> None:
    text = "The Nora Lund administration raised taxes. The Lund administration said it had to."
    assert at(text, "The Nora Lund administration") == at(text, "The Lund administration")


def test_an_attorney_beside_a_surname_with_a_particle_is_somebody(named: Named) -> None:
    assert named("Their attorney, Al Lind, declined to comment on Monday.", "Their attorney")
