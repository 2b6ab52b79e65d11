"""Blocking: who is compared with whom, and how many at most."""

from __future__ import annotations

import numpy as np
import pytest

from claimkit.comparison import nearness
from claimkit.comparison.blocking import RULES, Candidates, candidates, closing
from claimkit.comparison.columns import Columns, columns_of
from claimkit.comparison.nearness import DIMENSIONS, SCALE, Pairs, neighbours
from claimkit.comparison.profiles import Profile, content_words
from claimkit.records import ClaimKind, Span

NONE = Pairs(np.empty(0, np.int32), np.empty(0, np.int32))


def told(claim: str, article: str, text: str, predicate: str) -> Profile:
    return Profile(
        claim_id=claim,
        article_id=article,
        publisher=None,
        published=None,
        sentence=Span(0, len(text)),
        text=text,
        predicate=predicate,
        negated=False,
        kind=ClaimKind.EVENT,
        presupposed=False,
        subject=None,
        object=None,
        obliques=(),
        places=(),
        names=(),
        words=content_words(text),
        quantities=(),
        times=(),
        hedges=(),
        certainty=None,
        chain=(),
        chain_certain=True,
    )


def met(columns: Columns, found: Candidates) -> set[tuple[str, str]]:
    """The pairs as claims; no two claims of these tests are alike."""
    name = dict(zip(columns.row_of.tolist(), columns.claims, strict=True))
    return {(name[a], name[b]) for a, b in zip(found.a.tolist(), found.b.tolist(), strict=True)}


def test_a_word_in_common_within_the_event_brings_claims_together() -> None:
    claims = [told("1", "a", "the ferry sank", "sink"), told("2", "b", "a ferry went down", "go")]
    columns = columns_of(claims, {"a": "e", "b": "e"})
    assert met(columns, candidates(columns, NONE)) == {("1", "2")}


def test_of_different_events_it_does_not() -> None:
    claims = [told("1", "a", "the ferry sank", "sink"), told("2", "b", "a ferry went down", "go")]
    columns = columns_of(claims, {"a": "e", "b": "f"})
    assert met(columns, candidates(columns, NONE)) == set()


def test_a_key_of_many_gives_each_claim_a_bounded_number_of_partners() -> None:
    count = 2_000
    claims = [told(f"{n:04d}", f"{n}", f"ferry number{n} sank", "sink") for n in range(count)]
    columns = columns_of(claims, {f"{n}": "e" for n in range(count)})
    found = candidates(columns, NONE)
    assert 0 < len(found.a) <= count * sum(rule.window for rule in RULES)
    assert sum(found.cut) > 0


def test_pairs_that_lack_in_a_set_are_added() -> None:
    chain = Candidates(np.array([0, 1], np.int32), np.array([1, 2], np.int32), np.ones(2, np.uint8), ())
    added = closing(chain, np.array([True, True]), np.arange(3, dtype=np.int32))
    assert list(zip(added.a.tolist(), added.b.tolist(), strict=True)) == [(0, 2)]
    same_article = closing(chain, np.array([True, True]), np.array([0, 1, 0], np.int32))
    assert len(same_article.a) == 0


@pytest.mark.parametrize("pivots", [nearness.PIVOTS, 2])
def test_neighbours_of_many_rows_are_found_in_buckets(pivots: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dealt out once, or again and again where there are too many rows for the pivots."""
    monkeypatch.setattr(nearness, "PIVOTS", pivots)
    chance = np.random.default_rng(1)
    drawn = chance.normal(0, 1, (6_000, DIMENSIONS))
    vectors = np.rint(drawn / np.linalg.norm(drawn, axis=1, keepdims=True) * SCALE).astype(np.float32)
    vectors[1::2] = vectors[::2]
    found = neighbours(vectors, np.arange(6_000, dtype=np.int32), k=1, cosine=0.9)
    twins = {(a, a + 1) for a in range(0, 6_000, 2)}
    assert twins <= set(zip(found.a.tolist(), found.b.tolist(), strict=True))


def test_rows_that_nothing_tells_apart_end_in_buckets_too() -> None:
    vectors = np.full((5_000, DIMENSIONS), 32, np.float32)
    found = neighbours(vectors, np.arange(5_000, dtype=np.int32), k=2, cosine=0.9)
    assert 0 < len(found.a) < 5_000 * 10
