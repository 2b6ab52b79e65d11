"""Strings as places in the text: whatever they are made of, they come back."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claimkit.dataset.surface import pieces_of, string_of
from claimkit.errors import DataError

TEXT = "The ferry struck a pier in Port Venn. Its captain, Nils Oram, had warned the owners."
ANY_TEXT = st.text(alphabet="ab 'é😀\ud83d", max_size=40)


def test_words_of_the_text_are_places() -> None:
    assert pieces_of("struck a pier", TEXT, [(0, 37)]) == [[10, 23]]


def test_what_the_text_does_not_hold_there_stays_as_it_is() -> None:
    assert pieces_of("The ferry's captain", TEXT, [(0, 9), (42, 49)]) == [[0, 9], "'s ", [42, 49]]


def test_places_are_sought_in_the_windows_alone() -> None:
    assert pieces_of("pier", TEXT, [(0, 10)]) == ["pier"]


def test_of_equal_windows_the_first_counts() -> None:
    assert pieces_of("one", "one one", [(4, 7), (0, 7)]) == [[4, 7]]


def test_a_long_literal_is_sought_in_the_whole_text() -> None:
    assert pieces_of("Nils Oram, had warned the owners", TEXT, [(0, 10)]) == [[51, 83]]


def test_an_empty_string_has_no_pieces() -> None:
    assert pieces_of("", TEXT, [(0, 37)]) == []
    assert string_of([], TEXT) == ""


@given(value=ANY_TEXT, text=ANY_TEXT, cuts=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4))
@example(value="a'a", text="a'a", cuts=[(0, 3)])
def test_every_string_comes_back(value: str, text: str, cuts: list[tuple[int, int]]) -> None:
    windows = [(min(cut), min(max(cut), len(text))) for cut in cuts]
    assert string_of(pieces_of(value, text, windows), text) == value


@pytest.mark.parametrize("piece", [[5, 5], [-1, 3], [80, 400], [0.5, 3], [0], None, {"start": 0, "end": 3}])
def test_a_piece_that_does_not_lie_in_the_text_is_an_error_that_names_it(piece: object) -> None:
    with pytest.raises(DataError, match="does not lie in the text"):
        string_of([piece], TEXT)
