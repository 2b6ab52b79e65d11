"""Parquet files by what their indexes say: those with the same columns together, and those that break off.

Spark reads many files as one table and passes over those that break off. A file without a readable index is found when
all are looked at; one with a damaged page has fewer rows than its index says, which counting finds. Files whose columns
differ are tables of their own, as for the local engine: made into one, a column of strings and one of dates end the
run, and where a file has no such column its rows would have an empty one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple

from claimkit.errors import BrokenRecordError, DamagedFileError, InputError
from claimkit.reading import Reject
from claimkit.reading.parquet import columns_to_read
from claimkit.spark.inputs import LARGEST_WHOLE, Input
from claimkit.spark.storage import as_pattern

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

_CANNOT = "the table cannot be read"
_TYPES = f"{_CANNOT}: it has columns of a type that Spark does not know"
_UNREAD = "Spark has read nothing of the file: it may have changed meanwhile, or holds no more than a mark"
# Over a network an index is a matter of waiting.
_AT_ONCE = 16
_Columns = tuple[tuple[str, str], ...]


class Aside(NamedTuple):
    """A file, or the rest of one, that is set aside."""

    file: Input
    reject: Reject


class Table(NamedTuple):
    """Files with the same columns, read as one; ``rows`` is how many each has by its index."""

    files: tuple[Input, ...]
    rows: tuple[int, ...]
    columns: tuple[str, ...]
    frame: DataFrame

    def record(self) -> Column:
        """A row with the columns that are read."""
        from pyspark.sql import functions as fn

        return fn.struct(*(fn.col("`{}`".format(name.replace("`", "``"))) for name in self.columns))


class Usable(NamedTuple):
    """Tables that Spark reads, files that it does not but readers of ours do, and those that are set aside."""

    tables: tuple[Table, ...]
    foreign: tuple[Input, ...]
    aside: tuple[Aside, ...]


class _Index(NamedTuple):
    columns: _Columns
    rows: int


def usable(spark: SparkSession, files: Sequence[Input], *, needs_text: bool = True) -> Usable:
    """The tables in Parquet files: of all columns, or of those that make articles (``needs_text``)."""
    from pyspark.errors import PySparkException

    alike: dict[_Columns, list[tuple[Input, int]]] = {}
    aside: list[Aside] = []
    for file, index in zip(files, _indexes(spark, files), strict=True):
        if index is None:
            aside.append(_damaged(file, _CANNOT))
            continue
        names = [name for name, _ in index.columns]
        try:
            wanted = frozenset(columns_to_read(names) if needs_text else names)
        except BrokenRecordError as error:
            aside.append(Aside(file, Reject(file.name, None, error.reason, str(error))))
            continue
        read = tuple(column for column in index.columns if column[0] in wanted)
        alike.setdefault(read, []).append((file, index.rows))
    tables: list[Table] = []
    foreign: list[Input] = []
    for columns, members in alike.items():
        try:
            tables.append(_table(spark, [name for name, _ in columns], members))
        except PySparkException:
            # Moments in nanoseconds, times of day, two columns whose names differ by a capital letter.
            foreign += [file for file, _ in members]
    small = tuple(file for file in foreign if needs_text and file.size <= LARGEST_WHOLE)
    aside += [_damaged(file, _TYPES) for file in foreign if file not in small]
    return Usable(tuple(tables), small, tuple(aside))


def lost(tables: Iterable[Table], seen: Mapping[tuple[int, str], int]) -> list[Aside]:
    """The tables of which fewer rows were read than they have; ``seen`` counts rows by source and name."""
    known = [(file, rows) for table in tables for file, rows in zip(table.files, table.rows, strict=True)]
    short = [(file, read) for file, rows in known if (read := seen.get((file.source, file.name), 0)) < rows]
    return [_damaged(file, f"after row {read} the table cannot be read" if read else _CANNOT) for file, read in short]


def unread(files: Iterable[Input], seen: Mapping[tuple[int, str], int]) -> list[Aside]:
    """The files, other than tables, of which nothing at all was read: each that is not empty closes with a count."""
    missing = [each for each in files if each.size and (each.source, each.name) not in seen]
    return [Aside(each, Reject(each.name, None, InputError.reason, _UNREAD)) for each in missing]


def _table(spark: SparkSession, columns: Sequence[str], members: Sequence[tuple[Input, int]]) -> Table:
    # One that breaks off ends early, without a word. Of columns that are not read the types may differ.
    reader = spark.read.option("mergeSchema", "false").option("ignoreCorruptFiles", "true")
    frame = reader.parquet(*(as_pattern(file.address) for file, _ in members))
    files, rows = zip(*members, strict=True)
    return Table(files, rows, tuple(columns), frame)


def _indexes(spark: SparkSession, files: Sequence[Input]) -> list[_Index | None]:
    """What stands at the end of each file, or ``None`` where it breaks off before."""
    known: dict[str, _Columns] = {}
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(lambda file: _index_of(spark, file, known), files))


def _index_of(spark: SparkSession, file: Input, known: dict[str, _Columns]) -> _Index | None:
    from py4j.protocol import Py4JJavaError

    context: Any = spark.sparkContext
    java, settings = context._jvm, context._jsc.hadoopConfiguration()
    parquet = java.org.apache.parquet.hadoop
    try:
        path = java.org.apache.hadoop.fs.Path(file.address)
        reader = parquet.ParquetFileReader.open(parquet.util.HadoopInputFile.fromPath(path, settings))
    except Py4JJavaError:
        return None
    try:
        schema = reader.getFileMetaData().getSchema()
        # Most files have the columns of the one before, and each question to Java takes a while.
        words = str(schema.toString())
        if words not in known:
            known[words] = tuple((str(each.getName()), str(each.toString())) for each in schema.getFields())
        return _Index(known[words], int(reader.getRecordCount()))
    finally:
        reader.close()


def _damaged(file: Input, words: str) -> Aside:
    return Aside(file, Reject(file.name, None, DamagedFileError.reason, words))
