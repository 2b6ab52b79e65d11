"""The tables of a dataset by split: what is of an article goes with it, what joins two articles stays if both do."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from claimkit.dataset.classification import write_classification
from claimkit.dataset.configs import is_minimal, read_card, reconfigured, write_card
from claimkit.dataset.features import CLASSIFICATION
from claimkit.dataset.folder import CARD, DATA_STATEMENT, DATASHEET, GROUPS, REJECTS, RUN
from claimkit.dataset.inventory import splits_on_disk
from claimkit.dataset.manifest import card, write_json
from claimkit.dataset.shards import batch_of, batches_of, shards
from claimkit.dataset.standoff import STANDOFF
from claimkit.dataset.storage import arrow_schema
from claimkit.reading.tables import find_tables
from claimkit.schema import ID_OF

_OF_AN_ARTICLE = ("articles", "mentions", "attributions", "claims")


@dataclass(slots=True)
class Written:
    """Rows by config and split, and rows left out by config: their article is, or their articles are on two sides."""

    rows: dict[str, dict[str, int]] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)


def write_split(
    folder: Path, out: Path, placed: Mapping[str, str], groups: Sequence[Sequence[str]], names: Sequence[str]
) -> Written:
    """Write the dataset in ``folder`` into ``out`` by split; ``placed`` is article → split, ``names`` all splits."""
    tables, written = find_tables(folder), Written()
    split_of = dict(placed)
    # Only these two name records other than claims.
    annotated = "annotations" in tables
    for config, files in tables.items():
        with shards(out, config, names, arrow_schema(config)) as writers:
            if config in _OF_AN_ARTICLE:
                remembered = ID_OF[config] if config == "claims" or annotated else None
                pieces = _by_article(files, config, placed, split_of, remembered)
            else:
                pieces = _by_reference(files, config, split_of)
            for split, batch in pieces:
                if split is None:
                    written.left_out[config] += batch.num_rows
                else:
                    writers[split].add(batch)
        written.rows[config] = {split: writer.rows for split, writer in writers.items()}
    written.rows[CLASSIFICATION] = write_classification(out)
    _write_groups(out / GROUPS, placed, groups)
    _write_beside(folder, out, written, names)
    return written


def _by_article(
    files: Iterable[Path], config: str, placed: Mapping[str, str], split_of: dict[str, str], remembered: str | None
) -> Iterator[tuple[str | None, Any]]:
    """Batches of one split each; the splits of the rows go into ``split_of`` under the column ``remembered``."""
    import pyarrow  # type: ignore[import-untyped]  # ships no types

    for batch in batches_of(files, config):
        splits = [placed.get(each) for each in batch.column("article_id").to_pylist()]
        if remembered is not None:
            ids = batch.column(remembered).to_pylist()
            split_of.update((each, split) for each, split in zip(ids, splits, strict=True) if split is not None)
        for split in sorted(set(splits), key=str):
            yield split, batch.filter(pyarrow.array([each == split for each in splits]))


def _by_reference(files: Iterable[Path], config: str, split_of: dict[str, str]) -> Iterator[tuple[str | None, Any]]:
    schema = arrow_schema(config)
    for batch in batches_of(files, config):
        rows: dict[str | None, list[dict[str, Any]]] = {}
        for row in batch.to_pylist():
            splits = {split_of.get(each) for each in _REFERS_TO[config](row)}
            split = splits.pop() if len(splits) == 1 else None
            rows.setdefault(split, []).append(row)
            if split is not None and config in ("pairs", "clusters"):
                split_of[row[ID_OF[config]]] = split
        for split in sorted(rows, key=str):
            yield split, batch_of(rows[split], schema)


_REFERS_TO: Mapping[str, Any] = {
    "pairs": lambda row: (row["claim_a"], row["claim_b"]),
    "clusters": lambda row: row["claim_ids"],
    "verification": lambda row: (row["claim_id"], *row["evidence_claim_ids"]),
    "annotations": lambda row: (row["record_id"],),
}


def _write_groups(file: Path, placed: Mapping[str, str], groups: Sequence[Sequence[str]]) -> None:
    """One line an article: its group, named by its first article, and its split; null where it is left out."""
    with file.open("w", encoding="utf-8", newline="\n") as lines:
        for group in groups:
            for article_id in group:
                row = {"article_id": article_id, "group": group[0], "split": placed.get(article_id)}
                lines.write(json.dumps(row) + "\n")


def _write_beside(folder: Path, out: Path, written: Written, names: Sequence[str]) -> None:
    """The card with the new splits, people's words kept, and what else lies beside the tables."""
    configs = (*find_tables(out), CLASSIFICATION)
    document = read_card(folder)
    minimal = document is None or is_minimal(document)
    words = card(configs, names) if minimal else reconfigured(document or "", splits_on_disk(out))
    write_card(out / CARD, words)
    for name in (STANDOFF, REJECTS, DATASHEET, DATA_STATEMENT):
        if (folder / name).is_file():
            shutil.copyfile(folder / name, out / name)
    try:
        run = json.loads((folder / RUN).read_bytes())
    except (OSError, ValueError):
        return  # made by hand, or by another tool: there is no run to tell of
    if isinstance(run, dict) and isinstance(run.get("counts"), dict):
        kept = {config: sum(written.rows[config].values()) for config in run["counts"] if config in written.rows}
        write_json(out / RUN, {**run, "counts": {**run["counts"], **kept}})
