"""What lies in a dataset folder: configs, their splits and files, rows, sizes, hashes and columns."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from claimkit.errors import DataError, OptionError
from claimkit.reading.tables import CONFIGS

# The Hub's own naming of shards, which `datasets` reads without being told.
_SHARD = re.compile(r"(?P<split>\w+(?:\.\w+)*)-\d{5}-of-\d{5}\.parquet")
_SPLITS = ("train", "validation", "test")
DEFAULT_CONFIG = "claims"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """One Parquet file: its path below the folder with ``/``, rows, bytes on disk, bytes as Arrow, SHA-256."""

    path: str
    rows: int
    file_bytes: int
    arrow_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """One table with its shards by split; ``schema`` is the ``pyarrow.Schema`` that all of them have."""

    name: str
    schema: Any
    splits: Mapping[str, tuple[Shard, ...]]

    @property
    def rows(self) -> int:
        """Rows of all splits."""
        return sum(self.split_rows(split) for split in self.splits)

    @property
    def shards(self) -> tuple[Shard, ...]:
        """The files of all splits."""
        return tuple(shard for shards in self.splits.values() for shard in shards)

    def split_rows(self, split: str) -> int:
        """Rows of one split; 0 if it has none."""
        return sum(shard.rows for shard in self.splits.get(split, ()))


def find_shards(folder: Path) -> dict[str, dict[str, tuple[Path, ...]]]:
    """The Parquet files of ``folder`` by config and split: claims first, then in the order in which rows refer back.

    Only ``<config>/<split>-NNNNN-of-NNNNN.parquet`` counts, the layout of the Hub.
    """
    found: dict[str, dict[str, list[Path]]] = {}
    for file in sorted(folder.glob("*/*.parquet")):
        if match := _SHARD.fullmatch(file.name):
            found.setdefault(file.parent.name, {}).setdefault(match["split"], []).append(file)
    return {
        config: {split: tuple(found[config][split]) for split in sorted(found[config], key=_split_rank)}
        for config in sorted(found, key=_config_rank)
    }


def splits_on_disk(folder: Path) -> dict[str, tuple[str, ...]]:
    """The names of the splits of every config of ``folder``."""
    return {config: tuple(splits) for config, splits in find_shards(folder).items()}


def take_inventory(folder: Path) -> tuple[Config, ...]:
    """Every config of ``folder`` with its files measured, one row group in memory at a time.

    Raises :class:`OptionError` where there is no table in the layout of the Hub, :class:`DataError` for a file that is
    no Parquet or whose columns differ from its siblings'.
    """
    found = find_shards(folder) if folder.is_dir() else {}
    if not found:
        raise OptionError(
            f"{folder}: no tables lie here as <config>/<split>-00000-of-00001.parquet; name a folder that "
            "`claimkit extract` wrote as Parquet (JSON Lines have no card)"
        )
    return tuple(_config(folder, name, splits) for name, splits in found.items())


def _config(folder: Path, name: str, splits: Mapping[str, tuple[Path, ...]]) -> Config:
    measured = {split: [_measured(folder, file) for file in files] for split, files in splits.items()}
    schemas = [(shard.path, schema) for each in measured.values() for shard, schema in each]
    first_path, first = schemas[0]
    for path, schema in schemas[1:]:
        if not schema.equals(first):
            raise DataError(f"{path}: its columns are not those of {first_path}; write the files of {name} anew")
    return Config(
        name=name,
        schema=first,
        splits=MappingProxyType({split: tuple(shard for shard, _ in each) for split, each in measured.items()}),
    )


def _measured(folder: Path, file: Path) -> tuple[Shard, Any]:
    import pyarrow  # type: ignore[import-untyped]  # ships no types
    import pyarrow.parquet  # type: ignore[import-untyped]

    try:
        with pyarrow.parquet.ParquetFile(file) as table:
            groups = range(table.metadata.num_row_groups)
            arrow_bytes = sum(table.read_row_group(group).nbytes for group in groups)
            rows, schema = table.metadata.num_rows, table.schema_arrow
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise DataError(f"{file}: the table cannot be read: {error}; write it anew") from error
    shard = Shard(
        path=file.relative_to(folder).as_posix(),
        rows=rows,
        file_bytes=file.stat().st_size,
        arrow_bytes=arrow_bytes,
        sha256=file_sha256(file),
    )
    return shard, schema


def file_sha256(file: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        for chunk in _chunks(stream):
            digest.update(chunk)
    return digest.hexdigest()


def _chunks(stream: Any) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk


def _config_rank(name: str) -> tuple[bool, int, str]:
    return name != DEFAULT_CONFIG, CONFIGS.index(name) if name in CONFIGS else len(CONFIGS), name


def _split_rank(name: str) -> tuple[int, str]:
    return _SPLITS.index(name) if name in _SPLITS else len(_SPLITS), name
