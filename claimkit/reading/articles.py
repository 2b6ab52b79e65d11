"""Files and folders to articles, one at a time."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from claimkit.errors import InputError
from claimkit.reading import metadata as sidecar
from claimkit.reading.jsonl import read_jsonl_file
from claimkit.reading.metadata import Given, Row
from claimkit.reading.rejects import OnReject, Reject, warn
from claimkit.reading.sources import Source, find_sources
from claimkit.reading.text import read_text_file
from claimkit.records import Article


def read_articles(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    metadata: str | os.PathLike[str] | None = None,
    publisher: str | None = None,
    published: str | None = None,
    licence: str | None = None,
    on_reject: OnReject | None = None,
) -> Iterator[Article]:
    """The articles in files and folders, raw (layout has not run), always in the same order, one in memory at a time.

    ``*.txt`` and ``*.text`` hold one article each, ``*.jsonl`` and ``*.ndjson`` one a line. What a record does not
    state is taken from the sidecar ``metadata.csv`` (or ``metadata``), and then from ``publisher``, ``published``
    (``YYYY-MM-DD``) and ``licence``. An input that gives no article goes to ``on_reject`` (default: a warning).

    Raises :class:`~claimkit.errors.OptionError`, at the call and not at the first article, for a missing path, a
    folder without articles, a named file of another format, a bad date, or a metadata file that is none.
    """
    reject = on_reject or warn
    flags = sidecar.flags(publisher=publisher, published=published, licence=licence)
    sources = find_sources(paths)
    rows = sidecar.load_rows(sources, None if metadata is None else Path(metadata), reject)
    return _read(sources, rows, flags, reject)


def _read(sources: Sequence[Source], rows: Sequence[Row], flags: Given, reject: OnReject) -> Iterator[Article]:
    for row in sidecar.unused(rows, sources):
        reject(Reject(row.sidecar, row.line, "metadata_without_file", f"there is no file {row.file}"))
    stated: Mapping[Path, Given] = sidecar.by_path(rows, sources)
    for source in sources:
        given = stated.get(source.path, Given()).filled_from(flags)
        try:
            for line, outcome in _read_source(source, given):
                if isinstance(outcome, Article):
                    yield outcome
                else:
                    reject(Reject(source.name, line, outcome.reason, str(outcome)))
        except OSError as error:
            reject(Reject(source.name, None, InputError.reason, error.strerror or type(error).__name__))


def _read_source(source: Source, given: Given) -> Iterator[tuple[int | None, Article | InputError]]:
    if not source.is_text:
        yield from read_jsonl_file(source.path, given)
        return
    try:
        yield None, read_text_file(source.path, given)
    except InputError as error:
        yield None, error
