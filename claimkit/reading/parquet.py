"""Parquet tables: one row, one article; also the table ``articles`` that claimkit writes."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import IO, Any

from claimkit.errors import BrokenRecordError, DamagedFileError
from claimkit.reading.compression import opened
from claimkit.reading.entries import Entry, Location
from claimkit.reading.fields import article_of_record, field_names
from claimkit.reading.metadata import Given
from claimkit.reading.rejects import Reject
from claimkit.reading.sources import Source
from claimkit.records import Article, Reader

READER = Reader(name="parquet", version="1")
# Few, for a row may be a whole web page.
_ROWS_AT_ONCE = 64
_BUFFER = 1 << 20
_FIELDS = ("text", "html", "title", "url", "publisher", "published", "licence", "authors", "wire")


def parquet_entries(source: Source, given: Given) -> Iterator[Entry | Reject]:
    """Each row of the table; a few rows are in memory at a time, whatever the size of its row groups.

    Raises :class:`BrokenRecordError` for a table without a column for the text, :class:`DamagedFileError` for a file
    that is no Parquet or that breaks off.
    """
    import pyarrow  # type: ignore[import-untyped]  # ships no types
    import pyarrow.parquet  # type: ignore[import-untyped]

    number = 0
    with _seekable(source) as file:
        try:
            with pyarrow.parquet.ParquetFile(file, buffer_size=_BUFFER, pre_buffer=False) as table:
                columns = columns_to_read(table.schema_arrow.names)
                for batch in table.iter_batches(_ROWS_AT_ONCE, columns=columns):
                    for record in batch.to_pylist():
                        number += 1
                        yield Entry(Location(source.name, number), partial(article_of_row, record, given))
        except (pyarrow.ArrowException, OSError, ValueError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            place = f"after row {number} the table" if number else "the table"
            raise DamagedFileError(f"{place} cannot be read: {error}") from error


def article_of_row(record: Mapping[str, Any], given: Given) -> Article:
    """The article of one row; a row has no bytes of its own, so ``source_sha256`` is ``None``."""
    return article_of_record(record, given, source_sha256=None, reader=READER)


def columns_to_read(names: list[str]) -> list[str]:
    """The columns that make the articles: all of a table of claimkit's, else those that are known.

    Raises :class:`BrokenRecordError` where none of ``names`` holds a text.
    """
    if "article_id" in names and "text_sha256" in names:
        return names
    if not any(name in names for field in ("text", "html") for name in field_names(field)):
        wanted = ", ".join(field_names("text"))
        raise BrokenRecordError(f"no column holds the text: the columns are {', '.join(names)}; rename one to {wanted}")
    known = {name for field in _FIELDS for name in field_names(field)}
    return [name for name in names if name in known]


@contextmanager
def _seekable(source: Source) -> Iterator[IO[bytes]]:
    """The file; one that is compressed as a whole is unpacked into a temporary one, for its index is at its end."""
    with opened(source.path, source.compression) as file:
        if source.compression is None:
            yield file
            return
        with tempfile.TemporaryFile() as unpacked:
            shutil.copyfileobj(file, unpacked)
            unpacked.seek(0)
            yield unpacked
