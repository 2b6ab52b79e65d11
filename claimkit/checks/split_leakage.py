"""The same text, event or claim on both sides of a split."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from claimkit.checks.catalogue import Hit, Settings, dataset_check, hit
from claimkit.checks.data import Data
from claimkit.checks.text import no_articles
from claimkit.records import Article
from claimkit.schema import is_valid


@dataset_check(
    id="split-leakage",
    title="Training and test share what they should not",
    severity="error",
    description=(
        "Articles of different splits are near copies of each other or report one event, or one claim is told on both "
        "sides: a score on the test part is flattered."
    ),
    mend="Split by event group: `claimkit split` keeps copies and reports of one event together.",
    template="in {split} and in {other}: {reason}",
    settings={"events": True},
    skip=lambda data: "there is only one split" if len(data.splits) < 2 else no_articles(data),
)
def split_leakage(data: Data, settings: Settings) -> Iterator[Hit]:
    found: set[tuple[str, str]] = set()
    for reason, groups in _groups(data, events=settings["events"]):
        for group in groups:
            sides: dict[str | None, str] = {}
            for article_id in group:
                if article_id in data.articles:
                    sides.setdefault(data.articles[article_id].split, article_id)
            (split, first), *others = sides.items() if sides else ((None, ""),)
            for other, article_id in others:
                if (first, article_id) not in found:
                    found.add((first, article_id))
                    where = data.articles[article_id].where
                    yield hit(where=where, split=split, other=other, reason=f"{reason} as article {first}")


def _groups(data: Data, *, events: bool) -> Iterator[tuple[str, Iterable[Iterable[str]]]]:
    """Articles that belong together, by what binds them, the strongest bond first."""
    from claimkit.comparison.copies import near_copies
    from claimkit.comparison.grouping import group_articles

    articles = [article for article in _articles(data) if article.text]
    reports = group_articles(articles) if events else []
    # What stands in reports of different events is the page's, and no copy.
    event_of = {article_id: str(number) for number, group in enumerate(reports) for article_id in group}
    copies: dict[str, list[str]] = {}
    for article_id, leader in near_copies(articles, event_of).leader.items():
        copies.setdefault(leader, []).append(article_id)
    yield "the same text", copies.values()
    clusters = (row.get("claim_ids", ()) for row in data.rows("clusters"))
    yield "the same claim", ([data.known.claims.get(claim, "") for claim in claims] for claims in clusters)
    yield "a report of the same event", reports


def _articles(data: Data) -> Iterator[Article]:
    for row in data.rows("articles"):
        if is_valid("articles", row):
            yield Article.from_dict(row)
