"""The claims of a gold dataset beside those of a prediction, article by article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from claimkit.errors import OptionError
from claimkit.evaluation.articles import as_read
from claimkit.reading.tables import read_rows
from claimkit.records import Article, Claim
from claimkit.schema import FLAT_COLUMNS

Claims = Sequence[Claim]


def claims_beside_gold(gold: Path | str, predicted: Path | str | None) -> Iterator[tuple[Claims, Claims]]:
    """Pairs (gold, predicted) for each article of the gold; raises as :func:`articles_beside_gold`."""
    return ((theirs, ours) for _, theirs, ours in articles_beside_gold(gold, predicted))


def articles_beside_gold(gold: Path | str, predicted: Path | str | None) -> Iterator[tuple[Article, Claims, Claims]]:
    """Each article of the gold with its claims and those predicted; without a prediction they are extracted now.

    Raises :class:`OptionError` if a folder lacks its tables, or the prediction has none of the gold's articles.
    """
    articles = [Article.from_dict(row) for row in read_rows(gold, "articles")]
    theirs = read_claims(gold)
    if predicted is not None:
        ours = read_claims(predicted)
        known = {row["article_id"] for row in read_rows(predicted, "articles")}
        if not known & {each.article_id for each in articles}:
            raise OptionError(
                f"{predicted}: holds none of the gold's articles; "
                "extract the same texts with the same publisher and url"
            )
        for each in articles:
            yield each, theirs.get(each.article_id, ()), ours.get(each.article_id, ())
        return
    # Imported here: the pipeline loads a language model, and scoring two folders needs none.
    from claimkit.extraction.pipeline import extract

    for each in articles:
        yield each, theirs.get(each.article_id, ()), extract(as_read(each)).claims


def read_claims(folder: Path | str) -> dict[str, tuple[Claim, ...]]:
    """The claims of a dataset folder by article."""
    grouped: dict[str, list[Claim]] = {}
    for row in read_rows(folder, "claims"):
        claim = _claim(row)
        grouped.setdefault(claim.article_id, []).append(claim)
    return {article: tuple(claims) for article, claims in grouped.items()}


def _claim(row: Mapping[str, Any]) -> Claim:
    # A written dataset repeats the innermost link in flat columns beside the record.
    return Claim.from_dict({name: value for name, value in row.items() if name not in FLAT_COLUMNS})
