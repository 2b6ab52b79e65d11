"""Two articles from one address."""

from __future__ import annotations

from collections.abc import Iterator

from claimkit.checks.catalogue import Hit, Row, Settings, hit, tally_check
from claimkit.checks.data import Data, Tally


def _count(row: Row, _data: Data) -> Iterator[str]:
    if row["url"] is not None:
        yield row["url"].partition("#")[0].rstrip("/")


@tally_check(
    id="same-url",
    title="Several articles from one address",
    severity="warning",
    table="articles",
    count=_count,
    description="Articles with different texts have the same url: two crawls of one article, or a page that is none.",
    mend="Keep one of them, the fullest or the latest.",
    template="{count} articles are from {url}; the first is this one",
)
def same_url(tally: Tally, _data: Data, _settings: Settings) -> Iterator[Hit]:
    for url, count in tally.counts.items():
        if count > 1:
            yield hit("$.url", where=tally.first[url], count=count, url=url)
