"""Contradictions that nobody has looked at."""

from __future__ import annotations

from collections.abc import Iterator

from claimkit.checks.catalogue import Hit, Settings, dataset_check, hit
from claimkit.checks.data import Data, Where


@dataset_check(
    id="conflicts-unreviewed",
    title="A contradiction nobody has reviewed",
    severity="warning",
    description="Two claims are said to contradict each other, and no annotation says that a person has looked.",
    mend="Read both claims and annotate the pair (`field` $.relation), whatever it turns out to be.",
    template="claims {a} and {b} contradict each other ({fields}), and nobody has annotated the pair",
    skip=lambda data: None if "pairs" in data.tables else "no pairs lie here",
)
def conflicts_unreviewed(data: Data, _settings: Settings) -> Iterator[Hit]:
    reviewed = {row.get("record_id") for row in data.rows("annotations")}
    for number, row in enumerate(data.rows("pairs"), start=1):
        if row.get("relation") == "contradiction" and row.get("pair_id") not in reviewed:
            fields = ", ".join(each["field"] for each in row["differences"])
            where = Where("pairs", number, row["pair_id"])
            yield hit("$.relation", where=where, a=row["claim_a"], b=row["claim_b"], fields=fields)
