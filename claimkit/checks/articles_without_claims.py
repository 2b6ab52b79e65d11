"""Articles from which nothing was extracted."""

from __future__ import annotations

from collections.abc import Iterator

from claimkit.checks.catalogue import Hit, Row, Settings, hit, tally_check
from claimkit.checks.data import Data, Tally
from claimkit.checks.text import no_articles


def _count(row: Row, _data: Data) -> Iterator[str]:
    yield row["article_id"]


@tally_check(
    id="articles-without-claims",
    title="Articles without a claim",
    severity="warning",
    table="claims",
    count=_count,
    description="More of the articles than allowed have no claim at all.",
    mend="Read some of them: a login page or a photo gallery is no article; otherwise extraction failed.",
    template="{count:,} of {total:,} articles have no claim, more than {most:.0%}; the first is this one",
    settings={"most": 0.1},
    skip=no_articles,
)
def articles_without_claims(tally: Tally, data: Data, settings: Settings) -> Iterator[Hit]:
    empty = [facts.where for article_id, facts in data.articles.items() if article_id not in tally.counts]
    if len(empty) > settings["most"] * len(data.articles):
        yield hit(where=empty[0], count=len(empty), total=len(data.articles))
