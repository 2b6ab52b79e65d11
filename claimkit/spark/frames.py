"""Frames of rows: functions of rows run over them, numbers for their rows, and what is kept between two steps.

A step that others build on more than once is written to a scratch folder beside the result, as Parquet: what was done
is not done again, and numbers once given stay the same when a lost part is worked out anew.
"""

from __future__ import annotations

import hashlib
import itertools
import operator
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from claimkit.spark.storage import as_pattern

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

Row = Mapping[str, Any]
# Rows that a function is given at once: those of articles are large.
ROWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Scratch:
    """A folder that all workers reach, as a path or a URI of Hadoop, for what is kept between two steps."""

    session: SparkSession
    folder: str

    def keep(self, frame: DataFrame, name: str) -> DataFrame:
        """The frame, worked out and written down."""
        frame.write.mode("overwrite").parquet(self.at(name))
        return self.session.read.schema(frame.schema).parquet(as_pattern(self.at(name)))

    def at(self, name: str) -> str:
        """Where something of that name lies."""
        return f"{self.folder}/{name}"

    def number(self, frame: DataFrame, by: Iterable[Column], name: str, column: str = "number") -> DataFrame:
        """The frame, kept, with the place of each row in an order without ties, from 0.

        Nothing is sorted in one place: rows are dealt out by ranges of the order, so that a value that a million rows
        share is many partitions, and what the driver sees is how many rows each partition has.
        """
        from pyspark.sql import functions as f

        by = list(by)
        inside = f.monotonically_increasing_id().bitwiseAND((1 << 33) - 1)
        sorted_parts = frame.repartitionByRange(*by).sortWithinPartitions(*by)
        kept = self.keep(sorted_parts.withColumns({"part_": f.spark_partition_id(), "inside_": inside}), name)
        counts = {row["part_"]: row["count"] for row in kept.groupBy("part_").count().collect()}
        parts = sorted(counts)
        before = dict(zip(parts, itertools.accumulate((counts[part] for part in parts), initial=0), strict=False))
        starts = self.session.createDataFrame(list(before.items()) or [(0, 0)], "part_ int, before_ long")
        joined = kept.join(f.broadcast(starts), "part_")
        return joined.withColumn(column, f.col("inside_") + f.col("before_")).drop("part_", "inside_", "before_")


def map_rows(frame: DataFrame, work: Callable[[list[dict[str, Any]]], Iterable[Row]], columns: str) -> DataFrame:
    """The rows that ``work`` makes of those of the frame, some hundreds at a time; ``columns`` as in SQL's DDL."""
    arrow = _arrow(columns)

    def run(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            for start in range(0, batch.num_rows, ROWS_AT_ONCE):
                yield from batched(work(batch.slice(start, ROWS_AT_ONCE).to_pylist()), arrow)

    return frame.mapInArrow(run, columns)


def map_groups(
    frame: DataFrame, keys: Iterable[str], work: Callable[[list[dict[str, Any]]], Iterable[Row]], columns: str
) -> DataFrame:
    """The rows that ``work`` makes of those of each group; a group is held in memory.

    The rows of a key stand one after another in their partition: there may be a hundred thousand groups of three rows,
    each of which would cost more as a table of its own than what is done with it.
    """
    keys = list(keys)
    arrow = _arrow(columns)

    def run(batches: Iterator[Any]) -> Iterator[Any]:
        groups = itertools.groupby(_rows(batches), operator.itemgetter(*keys))
        yield from batched((row for _, group in groups for row in work(list(group))), arrow)

    return frame.repartition(*keys).sortWithinPartitions(*keys).mapInArrow(run, columns)


def map_cogroups(
    left: DataFrame,
    right: DataFrame,
    key: str,
    work: Callable[[list[dict[str, Any]], list[dict[str, Any]]], Iterable[Row]],
    columns: str,
) -> DataFrame:
    """As :func:`map_groups`, of the rows of two frames with the same key."""
    from pyspark.sql import functions as f

    sides = {"left": left, "right": right}
    both = [
        frame.select(
            key,
            *(
                (f.struct("*") if name == side else f.lit(None).cast(of.schema)).alias(name)
                for name, of in sides.items()
            ),
        )
        for side, frame in sides.items()
    ]

    return map_groups(both[0].union(both[1]), [key], lambda rows: work(*_sides(rows)), columns)


def _sides(rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    left, right = ([row[side] for row in rows if row[side] is not None] for side in ("left", "right"))
    return left, right


def _rows(batches: Iterable[Any]) -> Iterator[dict[str, Any]]:
    for batch in batches:
        yield from batch.to_pylist()


def batched(rows: Iterable[Row], schema: Any, size: int = ROWS_AT_ONCE) -> Iterator[Any]:
    """The rows as record batches of an Arrow schema, at most ``size`` at a time."""
    import pyarrow as pa  # type: ignore[import-untyped]  # ships no types

    rows = iter(rows)
    while part := list(itertools.islice(rows, size)):
        yield pa.RecordBatch.from_pylist(part, schema=schema)


def packed(value: object) -> bytes:
    """A record of one step for the next. Only what this run wrote is ever unpacked."""
    return pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)


def unpacked(value: bytes) -> Any:
    """What :func:`packed` packed."""
    return pickle.loads(value)  # noqa: S301 - from the scratch folder of this run


def digest(*parts: object) -> str:
    """One name for equal values: strings, numbers and tuples of them."""
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _arrow(columns: str) -> Any:
    from pyspark.sql.pandas.types import to_arrow_schema
    from pyspark.sql.types import StructType

    return to_arrow_schema(StructType.fromDDL(columns))  # type: ignore[arg-type]  # of a list of columns it is a struct
