"""Texts that nobody has licensed."""

from __future__ import annotations

from collections.abc import Iterator

from claimkit.checks.catalogue import Hit, Row, Settings, hit, tally_check
from claimkit.checks.data import Data, Tally


def _count(row: Row, _data: Data) -> Iterator[bool]:
    if row["text_mode"] == "full":
        yield row["licence"] is None


@tally_check(
    id="licence-missing",
    title="Texts without a licence",
    severity="warning",
    table="articles",
    count=_count,
    description="Articles come with their text, but say nothing about the licence it may be passed on under.",
    mend="Give each article its licence (metadata.csv), or leave the text out before you publish (`--text none`).",
    template="{count:,} of {total:,} articles have a text and no licence; the first is this one",
)
def licence_missing(tally: Tally, _data: Data, _settings: Settings) -> Iterator[Hit]:
    if tally.counts[True]:
        yield hit("$.licence", where=tally.first[True], count=tally.counts[True], total=tally.total)
