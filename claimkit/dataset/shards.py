"""Parquet files by config and split, in the layout of the Hugging Face Hub, and tables of either format as batches.

A split is ``<config>/<split>-00000-of-0000N.parquet``; a new file begins where one has grown to about 500 MB. Rows stay
in Arrow from file to file: as Python objects a claim takes ten times the room and twenty times as long.
"""

from __future__ import annotations

import contextlib
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from claimkit.dataset.storage import CHARACTERS_AT_MOST, ROWS_AT_MOST, arrow_schema, parquet_writer, sync
from claimkit.errors import BrokenRecordError, DataError
from claimkit.reading.tables import find_tables, rows_of

TRAIN = "train"
SHARD_BYTES = 500_000_000
_ROWS_AT_ONCE = 1000
# Config → split → files.
Tables = Mapping[str, Mapping[str, tuple[Path, ...]]]
_SHARD = re.compile(r"(?P<split>\w+(?:\.\w+)*)-\d{5}-of-\d{5}")


def shard_name(config: str, split: str, number: int, of: int) -> str:
    """Where a shard lies in the folder of its dataset."""
    return f"{config}/{split}-{number:05d}-of-{of:05d}.parquet"


def split_of(file: Path) -> str:
    """The split a table's file belongs to; what is not named by the Hub's layout is ``train``."""
    match = _SHARD.fullmatch(file.stem)
    return match["split"] if match else TRAIN


def splits_of(folder: Path) -> dict[str, dict[str, tuple[Path, ...]]]:
    """The files of each config of records by split. Raises :class:`OptionError` where ``folder`` holds no table."""
    found: dict[str, dict[str, tuple[Path, ...]]] = {}
    for config, files in find_tables(folder).items():
        by_split = found.setdefault(config, {})
        for file in files:
            by_split[split_of(file)] = (*by_split.get(split_of(file), ()), file)
    return found


def batches_of(files: Iterable[Path], config: str) -> Iterator[Any]:
    """The rows of a config's files as ``pyarrow.RecordBatch`` with the columns of its schema.

    Raises :class:`DataError` where the rows have other columns, :class:`BrokenRecordError` for a file that breaks off.
    """
    schema = arrow_schema(config)
    for file in files:
        try:
            yield from _parquet_batches(file, schema) if file.suffix == ".parquet" else _row_batches(file, schema)
        except ValueError as error:  # pyarrow's own errors of conversion are among them
            raise DataError(
                f"{file}: its rows are none of the config {config} ({error}): run `claimkit validate`"
            ) from error


def rows_in(batches: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """The rows of batches, one after another."""
    return (row for batch in batches for row in batch.to_pylist())


def batch_of(rows: Iterable[Mapping[str, Any]], schema: Any) -> Any:
    """Rows as one batch."""
    import pyarrow  # type: ignore[import-untyped]  # ships no types

    return pyarrow.RecordBatch.from_pylist(list(rows), schema=schema)


class Shards:
    """The files of one split of one config, while they are being written; ``rows`` counts.

    Under names of their own until :meth:`close`, for the number of shards is part of each name.
    """

    def __init__(self, folder: Path, config: str, split: str, schema: Any, *, shard_bytes: int = SHARD_BYTES) -> None:
        self.rows = 0
        self._folder, self._config, self._split, self._schema = folder, config, split, schema
        self._shard_bytes = shard_bytes
        self._written: list[Path] = []
        self._waiting: list[Any] = []
        self._rows: list[Mapping[str, Any]] = []
        self._count = self._bytes = 0
        (folder / config).mkdir(parents=True, exist_ok=True)
        self._open()

    def add(self, batch: Any) -> None:
        """Write the rows of a batch of this schema."""
        if not batch.num_rows:
            return
        self.rows += batch.num_rows
        self._waiting.append(batch)
        self._count += batch.num_rows
        self._bytes += batch.nbytes
        while self._count >= ROWS_AT_MOST or self._bytes >= CHARACTERS_AT_MOST:
            self._flush(min(self._count, ROWS_AT_MOST))

    def add_rows(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Write rows as they are in JSON."""
        self._rows += rows
        if len(self._rows) >= _ROWS_AT_ONCE:
            self._pack()

    def close(self) -> tuple[Path, ...]:
        """Write what is left, give the files their names; returns them."""
        self._pack()
        if self._count:
            self._flush(self._count)
        self._writer.close()
        names = [shard_name(self._config, self._split, at, len(self._written)) for at in range(len(self._written))]
        files = tuple(self._folder / name for name in names)
        for written, file in zip(self._written, files, strict=True):
            sync(written)
            written.replace(file)
        return files

    def abandon(self) -> None:
        """Close the file as it is: nobody will read it."""
        with contextlib.suppress(OSError):
            self._writer.close()

    def _open(self) -> None:
        file = self._folder / self._config / f".{self._split}-{len(self._written):05d}"
        self._writer = parquet_writer(file, self._schema)
        self._written.append(file)

    def _pack(self) -> None:
        rows, self._rows = self._rows, []
        self.add(batch_of(rows, self._schema))

    def _flush(self, rows: int) -> None:
        import pyarrow

        if self._written[-1].stat().st_size >= self._shard_bytes:
            self._writer.close()
            self._open()
        table = pyarrow.Table.from_batches(self._waiting, schema=self._schema)
        self._writer.write_table(table.slice(0, rows), row_group_size=rows)
        rest = table.slice(rows)
        self._waiting, self._count = rest.to_batches(), rest.num_rows
        self._bytes = rest.nbytes


@contextlib.contextmanager
def shards(folder: Path, config: str, splits: Iterable[str], schema: Any) -> Iterator[dict[str, Shards]]:
    """One writer a split, closed together, or abandoned where the block is left by an error."""
    writers: dict[str, Shards] = {}
    try:
        for split in splits:
            writers[split] = Shards(folder, config, split, schema)
        yield writers
        for writer in writers.values():
            writer.close()
    except BaseException:
        for writer in writers.values():
            writer.abandon()
        raise


def _parquet_batches(file: Path, schema: Any) -> Iterator[Any]:
    import pyarrow
    import pyarrow.parquet  # type: ignore[import-untyped]

    try:
        with pyarrow.parquet.ParquetFile(file) as table:
            same = table.schema_arrow.equals(schema)
            for batch in table.iter_batches(_ROWS_AT_ONCE):
                # Written by other tools, a list's element has another name, a string another width.
                yield batch if same else batch_of(batch.to_pylist(), schema)
    except (pyarrow.ArrowIOError, OSError) as error:
        raise BrokenRecordError(f"{file}: the file cannot be read on: {error}") from error


def _row_batches(file: Path, schema: Any) -> Iterator[Any]:
    rows = rows_of(file)
    while several := list(itertools.islice(rows, _ROWS_AT_ONCE)):
        for row in several:
            if row.value is None:
                raise BrokenRecordError(f"{file}:{row.line}: {row.problem}")
        yield batch_of((row.value or {} for row in several), schema)
