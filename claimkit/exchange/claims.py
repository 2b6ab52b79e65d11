"""What an export reads of a dataset folder: articles, claims, and the tables that comparing added."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from claimkit.errors import DataError, OptionError
from claimkit.reading.tables import find_tables, whole_rows

Row = dict[str, Any]


class Exported(NamedTuple):
    """``items`` are written one after another; ``left_out`` counts, by reason, what the format has no room for."""

    items: list[Row]
    left_out: dict[str, int]


class Format(NamedTuple):
    """A format to export to: what it is for, and the function that makes its items of a dataset folder.

    ``lines`` formats are written as JSON Lines, the others as one JSON value; ``whole`` makes that value of the items.
    A format of several files is a folder: ``files`` makes the name and the text of each.
    """

    title: str
    export: Callable[[Path], Exported]
    lines: bool = False
    whole: Callable[[list[Row]], Any] = list
    files: Callable[[list[Row]], Iterable[tuple[str, str]]] | None = None


def table(folder: Path, config: str) -> Iterator[Row]:
    """The rows of a table. Raises :class:`OptionError` with what to do where the dataset does not have it."""
    if config not in find_tables(folder):
        made_by = "claimkit compare" if config in ("pairs", "clusters", "verification") else "claimkit extract"
        raise OptionError(f"{folder}: holds no {config}; run `{made_by} {folder}` first")
    return whole_rows(folder, config)


class Claims(NamedTuple):
    """The claims and articles of a dataset, by their identifiers."""

    claims: Mapping[str, Row]
    articles: Mapping[str, Row]

    def claim(self, claim_id: str) -> Row:
        """Raises :class:`DataError` for a claim that another table names and that is not there."""
        if claim_id not in self.claims:
            raise DataError(f"there is no claim {claim_id}, which another table names; run `claimkit validate`")
        return self.claims[claim_id]

    def article_of(self, claim: Row) -> Row:
        """The article a claim stands in; raises :class:`DataError` where it is not there."""
        if claim["article_id"] not in self.articles:
            raise DataError(f"there is no article {claim['article_id']}, which a claim names; run `claimkit validate`")
        return self.articles[claim["article_id"]]


def read_claims(folder: Path) -> Claims:
    """The claims and articles of a dataset folder; raises :class:`OptionError` where it has none."""
    return Claims(
        {str(row["claim_id"]): row for row in table(folder, "claims")},
        {str(row["article_id"]): row for row in table(folder, "articles")},
    )


def claim_text(claim: Row) -> str | None:
    """The words of a claim, its pronouns filled in where they are; ``None`` in a stand-off dataset."""
    text: str | None = claim["text_resolved"] or claim["text"]
    return text


def sentence_text(claim: Row, article: Row) -> str | None:
    """The sentence a claim stands in, on one line."""
    text, sentence = article["text"], claim["sentence"]
    return None if text is None else " ".join(text[sentence["start"] : sentence["end"]].split())
