"""The same two claims compared twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from claimkit.checks.catalogue import Hit, Row, Settings, hit, tally_check
from claimkit.checks.data import Data, Tally


def _count(row: Row, _data: Data) -> Iterator[tuple[str, ...]]:
    yield tuple(sorted((row["claim_a"], row["claim_b"])))


@tally_check(
    id="duplicate-pairs",
    title="Two claims are compared twice",
    severity="error",
    table="pairs",
    count=_count,
    description="Two rows relate the same two claims, perhaps the other way round; they may contradict each other.",
    mend="Remove one of the two; a pair has no direction but for `narrower`.",
    template="{count} pairs relate {a} and {b}; the first is this one",
)
def duplicate_pairs(tally: Tally, _data: Data, _settings: Settings) -> Iterator[Hit]:
    for key, count in tally.counts.items():
        if count > 1:
            a, b = cast("tuple[str, str]", key)
            yield hit("$.claim_b", where=tally.first[key], count=count, a=a, b=b)
