"""What is compared: the articles of a dataset folder, or of extractions, and the profiles of their claims."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimkit.comparison.profiles import Profile, profiles_of
from claimkit.errors import DataError
from claimkit.extraction.pipeline import Extraction
from claimkit.reading.hub import local_path
from claimkit.reading.tables import read_rows
from claimkit.records import SCHEMA_VERSION, Article, Claim, Mention
from claimkit.schema import FLAT_COLUMNS

_FLAT = frozenset(FLAT_COLUMNS)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Articles by their identifiers and the profiles of all their claims, both in the order of the data.

    ``claims`` and ``mentions`` are kept of articles without text alone: they are all that is known of what those say.
    """

    articles: Mapping[str, Article]
    profiles: tuple[Profile, ...]
    claims: tuple[Claim, ...] = ()
    mentions: tuple[Mention, ...] = ()

    def notes(self) -> tuple[str, ...]:
        """What the data lacks that comparison would use, one sentence each."""
        articles = self.articles.values()
        return tuple(
            notes_on(
                articles=len(articles),
                claims=len(self.profiles),
                publishers=len({article.publisher for article in articles}),
                undated=sum(article.published is None for article in articles),
                bare=sum(article.text is None for article in articles),
                counts=any(profile.quantities for profile in self.profiles),
            )
        )


def corpus_of(extractions: Iterable[Extraction]) -> Corpus:
    """From extractions; of those of one article the first counts."""
    articles: dict[str, Article] = {}
    profiles: list[Profile] = []
    for extraction in extractions:
        if extraction.article.article_id not in articles:
            articles[extraction.article.article_id] = extraction.article
            profiles += profiles_of(extraction.article, extraction.claims, extraction.mentions)
    return Corpus(articles, tuple(profiles))


def read_corpus(folder: Path | str) -> Corpus:
    """From a dataset folder, or one on the Hub (``hub://OWNER/NAME``).

    Claims pass by one article at a time, and what stays of them are the profiles.

    Raises :class:`~claimkit.errors.OptionError` where a table is not there and :class:`~claimkit.errors.DataError` for
    rows of another schema version, or of an article that is not there.
    """
    folder = local_path(folder)
    articles = {each.article_id: each for each in (_record(Article, row) for row in read_rows(folder, "articles"))}
    mentions: dict[str, list[Mention]] = {}
    for mention in (_record(Mention, row) for row in read_rows(folder, "mentions")):
        mentions.setdefault(mention.article_id, []).append(mention)
    bare: list[Claim] = []
    profiles = tuple(_profiles(read_rows(folder, "claims"), articles, mentions, bare))
    standoff = [each for article_id, found in mentions.items() if _is_bare(articles, article_id) for each in found]
    return Corpus(articles, profiles, tuple(bare), tuple(standoff))


def _is_bare(articles: Mapping[str, Article], article_id: str) -> bool:
    return article_id in articles and articles[article_id].text is None


def _profiles(
    rows: Iterable[Mapping[str, Any]],
    articles: Mapping[str, Article],
    mentions: Mapping[str, list[Mention]],
    bare: list[Claim],
) -> Iterator[Profile]:
    """The profiles of all claims; those of articles without text are put into ``bare`` as well."""
    claims = (_record(Claim, {name: value for name, value in row.items() if name not in _FLAT}) for row in rows)
    for article_id, each in itertools.groupby(claims, key=lambda claim: claim.article_id):
        if article_id not in articles:
            raise DataError(f"a claim is of article {article_id}, which is not there; run `claimkit validate`")
        found = list(each)
        bare += found if articles[article_id].text is None else []
        yield from profiles_of(articles[article_id], found, mentions.get(article_id, ()))


def _record(kind: type[Any], row: Mapping[str, Any]) -> Any:
    version = row.get("schema_version")
    if version != SCHEMA_VERSION:
        raise DataError(
            f"the rows are of schema version {version}, and this claimkit knows {SCHEMA_VERSION}: install the claimkit "
            "that wrote them, or a newer one"
        )
    return kind.from_dict(row)


def notes_on(*, articles: int, claims: int, publishers: int, undated: int, bare: int, counts: bool) -> Iterator[str]:
    """What a collection lacks, by how many it has: ``counts`` says whether any claim has a quantity."""
    if not claims:
        yield "there are no claims"
        return
    if articles == 1:
        yield "there is one article: nothing to compare it with"
    if articles > 1 and publishers == 1:
        yield "all articles are by one publisher, or state none: no two of them are independent"
    if undated:
        yield f"{undated:,} of {articles:,} articles have no date: what is later cannot be told there"
    if bare:
        yield f"{bare:,} of {articles:,} articles have no text: names and values are compared, words are not"
    if not counts:
        yield "no claim has a quantity"
