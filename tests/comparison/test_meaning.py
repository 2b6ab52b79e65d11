"""What articles mean, as vectors: nearer for like things, blind to numbers, the same in any part of a collection."""

import numpy as np

from claimkit.comparison.meaning import cosines, meanings, vectors_of
from claimkit.comparison.nearness import Vectors
from claimkit.comparison.rarity import Holders, make_field

BAGS = (
    ["ferry", "sinks", "harbour", "captain"],
    ["ship", "founders", "port", "skipper"],
    ["council", "adopts", "budget", "libraries"],
    ["ship", "founders", "port", "skipper", "212", "6.40am"],
    ["212", "17"],
    [],
)


def _meanings(bags: tuple[list[str], ...], holders: Holders | None = None) -> Vectors:
    field = make_field(bags, {}, holders)
    return meanings(field, field.columns, vectors_of(field.columns))


def test_other_words_for_one_thing_are_nearer_than_words_for_another() -> None:
    ferry, ship, budget = _meanings(BAGS[:3])
    same, other = cosines(np.stack([ferry, ferry]), np.stack([ship, budget]))
    assert same > other + 0.2


def test_numbers_mean_nothing() -> None:
    found = _meanings((BAGS[1], BAGS[3], BAGS[4]))
    words, with_numbers, numbers = found
    assert cosines(words[None], with_numbers[None])[0] > 0.99
    assert not numbers.any()


def test_without_words_there_is_no_cosine() -> None:
    found = _meanings(BAGS)
    assert np.isnan(cosines(found, found)).tolist() == [False, False, False, False, True, True]


def test_a_part_of_a_collection_has_the_vectors_of_the_whole() -> None:
    held: dict[str, int] = {}
    for bag in BAGS:
        held.update((term, held.get(term, 0) + 1) for term in bag)
    part = _meanings(BAGS[1:3], Holders(len(BAGS), held))
    assert (part == _meanings(BAGS)[1:3]).all()


def test_of_no_article_there_is_none() -> None:
    assert _meanings(()).shape == (0, 64)
