"""Articles with far more claims than others of their length."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from claimkit.checks.catalogue import Hit, Row, Settings, hit, tally_check
from claimkit.checks.data import Data, Tally
from claimkit.checks.text import no_articles


def _count(row: Row, _data: Data) -> Iterator[str]:
    yield row["article_id"]


@tally_check(
    id="claim-count-outliers",
    title="Far more claims than in other articles",
    severity="warning",
    table="claims",
    count=_count,
    description="An article has many times as many claims per character of its body as the median article.",
    mend="Look for claims that were written twice, and for tables or lists that were taken for sentences.",
    template="{count:,} claims in {length:,} characters, {times:.1f} times the median density",
    settings={"times": 4.0, "at_least": 10},
    skip=no_articles,
)
def claim_count_outliers(tally: Tally, data: Data, settings: Settings) -> Iterator[Hit]:
    lengths = {article_id: sum(end - start for start, end in each.body) for article_id, each in data.articles.items()}
    density = {each: tally.counts[each] / length for each, length in lengths.items() if length and tally.counts[each]}
    if len(density) < 2:
        return
    usual = statistics.median(density.values())
    for article_id, found in density.items():
        count = tally.counts[article_id]
        if count >= settings["at_least"] and found > settings["times"] * usual:
            where = data.articles[article_id].where
            yield hit(where=where, count=count, length=lengths[article_id], times=found / usual)
