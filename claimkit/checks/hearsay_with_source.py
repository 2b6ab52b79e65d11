"""Hearsay that names its source."""

from __future__ import annotations

from collections.abc import Iterator

from claimkit.checks.catalogue import Hit, Row, Settings, hit, row_check
from claimkit.checks.data import Data


@row_check(
    id="hearsay-with-source",
    title="Hearsay that names a source",
    severity="error",
    table="attributions",
    description="Hearsay is what is said without anybody who says it (guidelines, rule 8); this link has a source.",
    mend="Give the link the type of its source, or remove the source if it is none.",
    template="source_type is hearsay, but a source stands at {start}–{end}",
)
def hearsay_with_source(row: Row, _data: Data, _settings: Settings) -> Iterator[Hit]:
    if row["source_type"] == "hearsay" and row["source"] is not None:
        yield hit("$.source_type", start=row["source"]["start"], end=row["source"]["end"])
