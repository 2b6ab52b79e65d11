"""A claim made of a headline or a caption."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from claimkit.checks.catalogue import Hit, Row, Settings, hit, row_check
from claimkit.checks.data import Data
from claimkit.checks.text import no_articles
from claimkit.quality.spans import UNKNOWN_LENGTH


@row_check(
    id="claim-in-furniture",
    title="A claim outside the body",
    severity="error",
    table="claims",
    description="Titles, captions, bylines, datelines, credits and furniture yield no claims (guidelines, rule 11).",
    mend="Remove the claim, or correct the segments of its article.",
    template="the claim at {start}–{end} touches no body segment of its article",
    skip=no_articles,
)
def claim_in_furniture(row: Row, data: Data, _settings: Settings) -> Iterator[Hit]:
    facts, predicate = data.articles.get(row["article_id"]), row["predicate"]
    if facts is None:
        return
    at = bisect_right(facts.body, (predicate["start"], UNKNOWN_LENGTH)) - 1
    if at < 0 or facts.body[at][1] < predicate["end"]:
        yield hit("$.spans", start=row["spans"][0]["start"], end=row["spans"][-1]["end"])
