"""The tables of a dataset as Spark reads them: every row with its place, and the rows that others refer to."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from claimkit.errors import OptionError
from claimkit.reading.sources import Format
from claimkit.reading.tables import CONFIGS
from claimkit.schema import ID_OF
from claimkit.spark.damage import Aside, Table, usable
from claimkit.spark.inputs import Input
from claimkit.spark.storage import Store, address_of, qualified, store_of

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# `rank` orders tables as rows refer back; `refers` maps what a row refers to, as far as it is there, to its config.
ROWS = "rank int, file string, line bigint, article_id string, row binary, refers map<string, string>"
_PLACED = "rank int, file string, line bigint, article_id string, row binary, wanted array<string>"
IDS = "rank int, file string, line bigint, record_id string"
# What stands in one article refers to nothing outside it.
WITHIN_ARTICLE = ("articles", "mentions", "attributions", "claims")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The tables of each config in the order of ``CONFIGS``, files that cannot be read, and what ``run.json`` says."""

    address: str
    read: Mapping[str, tuple[Table, ...]]
    damaged: tuple[Aside, ...]
    run: bytes | None

    @property
    def files(self) -> dict[str, tuple[Input, ...]]:
        """The files of each config that can be read."""
        return {config: tuple(file for table in tables for file in table.files) for config, tables in self.read.items()}

    @property
    def size(self) -> int:
        """Bytes of all tables."""
        return sum(each.size for files in self.files.values() for each in files)


def find_tables(spark: SparkSession, path: str) -> Tables:
    """The Parquet tables of a dataset folder; files that are hidden, or that Spark leaves beside them, are none.

    Raises :class:`OptionError` where there are none, and for tables of JSON Lines.
    """
    address = qualified(spark, path)
    store = store_of(spark, address)
    if not store.is_folder(address):
        raise OptionError(f"{path}: --engine spark reads a dataset folder, and there is none")
    names = set(store.names(address))
    listed = {config: tuple(_files(store, address, config, names)) for config in CONFIGS}
    lines = sorted(name for name in names if name.endswith(".jsonl") and name.removesuffix(".jsonl") in CONFIGS)
    if lines or not any(listed.values()):
        found = f"holds {lines[0]}" if lines else "holds no table"
        raise OptionError(f"{path}: {found}; --engine spark reads tables of Parquet, such as claims/*.parquet")
    looked = {config: usable(spark, files, needs_text=False) for config, files in listed.items() if files}
    run = f"{address}/run.json"
    return Tables(
        address=address,
        read={config: found.tables for config, found in looked.items()},
        damaged=tuple(each for found in looked.values() for each in found.aside),
        run=store.read(run) if store.exists(run) else None,
    )


def _files(store: Store, address: str, config: str, names: set[str]) -> Iterator[Input]:
    rank = CONFIGS.index(config)
    inside = [f"{config}/{name}" for name in store.names(f"{address}/{config}")] if config in names else []
    single = [f"{config}.parquet"] if f"{config}.parquet" in names else []
    for name in (*single, *inside):
        if name.endswith(".parquet") and not name.rpartition("/")[2].startswith((".", "_")):
            file = f"{address}/{name}"
            yield Input(file, rank, name, Format.PARQUET, None, store.size(file))


def rows_within_articles(spark: SparkSession, tables: Tables, partitions: int) -> DataFrame:
    """The rows of articles, mentions, attributions and claims as :data:`ROWS`: all of an article in one partition.

    There they stand in the order of their tables, and in a table in the order of its files.
    """
    from pyspark.sql import functions as fn

    placed = _placed(spark, tables, [config for config in tables.files if config in WITHIN_ARTICLE])
    spread = placed.repartition(partitions, "article_id").sortWithinPartitions("rank", "file", "line")
    return spread.withColumn("refers", fn.lit(None).cast("map<string, string>")).drop("wanted")


def rows_across(spark: SparkSession, tables: Tables) -> DataFrame:
    """The rows of the other tables as :data:`ROWS`, with what they refer to."""
    from pyspark.sql import functions as fn

    placed = _placed(spark, tables, [config for config in tables.files if config not in WITHIN_ARTICLE])
    key = ["rank", "file", "line"]
    wanted = placed.select(*key, fn.explode("wanted").alias("record_id")).distinct()
    known = ids_of(spark, tables).groupBy("record_id").agg(fn.min("rank").alias("known"))
    found = (
        wanted.join(known, "record_id").groupBy(*key).agg(fn.collect_list(fn.struct("record_id", "known")).alias("r"))
    )
    configs = fn.array(*(fn.lit(config) for config in CONFIGS))
    named = fn.map_from_entries(
        fn.transform("r", lambda each: fn.struct(each["record_id"], fn.get(configs, each["known"])))
    )
    rows = placed.drop("wanted").join(found.withColumn("refers", named).drop("r"), key, "left")
    return rows.select("rank", "file", "line", "article_id", "row", "refers").sortWithinPartitions(*key)


def ids_of(spark: SparkSession, tables: Tables) -> DataFrame:
    """The identifiers of all rows with their places, as :data:`IDS`; of a table read no more than that column."""
    from pyspark.sql import functions as fn

    found = spark.createDataFrame([], IDS)
    file, line = fn.col("_metadata.file_path"), fn.col("_metadata.row_index") + 1
    for config, of_config in tables.read.items():
        rank = fn.lit(CONFIGS.index(config))
        for table in of_config:
            if ID_OF[config] in table.columns:
                found = found.unionAll(table.frame.select(rank, file, line, fn.col(ID_OF[config]).cast("string")))
    return found.where("record_id is not null")


def name_of(path: str, address: str) -> str:
    """What reports call a file of the dataset at ``address``."""
    return address_of(unquote(path)).removeprefix(f"{address}/")


def _placed(spark: SparkSession, tables: Tables, configs: list[str]) -> DataFrame:
    from pyspark.sql import functions as fn

    found = spark.createDataFrame([], _PLACED)
    for config in configs:
        for table in tables.read[config]:
            place = fn.col("_metadata.file_path").alias("path"), fn.col("_metadata.row_index").alias("number")
            read = table.frame.select(*place, table.record().alias("row"))
            found = found.unionAll(read.mapInArrow(partial(_pack, config=config, address=tables.address), _PLACED))
    return found


def _pack(batches: Iterator[Any], config: str, address: str) -> Iterator[Any]:
    """Rows as Python has them, so that what is wrong with one is wrong in the same way as locally."""
    import pyarrow  # type: ignore[import-untyped]  # ships no types

    rank, wanted = CONFIGS.index(config), _WANTED.get(config, _nothing)
    schema = pyarrow.schema(
        [
            *(("rank", pyarrow.int32()), ("file", pyarrow.string()), ("line", pyarrow.int64())),
            *(("article_id", pyarrow.string()), ("row", pyarrow.binary()), ("wanted", pyarrow.list_(pyarrow.string()))),
        ]
    )
    for batch in batches:
        rows = [
            {
                "rank": rank,
                "file": name_of(each["path"], address),
                "line": each["number"] + 1,
                "article_id": _string(each["row"].get("article_id")),
                "row": pickle.dumps(each["row"], pickle.HIGHEST_PROTOCOL),
                "wanted": [value for value in wanted(each["row"]) if isinstance(value, str)],
            }
            for each in batch.to_pylist()
        ]
        yield pyarrow.RecordBatch.from_pylist(rows, schema=schema)


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _nothing(_row: Mapping[str, Any]) -> list[Any]:
    return []


_WANTED: Mapping[str, Callable[[Mapping[str, Any]], list[Any]]] = {
    "pairs": lambda row: [row.get("claim_a"), row.get("claim_b")],
    "clusters": lambda row: [*(row.get("claim_ids") or ())],
    "verification": lambda row: [row.get("claim_id"), *(row.get("evidence_claim_ids") or ())],
    "annotations": lambda row: [row.get("record_id")],
}
