"""A time that stands in another sentence than its claim."""

from __future__ import annotations

from collections.abc import Iterator

from claimkit.checks.catalogue import Hit, Row, Settings, hit, row_check
from claimkit.checks.data import Data


@row_check(
    id="time-outside-claim",
    title="A time outside its claim",
    severity="error",
    table="claims",
    description="A time belongs to one claim, link or mention (guidelines, rule 9); this one stands elsewhere.",
    mend="Give the time to the claim or the link it stands in, or correct its span.",
    template="the time at {start}–{end} stands outside the claim's sentence ({first}–{last})",
)
def time_outside_claim(row: Row, _data: Data, _settings: Settings) -> Iterator[Hit]:
    for number, time in enumerate(row["times"]):
        # A sentence may end within «at 8 p.m. Sunday» where its splitting went wrong: touching is enough.
        if not (time["span"]["start"] < row["sentence"]["end"] and row["sentence"]["start"] < time["span"]["end"]):
            yield hit(
                f"$.times[{number}].span",
                **time["span"],
                first=row["sentence"]["start"],
                last=row["sentence"]["end"],
            )
