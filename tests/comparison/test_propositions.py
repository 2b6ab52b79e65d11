"""Whether two claims speak of one proposition: the event and who takes part, before any value."""

from __future__ import annotations

import functools

import pytest

import claimkit
from claimkit.comparison.profiles import Profile, profiles_of
from claimkit.comparison.propositions import Likeness, bare_key, event_of, key_likeness, match, shared_words
from claimkit.records import Article


@functools.cache
def told(text: str) -> Profile:
    extraction = claimkit.extract(Article.from_text(text, publisher="The Harbour Post"))
    (found,) = profiles_of(extraction.article, extraction.claims, extraction.mentions)
    return found


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Maria Velden took office.", "take_power"),
        ("Maria Velden came to power.", "take_power"),
        ("A fire broke out in Lisbon.", "erupt"),
        ("The plan fell far short of its goal.", "miss"),
        ("Prices fell.", "fall"),
        ("The sixth congress came amid a storm.", "hold"),
        ("Six goats escaped.", "escape"),
    ],
)
def test_the_kind_of_event_takes_particles_and_light_objects_with_its_verb(text: str, kind: str) -> None:
    assert event_of(told(text)).kind == kind


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("maria velden", "velden", Likeness.FULL),
        ("three police officers", "officers", Likeness.FULL),
        ("two men in the back of a car", "men", Likeness.FULL),
        ("nineteen people", "residents", Likeness.FULL),
        ("nineteen people", "bridges", Likeness.NONE),
        ("maria velden", "jonas velden", Likeness.PART),
        ("maria velden", "ana couto", Likeness.NONE),
        ("maria velden", None, Likeness.PART),
        ("maria velden", "they", Likeness.PART),
        (None, None, Likeness.FULL),
    ],
)
def test_keys(one: str | None, other: str | None, likeness: Likeness) -> None:
    assert key_likeness(one, other) is key_likeness(other, one) is likeness


@pytest.mark.parametrize("key", ["53", "others", "six", "it", "", None])
def test_numbers_and_pronouns_tell_nobody_apart(key: str | None) -> None:
    assert bare_key(key) is None


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("Maria Velden shut the port.", "Velden closed the port.", Likeness.FULL),
        ("The port was closed by Maria Velden.", "Maria Velden shut the port.", Likeness.FULL),
        ("Maria Velden shut the port.", "Maria Velden shut the school.", Likeness.PART),
        ("Maria Velden shut the port.", "Maria Velden sang a song.", Likeness.NONE),
        ("Maria Velden shut the port.", "Jonas Couto shut a school.", Likeness.NONE),
    ],
)
def test_propositions(one: str, other: str, likeness: Likeness) -> None:
    assert match(told(one), told(other)).likeness is match(told(other), told(one)).likeness is likeness


def test_opposite_predicates_are_of_one_proposition() -> None:
    found = match(told("Maria Velden opened the port."), told("Maria Velden shut the port."))
    assert found.opposite
    assert found.likeness is Likeness.FULL


def test_shared_words_are_counted_on_the_shorter_claim() -> None:
    assert shared_words(told("Goats escaped."), told("Six goats escaped from the zoo.")) == 1.0
    assert shared_words(told("Goats escaped."), told("Prices fell.")) == 0.0
