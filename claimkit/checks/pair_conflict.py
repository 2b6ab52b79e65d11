"""A pair whose fields contradict its relation."""

from __future__ import annotations

from collections.abc import Iterator

from claimkit.checks.catalogue import Hit, Row, Settings, hit, row_check
from claimkit.checks.data import Data


@row_check(
    id="pair-conflict",
    title="A pair that contradicts its relation",
    severity="error",
    table="pairs",
    description="A subsumption does not say which claim is narrower, another relation does, or nothing differs.",
    mend="Correct the relation, or run `claimkit compare` again.",
    template="the relation is {relation}, but {problem}",
)
def pair_conflict(row: Row, _data: Data, _settings: Settings) -> Iterator[Hit]:
    relation = row["relation"]
    if relation == "subsumption" and row["narrower"] is None:
        yield hit("$.narrower", relation=relation, problem="narrower is null")
    if relation != "subsumption" and row["narrower"] is not None:
        yield hit("$.narrower", relation=relation, problem=f"narrower is {row['narrower']}")
    if relation == "contradiction" and not row["differences"]:
        yield hit("$.differences", relation=relation, problem="nothing differs")
