"""A verdict that stands on nothing."""

from __future__ import annotations

from collections.abc import Iterator

from claimkit.checks.catalogue import Hit, Row, Settings, hit, row_check
from claimkit.checks.data import Data


@row_check(
    id="verdict-without-evidence",
    title="A verdict without evidence",
    severity="error",
    table="verification",
    description="A claim is called supported, refuted or conflicting, and no other claim is named as evidence.",
    mend="Name the evidence, or label the claim not_enough_info.",
    template="the label is {label}, but there is no evidence",
)
def verdict_without_evidence(row: Row, _data: Data, _settings: Settings) -> Iterator[Hit]:
    if row["label"] != "not_enough_info" and not row["evidence_claim_ids"]:
        yield hit("$.evidence_claim_ids", label=row["label"])
