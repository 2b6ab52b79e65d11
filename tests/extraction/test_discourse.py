"""Things that become entities once a phrase takes them up."""

from collections.abc import Callable

from claimkit.records import Mention

At = Callable[..., Mention | None]
Named = Callable[..., str | None]


def test_a_thing_is_an_entity_once_a_phrase_takes_it_up(at: At) -> None:
    text = "Full-page posters hung in every street. The posters said the bridge was safe."
    assert at(text, "Full-page posters") == at(text, "The posters") is not None


def test_a_thing_that_nothing_takes_up_is_none(named: Named) -> None:
    assert named("Two candles stood in the window.", "candles") is None


def test_they_may_be_many_whom_no_word_list_knows(named: Named) -> None:
    text = "Expatriates wept as they saw the empty bridge."
    assert named(text, "they") == "Expatriates"


def test_a_paper_may_be_they(named: Named) -> None:
    text = "The Neder Tribune reported the loss. They said it was large."
    assert named(text, "They") == "Neder Tribune"
