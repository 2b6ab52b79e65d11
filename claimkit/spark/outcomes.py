"""Outcomes to tables: what came before left out, rejects with their lines, one folder a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from claimkit.dataset.rows import DUPLICATE
from claimkit.dataset.storage import json_line
from claimkit.reading import Reject
from claimkit.spark.damage import Aside
from claimkit.spark.entries import ENTRIES, PLACE

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_REJECT = ("input", "line", "reason", "detail")
_REJECTS = ENTRIES.removesuffix("entry binary") + "input string, line bigint, reason string, detail string"
# Behind every row of a file.
_LAST = 2**62


def duplicates_in(outcomes: DataFrame) -> DataFrame:
    """The places of the articles that came before, in the order of the inputs."""
    from pyspark.sql import Window
    from pyspark.sql import functions as fn

    order = Window.partitionBy("article_id").orderBy(*PLACE)
    articles = outcomes.where("article_id is not null").select("article_id", *PLACE, "input", "line")
    return (
        articles.withColumn("telling", fn.row_number().over(order)).where("telling > 1").drop("article_id", "telling")
    )


def kept_in(outcomes: DataFrame, duplicates: DataFrame) -> DataFrame:
    """The outcomes that are articles of the dataset."""
    return outcomes.where("article_id is not null").join(duplicates.select(*PLACE), [*PLACE], "left_anti")


def blocks_in(outcomes: DataFrame) -> DataFrame:
    """How many rows were read of each block of each file."""
    from pyspark.sql import functions as fn

    counts = outcomes.where("article_id is null and reason is null")
    return counts.groupBy("source", "name", "block").agg(fn.sum("ordinal").alias("rows"))


def files_in(outcomes: DataFrame) -> DataFrame:
    """How many rows were read of each file of which anything was read."""
    from pyspark.sql import functions as fn

    return blocks_in(outcomes).groupBy("source", "name").agg(fn.sum("rows").alias("rows"))


def rejects_in(
    spark: SparkSession,
    outcomes: DataFrame,
    duplicates: DataFrame,
    aside: Sequence[Reject],
    damaged: Sequence[Aside],
) -> DataFrame:
    """All that was set aside, each with its place and the line in its file."""
    from pyspark.sql import Window
    from pyspark.sql import functions as fn

    again = duplicates.withColumns({"reason": fn.lit("duplicate"), "detail": fn.lit(DUPLICATE)})
    columns = [*PLACE, *_REJECT]
    found = outcomes.where("reason is not null").select(*columns).unionByName(again.select(*columns))
    before = Window.partitionBy("source", "name").orderBy("block").rowsBetween(Window.unboundedPreceding, -1)
    starts = blocks_in(outcomes).withColumn("start", fn.coalesce(fn.sum("rows").over(before), fn.lit(0))).drop("rows")
    placed = found.join(starts, ["source", "name", "block"], "left")
    lined = placed.withColumn("line", fn.col("line") + fn.coalesce("start", fn.lit(0))).select(*columns)
    known = [(-1, "", 0, number, *_values(each)) for number, each in enumerate(aside)]
    known += [(each.file.source, each.file.name, _LAST, 0, *_values(each.reject)) for each in damaged]
    return lined.unionByName(spark.createDataFrame(known, _REJECTS))


def _values(reject: Reject) -> tuple[str, int | None, str, str]:
    return reject.input, reject.line, reject.reason, reject.detail


def as_lines(rejects: DataFrame) -> DataFrame:
    """The lines of ``rejects.jsonl``, in one partition and in the order of the inputs."""
    placed = rejects.repartition(1).sortWithinPartitions(*PLACE)
    return placed.select(*_REJECT).mapInArrow(_lines_of, "value string")


def _lines_of(batches: Iterator[Any]) -> Iterator[Any]:
    import pyarrow  # type: ignore[import-untyped]  # ships no types

    for batch in batches:
        lines = [json_line(row).decode().rstrip("\n") for row in batch.to_pylist()]
        yield pyarrow.RecordBatch.from_arrays([pyarrow.array(lines, pyarrow.string())], names=["value"])
