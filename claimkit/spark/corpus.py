"""The articles of a dataset folder with all that is theirs, one row each: what comparison on Spark begins with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from claimkit.comparison.copies import paragraph_keys
from claimkit.comparison.corpus import notes_on
from claimkit.comparison.profiles import Profile, profiles_of
from claimkit.comparison.terms import Terms, covers, report_key, terms_of, terms_of_records
from claimkit.errors import DataError
from claimkit.records import Article, Claim, Mention
from claimkit.schema import FLAT_COLUMNS
from claimkit.spark.dataset import Dataset
from claimkit.spark.frames import Scratch, digest, map_rows, packed

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_FLAT = frozenset(FLAT_COLUMNS)
# The columns of an article's row.
COLUMNS = """
    article_id string, article binary, publisher string, dated boolean, bare boolean, paragraphs array<string>,
    terms binary, empty boolean, published int, words string, title string, foreign boolean, report string,
    claims array<struct<claim_id: string, place: long, profile: binary, counts: boolean>>
"""


def read_corpus(scratch: Scratch, dataset: Dataset) -> DataFrame:
    """One row for each article: the article, its terms, the keys of its paragraphs and the profiles of its claims.

    ``place`` is where a claim stands in the data. Raises :class:`OptionError` where a table is not there as Parquet and
    :class:`~claimkit.errors.DataError` for rows of another schema version, or of an article that is not there.
    """
    from pyspark.sql import functions as f

    articles = dataset.table("articles").dropDuplicates(["article_id"])
    claims, mentions = (dataset.table(config) for config in ("claims", "mentions"))
    _ensure_articles(claims, articles)
    both = articles.select("article_id", f.struct("*").alias("article"))
    for name, frame in (("claims", claims.drop(*_FLAT)), ("mentions", mentions)):
        rows = frame.groupBy("article_id").agg(f.collect_list(f.struct("*")).alias(name))
        both = both.join(rows, "article_id", "left")
    return scratch.keep(map_rows(both, _read, COLUMNS), "articles")


def _ensure_articles(claims: DataFrame, articles: DataFrame) -> None:
    stray = claims.select("article_id").distinct().join(articles, "article_id", "left_anti").limit(1).collect()
    if stray:
        raise DataError(f"a claim is of article {stray[0][0]}, which is not there; run `claimkit validate`")


def _read(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        article = Article.from_dict(_record(row["article"]))
        placed = [(each["place"], Claim.from_dict(_record(each))) for each in _in_order(row["claims"])]
        claims = [claim for _, claim in placed]
        mentions = [Mention.from_dict(_record(each)) for each in _in_order(row["mentions"])]
        terms = terms_of_records(article, claims, mentions) if article.text is None else terms_of(article)
        profiles = profiles_of(article, claims, mentions)
        yield article_row(article, terms, zip((place for place, _ in placed), profiles, strict=True))


def article_row(article: Article, terms: Terms, profiles: Iterable[tuple[int, Profile]]) -> dict[str, Any]:
    """The row of an article, of its terms and the profiles of its claims with their places in the data."""
    key = report_key(terms)
    return {
        "article_id": article.article_id,
        "article": packed(article),
        "publisher": article.publisher,
        "dated": article.published is not None,
        "bare": article.text is None,
        "paragraphs": [digest(each) for each in paragraph_keys(article)],
        "terms": packed(terms),
        "empty": terms.empty,
        "published": terms.published,
        "words": digest(terms.words) if terms.words else None,
        "title": digest(terms.title),
        "foreign": bool(terms.title) and not covers(terms.words, terms.title),
        "report": None if key is None else digest(key),
        "claims": [
            {
                "claim_id": profile.claim_id,
                "place": place,
                "profile": packed(profile),
                "counts": bool(profile.quantities),
            }
            for place, profile in profiles
        ],
    }


def _in_order(rows: Iterable[dict[str, Any]] | None) -> list[dict[str, Any]]:
    return sorted(rows or (), key=lambda row: row["place"])


def _record(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "place"}


def notes_of(articles: DataFrame) -> tuple[str, ...]:
    """What the data lacks that comparison would use, one sentence each."""
    from pyspark.sql import functions as f

    found = articles.agg(
        f.count("*").alias("articles"),
        f.sum(f.size("claims")).alias("claims"),
        f.count_distinct(f.coalesce("publisher", f.lit("\0"))).alias("publishers"),
        f.count_if(~f.col("dated")).alias("undated"),
        f.count_if("bare").alias("bare"),
        f.max(f.exists("claims", lambda claim: claim["counts"])).alias("counts"),
    ).collect()[0]
    counted: dict[str, Any] = {name: value or 0 for name, value in found.asDict().items()}
    return tuple(notes_on(**counted))
