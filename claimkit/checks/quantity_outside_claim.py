"""A quantity that stands in another sentence than its claim."""

from __future__ import annotations

from collections.abc import Iterator

from claimkit.checks.catalogue import Hit, Row, Settings, hit, row_check
from claimkit.checks.data import Data
from claimkit.quality.spans import covers


@row_check(
    id="quantity-outside-claim",
    title="A quantity outside its claim",
    severity="error",
    table="claims",
    description="A quantity belongs to one claim and stands in its sentence (guidelines, rule 9); this one does not.",
    mend="Give the quantity to the claim it stands in, or correct its span.",
    template="the quantity at {start}–{end} stands outside the claim's sentence ({first}–{last})",
)
def quantity_outside_claim(row: Row, _data: Data, _settings: Settings) -> Iterator[Hit]:
    for number, quantity in enumerate(row["quantities"]):
        if not covers(row["sentence"], quantity["span"]):
            yield hit(
                f"$.quantities[{number}].span",
                **quantity["span"],
                first=row["sentence"]["start"],
                last=row["sentence"]["end"],
            )
