"""A dataset's tables without the text of some articles, one article after another; memory holds one of them.

The tables are walked side by side, in the order of their articles, as ``extract`` writes them; one in another order is
sorted first, which takes its room in memory.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from claimkit.dataset.shards import Tables, batches_of, rows_in, shards
from claimkit.dataset.standoff import STANDOFF, stand_off
from claimkit.dataset.storage import JsonlTable, arrow_schema
from claimkit.errors import DataError
from claimkit.reading.tables import rows_of

CONFIGS = ("articles", "mentions", "attributions", "claims")

Rows = dict[str, list[dict[str, Any]]]


def withhold(folder: Path, tables: Tables, out: Path, full: Container[str]) -> dict[str, Mapping[str, int]]:
    """Write the tables of :data:`CONFIGS` into ``out``, by split, without the words of articles that are not ``full``.

    ``standoff.jsonl`` says where they stood, and what an older one says is kept. Returns the rows by config and split.
    Raises :class:`DataError` for rows of an article that is not there.
    """
    old = {row["article_id"]: row for row in _lines(folder / STANDOFF)}
    counts: dict[str, dict[str, int]] = {config: {} for config in CONFIGS if config in tables}
    lines = JsonlTable(out / STANDOFF)
    try:
        for split in tables["articles"]:
            files = {config: tables[config].get(split, ()) for config in counts}
            with contextlib.ExitStack() as stack:
                writers = {
                    config: stack.enter_context(shards(out, config, [split], arrow_schema(config)))[split]
                    for config in counts
                }
                for each in articlewise(files):
                    rows, line = _published(each, full, old)
                    for config, writer in writers.items():
                        writer.add_rows(rows[config])
                    if line is not None:
                        lines.add(line)
            for config, writer in writers.items():
                counts[config][split] = writer.rows
        lines.close()
    except BaseException:
        lines.abandon()
        raise
    return dict(counts)


def articlewise(files: Mapping[str, tuple[Path, ...]]) -> Iterator[Rows]:
    """The rows of one article after another, by config, in the order of the articles; an absent config has none."""
    order: dict[str, int] = {}
    for batch in batches_of(files["articles"], "articles"):
        for article_id in batch.column("article_id").to_pylist():
            order.setdefault(article_id, len(order))
    groups = {config: _groups(files.get(config, ()), config, order) for config in CONFIGS}
    heads = {config: next(each, None) for config, each in groups.items()}
    for number in range(len(order)):
        rows: Rows = {}
        for config, head in heads.items():
            rows[config] = head[1] if head is not None and head[0] == number else []
            if rows[config]:
                heads[config] = next(groups[config], None)
        yield rows


def _groups(
    files: tuple[Path, ...], config: str, order: Mapping[str, int]
) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """The rows of each article, with its number, in that order."""

    def place(row: Mapping[str, Any]) -> int:
        return order[row["article_id"]]

    for number, rows in itertools.groupby(rows_in(_in_order(files, config, order)), key=place):
        yield number, list(rows)


def _in_order(files: tuple[Path, ...], config: str, order: Mapping[str, int]) -> Iterable[Any]:
    last, sorted_already = -1, True
    for batch in batches_of(files, config):
        for article_id in batch.column("article_id").to_pylist():
            if article_id not in order:
                raise DataError(f"{config}: article {article_id} is not among the articles: run `claimkit validate`")
            sorted_already = sorted_already and order[article_id] >= last
            last = order[article_id]
    if sorted_already:
        return batches_of(files, config)
    import numpy as np
    import pyarrow  # type: ignore[import-untyped]  # ships no types

    table = pyarrow.Table.from_batches(batches_of(files, config))
    places = np.array([order[each] for each in table.column("article_id").to_pylist()])
    return table.take(np.argsort(places, kind="stable")).to_batches(max_chunksize=1000)  # type: ignore[no-any-return]


def _published(
    rows: Rows, full: Container[str], old: Mapping[str, Mapping[str, Any]]
) -> tuple[Rows, Mapping[str, Any] | None]:
    """The rows as they go out, and their line of ``standoff.jsonl`` if they are without words."""
    (article,) = rows["articles"]
    article_id = article["article_id"]
    if article["text_mode"] == "none":
        return rows, old.get(article_id)
    return (rows, None) if article_id in full else stand_off(rows)


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    for number, line, problem in rows_of(file) if file.is_file() else ():
        if line is None or "article_id" not in line:
            raise DataError(f"{file}:{number}: {problem or 'is no line of a stand-off dataset'}")
        yield line
