"""An article published after today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from claimkit.checks.catalogue import Hit, Row, Settings, hit, row_check
from claimkit.checks.data import Data


@row_check(
    id="future-date",
    title="An article from the future",
    severity="error",
    table="articles",
    description="The publication date lies after today, so every relative time of the article is resolved wrongly.",
    mend="Correct the date: day and month may be swapped, or the date may be that of an event the article announces.",
    template="published is {published}, and today is {day}",
    settings={"today": ""},
)
def future_date(row: Row, _data: Data, settings: Settings) -> Iterator[Hit]:
    # A day ahead of us it may be elsewhere.
    today = settings["today"] or (dt.date.today() + dt.timedelta(days=1)).isoformat()
    if row["published"] is not None and row["published"] > today:
        yield hit("$.published", published=row["published"], day=today)
