"""The sieve: the author of a signed piece, relative pronouns, and several who are one plural subject."""

from collections.abc import Callable

from claimkit.records import Mention

At = Callable[..., Mention | None]
Named = Callable[..., str | None]


def test_he_and_his_partner_are_they(at: At) -> None:
    text = "Peter Lindqvist came early. He and his partner said they were tired."
    assert at(text, "they") == at(text, "He and his partner")


def test_the_author_of_a_signed_piece_is_i(named: Named) -> None:
    text = "I believe the bridge is safe.\n\nClara Voss is the mayor of Neder."
    assert named(text, "I") == "Clara Voss"


def test_who_is_whom_its_clause_is_about(named: Named) -> None:
    text = "Clara Voss, who led the inquiry, declined to comment."
    assert named(text, "who") == "Clara Voss"


def test_i_and_we_in_a_quotation_are_left_out(at: At) -> None:
    assert at('Clara Voss said: "I will wait for you."', "I") is None
