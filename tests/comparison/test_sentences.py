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
    states = load_encoder().states("A whale was washed ashore near Brask.")
    np.testing.assert_allclose(likeness_of(states, states), [1] * len(LIKENESS), rtol=1e-5)


@pytest.mark.parametrize("text", ["", "12", '"' * 1_000, "\ud800", "ᚠᚢ", "word " * 5_000])
def test_any_text_has_states(text: str) -> None:
    states = load_encoder().states(text)
    assert states.shape[0] >= 1
    assert np.isfinite(states).all()


def test_no_texts_have_no_likeness() -> None:
    assert load_encoder().likeness("port", []).shape == (0, len(LIKENESS))
