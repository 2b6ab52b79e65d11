"""Claims that were made by different programs."""

from __future__ import annotations

from collections.abc import Iterator

from claimkit.checks.catalogue import Hit, Row, Settings, hit, tally_check
from claimkit.checks.data import Data, Tally


def _count(row: Row, _data: Data) -> Iterator[str]:
    made = row["provenance"]
    if made["origin"] == "machine":
        yield " ".join(made[name] or "-" for name in ("tool", "version"))


@tally_check(
    id="mixed-tools",
    title="Claims of different versions",
    severity="warning",
    table="claims",
    count=_count,
    description="The claims were made by several programs or versions, so differences among them may be the programs'.",
    mend="Extract all articles with one version, or publish the parts as datasets of their own.",
    template="{count} versions made the claims: {versions}",
)
def mixed_tools(tally: Tally, _data: Data, _settings: Settings) -> Iterator[Hit]:
    if len(tally.counts) > 1:
        found = sorted(tally.counts.items(), key=lambda each: (-each[1], str(each[0])))
        yield hit(
            "$.provenance",
            where=tally.first[found[-1][0]],
            count=len(found),
            versions=", ".join(f"{version} ({count:,})" for version, count in found[:5]),
        )
