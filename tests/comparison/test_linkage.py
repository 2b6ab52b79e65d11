"""Linkage: which claims of different articles tell the same."""

from __future__ import annotations

import logging
import random

import pytest

from claimkit.comparison.linkage import Linkage, link, same_claims
from claimkit.comparison.profiles import Profile, content_words
from claimkit.errors import OptionError
from claimkit.records import ClaimKind, Span


def profile(claim: str, article: str, text: str | None, *, predicate: str = "close", **fields: object) -> Profile:
    """A claim of an invented place, with only the fields that a test is about."""
    defaults: dict[str, object] = {
        "claim_id": claim,
        "article_id": article,
        "publisher": None,
        "published": None,
        "sentence": Span(0, len(text or "")),
        "text": text,
        "predicate": predicate,
        "negated": False,
        "kind": ClaimKind.EVENT,
        "presupposed": False,
        "subject": None,
        "object": None,
        "obliques": (),
        "places": (),
        "names": (),
        "words": content_words(text or ""),
        "quantities": (),
        "times": (),
        "hedges": (),
        "certainty": None,
        "chain": (),
        "chain_certain": True,
    }
    return Profile(**{**defaults, **fields})  # type: ignore[arg-type]  # the fields of a record, by name


STORM = [
    profile("1", "a", "Port Velm closed its harbour after the storm", subject="port velm", names=("port velm",)),
    profile(
        "2", "b", "Port Velm closed its harbour on Monday after the storm", subject="port velm", names=("port velm",)
    ),
    profile("3", "b", "Ada Brook won the regatta", predicate="win", subject="ada brook", names=("ada brook",)),
    profile("4", "c", "Two ferries sank off Lorne", predicate="sink", subject="ferries", names=("lorne",)),
    profile("5", "c", "Port Velm never closed its harbour", subject="port velm", names=("port velm",), negated=True),
]
EVENTS = dict.fromkeys("abc", "storm")


@pytest.fixture(scope="module")
def storm() -> Linkage:
    return link(STORM, EVENTS)


def ids(found: Linkage) -> list[tuple[str, str]]:
    return [(pair.claim_a, pair.claim_b) for pair in found.pairs]


def test_claims_that_tell_the_same_are_linked(storm: Linkage) -> None:
    assert ("1", "2") in ids(storm)
    assert ["1", "2"] in [[claim for claim in group if claim != "5"] for group in same_claims(storm.pairs)]


def test_what_has_nothing_in_common_is_not(storm: Linkage) -> None:
    assert not {"3", "4"} & {claim for pair in ids(storm) for claim in pair}


def test_a_contradiction_is_linked_with_what_it_contradicts(storm: Linkage) -> None:
    assert ("1", "5") in ids(storm)
    assert any(
        step.comparison == "polarity" and step.level == "other" and step.weight < 0
        for step in storm.explain("1", "5").steps
    )


def test_order_of_the_input_does_not_matter(storm: Linkage) -> None:
    shuffled = list(STORM)
    random.Random(4).shuffle(shuffled)  # noqa: S311 - no secret
    assert list(link(iter(shuffled), EVENTS).pairs) == list(storm.pairs)


def test_pairs_are_a_sequence_in_the_order_of_their_claims(storm: Linkage) -> None:
    assert list(storm.pairs) == sorted(storm.pairs)
    assert storm.pairs[0] == next(iter(storm.pairs)) == storm.pairs[:1][0]


def test_explanation_adds_up_to_the_weight(storm: Linkage) -> None:
    pair = next(pair for pair in storm.pairs if pair[:2] == ("1", "2"))
    explained = storm.explain("2", "1")
    assert sum(step.weight for step in explained.steps) == pytest.approx(pair.weight, abs=0.01)
    assert explained.steps[-1].total == pytest.approx(explained.weight, abs=0.01)
    assert explained.probability == pytest.approx(pair.probability, abs=1e-4)


def test_explanation_is_told_in_words_and_as_data(storm: Linkage) -> None:
    explained = storm.explain("1", "2")
    lines = str(explained).splitlines()
    assert "the same event" in str(explained)
    assert "a word in common" in lines[-1]
    assert explained.to_dict()["steps"][0]["comparison"] == "prior"


def test_a_pair_that_was_never_compared_is_explained_too(storm: Linkage) -> None:
    explained = storm.explain("3", "4")
    assert explained.found_by == ()
    assert "no blocking rule" in str(explained)


def test_explaining_an_unknown_claim_names_it(storm: Linkage) -> None:
    with pytest.raises(OptionError, match="nine"):
        storm.explain("1", "nine")


def test_no_claims_are_no_pairs() -> None:
    found = link([], {})
    assert (len(found.pairs), found.compared, same_claims(found.pairs)) == (0, 0, [])


def test_claims_of_one_article_are_not_compared() -> None:
    twice = [profile("1", "a", "Port Velm closed"), profile("2", "a", "Port Velm closed"), profile("3", "a", "It shut")]
    assert link(twice, {"a": "storm"}).compared == 0


@pytest.mark.parametrize("text", ["", None])
def test_claims_without_text_are_linked_by_what_else_they_hold(text: str | None) -> None:
    found = link(
        [
            profile("1", "a", text, predicate="found", subject="ada brook", object="port velm", names=("ada brook",)),
            profile("2", "b", text, predicate="found", subject="ada brook", object="port velm", names=("ada brook",)),
        ],
        {"a": "x", "b": "x"},
    )
    assert ids(found) == [("1", "2")]


def test_strings_never_reach_the_database() -> None:
    nasty = ["'; DROP TABLE claims; --", '"' * 10_000, "\ud83d broken", "🙂 \x00 {0}", "null", "%s {} ?"]
    claims = [
        profile(f"{'ab'[side]}{number}", "ab"[side], text, predicate=text, subject=text, names=(text,), words=(text,))
        for number, text in enumerate(nasty)
        for side in (0, 1)
    ]
    found = link(claims, {"a": "x", "b": "x"})
    assert {(f"a{number}", f"b{number}") for number in range(len(nasty))} <= set(ids(found))


def test_thousands_of_copies_are_one_set_and_do_not_grow_quadratically() -> None:
    count = 3_000
    claims = [
        profile(f"{number}-{line}", str(number), text, predicate=predicate, subject="port velm", names=("port velm",))
        for number in range(count)
        for line, (text, predicate) in enumerate(
            (("Port Velm closed its harbour", "close"), ("It feared floods", "fear"))
        )
    ]
    found = link(claims, {str(number): "storm" for number in range(count)})
    assert len(found.pairs) < 4 * len(claims)
    assert sorted(map(len, same_claims(found.pairs))) == [count, count]


def test_splink_is_not_heard(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        link(STORM, EVENTS)
    assert capfd.readouterr() == ("", "")
    assert not [record for record in caplog.records if record.name.startswith("splink")]
