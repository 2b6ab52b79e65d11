"""A factuality value and its score that say opposite things."""

from __future__ import annotations

from collections.abc import Iterator

from claimkit.checks.catalogue import Hit, Row, Settings, hit, row_check
from claimkit.checks.data import Data


@row_check(
    id="certainty-conflict",
    title="A certainty that its score contradicts",
    severity="error",
    table="claims",
    description="A factuality value is positive and its score negative, or the other way round.",
    mend="Correct the value or the score; both have the sign of what the holder holds.",
    template="{holder} holds the claim {value}, with a score of {score:g}",
)
def certainty_conflict(row: Row, _data: Data, _settings: Settings) -> Iterator[Hit]:
    for number, judgement in enumerate(row["factuality"]):
        sign = {"+": 1, "-": -1}.get(judgement["value"][-1], 0)
        if judgement["score"] is not None and sign * judgement["score"] < 0:
            yield hit(f"$.factuality[{number}]", **judgement)
