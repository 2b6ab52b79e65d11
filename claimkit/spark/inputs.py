"""What lies in the sources of a run: files by how Spark reads them, and what is stated of them.

Names of files pass through the driver (about 200 bytes each), as they do in Spark itself; articles do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from claimkit.errors import OptionError
from claimkit.reading import Reject
from claimkit.reading import metadata as sidecar
from claimkit.reading.metadata import Given
from claimkit.reading.sources import Format, Source, find_sources, format_of
from claimkit.reading.tables import CONFIGS
from claimkit.spark.storage import address_of, local_path, qualified, store_of

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# Spark hands a whole file over as one array of Java.
LARGEST_WHOLE = 2_000_000_000
# What lies beside the articles in a folder that claimkit wrote.
_NO_ARTICLES = frozenset({*CONFIGS, "rejects", "run", "standoff"} - {"articles"})


class Way(StrEnum):
    """How Spark reads a file: line by line, as a table, or whole, for a reader of ours to take apart."""

    LINES = "lines"
    TABLE = "table"
    WHOLE = "whole"


class Input(NamedTuple):
    """One file: its address, the number of the source it came with, its name in reports, its form, its bytes."""

    address: str
    source: int
    name: str
    form: Format
    compression: str | None
    size: int

    @property
    def passed_over(self) -> bool:
        """Whether Spark passes over the file without a word: names that begin so are those of its own notes."""
        return PurePosixPath(self.name).name.startswith("_")

    @property
    def way(self) -> Way:
        """Compressed files are read whole: Spark passes over one that breaks off without a word."""
        if self.compression is None and not self.passed_over and self.form in (Format.JSONL, Format.PARQUET):
            return Way.LINES if self.form is Format.JSONL else Way.TABLE
        return Way.WHOLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """The files of a run in order, and what is known of their articles beforehand.

    ``stated`` is what ``metadata.csv`` says of a file, by source and name; ``aside`` is what could not be used of it.
    """

    files: tuple[Input, ...]
    given: Given
    stated: Mapping[tuple[int, str], Given]
    aside: tuple[Reject, ...]

    def read(self, way: Way) -> tuple[Input, ...]:
        """The files that are read in one way."""
        return tuple(each for each in self.files if each.way is way)

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(each.size for each in self.files)


def find_inputs(
    spark: SparkSession,
    sources: Sequence[str | Path],
    *,
    metadata: Path | None = None,
    publisher: str | None = None,
    published: str | None = None,
    licence: str | None = None,
) -> Inputs:
    """The files below ``sources``, paths or addresses, in the order in which the local engine reads them.

    Raises :class:`OptionError` as :func:`claimkit.reading.find_entries` does, for a file that is named twice, and for
    one too large to be read whole.
    """
    given = sidecar.flags(publisher=publisher, published=published, licence=licence)
    if not sources:
        raise OptionError("no input: name a file or a folder of articles")
    files: list[Input] = []
    local: list[tuple[int, Source]] = []
    for number, source in enumerate(map(address_of, sources)):
        path = local_path(source)
        if path is None:
            files += _elsewhere(spark, source, number, metadata)
        else:
            found = find_sources(path)
            local += [(number, each) for each in found]
            files += [_of_source(each, number) for each in found]
    _ensure_each_once(files)
    _ensure_small(files)
    stated, aside = _sidecars(local, files, metadata)
    return Inputs(files=tuple(files), given=given, stated=stated, aside=tuple(aside))


def _of_source(source: Source, number: int) -> Input:
    address = address_of(source.path)
    return Input(address, number, source.name, source.format, source.compression, source.path.stat().st_size)


def _elsewhere(spark: SparkSession, address: str, number: int, metadata: Path | None) -> list[Input]:
    """As :func:`find_sources`, on another file system."""
    address = qualified(spark, address)
    store = store_of(spark, address)
    if not store.exists(address):
        raise OptionError(f"{address}: no such file or folder")
    if not store.is_folder(address):
        name = PurePosixPath(address).name
        known = format_of(Path(name))
        if known is None:
            raise OptionError(f"{address}: a file of this kind is not read")
        file = Input(address, number, name, *known, store.size(address))
        if file.passed_over:
            raise OptionError(f"{address}: Spark passes over files whose names begin with _: give it another name")
        return [file]
    listed = {each.address.removeprefix(f"{address}/"): each for each in store.walk(address)}
    if metadata is None and any(PurePosixPath(name).name == sidecar.SIDECAR for name in listed):
        raise OptionError(f"{address} holds a {sidecar.SIDECAR}, which is not read there: pass a copy as --metadata")
    found = [
        Input(listed[name].address, number, name, *known, listed[name].size)
        for name in _articles_among(listed)
        if (known := format_of(Path(name))) is not None
    ]
    if not found:
        raise OptionError(f"{address}: no articles in this folder")
    return found


def _articles_among(names: Iterable[str]) -> Iterator[str]:
    """Without what is hidden, and without the other tables of a folder that holds a table ``articles``."""
    paths = sorted(name for name in names if not any(part.startswith((".", "_")) for part in PurePosixPath(name).parts))
    datasets = {
        path.parent.parent if path.parent.name == "articles" else path.parent
        for path in map(PurePosixPath, paths)
        if path.suffix in (".parquet", ".jsonl") and "articles" in (path.parent.name, path.stem)
    }
    for name in paths:
        path = PurePosixPath(name)
        inside = next((each for each in path.parents if each in datasets), None)
        top = None if inside is None else path.relative_to(inside).parts[0].partition(".")[0]
        if top not in _NO_ARTICLES:
            yield name


def _ensure_each_once(files: Sequence[Input]) -> None:
    seen: set[str] = set()
    for each in files:
        if each.address in seen:
            raise OptionError(f"{each.address} is named twice: name each file, or the folder it lies in, once")
        seen.add(each.address)


def _ensure_small(files: Sequence[Input]) -> None:
    for each in files:
        if each.way is Way.WHOLE and each.size > LARGEST_WHOLE:
            raise OptionError(
                f"{each.address} has {each.size:,} bytes; Spark reads a file of this kind whole, up to "
                f"{LARGEST_WHOLE:,}: split it, or unpack it if it holds JSON Lines"
            )


def _sidecars(
    local: Sequence[tuple[int, Source]], files: Sequence[Input], metadata: Path | None
) -> tuple[dict[tuple[int, str], Given], list[Reject]]:
    """What ``metadata.csv`` states, by source and name, and what of it is of no use."""
    sources = [source for _, source in local]
    if metadata is not None and len(sources) < len(files):
        # A table of metadata that is named holds for files by their names, wherever they lie.
        sources = [Source(Path(each.name), each.name, Path(), each.form, each.compression) for each in files]
        local = [(each.source, source) for each, source in zip(files, sources, strict=True)]
    aside: list[Reject] = []
    rows = sidecar.load_rows(sources, metadata, aside.append)
    aside += [
        Reject(row.sidecar, row.line, "metadata_without_file", reason) for row, reason in sidecar.unused(rows, sources)
    ]
    by_path = sidecar.by_path(rows, sources)
    stated = {(number, source.name): by_path[source.path] for number, source in local if source.path in by_path}
    return stated, aside
