"""Tables on disk, row by row: Parquet with the columns of the JSON Schema, or JSON Lines with the same.

Same rows, same bytes: row groups are cut by what is in them, never by time or worker, and every writer option that a
new pyarrow might change is stated here.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from claimkit.schema import SCHEMA_OF, load_schema

# A row group closes at so many rows or characters of article text, whichever comes first: memory stays bounded for
# books as for headlines.
ROWS_AT_MOST = 5_000
CHARACTERS_AT_MOST = 32_000_000
# Rows become columns so many at a time: as Python objects they take ten times the room.
_ROWS_AT_ONCE = 250

_SCALARS = {"string": "string", "integer": "int64", "number": "float64", "boolean": "bool_"}


class Table(Protocol):
    """A table that is being written."""

    def add(self, row: Mapping[str, Any]) -> None:
        """Write one more row."""

    def close(self) -> None:
        """Write what is left, and wait until it is on the disk."""

    def abandon(self) -> None:
        """Close the file as it is: nobody will read it."""


def table_file(config: str, form: str) -> str:
    """Where the table lies in the folder; for Parquet the Hub's own layout, so that publishing renames nothing."""
    return f"{config}.jsonl" if form == "jsonl" else f"{config}/train-00000-of-00001.parquet"


def open_table(folder: Path, config: str, form: str) -> Table:
    """A new table of ``config`` in ``folder``, as ``parquet`` or ``jsonl``."""
    file = folder / table_file(config, form)
    file.parent.mkdir(parents=True, exist_ok=True)
    return open_file(file, config)


def open_file(file: Path, config: str) -> Table:
    """A new table of ``config`` in a file of either format."""
    return JsonlTable(file) if file.suffix == ".jsonl" else ParquetTable(file, config)


def columns_of(config: str) -> frozenset[str]:
    """The columns that a table of ``config`` has; a row's other values would not be written."""
    return frozenset(load_schema(SCHEMA_OF[config])["properties"])


def json_line(row: Mapping[str, Any]) -> bytes:
    """The row as one line of JSON in UTF-8.

    Raises :class:`ValueError` for what has no form in it: infinity, not-a-number, a lone surrogate.
    """
    return json.dumps(row, ensure_ascii=False, allow_nan=False).encode("utf-8") + b"\n"


def sync(path: Path) -> None:
    """Wait until the file, or the names in the folder, are on the disk."""
    if path.is_dir() and os.name == "nt":
        return  # Windows has no such thing for folders
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class JsonlTable:
    """One row a line."""

    def __init__(self, file: Path) -> None:
        self._stream = file.open("wb")

    def add(self, row: Mapping[str, Any]) -> None:
        """Write one more row."""
        self._stream.write(json_line(row))

    def close(self) -> None:
        """Close the file."""
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._stream.close()

    def abandon(self) -> None:
        """Close the file as it is."""
        with contextlib.suppress(OSError):
            self._stream.close()


def parquet_writer(file: Path, schema: Any) -> Any:
    """A ``pyarrow.parquet.ParquetWriter`` of ``file`` with every option stated, so that same rows are same bytes."""
    import pyarrow.parquet  # type: ignore[import-untyped]  # ships no types

    return pyarrow.parquet.ParquetWriter(
        file,
        schema,
        version="2.6",
        data_page_version="1.0",
        compression="zstd",
        compression_level=3,
        use_dictionary=True,
        write_statistics=True,
        store_schema=True,
    )


class ParquetTable:
    """Rows in groups; what is held in memory is the group that is being filled, as columns."""

    def __init__(self, file: Path, config: str) -> None:
        self._file = file
        self._schema = arrow_schema(config)
        self._writer = parquet_writer(file, self._schema)
        self._rows: list[Mapping[str, Any]] = []
        self._batches: list[Any] = []
        self._count = self._characters = 0

    def add(self, row: Mapping[str, Any]) -> None:
        """Write one more row."""
        self._rows.append(row)
        self._count += 1
        self._characters += len(row.get("text") or "")
        if self._count >= ROWS_AT_MOST or self._characters >= CHARACTERS_AT_MOST:
            self._flush()
        elif len(self._rows) >= _ROWS_AT_ONCE:
            self._pack()

    def close(self) -> None:
        """Write the last group and the footer."""
        self._flush()
        self._writer.close()
        sync(self._file)

    def abandon(self) -> None:
        """Close the file as it is."""
        # Left open, the writer would try again when it is collected, and complain on stderr.
        with contextlib.suppress(OSError):
            self._writer.close()

    def _pack(self) -> None:
        import pyarrow

        if self._rows:
            self._batches.append(pyarrow.RecordBatch.from_pylist(self._rows, schema=self._schema))
        self._rows = []

    def _flush(self) -> None:
        import pyarrow

        self._pack()
        if self._batches:
            group = pyarrow.Table.from_batches(self._batches, schema=self._schema)
            self._writer.write_table(group, row_group_size=self._count)
        self._batches, self._count, self._characters = [], 0, 0


@functools.cache
def arrow_schema(config: str) -> Any:
    """The ``pyarrow.Schema`` of a config: the properties of its JSON Schema in their order, nullable where they are."""
    import pyarrow

    schema = load_schema(SCHEMA_OF[config])
    return pyarrow.schema(_fields(schema, schema))


def _fields(node: Mapping[str, Any], schema: Mapping[str, Any]) -> list[Any]:
    return [_field(name, each, schema, name in node["required"]) for name, each in node["properties"].items()]


def _field(name: str, node: Mapping[str, Any], schema: Mapping[str, Any], required: bool) -> Any:
    import pyarrow

    kinds = [node["type"]] if isinstance(node["type"], str) else node["type"]
    (kind,) = (each for each in kinds if each != "null")
    if kind == "object":
        definition = schema["$defs"][node["$ref"].removeprefix("#/$defs/")]
        arrow = pyarrow.struct(_fields(definition, schema))
    elif kind == "array":
        arrow = pyarrow.list_(_field("element", node["items"], schema, required=True))
    else:
        arrow = getattr(pyarrow, _SCALARS[kind])()
    return pyarrow.field(name, arrow, nullable="null" in kinds or not required)
