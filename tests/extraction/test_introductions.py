"""Who is described before he is named."""

from collections.abc import Callable

Named = Callable[..., str | None]


def test_who_is_described_first_is_named_in_the_next_sentence(named: Named) -> None:
    text = "A lawmaker in Neder has called for a ban. Joey Salgado told reporters on Monday that he was angry."
    assert named(text, "A lawmaker in Neder") == "Joey Salgado"


def test_a_wide_word_goes_with_any_title(named: Named) -> None:
    text = "A Dunmore ally doubted it on Monday. Gov. Terry Holm said she would lose."
    assert named(text, "A Dunmore ally") == "Terry Holm"


def test_another_role_is_somebody_else(named: Named) -> None:
    text = "A nurse in Neder has called for a ban. Governor Joey Salgado said on Monday that he was angry."
    assert named(text, "A nurse in Neder") == "nurse in Neder"


def test_somebody_else_of_the_same_sentence_is_not_meant(named: Named) -> None:
    text = "A lawmaker in Neder met Joey Salgado on Monday."
    assert named(text, "A lawmaker in Neder") == "lawmaker in Neder"


def test_an_office_may_come_before_its_only_holder(named: Named) -> None:
    text = "The president spoke to the crowd on Monday. Later President Nora Lund said she was tired."
    assert named(text, "The president") == "Nora Lund"


def test_an_office_with_two_holders_waits_for_neither(named: Named) -> None:
    rain = "Rain fell on the quay. " * 6
    text = f"The senator spoke on Monday. {rain}Senator Nora Lund left. Senator Erik Dahl stayed."
    assert named(text, "The senator") == "senator"
