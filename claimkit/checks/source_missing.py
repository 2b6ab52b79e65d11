"""A quotation that nobody utters."""

from __future__ import annotations

from collections.abc import Iterator

from claimkit.checks.catalogue import Hit, Row, Settings, hit, row_check
from claimkit.checks.data import Data

# «was quoted as saying» is hearsay, and that is what the label is for.
_NOBODY = frozenset({"hearsay", "anonymous"})


@row_check(
    id="source-missing",
    title="A quotation without a source",
    severity="warning",
    table="attributions",
    description="Words in quotation marks have somebody who uttered them, but the link has a cue and no source.",
    mend="Mark the source, or label the link hearsay where the article names nobody.",
    template="the link is {style} by the cue {cue!r}, but has no source",
)
def source_missing(row: Row, _data: Data, _settings: Settings) -> Iterator[Hit]:
    quoted = row["style"] in ("direct", "mixed")
    if quoted and row["cue"] is not None and row["source"] is None and row["source_type"] not in _NOBODY:
        yield hit("$.source", style=row["style"], cue=row["cue_lemma"])
