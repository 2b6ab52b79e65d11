"""Too much that is said by nobody."""

from __future__ import annotations

from collections.abc import Iterator

from claimkit.checks.catalogue import Hit, Row, Settings, hit, tally_check
from claimkit.checks.data import Data, Tally


def _count(row: Row, _data: Data) -> Iterator[str]:
    yield row["source_type"]


@tally_check(
    id="hearsay-share",
    title="Much is hearsay",
    severity="warning",
    table="attributions",
    count=_count,
    description="More of the links than allowed have the source type hearsay: nobody is named who says it.",
    mend="Read some of them: either the articles are like that, or sources were missed by the extraction.",
    template="{share:.0%} of {total:,} attributions are hearsay, more than {most:.0%}",
    settings={"most": 0.25, "at_least": 20},
)
def hearsay_share(tally: Tally, _data: Data, settings: Settings) -> Iterator[Hit]:
    share = tally.counts["hearsay"] / max(1, tally.total)
    if tally.total >= settings["at_least"] and share > settings["most"]:
        yield hit("$.source_type", share=share, total=tally.total)
