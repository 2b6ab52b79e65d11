"""The same claim twice in one article."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from claimkit.checks.catalogue import Hit, Row, Settings, hit, tally_check
from claimkit.checks.data import Data, Tally
from claimkit.checks.text import no_text
from claimkit.records import make_id

_FEWEST_WORDS = 3


def _count(row: Row, _data: Data) -> Iterator[tuple[str, str, str]]:
    # «they left» and «they left» may be two who left: with pronouns filled in they are not.
    text = row["text_resolved"] or row["text"] or ""
    if row["repeats"] is None and len(text.split()) >= _FEWEST_WORDS:
        inner = row["chain"][-1] if row["chain"] else {}
        yield row["article_id"], inner.get("entity_id") or inner.get("source_head") or "", make_id(text)


@tally_check(
    id="duplicate-claims",
    title="A claim stands twice",
    severity="warning",
    table="claims",
    count=_count,
    description="Two claims of one article have the same words and the same source, and neither repeats the other.",
    mend="Name the first in the second's `repeats` (guidelines, rule 10), or remove one of the two.",
    template="{count} claims of article {article} read the same; the first is this one",
    skip=no_text,
)
def duplicate_claims(tally: Tally, _data: Data, _settings: Settings) -> Iterator[Hit]:
    for key, count in tally.counts.items():
        if count > 1:
            article, _, _ = cast("tuple[str, str, str]", key)
            yield hit("$.text", where=tally.first[key], count=count, article=article)
