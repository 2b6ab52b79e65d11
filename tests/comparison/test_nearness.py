"""The nearest claims by wording, found in buckets."""

from __future__ import annotations

import numpy as np
import pytest

from claimkit.comparison import nearness
from claimkit.comparison.nearness import BUCKET, DIMENSIONS, SCALE, neighbours


def vectors(rows: int) -> nearness.Vectors:
    """Whole numbers of about the length that vectors of claims have, every tenth row near the one before it."""
    drawn = np.random.default_rng(5).normal(0, SCALE / DIMENSIONS**0.5, (rows, DIMENSIONS)).round().astype(np.float32)
    drawn[1::10] = drawn[::10]
    drawn[1::10, 0] += 1
    return drawn


def test_the_nearest_of_other_articles_are_found() -> None:
    rows = vectors(40)
    apart, together = np.arange(40, dtype=np.int32), np.arange(40, dtype=np.int32) // 2 * 2

    found = neighbours(rows, apart, k=1, cosine=0.9)

    assert {*zip(found.a.tolist(), found.b.tolist(), strict=True)} == {(row, row + 1) for row in range(0, 40, 10)}
    assert not len(neighbours(rows, together, k=1, cosine=0.9).a)


def test_processes_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nearness, "_BUCKETS_AT_ONCE", 1)
    rows = vectors(3 * BUCKET)
    article = np.arange(len(rows), dtype=np.int32)

    alone, beside = (neighbours(rows, article, k=2, cosine=0.9, processes=number) for number in (1, 2))

    assert len(alone.a) > BUCKET / 10
    assert [each.tolist() for each in alone] == [each.tolist() for each in beside]
