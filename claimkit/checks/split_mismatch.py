"""A row that lies in another split than its article."""

from __future__ import annotations

from collections.abc import Iterator

from claimkit.checks.catalogue import Hit, Row, Settings, hit, row_check
from claimkit.checks.data import Data
from claimkit.checks.text import no_articles


@row_check(
    id="split-mismatch",
    title="A claim in another split than its article",
    severity="error",
    table="claims",
    description="The file a claim lies in is of another split than the file of its article.",
    mend="Move the row to the split of its article; `claimkit split` writes all tables alike.",
    template="the claim is in split {split}, its article in {other}",
    skip=no_articles,
)
def split_mismatch(row: Row, data: Data, _settings: Settings) -> Iterator[Hit]:
    facts = data.articles.get(row["article_id"])
    if facts is not None and facts.split != data.split:
        yield hit("$.article_id", split=data.split, other=facts.split)
