"""One outlet that outweighs all others."""

from __future__ import annotations

from collections.abc import Iterator

from claimkit.checks.catalogue import Hit, Row, Settings, hit, tally_check
from claimkit.checks.data import Data, Tally


def _count(row: Row, _data: Data) -> Iterator[str]:
    if row["publisher"] is not None:
        yield row["publisher"]


@tally_check(
    id="unbalanced-outlets",
    title="One outlet outweighs the others",
    severity="warning",
    table="articles",
    count=_count,
    description="More of the articles than allowed are of one publisher: what is learned from them is its style.",
    mend="Add articles of others, or take a sample per outlet; where one outlet is meant, raise the threshold.",
    template="{share:.0%} of {total:,} articles are of {publisher!r}, more than {most:.0%}",
    settings={"most": 0.5, "at_least": 10},
)
def unbalanced_outlets(tally: Tally, _data: Data, settings: Settings) -> Iterator[Hit]:
    if tally.total < settings["at_least"]:
        return
    publisher, count = max(tally.counts.items(), key=lambda each: each[1])
    if count > settings["most"] * tally.total:
        yield hit("$.publisher", share=count / tally.total, total=tally.total, publisher=publisher)
