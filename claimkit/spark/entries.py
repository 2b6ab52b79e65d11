"""Inputs to entries: rows as Spark reads them, in order, to what the local engine's readers make of the same files.

An entry travels pickled (:data:`ENTRIES`), small and whole, so that it can be extracted on another machine than the
one that read it. The place of each is its source, its name, the block of the file it was read in and its number there:
together they order the articles of a run as the local engine does. Blocks of a file of lines are read apart, so the
number of a line in its file is known only once all blocks are counted; each block therefore closes with a row without
an entry, whose ``ordinal`` is how many rows were read.
"""

from __future__ import annotations

import io
import pickle
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from urllib.parse import unquote

from claimkit.errors import BrokenRecordError, EngineError, InputError
from claimkit.reading import Entry, Location, Reject, open_entry
from claimkit.reading.compression import BYTES_AT_MOST, too_many_bytes
from claimkit.reading.formats import entries_in
from claimkit.reading.jsonl import article_of_line
from claimkit.reading.metadata import Given
from claimkit.reading.parquet import article_of_row
from claimkit.reading.sources import Source, format_of
from claimkit.spark.damage import Aside, Usable
from claimkit.spark.frames import batched
from claimkit.spark.inputs import Input, Inputs, Way
from claimkit.spark.storage import address_of, as_pattern

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

ENTRIES = "source int, name string, block bigint, ordinal bigint, entry binary"
PLACE = ("source", "name", "block", "ordinal")
# A row may be a whole archive.
_ROWS_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Content:
    """A file that Spark has read, for readers that open a path."""

    data: bytes

    def open(self, _mode: str = "rb") -> io.BufferedReader:
        """The bytes from their beginning."""
        return io.BufferedReader(cast("io.RawIOBase", io.BytesIO(self.data)))


class Named(NamedTuple):
    """What a worker must know of the sources to tell the source and the name of a file, and what is stated of it."""

    files: Mapping[str, tuple[int, str]]
    folders: tuple[tuple[str, int], ...]
    given: Given
    stated: Mapping[tuple[int, str], Given]

    def place(self, address: str) -> tuple[int, str]:
        """The number of its source, and its name in reports."""
        found = self.files.get(address)
        if found is not None:
            return found
        for folder, source in self.folders:
            if address.startswith(folder):
                return source, address.removeprefix(folder)
        raise EngineError(f"Spark has read {address}, which lies in none of the sources: name them without links")


def entries_of(spark: SparkSession, inputs: Inputs, usable: Usable) -> DataFrame:
    """All entries of the inputs, as :data:`ENTRIES`, spread as Spark read them; of tables those that are usable."""
    named = _named(inputs)
    found = spark.createDataFrame([], ENTRIES)
    for frame, read in _frames(spark, inputs, usable):
        found = found.unionAll(frame.mapInArrow(partial(read, named=named), ENTRIES))
    return found


def asides_of_empty(inputs: Inputs) -> list[Aside]:
    """What is said of files without a byte, which Spark does not even open."""
    named = _named(inputs)
    empty = [each for each in inputs.read(Way.WHOLE) if not each.size]
    found = [(file, entry) for file in empty for entry in _entries_in(b"", file.name, named, file.source)]
    outcomes = [(file, open_entry(entry) if isinstance(entry, Entry) else entry) for file, entry in found]
    return [Aside(file, outcome) for file, outcome in outcomes if isinstance(outcome, Reject)]


def _frames(
    spark: SparkSession, inputs: Inputs, usable: Usable
) -> Iterator[tuple[DataFrame, Callable[..., Iterator[Any]]]]:
    from pyspark.sql import functions as fn

    path, block = fn.col("_metadata.file_path").alias("path"), fn.col("_metadata.file_block_start").alias("block")
    if lines := inputs.read(Way.LINES):
        # Only \n ends a line, as it does for the local engine; the bytes pass through as they are.
        read = spark.read.option("lineSep", "\n").text(_patterns(lines))
        yield read.select(path, block, fn.col("value").cast("binary").alias("line")), _entries_of_lines
    row = fn.col("_metadata.row_index").alias("row")
    for table in usable.tables:
        yield table.frame.select(path, row, table.record().alias("record")), _entries_of_rows
    whole = (*inputs.read(Way.WHOLE), *usable.foreign)
    if listed := [each for each in whole if not each.passed_over]:
        read = spark.read.format("binaryFile").load(_patterns(listed))
        yield read.select(path, fn.col("content")), _entries_of_files
    if others := [(each.address,) for each in whole if each.passed_over and each.size]:
        yield spark.createDataFrame(others, "address string"), _entries_of_passed_over


def _patterns(files: Sequence[Input]) -> list[str]:
    return [as_pattern(each.address) for each in files]


def _named(inputs: Inputs) -> Named:
    """Files below a folder are known by its address; a single file is known by its own."""
    folders: dict[str, int] = {}
    files: dict[str, tuple[int, str]] = {}
    for each in inputs.files:
        folder = each.address.removesuffix(each.name)
        if folders.setdefault(folder, each.source) != each.source:
            files[each.address] = (each.source, each.name)
    longest_first = tuple(sorted(folders.items(), key=lambda each: -len(each[0])))
    return Named(files, longest_first, inputs.given, inputs.stated)


def _address(path: str) -> str:
    """The address of a file as the driver listed it; Spark's metadata has it with %20 for a space."""
    return address_of(unquote(path))


def _entries_of_lines(batches: Iterator[Any], named: Named) -> Iterator[Any]:
    counts: Counter[tuple[str, int]] = Counter()

    def rows() -> Iterator[dict[str, Any]]:
        for path, block, line in _columns(batches, "path", "block", "line"):
            source, name = named.place(_address(path))
            ordinal = counts[path, block] = counts[path, block] + 1
            location = Location(name, ordinal)
            given = named.stated.get((source, name), Given()).filled_from(named.given)
            if len(line) > BYTES_AT_MOST:
                error = too_many_bytes()
                yield _row(source, name, block, ordinal, Reject(*location, error.reason, str(error)))
            elif line and not line.isspace():
                yield _row(source, name, block, ordinal, Entry(location, partial(article_of_line, line, given)))
        for (path, block), count in counts.items():
            yield _row(*named.place(_address(path)), block, count, None)

    return batched(rows(), _schema(), _ROWS_AT_ONCE)


def _entries_of_rows(batches: Iterator[Any], named: Named) -> Iterator[Any]:
    counts: Counter[str] = Counter()

    def rows() -> Iterator[dict[str, Any]]:
        for path, number, record in _columns(batches, "path", "row", "record"):
            counts[path] += 1
            source, name = named.place(_address(path))
            given = named.stated.get((source, name), Given()).filled_from(named.given)
            entry = Entry(Location(name, number + 1), partial(article_of_row, record, given))
            yield _row(source, name, 0, number + 1, entry)
        for path, count in counts.items():
            yield _row(*named.place(_address(path)), 0, count, None)

    return batched(rows(), _schema(), _ROWS_AT_ONCE)


def _entries_of_files(batches: Iterator[Any], named: Named) -> Iterator[Any]:
    read = _columns(batches, "path", "content")
    return _entries_of_contents(((_address(path), content) for path, content in read), named)


def _entries_of_passed_over(batches: Iterator[Any], named: Named) -> Iterator[Any]:
    """Files that Spark does not list. All are local ones, which a worker reaches as Spark itself would."""
    addresses = (address for (address,) in _columns(batches, "address"))
    return _entries_of_contents(((each, Path(each.removeprefix("file:")).read_bytes()) for each in addresses), named)


def _entries_of_contents(files: Iterable[tuple[str, bytes]], named: Named) -> Iterator[Any]:
    def rows() -> Iterator[dict[str, Any]]:
        for address, content in files:
            source, name = named.place(address)
            ordinal = 0
            for ordinal, entry in enumerate(_entries_in(content, name, named, source), start=1):
                yield _row(source, name, 0, ordinal, entry)
            yield _row(source, name, 0, ordinal, None)

    return batched(rows(), _schema(), _ROWS_AT_ONCE)


def _entries_in(content: bytes, name: str, named: Named, source: int) -> Iterator[Entry | Reject]:
    known = format_of(Path(name))
    if known is None:
        raise BrokenRecordError(f"{name}: of no known format")
    # All that a reader does with the path of a source is to open it.
    file = Source(cast("Path", Content(content)), name, Path(), *known)
    try:
        yield from entries_in(file, named.stated.get((source, name), Given()), named.given)
    except InputError as error:
        yield Reject(name, None, error.reason, str(error))


def _columns(batches: Iterator[Any], *names: str) -> Iterator[tuple[Any, ...]]:
    for batch in batches:
        yield from zip(*(batch.column(name).to_pylist() for name in names), strict=True)


def _row(source: int, name: str, block: int, ordinal: int, entry: Entry | Reject | None) -> dict[str, Any]:
    packed = None if entry is None else pickle.dumps(entry, pickle.HIGHEST_PROTOCOL)
    return {"source": source, "name": name, "block": block, "ordinal": ordinal, "entry": packed}


def _schema() -> Any:
    """:data:`ENTRIES`, which Spark's own parser reads only where there is a session, and a worker has none."""
    import pyarrow  # type: ignore[import-untyped]  # ships no types

    return pyarrow.schema(
        [
            ("source", pyarrow.int32()),
            ("name", pyarrow.string()),
            ("block", pyarrow.int64()),
            ("ordinal", pyarrow.int64()),
            ("entry", pyarrow.binary()),
        ]
    )
