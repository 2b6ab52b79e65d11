"""Rows of a dataset as ``extract`` writes it: where the tables lie, and one row after another with its number.

A folder holds its tables as ``<config>.jsonl``, or as ``<config>/train-00000-of-00001.parquet`` (the layout of the
Hugging Face Hub, any number of splits and shards; a single ``<config>.parquet`` is read as well).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from claimkit.errors import BrokenRecordError, OptionError
from claimkit.records import (
    Annotation,
    Article,
    Attribution,
    Claim,
    ClaimCluster,
    ClaimPair,
    Mention,
    Verification,
)

# In the order in which each may refer to those before it.
CONFIGS = ("articles", "mentions", "attributions", "claims", "pairs", "clusters", "verification", "annotations")
SUFFIXES = (".jsonl", ".parquet")
_ROWS_AT_ONCE = 1000
_BOM = b"\xef\xbb\xbf"
# The first field of these that a row has tells what it is a row of; most rows name their article and claim too.
_TELLTALE = MappingProxyType(
    {
        "annotation_id": "annotations",
        "cluster_id": "clusters",
        "pair_id": "pairs",
        "evidence_claim_ids": "verification",
        "claim_id": "claims",
        "attribution_id": "attributions",
        "entity_id": "mentions",
        "article_id": "articles",
    }
)
_RECORDS: dict[str, type[Any]] = {
    "articles": Article,
    "mentions": Mention,
    "attributions": Attribution,
    "claims": Claim,
    "pairs": ClaimPair,
    "clusters": ClaimCluster,
    "verification": Verification,
    "annotations": Annotation,
}
# Without one of these a row ends whoever looks for it with a KeyError.
_NEEDED = {
    config: frozenset(each.name for each in dataclasses.fields(record) if each.default is dataclasses.MISSING)
    for config, record in _RECORDS.items()
}


class Row(NamedTuple):
    """One row and its number from 1; ``problem`` says why there is no ``value``."""

    line: int
    value: dict[str, Any] | None
    problem: str | None = None


def find_tables(path: Path) -> dict[str, tuple[Path, ...]]:
    """The files of each config at ``path``, a folder or one file, in the order of :data:`CONFIGS`.

    Raises :class:`OptionError` where there is nothing to read.
    """
    if path.is_dir():
        tables = {config: files for config in CONFIGS if (files := _files(path, config))}
        if not tables and path.name in CONFIGS:
            # One config of a dataset by itself: claims/ with its shards.
            tables = {path.name: files} if (files := _files(path.parent, path.name)) else {}
        if not tables:
            raise OptionError(f"{path}: no table lies here; expected claims.jsonl, claims/*.parquet or the like")
        return tables
    if not path.is_file():
        raise OptionError(f"{path}: there is no such file or folder")
    if path.suffix not in SUFFIXES:
        raise OptionError(f"{path}: expected a folder, a .jsonl or a .parquet file")
    return {_config_of(path): (path,)}


def read_rows(path: Path | str, config: str) -> Iterator[dict[str, Any]]:
    """The rows of one config of a dataset folder, or of one file, as they are stored.

    Raises :class:`OptionError` if the config is not there, :class:`BrokenRecordError` at a row that cannot be read.
    """
    path = Path(path)
    if config not in CONFIGS:
        raise OptionError(f"there is no config {config!r}; there are {', '.join(CONFIGS)}")
    files = _files(path, config) if path.is_dir() else find_tables(path).get(config, ())
    if not files:
        raise OptionError(f"{path}: holds no {config}")
    return (_value(file, row) for file in files for row in rows_of(file))


def whole_rows(path: Path | str, config: str) -> Iterator[dict[str, Any]]:
    """:func:`read_rows` for who looks into rows without making records of them.

    Raises :class:`BrokenRecordError` at a row that lacks a field of its record, too.
    """
    for number, row in enumerate(read_rows(path, config), start=1):
        if not _NEEDED[config] <= row.keys():
            lacking = min(_NEEDED[config] - row.keys())
            raise BrokenRecordError(f"{path}: row {number} of {config} has no {lacking!r}; run `claimkit validate`")
        yield row


def rows_of(file: Path, columns: Sequence[str] | None = None) -> Iterator[Row]:
    """Every row of a .jsonl or .parquet file; one that cannot be read comes with its ``problem``.

    Of a .parquet file only ``columns`` are read, if some are given; a line of JSON is read whole.
    """
    return _parquet_rows(file, columns) if file.suffix.lower() == ".parquet" else _jsonl_rows(file)


def _value(file: Path, row: Row) -> dict[str, Any]:
    if row.value is None:
        raise BrokenRecordError(f"{file}:{row.line}: {row.problem}")
    return row.value


def _files(folder: Path, config: str) -> tuple[Path, ...]:
    single = [folder / f"{config}{suffix}" for suffix in SUFFIXES]
    shards = sorted(each for suffix in SUFFIXES for each in (folder / config).glob(f"*{suffix}"))
    files = [*(each for each in single if each.is_file()), *shards]
    if len({each.suffix for each in files}) > 1:
        raise OptionError(f"{folder}: holds {config} both as .jsonl and as .parquet: remove one of the two")
    return tuple(files)


def _config_of(file: Path) -> str:
    for name in (file.stem, file.parent.name):
        if name in CONFIGS:
            return name
    first = next((row.value for row in rows_of(file) if row.value is not None), {})
    config = next((config for field, config in _TELLTALE.items() if field in first), None)
    if config is None:
        raise OptionError(f"{file}: cannot tell what its rows are; name it after its config: {', '.join(CONFIGS)}")
    return config


def _jsonl_rows(file: Path) -> Iterator[Row]:
    # Several times as fast as the standard library's on rows of nested objects; it refuses NaN, infinity, lone
    # surrogates and nesting without end by itself.
    from orjson import loads

    with file.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.isspace():
                continue
            try:
                value = loads(line.removeprefix(_BOM) if number == 1 else line)
            except ValueError as error:
                yield Row(number, None, f"the line is no JSON: {error}")
                continue
            if isinstance(value, dict):
                yield Row(number, value)
            else:
                yield Row(number, None, f"expected an object, found {type(value).__name__}")


def _parquet_rows(file: Path, columns: Sequence[str] | None) -> Iterator[Row]:
    import pyarrow  # type: ignore[import-untyped]  # ships no types
    import pyarrow.parquet  # type: ignore[import-untyped]

    line = 0
    try:
        with pyarrow.parquet.ParquetFile(file) as table:
            for batch in table.iter_batches(_ROWS_AT_ONCE, columns=None if columns is None else list(columns)):
                for value in batch.to_pylist():
                    line += 1
                    yield Row(line, value)
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        # Not a Parquet file, a truncated one, a damaged page or bytes that are no UTF-8: what follows is lost.
        yield Row(line + 1 if line else 0, None, f"the file cannot be read on: {error}")
