"""Sets of claims that tell the same: no chains."""

from __future__ import annotations

import numpy as np
import pytest

from claimkit.comparison.pairs import Pairs
from claimkit.comparison.partition import same_claims

LIKELY, UNLIKELY, DOUBTFUL = 5.0, -5.0, 0.2


def pairs(claims: str, weights: dict[str, float], *, article: str | None = None, row: str | None = None) -> Pairs:
    """Claims are letters and pairs two of them; without ``article`` and ``row`` each claim has its own."""
    found = sorted(weights)
    numbers = np.arange(len(claims), dtype=np.int32)
    return Pairs(
        claims=tuple(claims),
        article=np.array([ord(each) for each in article], np.int32) if article else numbers,
        row=np.array([ord(each) for each in row], np.int32) if row else numbers,
        a=np.array([claims.index(pair[0]) for pair in found], np.int32),
        b=np.array([claims.index(pair[1]) for pair in found], np.int32),
        weight=np.array([weights[pair] for pair in found]),
    )


def test_three_that_all_resemble_one_another_are_one_set() -> None:
    assert same_claims(pairs("abc", {"ab": LIKELY, "bc": LIKELY, "ac": LIKELY})) == [["a", "b", "c"]]


def test_a_chain_is_cut() -> None:
    chain = pairs("abcd", {"ab": 6.0, "bc": LIKELY, "cd": 6.0, "ac": UNLIKELY, "bd": UNLIKELY, "ad": UNLIKELY})
    assert same_claims(chain) == [["a", "b"], ["c", "d"]]


def test_a_pair_that_was_not_compared_counts_as_unlike() -> None:
    assert same_claims(pairs("abcd", {"ab": 6.0, "bc": LIKELY, "cd": 6.0})) == [["a", "b"], ["c", "d"]]


def test_a_pair_of_one_article_does_not_count() -> None:
    assert same_claims(pairs("abc", {"ab": LIKELY, "bc": LIKELY}, article="xyx")) == [["a", "b", "c"]]


def test_a_likely_pair_draws_in_one_that_is_doubtful_on_average() -> None:
    assert same_claims(pairs("abc", {"ab": LIKELY, "bc": 2.0, "ac": -1.0})) == [["a", "b", "c"]]


def test_doubtful_pairs_alone_make_no_set() -> None:
    assert same_claims(pairs("ab", {"ab": DOUBTFUL})) == []


def test_copies_count_once() -> None:
    copied = pairs("abcx", {"ab": LIKELY, "bc": LIKELY, "ac": LIKELY, "ax": LIKELY, "bx": LIKELY}, row="rrrx")
    assert same_claims(copied) == [["a", "b", "c", "x"]]


@pytest.mark.parametrize("threshold", [0.5, 0.7, 0.99])
def test_no_claim_stands_in_two_sets(threshold: float) -> None:
    drawn = np.random.default_rng(3)
    claims = "abcdefghijklmnopqrst"
    weights = {one + other: float(drawn.normal(0, 5)) for one in claims for other in claims if one < other}
    found = [claim for group in same_claims(pairs(claims, weights), threshold=threshold) for claim in group]
    assert len(found) == len(set(found))


def test_processes_change_nothing() -> None:
    claims = tuple(f"{number:04d}" for number in range(6_000))
    chain = np.arange(5_999, dtype=np.int32)
    numbers = np.arange(6_000, dtype=np.int32)
    # Every third pair is unlikely: components of three claims, 2,000 of them.
    weight = np.where(chain % 3 == 2, UNLIKELY, LIKELY)
    linked = Pairs(claims=claims, article=numbers, row=numbers, a=chain, b=chain + 1, weight=weight)

    assert same_claims(linked, processes=2) == same_claims(linked)
    assert len(same_claims(linked)) == 2_000
