"""A dataset folder on whatever file system Spark reads: its tables in their order, and tables that come to it later.

It is :mod:`claimkit.dataset.additions` with Hadoop's file systems under it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from claimkit.dataset.configs import CARD, is_minimal, reconfigured
from claimkit.dataset.folder import SPLIT
from claimkit.dataset.manifest import card
from claimkit.dataset.shards import TRAIN, shard_name, split_of
from claimkit.dataset.storage import arrow_schema
from claimkit.errors import DataError, OptionError
from claimkit.reading.tables import CONFIGS, SUFFIXES
from claimkit.records import SCHEMA_VERSION
from claimkit.spark.frames import Scratch, unpacked
from claimkit.spark.storage import Store, as_pattern, qualified, store_of

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_SCRATCH = ".claimkit-comparing"
_PARQUET = ".parquet"
# Files in the order of their names, rows in the order of their file: bits of the number of a row.
_ROW_BITS = 40


@dataclass(frozen=True, slots=True)
class Dataset:
    """A folder with tables in Parquet; ``name`` is what the user calls it."""

    session: SparkSession
    name: str
    address: str
    _store: Store

    def table(self, config: str) -> DataFrame:
        """The rows of a config with their ``place`` in the data.

        Raises :class:`OptionError` where it is not there as Parquet and :class:`DataError` for rows of another schema
        version.
        """
        from pyspark.sql import functions as f

        files = self._files(config)
        frame = self.session.read.parquet(*map(as_pattern, files))
        version = frame.select("schema_version").distinct().limit(2).collect()
        if any(row[0] != SCHEMA_VERSION for row in version):
            raise DataError(
                f"the rows are of schema version {', '.join(str(row[0]) for row in version)}, and this claimkit knows "
                f"{SCHEMA_VERSION}: install the claimkit that wrote them, or a newer one"
            )
        numbers = [(PurePosixPath(file).name, number) for number, file in enumerate(files)]
        known = self.session.createDataFrame(numbers, "file_ string, number_ long")
        # Spark gives the name as in a URI, where a plus is itself.
        name = f.url_decode(f.replace(f.col("_metadata.file_name"), f.lit("+"), f.lit("%2B")))
        placed = frame.withColumns({"file_": name, "row_": f.col("_metadata.row_index")})
        place = f.shiftleft(f.coalesce("number_", f.lit(len(files))), _ROW_BITS) + f.col("row_")
        joined = placed.join(f.broadcast(known), "file_", "left").withColumn("place", place)
        return joined.drop("file_", "row_", "number_")

    def add(self, scratch: Scratch, tables: Mapping[str, DataFrame]) -> None:
        """Write or replace tables; each frame holds packed records of its config in one column, in their order.

        Spark writes them by its own commit protocol beside the folder's tables; then they take their places.
        """
        written = {config: scratch.at(f"table-{config}") for config in tables}
        for config, frame in tables.items():
            _records(frame, config).write.mode("overwrite").parquet(written[config])
        for config, where in written.items():
            self._replace(config, where)
        self._write_card()

    def _files(self, config: str) -> list[str]:
        single = [f"{config}{suffix}" for suffix in SUFFIXES]
        names = [name for name in single if self._store.exists(f"{self.address}/{name}")]
        if self._store.is_folder(f"{self.address}/{config}"):
            found = self._store.names(f"{self.address}/{config}")
            names += [f"{config}/{name}" for name in found if name.endswith(SUFFIXES) and name[0] not in "._"]
        if not names:
            raise OptionError(f"{self.name}: holds no {config}")
        if not all(name.endswith(_PARQUET) for name in names):
            raise OptionError(f"{self.name}: Spark compares tables in Parquet, and {names[0]} is none: extract anew")
        return [f"{self.address}/{name}" for name in names]

    def _replace(self, config: str, written: str) -> None:
        for name in (config, *(f"{config}{suffix}" for suffix in SUFFIXES)):
            self._store.remove(f"{self.address}/{name}")
        parts = [name for name in self._store.names(written) if name.startswith("part-")]
        for number, name in enumerate(parts):
            shard = shard_name(config, TRAIN, number, len(parts))
            self._store.move(f"{written}/{name}", f"{self.address}/{shard}")

    def _write_card(self) -> None:
        """Bring the README up to date: wholly if nobody has written in it, else its configs alone."""
        file = f"{self.address}/{CARD}"
        if not self._store.exists(file):
            return
        document = self._store.read(file).decode(errors="surrogateescape")
        splits = {config: found for config in CONFIGS if (found := self._splits(config))}
        words = card(splits) if is_minimal(document) else reconfigured(document, splits)
        self._store.write(file, words.encode(errors="surrogateescape"))

    def _splits(self, config: str) -> tuple[str, ...]:
        folder = f"{self.address}/{config}"
        names = self._store.names(folder) if self._store.is_folder(folder) else []
        return tuple(dict.fromkeys(split_of(Path(name)) for name in names if name.endswith(_PARQUET)))


def _records(frame: DataFrame, config: str) -> DataFrame:
    """The records as rows of their config."""
    import pyarrow as pa  # type: ignore[import-untyped]  # ships no types
    from pyspark.sql.pandas.types import from_arrow_schema

    schema = arrow_schema(config)

    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            records = (unpacked(value).to_dict() for value in batch.column(0).to_pylist())
            yield pa.RecordBatch.from_pylist(list(records), schema=schema)

    return frame.mapInArrow(run, from_arrow_schema(schema))


def dataset_at(session: SparkSession, folder: str | Path) -> Dataset:
    """The dataset folder at a path or a URI of Hadoop, to which tables may be added.

    Raises :class:`OptionError` where no claims lie there, and where it is split already.
    """
    address = qualified(session, folder)
    dataset = Dataset(session, str(folder), address, store_of(session, address))
    if not dataset._store.is_folder(address):
        raise OptionError(f"{folder}: there is no such folder")
    if dataset._store.exists(f"{address}/{SPLIT}"):
        raise OptionError(
            f"{folder}: is split already, and what joins two sides leaks; add to it before `claimkit split`"
        )
    return dataset


@contextlib.contextmanager
def scratch_in(dataset: Dataset) -> Iterator[Scratch]:
    """A scratch folder in the dataset, which all workers reach; gone afterwards."""
    place = f"{dataset.address}/{_SCRATCH}"
    dataset._store.remove(place)
    try:
        yield Scratch(dataset.session, place)
    finally:
        dataset._store.remove(place)
