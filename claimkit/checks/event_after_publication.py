"""An event told as past that lies after the article."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from claimkit.checks.catalogue import Hit, Row, Settings, hit, row_check
from claimkit.checks.data import Data
from claimkit.checks.text import no_articles


@row_check(
    id="event-after-publication",
    title="An event that was still to come",
    severity="warning",
    table="claims",
    description="A claim of kind event, neither hedged nor attributed, is dated long after its article was published.",
    mend="Correct the date or the kind: an event that is announced is a prediction or a commitment.",
    template="the event is dated {start}, {days} days after the article ({published})",
    settings={"days": 60},
    skip=no_articles,
)
def event_after_publication(row: Row, data: Data, settings: Settings) -> Iterator[Hit]:
    facts = data.articles.get(row["article_id"])
    if facts is None or facts.published is None or row["kind"] != "event" or row["chain"] or row["hedges"]:
        return
    for number, time in enumerate(row["times"]):
        if time["start"] is not None and time["start"] > facts.published:
            days = (dt.date.fromisoformat(time["start"]) - dt.date.fromisoformat(facts.published)).days
            if days > settings["days"]:
                yield hit(f"$.times[{number}].start", start=time["start"], days=days, published=facts.published)
