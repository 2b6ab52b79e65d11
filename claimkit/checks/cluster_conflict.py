"""A cluster whose numbers contradict its status."""

from __future__ import annotations

from collections.abc import Iterator

from claimkit.checks.catalogue import Hit, Row, Settings, hit, row_check
from claimkit.checks.data import Data


@row_check(
    id="cluster-conflict",
    title="A cluster that contradicts its status",
    severity="error",
    table="clusters",
    description="A cluster is corroborated without two independent sources, single_source with two, or holds only one.",
    mend="Correct the status, or run `claimkit compare` again.",
    template="the status is {status}, but {problem}",
)
def cluster_conflict(row: Row, _data: Data, _settings: Settings) -> Iterator[Hit]:
    status, least, most = row["status"], row["independent_min"], row["independent_max"]
    if status == "corroborated" and least < 2:
        yield hit("$.status", status=status, problem=f"there may be only {least} independent sources")
    if status == "single_source" and most > 1:
        yield hit("$.status", status=status, problem=f"there may be {most} independent sources")
    if len(set(row["claim_ids"])) < 2:
        yield hit("$.claim_ids", status=status, problem="it holds one claim only")
