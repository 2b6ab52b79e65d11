"""Which reader reads which format."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from types import MappingProxyType

from claimkit.reading.entries import Entry, Location
from claimkit.reading.html import read_html_file
from claimkit.reading.json_documents import json_entries
from claimkit.reading.jsonl import jsonl_entries
from claimkit.reading.metadata import Given
from claimkit.reading.parquet import parquet_entries
from claimkit.reading.rejects import Reject
from claimkit.reading.sources import Format, Source
from claimkit.reading.text import read_text_file
from claimkit.reading.warc import warc_entries

_CONTAINERS: Mapping[Format, Callable[[Source, Given], Iterator[Entry | Reject]]] = MappingProxyType(
    {
        Format.JSONL: jsonl_entries,
        Format.JSON: json_entries,
        Format.PARQUET: parquet_entries,
        Format.WARC: warc_entries,
    }
)


def entries_in(source: Source, row: Given, flags: Given) -> Iterator[Entry | Reject]:
    """What lies in one file. ``row`` is what ``metadata.csv`` says of it, ``flags`` what holds for all files.

    Raises :class:`~claimkit.errors.InputError` or :class:`OSError` where a file of many articles cannot be read on.
    """
    location = Location(source.name, None)
    if source.format is Format.TEXT:
        yield Entry(location, partial(read_text_file, source.path, source.compression, row.filled_from(flags)))
    elif source.format is Format.HTML:
        yield Entry(location, partial(read_html_file, source.path, source.compression, row, flags))
    else:
        yield from _CONTAINERS[source.format](source, row.filled_from(flags))
