"""What a dataset folder puts on the page, as one value ready for JSON.

    title, version     of the page, and of the claimkit that wrote it
    run                versions, models and options of the run that made the data (run.json)
    articles           text, segments, links (attributions) and names, each once
    claims             by article in the order of the text; chains are places in the article's links
    crossings          pairs and clusters of ``claimkit compare``
    quality            what the checks found, and rejects
    charts             Vega-Lite specifications with their words and their numbers

Spans are ``[start, end]`` in code points of the article's text. The order is that of the tables, so the same folder
gives the same bytes; its name and place are not in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from claimkit import __version__
from claimkit.errors import DataError, OptionError
from claimkit.reading.tables import find_tables, read_rows
from claimkit.records import SCHEMA_VERSION
from claimkit.report.articles import Links, article, links_of
from claimkit.report.charts import charts
from claimkit.report.claims import claim
from claimkit.report.compact import Row
from claimkit.report.crossings import crossings
from claimkit.report.quality import checks, rejects, run

TITLE = "Reported claims"


def report_data(folder: Path | str, *, title: str | None = None) -> dict[str, Any]:
    """Everything the page of a dataset folder shows.

    Raises :class:`~claimkit.errors.OptionError` where the folder holds no articles or claims and
    :class:`~claimkit.errors.DataError` for rows that are not of the schema.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise OptionError(f"{folder}: expected a folder that `claimkit extract` wrote")
    quality = {"checks": checks(folder), "rejects": rejects(folder)}
    try:
        articles, claims = _tables(folder)
        places = {row["id"]: number for number, row in enumerate(claims)}
        return {
            "title": title or TITLE,
            "version": __version__,
            "run": run(folder),
            "articles": articles,
            "claims": claims,
            "crossings": crossings(folder, places),
            "quality": quality,
            "charts": charts(articles, claims),
        }
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        if not quality["checks"]["broken"]:
            raise
        raise DataError(f"{folder}: rows break the schema; run `claimkit validate {folder}`") from error


def _tables(folder: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The articles and the claims of the page."""
    rows = {config: list(_rows(folder, config)) for config in ("articles", "mentions", "attributions", "claims")}
    names = {row["entity_id"]: row["name"] for row in rows["mentions"]}
    links = links_of(rows["attributions"], rows["claims"])
    mentions = _by_article(rows["mentions"])
    numbers = {row["article_id"]: number for number, row in enumerate(rows["articles"])}
    articles = [
        article(row, links.get(row["article_id"], Links()), mentions.get(row["article_id"], ()), names)
        for row in rows["articles"]
    ]
    claims = [
        claim(row, number, rows["articles"][number]["text"], links.get(row["article_id"], Links()), names)
        for number, row in sorted(_placed(rows["claims"], numbers), key=lambda each: _order(*each))
    ]
    return articles, claims


def _placed(claims: Iterable[Row], numbers: dict[str, int]) -> Iterator[tuple[int, Row]]:
    for row in claims:
        if row["article_id"] not in numbers:
            raise DataError(f"a claim is of article {row['article_id']}, which is not there; run `claimkit validate`")
        yield numbers[row["article_id"]], row


def _order(number: int, row: Row) -> tuple[int, int, int]:
    return number, row["predicate"]["start"], row["predicate"]["end"]


def _rows(folder: Path, config: str) -> Iterator[dict[str, Any]]:
    """The rows of a table; of mentions and attributions there may be none."""
    if config in ("mentions", "attributions") and config not in find_tables(folder):
        return
    for row in read_rows(folder, config):
        if row.get("schema_version") != SCHEMA_VERSION:
            raise DataError(
                f"{folder}: {config} of schema version {row.get('schema_version')}, and this claimkit knows "
                f"{SCHEMA_VERSION}: `claimkit migrate {folder}` brings older ones up to date"
            )
        yield row


def _by_article(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["article_id"], []).append(row)
    return found
