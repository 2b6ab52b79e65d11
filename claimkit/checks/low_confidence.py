"""Too many claims that their own maker does not trust."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from claimkit.checks.catalogue import Hit, Row, Settings, hit, tally_check
from claimkit.checks.data import Data, Tally


def _count(row: Row, _data: Data) -> Iterator[int]:
    # Confidence has three digits; the threshold may be set to any of them.
    yield round(1000 * row["confidence"])


@tally_check(
    id="low-confidence",
    title="Many claims of low confidence",
    severity="warning",
    table="claims",
    count=_count,
    description="More of the claims than allowed have a confidence below the threshold.",
    mend="Leave them out, or review them: they are wrong more often than the others.",
    template="{share:.0%} of {total:,} claims have a confidence below {below}, more than {most:.0%}",
    settings={"below": 0.5, "most": 0.1, "at_least": 20},
)
def low_confidence(tally: Tally, _data: Data, settings: Settings) -> Iterator[Hit]:
    low = sum(count for key, count in tally.counts.items() if cast("int", key) < 1000 * settings["below"])
    if tally.total >= settings["at_least"] and low > settings["most"] * tally.total:
        yield hit("$.confidence", share=low / tally.total, total=tally.total)
