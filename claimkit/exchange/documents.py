"""What an import makes of a file: one document an article, what was set aside, and what was dropped or mended.

Reasons are stable names, counted; a document is of the form :mod:`claimkit.dataset` writes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from claimkit.errors import InputError, OptionError
from claimkit.exchange.claims import Row, table
from claimkit.extraction.layout import lay_out
from claimkit.reading.fields import NoTextError, given_in, own_row
from claimkit.reading.rejects import Reject
from claimkit.reading.tables import find_tables, read_rows
from claimkit.reading.text import article_of as raw_article
from claimkit.records import Article, Attribution, Claim, Mention, Reader, text_sha256

TEXT_NEEDED = "the words are left out (--text none); put them back with `claimkit hydrate` first"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An article and what was imported for it, as an extraction is."""

    article: Article
    attributions: tuple[Attribution, ...]
    claims: tuple[Claim, ...]
    mentions: tuple[Mention, ...]


@dataclass(slots=True)
class Tally:
    """What an import came to. ``dropped`` counts, by what it is, what no record has a field for; ``mended`` what was
    off and could be put right; ``rejected`` what could not, by reason.
    """

    documents: int = 0
    claims: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    mended: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, counts sorted by name."""
        return {
            "documents": self.documents,
            "claims": self.claims,
            "mended": dict(sorted(self.mended.items())),
            "dropped": dict(sorted(self.dropped.items())),
            "rejected": dict(sorted(self.rejected.items())),
        }


class Rejected(NamedTuple):
    """One thing that could not be taken over, and why."""

    reason: str
    detail: str


class Import(NamedTuple):
    """A running import: its documents and rejects, one after another, and the tally they add to."""

    outcomes: Iterator[Document | Reject]
    tally: Tally


class Rows(NamedTuple):
    """The rows of one article."""

    article: Row
    claims: list[Row]
    links: list[Row]
    mentions: list[Row]


def read_documents(folder: Path, *, text: bool = True) -> Iterator[Rows]:
    """The rows of a dataset folder by article, in the order of the articles.

    Links that stand in the chain of a claim alone are among the links. Raises :class:`OptionError` where the folder has
    no articles or claims, and with ``text`` where it has no texts.
    """
    claims = _by_article(table(folder, "claims"))
    links = _by_article(_optional(folder, "attributions"))
    mentions = _by_article(_optional(folder, "mentions"))
    for article in table(folder, "articles"):
        if text and article["text"] is None:
            raise OptionError(f"{folder}: article {article['article_id']} has no text: {TEXT_NEEDED}")
        name = article["article_id"]
        own = claims.get(name, [])
        chained = (link for claim in own for link in claim["chain"])
        known = {link["attribution_id"]: link for link in (*chained, *links.get(name, []))}
        ordered = {link["attribution_id"]: link for link in links.get(name, [])} | known
        yield Rows(article, own, list(ordered.values()), mentions.get(name, []))


def _optional(folder: Path, config: str) -> Iterable[Row]:
    return read_rows(folder, config) if config in find_tables(folder) else ()


def _by_article(rows: Iterable[Row]) -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row["article_id"], []).append(row)
    return grouped


class Articles:
    """The articles that annotations are about, by identifier, address, or hash of their text."""

    def __init__(self, articles: Iterable[Article] = ()) -> None:
        self._by_name: dict[str, Article] = {}
        for article in articles:
            for name in (article.article_id, article.url, article.text_sha256):
                if name is not None:
                    self._by_name.setdefault(name, article)

    def __len__(self) -> int:
        return len(self._by_name)

    def find(self, *names: str | None) -> Article | None:
        """The first article that goes by one of the names."""
        return next((self._by_name[name] for name in names if name is not None and name in self._by_name), None)


def read_given_articles(paths: Sequence[Path], on_reject: Callable[[Reject], None]) -> Articles:
    """The articles in datasets or files of any format that claimkit reads; ``on_reject`` gets what cannot be read."""
    from claimkit.reading import read_articles

    return Articles(read_articles(list(paths), on_reject=on_reject)) if paths else Articles()


def article_of(row: Any, text: Any, articles: Articles, *, reader: Reader) -> Article:
    """The article that an annotated text is: one of ``articles``, else the one that the file itself describes.

    ``row`` is the article's row with or without its text, or whatever a foreign file says about it under the field
    names that claimkit reads; ``reader`` names the format. Raises :class:`~claimkit.errors.InputError` where there is
    no text, or none of use.
    """
    row = row if isinstance(row, Mapping) else {}
    text = text if isinstance(text, str) else None
    digest = text_sha256(text) if text is not None else None
    known = articles.find(_string(row.get("article_id")), digest, _string(row.get("url")))
    if known is not None and known.text is not None and (text is None or known.text == text):
        return lay_out(known)
    if text is None:
        raise NoTextError("the text is not in the file, nor among the articles given with --articles")
    whole = own_article({**row, "text": text, "text_mode": "full"})
    return whole or lay_out(raw_article(text, given_in(row), source_sha256=None, reader=reader))


def own_article(row: Mapping[str, Any]) -> Article | None:
    """The article whose row claimkit wrote, if its text is still the one; ``None`` for any other."""
    if "article_id" not in row or "text_sha256" not in row:
        return None
    try:
        return own_row(row)
    except InputError:
        return None


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
