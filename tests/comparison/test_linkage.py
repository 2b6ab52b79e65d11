"""Linkage: which claims of different articles tell the same."""

from __future__ import annotations

import random

import pytest

from claimkit.comparison.linkage import link, same_claims
from claimkit.comparison.profiles import Profile, content_words
from claimkit.errors import OptionError
from claimkit.records import ClaimKind, Span


def profile(claim: str, article: str, text: str, *, predicate: str = "close", **fields: object) -> Profile:
    defaults: dict[str, object] = {
        "claim_id": claim,
        "article_id": article,
        "publisher": None,
        "published": None,
        "sentence": Span(0, len(text)),
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
        "words": content_words(text),
        "quantities": (),
        "times": (),
        "hedges": (),
        "certainty": None,
        "chain": (),
        "chain_certain": True,
    }
    return Profile(**{**defaults, **fields})  # type: ignore[arg-type]  # the fields of a record, by name


MINE = [
    profile("1", "a", "Port Velm closed its harbour after the storm", subject="port velm", names=("port velm",)),
    profile("2", "b", "The harbour of Port Velm was closed after a storm", subject="port velm", names=("port velm",)),
    profile("3", "b", "Ada Brook won the regatta", predicate="win", subject="ada brook", names=("ada brook",)),
    profile("4", "c", "Two ferries sank off Lorne", predicate="sink", subject="ferries", names=("lorne",)),
]
ONE_EVENT = dict.fromkeys("abc", "storm")


def test_claims_that_tell_the_same_are_linked() -> None:
    found = link(MINE, ONE_EVENT)
    assert ("1", "2") in [pair[:2] for pair in found.pairs]
    assert same_claims(found.pairs) == [["1", "2"]]


def test_order_of_the_input_does_not_matter() -> None:
    shuffled = list(MINE)
    random.Random(4).shuffle(shuffled)  # noqa: S311 - no secret
    assert list(link(shuffled, ONE_EVENT).pairs) == list(link(iter(MINE), ONE_EVENT).pairs)


def test_explanation_adds_up_to_the_weight() -> None:
    found = link(MINE, ONE_EVENT)
    pair = next(pair for pair in found.pairs if pair[:2] == ("1", "2"))
    explained = found.explain("2", "1")
    assert sum(step.weight for step in explained.steps) == pytest.approx(pair.weight, abs=0.01)
    assert explained.probability == pytest.approx(pair.probability, abs=1e-4)
    assert "the same event" in str(explained)


def test_claims_of_one_article_are_not_compared() -> None:
    twice = [profile("1", "a", "Port Velm closed"), profile("2", "a", "Port Velm closed")]
    assert len(link(twice, {"a": "storm"}).pairs) == 0


def test_no_claims_are_no_pairs() -> None:
    found = link([], {})
    assert (len(found.pairs), found.compared, same_claims(found.pairs)) == (0, 0, [])


def test_explaining_an_unknown_claim_names_it() -> None:
    with pytest.raises(OptionError, match="nine"):
        link(MINE, {}).explain("1", "nine")
