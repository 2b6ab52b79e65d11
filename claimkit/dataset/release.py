"""A folder as it is published: Parquet by config and split, without the text nobody may pass on, documented.

Nothing of the user's machine goes along: ``rejects.jsonl``, which names inputs, stays at home, and so does every file
that claimkit does not know.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimkit.dataset.card_check import check_card
from claimkit.dataset.classification import write_classification
from claimkit.dataset.documents import DOCUMENTS, document_dataset
from claimkit.dataset.features import CLASSIFICATION
from claimkit.dataset.folder import GROUPS, RUN, SPLIT
from claimkit.dataset.manifest import write_json
from claimkit.dataset.permission import Permission, Text, permission_of
from claimkit.dataset.shards import Tables, batches_of, rows_in, shards, splits_of
from claimkit.dataset.standoff import STANDOFF
from claimkit.dataset.storage import arrow_schema
from claimkit.dataset.withholding import withhold
from claimkit.errors import OptionError

# A card of the user's goes along, and what people wrote into the documents.
_BESIDE = (SPLIT, GROUPS, *DOCUMENTS)


@dataclass(frozen=True, slots=True)
class Release:
    """A folder ready to be published: rows by config and split, whose text it holds, and what its card lacks."""

    path: Path
    rows: Mapping[str, Mapping[str, int]]
    permission: Permission
    lacking: tuple[str, ...]


def make_release(folder: Path, out: Path, *, text: Text = "none") -> Release:
    """Make the dataset of ``folder`` ready to be published in the empty folder ``out``; ``folder`` stays as it is.

    With ``text`` none every article's text is left out; with full it stays where the licence of the article says that
    it may. Raises :class:`OptionError` where there are no articles and claims or ``text`` is neither, and
    :class:`DataError` for rows that do not fit together.
    """
    if text not in ("none", "full"):
        raise OptionError(f"there is no text mode {text!r}; choose none or full")
    tables = splits_of(folder)
    if not {"articles", "claims"} <= set(tables):
        raise OptionError(f"{folder}: expected a dataset with its articles and claims")
    articles = (row for files in tables["articles"].values() for row in rows_in(_licences(files)))
    permission = permission_of(articles, text)
    rows = _write_tables(folder, tables, out, permission)
    rows[CLASSIFICATION] = write_classification(out)
    _write_beside(folder, out, rows, "full" if permission.full else "none")
    return Release(out, rows, permission, _document(out))


def _write_tables(folder: Path, tables: Tables, out: Path, permission: Permission) -> dict[str, Mapping[str, int]]:
    if permission.withholds:
        rows = withhold(folder, tables, out, permission.full)
    else:
        rows = {}
        if (folder / STANDOFF).is_file():
            shutil.copyfile(folder / STANDOFF, out / STANDOFF)
    return rows | {config: _copy(config, files, out) for config, files in tables.items() if config not in rows}


def _licences(files: Iterable[Path]) -> Iterator[Any]:
    return (batch.select(["article_id", "licence", "text_mode"]) for batch in batches_of(files, "articles"))


def _copy(config: str, by_split: Mapping[str, tuple[Path, ...]], out: Path) -> dict[str, int]:
    with shards(out, config, by_split, arrow_schema(config)) as writers:
        for split, files in by_split.items():
            for batch in batches_of(files, config):
                writers[split].add(batch)
    return {split: writer.rows for split, writer in writers.items()}


def _write_beside(folder: Path, out: Path, rows: Mapping[str, Mapping[str, int]], text: str) -> None:
    for name in _BESIDE:
        if (folder / name).is_file():
            shutil.copyfile(folder / name, out / name)
    try:
        run = json.loads((folder / RUN).read_bytes())
    except (OSError, ValueError):
        return  # made by hand, or by another tool: there is no run to tell of
    if isinstance(run, dict):
        counts = {config: sum(rows[config].values()) for config in run.get("counts", ()) if config in rows}
        options = {**(run.get("options") or {}), "text": text}
        write_json(out / RUN, {**run, "options": options, "counts": counts})


def _document(out: Path) -> tuple[str, ...]:
    """Bring all documents up to date with what is published; returns what the card still lacks."""
    document_dataset(out)
    return tuple(str(finding) for finding in check_card(out) if finding.severity == "error")
