"""A run of extraction on Spark: sources to a dataset folder with the tables of the local engine.

First all entries are read, spread over the partitions, extracted, and written as outcomes by Spark's commit protocol:
what a task that died had written is never seen, and what ran twice counts once. From the outcomes the tables are cut,
without Python: an article that came before is left out (by its identifier; the first in the order of the inputs
stays). All lies in ``.claimkit-partial`` until it is done; the tables move out of it at the end under the names that
the Hub gives to shards, and ``run.json`` is written last, as the local engine does. Nothing of an article passes
through the driver: names of files and counts do.

Within a table the rows of an article stand together and in order; articles stand in no order. Columns may be null for
Parquet, because Spark knows no others in files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from claimkit.dataset.build import Written
from claimkit.dataset.manifest import TABLES, plan_of
from claimkit.dataset.rows import Text
from claimkit.extraction.limits import MAX_CHARACTERS
from claimkit.spark.damage import lost, unread, usable
from claimkit.spark.entries import PLACE, asides_of_empty, entries_of
from claimkit.spark.extraction import extract_entries, outcome_schema, work_of
from claimkit.spark.inputs import Inputs, Way
from claimkit.spark.outcomes import as_lines, duplicates_in, files_in, kept_in, rejects_in
from claimkit.spark.storage import as_pattern
from claimkit.spark.target import Target
from claimkit.tagging.model import tagger_name

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# What a run wants of its session: a row may be a whole article with all its claims.
SETTINGS: Mapping[str, str] = MappingProxyType({"spark.sql.execution.arrow.maxRecordsPerBatch": "64"})
# Bytes of input a partition: some hundreds of articles, a minute or so of work, which is what the death of a worker
# costs. Packed input is several times that.
_BYTES_A_PARTITION = 2_000_000
_MOST_PARTITIONS = 100_000
_PACKED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What decides the rows, as for the local engine, and ``partitions``, which does not (default: by size)."""

    text: Text = "full"
    rules_only: bool = False
    max_characters: int = MAX_CHARACTERS
    partitions: int | None = None
    stated: Mapping[str, Any] = field(default_factory=dict)


def extract_on_spark(spark: SparkSession, inputs: Inputs, target: Target, options: Options) -> Written:
    """Extract the articles of ``inputs`` into the dataset folder ``target``.

    Raises what :class:`~claimkit.spark.target.Target` and :func:`~claimkit.spark.session.spark_session` raise.
    """
    target.begin()
    readable = usable(spark, inputs.read(Way.TABLE))
    work = work_of(rules_only=options.rules_only, max_characters=options.max_characters, text=options.text)
    count = options.partitions or partitions_of(inputs, spark.sparkContext.defaultParallelism)
    spread = entries_of(spark, inputs, readable).repartition(count, *PLACE)
    made = spread.mapInArrow(partial(extract_entries, work=work), _schema())
    outcomes = _written(spark, made, target.scratch("outcomes"))
    duplicates = _written(spark, duplicates_in(outcomes), target.scratch("duplicates"))
    kept = kept_in(outcomes, duplicates)
    counts = {config: _write_table(spark, kept, config, target) for config in TABLES}
    seen = {(source, name): rows for source, name, rows in files_in(outcomes).toLocalIterator()}
    others = (*inputs.read(Way.LINES), *inputs.read(Way.WHOLE), *readable.foreign)
    damaged = [*asides_of_empty(inputs), *readable.aside, *lost(readable.tables, seen), *unread(others, seen)]
    rejects = rejects_in(spark, outcomes, duplicates, inputs.aside, damaged)
    as_lines(rejects).write.mode("overwrite").text(target.scratch("rejects"))
    if options.text == "none":
        kept.select("standoff").repartition(1).write.mode("overwrite").text(target.scratch("standoff"))
    reasons = dict(sorted((reason, number) for reason, number in rejects.groupBy("reason").count().collect()))
    target.finish({**_plan(options), "counts": counts, "rejects": reasons})
    return Written(path=Path(target.name), counts=MappingProxyType(counts), rejects=MappingProxyType(reasons))


def partitions_of(inputs: Inputs, parallelism: int) -> int:
    """Into how many partitions the articles are spread: every core has some, and none is too long."""
    size = sum(each.size * (1 if each.way is Way.LINES else _PACKED) for each in inputs.files)
    return max(parallelism, min(_MOST_PARTITIONS, -(-size // _BYTES_A_PARTITION)))


def _schema() -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(outcome_schema())


def _written(spark: SparkSession, frame: DataFrame, address: str) -> DataFrame:
    """The frame as it was written once and for all."""
    frame.write.mode("overwrite").option("compression", "zstd").parquet(address)
    return spark.read.schema(frame.schema).parquet(as_pattern(address))


def _write_table(spark: SparkSession, kept: DataFrame, config: str, target: Target) -> int:
    """Write one table; returns how many rows it has."""
    from pyspark.sql import functions as fn

    address = target.table(config)
    kept.select(fn.inline(config)).write.mode("overwrite").option("compression", "zstd").parquet(address)
    return spark.read.parquet(as_pattern(address)).count()


def _plan(options: Options) -> dict[str, Any]:
    import pyspark

    attribution = "rules" if options.rules_only else tagger_name()
    stated = {**options.stated, "max_characters": options.max_characters, "attribution": attribution}
    plan = plan_of({"format": "parquet", "text": options.text, **stated})
    return {**plan, "versions": {**plan["versions"], "pyspark": pyspark.__version__}}
