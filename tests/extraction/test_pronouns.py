"""Whom a pronoun stands for."""

from collections.abc import Callable

from claimkit.records import EntityType, Mention

Mentions = Callable[[str], tuple[Mention, ...]]
At = Callable[..., Mention | None]
Named = Callable[..., str | None]
Words = Callable[[str, Mention], list[str]]


def test_the_gender_decides_between_two_people(named: Named) -> None:
    text = "Peter Lindqvist met Anna Holm in Bergen. She said the talks were useful. He said little."
    assert named(text, "She") == "Anna Holm"
    assert named(text, "He") == "Peter Lindqvist"


def test_a_subject_is_preferred(named: Named) -> None:
    text = "Ri Sang-hyok greeted Pak Chol-min. He said the border was open."
    assert named(text, "He") == "Ri Sang-hyok"


def test_a_possessive_counts_as_a_span_of_the_entity(mentions_of: Mentions, words: Words) -> None:
    text = "Peter Lindqvist sold his house."
    (person,) = (mention for mention in mentions_of(text) if mention.type is EntityType.PERSON)
    assert words(text, person) == ["Peter Lindqvist", "his"]


def test_a_speaker_is_not_the_he_of_his_own_words(named: Named) -> None:
    text = 'Peter Lindqvist spoke first. Karl Weiss followed. "He is wrong," Weiss said.'
    assert named(text, "He") != "Karl Weiss"


def test_an_object_is_not_its_own_subject(named: Named) -> None:
    text = "Peter Lindqvist left early. Karl Weiss thanked him."
    assert named(text, "him") == "Peter Lindqvist"


def test_sentences_of_bare_quotation_take_nobody_out_of_reach(named: Named) -> None:
    text = (
        "Peter Lindqvist spoke on Friday. “The sea was high. The wind was cold. The night was dark. "
        "The pier was wet,” he said."
    )
    assert named(text, "he") == "Peter Lindqvist"


def test_who_is_asked_answers(named: Named) -> None:
    text = "Karl Weiss asked Peter Lindqvist whether the bridge was safe. “It is,” he said."
    assert named(text, "he") == "Peter Lindqvist"


def test_who_is_in_the_question_does_not_answer_it(named: Named) -> None:
    text = "Anna Holm opened the talks. Asked whether Clara Voss would resign, she said nothing was decided."
    assert named(text, "she") == "Anna Holm"


def test_a_speaker_does_not_name_himself_in_his_own_words(named: Named) -> None:
    text = "Karl Weiss spoke first. “I think Mr. Lindqvist has lost. Peter Lindqvist should go,” he said."
    assert named(text, "he") == "Karl Weiss"


def test_it_means_the_body_that_speaks(named: Named) -> None:
    text = "The Transport Ministry said it would wait."
    assert named(text, "it") == "Transport Ministry"


def test_it_is_left_alone_where_it_means_nothing(at: At) -> None:
    text = "The Transport Ministry was silent. It is believed that the bridge will close."
    assert at(text, "It") is None
