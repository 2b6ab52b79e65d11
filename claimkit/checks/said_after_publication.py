"""Words that were said after they were printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from claimkit.checks.catalogue import Hit, Row, Settings, hit, row_check
from claimkit.checks.data import Data
from claimkit.checks.text import no_articles


@row_check(
    id="said-after-publication",
    title="Said after the article was published",
    severity="warning",
    table="attributions",
    description="The time of the saying lies after the article's publication date.",
    mend="Correct the time or the publication date: a weekday may have been resolved forwards.",
    template="said on {start}, {days} days after the article ({published})",
    settings={"days": 2},
    skip=no_articles,
)
def said_after_publication(row: Row, data: Data, settings: Settings) -> Iterator[Hit]:
    facts, time = data.articles.get(row["article_id"]), row["time"]
    if facts is None or facts.published is None or time is None or time["start"] is None:
        return
    days = (dt.date.fromisoformat(time["start"]) - dt.date.fromisoformat(facts.published)).days
    if days > settings["days"]:
        yield hit("$.time.start", start=time["start"], days=days, published=facts.published)
