"""A table without rows."""

from __future__ import annotations

from collections.abc import Iterator

from claimkit.checks.catalogue import Hit, Settings, dataset_check, hit
from claimkit.checks.data import Data


@dataset_check(
    id="empty-table",
    title="A table is empty",
    severity="error",
    description="A table that should have rows has none; a table of pairs may well be empty, one of articles may not.",
    mend="Look into rejects.jsonl: all articles may have been set aside.",
    template="the table of {table} has no rows",
)
def empty_table(data: Data, _settings: Settings) -> Iterator[Hit]:
    for config in ("articles", "claims"):
        if config in data.tables and not data.counts[config]:
            yield hit(table=config)
