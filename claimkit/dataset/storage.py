"""Tables on disk, row by row: Parquet with the columns of the JSON Schema, or JSON Lines with the same.

Same rows, same bytes: row groups are cut by what is in them, never by time or worker, and every writer option that a
new pyarrow might change is stated here.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from claimkit.schema import SCHEMA_OF, load_schema

# A row group closes at so many rows or characters of article text, whichever comes first: memory stays bounded for
# books as for headlines.
ROWS_AT_MOST = 5_000
CHARACTERS_AT_MOST = 32_000_000

_SCALARS = {"string": "string", "integer": "int64", "number": "float64", "boolean": "bool_"}


class Table(Protocol):
    """A table that is being written."""

    def add(self, row: Mapping[str, Any]) -> None:
        """Write one more row."""

    def close(self) -> None:
        """Write what is left."""


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


class JsonlTable:
    """One row a line."""

    def __init__(self, file: Path) -> None:
        self._stream = file.open("wb")

    def add(self, row: Mapping[str, Any]) -> None:
        """Write one more row."""
        self._stream.write(json_line(row))

    def close(self) -> None:
        """Close the file."""
        self._stream.close()


class ParquetTable:
    """Rows in groups; what is held in memory is the group that is being filled."""

    def __init__(self, file: Path, config: str) -> None:
        import pyarrow.parquet  # type: ignore[import-untyped]  # ships no types

        self._schema = arrow_schema(config)
        self._writer = pyarrow.parquet.ParquetWriter(
            file,
            self._schema,
            version="2.6",
            data_page_version="1.0",
            compression="zstd",
            compression_level=3,
            use_dictionary=True,
            write_statistics=True,
            store_schema=True,
        )
        self._rows: list[Mapping[str, Any]] = []
        self._characters = 0

    def add(self, row: Mapping[str, Any]) -> None:
        """Write one more row."""
        self._rows.append(row)
        self._characters += len(row.get("text") or "")
        if len(self._rows) >= ROWS_AT_MOST or self._characters >= CHARACTERS_AT_MOST:
            self._flush()

    def close(self) -> None:
        """Write the last group and the footer."""
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        import pyarrow

        if self._rows:
            batch = pyarrow.RecordBatch.from_pylist(self._rows, schema=self._schema)
            self._writer.write_batch(batch, row_group_size=len(self._rows))
        self._rows, self._characters = [], 0


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
