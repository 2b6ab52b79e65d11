"""Articles that do not say by whom, when or where they were published."""

from __future__ import annotations

from collections.abc import Iterator

from claimkit.checks.catalogue import Hit, Row, Settings, hit, tally_check
from claimkit.checks.data import Data, Tally

_FIELDS = ("publisher", "published")


def _count(row: Row, _data: Data) -> Iterator[str]:
    yield "articles"
    yield from (name for name in _FIELDS if row[name] is None)


@tally_check(
    id="metadata-missing",
    title="Articles without publisher or date",
    severity="warning",
    table="articles",
    count=_count,
    description="Without a publisher no source counts as independent; without a date no relative time resolves.",
    mend="Put publisher and published into metadata.csv or the JSON of the articles, and extract again.",
    template="{count:,} of {total:,} articles have no {field}, more than {most:.0%}; the first is this one",
    settings={"most": 0.2},
)
def metadata_missing(tally: Tally, _data: Data, settings: Settings) -> Iterator[Hit]:
    total = tally.counts["articles"]
    for name in _FIELDS:
        if tally.counts[name] > settings["most"] * total:
            yield hit(f"$.{name}", where=tally.first[name], count=tally.counts[name], total=total, field=name)
