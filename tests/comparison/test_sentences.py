"""A sentence encoder for a second look."""

from __future__ import annotations

import numpy as np
import pytest

from claimkit.comparison.sentences import LIKENESS, likeness_of, load_encoder


def test_another_wording_is_nearer_than_another_subject() -> None:
    told = ["The harbour of Osthaven has been shut.", "Bread costs more in Veldt."]
    near, far = load_encoder().likeness("The port of Osthaven is closed.", told)
    assert (near > far).all()


def test_numbers_are_not_seen() -> None:
    one, other = load_encoder().likeness("Bread rose by 8.5 percent.", ["Bread rose by 85 %.", "Bread rose by 8.5 %."])
    np.testing.assert_array_equal(one, other)


def test_a_text_is_like_itself() -> None:
    read = load_encoder().read("A whale was washed ashore near Brask.")
    np.testing.assert_allclose(likeness_of(read, read, read), [1] * len(LIKENESS), rtol=1e-5)


def test_what_a_query_says_is_compared_without_its_signature() -> None:
    told = ["The harbour of Osthaven has been shut."]
    said, text = "The port of Osthaven is closed.", " — Lena Brandt (@lena_brandt) April 2, 2031"
    signed, bare = load_encoder().likeness(said + text, told)[0], load_encoder().likeness(said, told)[0]
    np.testing.assert_allclose(signed[3:], bare[3:], rtol=1e-5)
    assert (signed[:3] != bare[:3]).all()


def test_a_rare_piece_weighs_more() -> None:
    rarity = load_encoder().read("The whale").rarity
    assert rarity[-2] > rarity[1] > 0


@pytest.mark.parametrize("text", ["", "12", '"' * 1_000, "\ud800", "ᚠᚢ", "word " * 5_000])
def test_any_text_has_states(text: str) -> None:
    states, rarity = load_encoder().read(text)
    assert states.shape[0] == len(rarity) >= 1
    assert np.isfinite(states).all()
    assert np.isfinite(load_encoder().likeness(text, ["The port is closed."])).all()


def test_no_texts_have_no_likeness() -> None:
    assert load_encoder().likeness("port", []).shape == (0, len(LIKENESS))
