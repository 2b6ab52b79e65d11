"""Too many times that have no dates."""

from __future__ import annotations

from collections.abc import Iterator

from claimkit.checks.catalogue import Hit, Row, Settings, hit, tally_check
from claimkit.checks.data import Data, Tally

# Durations and repetitions have no dates by their nature.
_DATED = ("DATE", "TIME")


def _count(row: Row, _data: Data) -> Iterator[str]:
    for time in row["times"]:
        if time["type"] in _DATED:
            yield "dated" if time["start"] is not None else time["unresolved"] or "no reason given"


@tally_check(
    id="unresolved-dates",
    title="Many dates are unresolved",
    severity="warning",
    table="claims",
    count=_count,
    description="A larger share of the dates than allowed has no interval, so claims cannot be compared by time.",
    mend="Give the articles a publication date (`--published`, metadata.csv); vague times cannot be mended.",
    template="{share:.0%} of {total:,} dates have no interval, more than {most:.0%}; most often: {reason}",
    settings={"most": 0.35, "at_least": 20},
)
def unresolved_dates(tally: Tally, _data: Data, settings: Settings) -> Iterator[Hit]:
    reasons = {str(reason): count for reason, count in tally.counts.items() if reason != "dated"}
    if tally.total >= settings["at_least"] and sum(reasons.values()) > settings["most"] * tally.total:
        worst = max(sorted(reasons), key=reasons.__getitem__)
        yield hit("$.times", share=sum(reasons.values()) / tally.total, total=tally.total, reason=worst)
