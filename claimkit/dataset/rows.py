"""One outcome of a run as rows: an extraction as those of its tables, or a reject."""

from __future__ import annotations

import dataclasses
from collections.abc import Container
from typing import Any, Literal, NamedTuple, Protocol

from claimkit.dataset.standoff import shortened, stand_off
from claimkit.dataset.storage import json_line
from claimkit.extraction.pipeline import FAILED as EXTRACTION_FAILED
from claimkit.reading import Entry, Located, Location, Reject
from claimkit.reading.articles import FAILED as READING_FAILED
from claimkit.records import Article, Attribution, Claim, Mention
from claimkit.schema import flat_columns

Text = Literal["full", "none"]
Rows = dict[str, list[dict[str, Any]]]

DUPLICATE = "the same text by the same publisher at the same url came before"


class Extracted(Protocol):
    """One article and all that was found in it."""

    @property
    def article(self) -> Article: ...
    @property
    def attributions(self) -> tuple[Attribution, ...]: ...
    @property
    def claims(self) -> tuple[Claim, ...]: ...
    @property
    def mentions(self) -> tuple[Mention, ...]: ...


class Row(NamedTuple):
    """What the journal keeps of an extraction: the number of its article, how many claims, its rows as JSON."""

    article: int
    claims: int
    body: bytes


def rows_of(extraction: Extracted) -> Rows:
    """The rows of one extraction by table."""
    names = {mention.entity_id: mention.name for mention in extraction.mentions}
    claims = [claim.to_dict() for claim in extraction.claims]
    return {
        "articles": [extraction.article.to_dict()],
        "attributions": [link.to_dict() for link in extraction.attributions],
        "claims": [{**claim, **flat_columns(claim, names)} for claim in claims],
        "mentions": [mention.to_dict() for mention in extraction.mentions],
    }


def settled(outcome: Extracted | Reject, seen: Container[int], text: Text, location: Location) -> Row | Reject:
    """What is kept of an outcome: a row of the journal, or why there is none.

    ``seen`` holds the numbers of the articles that came before; ``location`` is where the input was read.
    """
    if isinstance(outcome, Reject):
        # The message of an unforeseen error may hold the words that brought it about.
        unforeseen = text == "none" and outcome.reason in (EXTRACTION_FAILED, READING_FAILED)
        return dataclasses.replace(outcome, detail=shortened(outcome.detail)) if unforeseen else outcome
    article = int(outcome.article.article_id, 16)
    if article in seen:
        return Reject(*location, "duplicate", DUPLICATE)
    rows = rows_of(outcome)
    if text == "none":
        rows, surface = stand_off(rows)
        rows = {**rows, "standoff": [surface]}
    try:
        return Row(article, len(rows["claims"]), json_line(rows))
    except ValueError as error:
        # Half an emoji, as broken exports leave it behind, is a string to Python and to no file format.
        return Reject(*location, "unstorable", str(error))


def location_of(item: Any) -> Location:
    """What reports call an input: where it was read, else its address."""
    if isinstance(item, (Entry, Located)):
        return item.location
    # Not its title, which must not get out where the text is left out.
    article = item if isinstance(item, Article) else getattr(item, "article", None)
    return Location("" if article is None else article.url or article.article_id, None)


def printable(reject: Reject) -> dict[str, Any]:
    """The row of a reject in ``rejects.jsonl``."""
    # The name of a file need not be valid UTF-8 either.
    return {
        name: value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
        for name, value in dataclasses.asdict(reject).items()
    }
