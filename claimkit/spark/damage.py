"""Parquet files that break off: Spark passes over them, and what it passed over is found by counting.

A file without a readable index is one that no read of it alone succeeds on; a file with a damaged page has fewer rows
than its index says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from claimkit.errors import BrokenRecordError, DamagedFileError
from claimkit.reading import Reject
from claimkit.reading.parquet import columns_to_read
from claimkit.spark.inputs import Input
from claimkit.spark.storage import address_of, as_pattern

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


_CANNOT = "the table cannot be read"


class Aside(NamedTuple):
    """A file, or the rest of one, that is set aside."""

    file: Input
    reject: Reject


def table_of(spark: SparkSession, files: Sequence[Input]) -> DataFrame:
    """Parquet files as one table with the columns of all; one that breaks off ends early, without a word."""
    reader = spark.read.option("mergeSchema", "true").option("ignoreCorruptFiles", "true")
    return reader.parquet(*(as_pattern(each.address) for each in files))


def usable(
    spark: SparkSession, files: Sequence[Input], *, needs_text: bool = True
) -> tuple[tuple[Input, ...], list[Aside]]:
    """The tables that can be read together, and those without an index or, if need be, a column for the text."""
    from py4j.protocol import Py4JJavaError
    from pyspark.errors import PySparkException

    good, broken = list(files), list[Aside]()
    try:
        columns = table_of(spark, good).columns if good else []
    except (PySparkException, Py4JJavaError):
        # Slow, one look at each, and only where one is broken.
        good = [each for each in files if _has_index(spark, each)]
        broken = [_damaged(each, _CANNOT) for each in files if each not in good]
        columns = table_of(spark, good).columns if good else []
    try:
        if good and needs_text:
            columns_to_read(columns)
    except BrokenRecordError as error:
        return (), [*broken, *(Aside(each, Reject(each.name, None, error.reason, str(error))) for each in good)]
    return tuple(good), broken


def lost(spark: SparkSession, files: Sequence[Input], seen: Mapping[tuple[int, str], int]) -> list[Aside]:
    """The tables of which fewer rows were read than they have; ``seen`` counts rows by source and name."""
    if not files:
        return []
    counted = table_of(spark, files).groupBy("_metadata.file_path").count().collect()
    stated = {address_of(unquote(path)): count for path, count in counted}
    found = []
    for each in files:
        read = seen.get((each.source, each.name), 0)
        if each.address not in stated and not _has_index(spark, each):
            found.append(_damaged(each, _CANNOT))
        elif read < stated.get(each.address, 0):
            found.append(_damaged(each, f"after row {read} the table cannot be read" if read else _CANNOT))
    return found


def _has_index(spark: SparkSession, file: Input) -> bool:
    from py4j.protocol import Py4JJavaError
    from pyspark.errors import PySparkException

    try:
        spark.read.parquet(as_pattern(file.address)).schema  # noqa: B018 - asking for it reads the index
    except (PySparkException, Py4JJavaError):
        return False
    return True


def _damaged(file: Input, words: str) -> Aside:
    return Aside(file, Reject(file.name, None, DamagedFileError.reason, words))
