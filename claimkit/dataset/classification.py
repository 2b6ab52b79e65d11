"""Claims as flat rows for a classifier: the sentence, the claim, who says it, and labels as ``ClassLabel`` columns.

One row a claim. ``sentence`` and ``text`` are what a classifier reads; ``article_id`` and ``publisher`` are what its
folds are grouped by; :func:`~claimkit.dataset.features.label_names` lists the columns that are labels. ``style``,
``source_type``, ``cue`` and ``source`` are those of the innermost link, ``hedge_type`` is that of the first hedge.
"""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from claimkit.dataset.features import CLASSIFICATION, NO, NONE, YES, features_of, label_names
from claimkit.dataset.shards import batch_of, batches_of, rows_in, shards, splits_of
from claimkit.errors import DataError, OptionError
from claimkit.reading.tables import find_tables

_ROWS_AT_ONCE = 1000

Row = Mapping[str, Any]


def write_classification(folder: Path | str, out: Path | str | None = None) -> dict[str, int]:
    """Make the config ``attribution-classification`` of the dataset in ``folder``, split as its claims are.

    It is written into ``out`` (default: ``folder``), in the place of an older one; returns the rows by split. Raises
    :class:`OptionError` where ``folder`` holds no claims and articles.
    """
    folder = Path(folder)
    target = folder if out is None else Path(out)
    tables = find_tables(folder)
    if "claims" not in tables or "articles" not in tables:
        raise OptionError(f"{folder}: expected a dataset with claims and articles")
    articles = {row["article_id"]: row for row in rows_in(_texts(tables["articles"]))}
    beside = target / ".claimkit-classification"
    shutil.rmtree(beside, ignore_errors=True)
    by_split = splits_of(folder)["claims"]
    try:
        with shards(beside, CLASSIFICATION, by_split, features_of(CLASSIFICATION).arrow_schema) as writers:
            for split, files in by_split.items():
                for batch in _batches(rows_in(batches_of(files, "claims")), articles):
                    writers[split].add(batch)
        shutil.rmtree(target / CLASSIFICATION, ignore_errors=True)
        (beside / CLASSIFICATION).replace(target / CLASSIFICATION)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return {split: writer.rows for split, writer in writers.items()}


def classification_row(claim: Row, article: Row) -> dict[str, Any]:
    """The flat row of a claim (a row of ``claims``) and its article, labels as words."""
    text, sentence = article["text"], claim["sentence"]
    hedges = claim["hedges"]
    return {
        "claim_id": claim["claim_id"],
        "article_id": claim["article_id"],
        "publisher": article["publisher"],
        "sentence": None if text is None else text[sentence["start"] : sentence["end"]],
        "sentence_start": sentence["start"],
        "sentence_end": sentence["end"],
        "text": claim["text"],
        "source": claim["source"],
        "cue": claim["cue"],
        "attributed": _yes_or_no(claim["chain"]),
        "style": claim["style"] or NONE,
        "source_type": claim["source_type"] or NONE,
        "hedged": _yes_or_no(hedges),
        "hedge_type": hedges[0]["type"] if hedges else NONE,
        "certainty": claim["certainty"] or NONE,
        "kind": claim["kind"],
        "negated": _yes_or_no(claim["negated"]),
        "check_worthy": _yes_or_no(claim["check_worthy"]),
        "origin": claim["provenance"]["origin"],
    }


def _texts(files: Iterable[Path]) -> Iterator[Any]:
    return (batch.select(["article_id", "publisher", "text"]) for batch in batches_of(files, "articles"))


def _batches(claims: Iterator[dict[str, Any]], articles: Mapping[str, Row]) -> Iterator[Any]:
    numbers = {name: {label: number for number, label in enumerate(names)} for name, names in label_names().items()}
    schema = features_of(CLASSIFICATION).arrow_schema
    while several := list(itertools.islice(claims, _ROWS_AT_ONCE)):
        yield batch_of((_numbered(claim, articles, numbers) for claim in several), schema)


def _numbered(claim: Row, articles: Mapping[str, Row], numbers: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    if claim["article_id"] not in articles:
        raise DataError(f"claim {claim['claim_id']}: its article is not among the articles: run `claimkit validate`")
    row = classification_row(claim, articles[claim["article_id"]])
    for name, known in numbers.items():
        if row[name] not in known:
            raise DataError(f"claim {claim['claim_id']}: {row[name]!r} is no {name}: run `claimkit validate`")
        row[name] = known[row[name]]
    return row


def _yes_or_no(value: object) -> str:
    return YES if value else NO
