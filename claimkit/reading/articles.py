"""Files and folders to articles, one at a time."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from claimkit.errors import ClaimkitError, InputError, ResourceError
from claimkit.reading import metadata as sidecar
from claimkit.reading.entries import Entry, Located, Location
from claimkit.reading.formats import entries_in
from claimkit.reading.metadata import Given, Row
from claimkit.reading.rejects import OnReject, Reject, warn
from claimkit.reading.sources import Source, find_sources
from claimkit.records import Article

# No room for a temporary file, too many files open: what no input is to blame for.
_OF_THE_MACHINE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMFILE, errno.ENFILE, errno.ENOMEM})
# The reason of an input that claimkit itself failed on: to be reported as a fault.
FAILED = "reading_failed"


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

    ``*.txt`` and ``*.html`` hold one article each, ``*.jsonl`` and ``*.parquet`` one a row, ``*.warc`` one a web page;
    each may be compressed (``.gz``, ``.zst``). What a record or page does not state is taken from the sidecar
    ``metadata.csv`` (or ``metadata``), and then from ``publisher``, ``published`` (``YYYY-MM-DD``) and ``licence``.
    An input that gives no article goes to ``on_reject`` (default: a warning).

    Raises :class:`~claimkit.errors.OptionError`, at the call and not at the first article, for a missing path, a
    folder without articles, a named file of another format, a bad date, or a metadata file that is none.
    """
    reject = on_reject or warn
    found = find_entries(paths, metadata=metadata, publisher=publisher, published=published, licence=licence)
    return _articles(found, reject)


def find_entries(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    metadata: str | os.PathLike[str] | None = None,
    publisher: str | None = None,
    published: str | None = None,
    licence: str | None = None,
) -> Iterator[Entry | Reject]:
    """What :func:`read_articles` reads, in the same order, before it is made articles; and what is set aside so far.

    :func:`open_entry` makes the article, in this process or another. Raises what :func:`read_articles` raises.
    """
    flags = sidecar.flags(publisher=publisher, published=published, licence=licence)
    sources = find_sources(paths)
    aside: list[Reject] = []
    rows = sidecar.load_rows(sources, None if metadata is None else Path(metadata), aside.append)
    return _entries(sources, rows, flags, aside)


def open_entry(entry: Entry) -> Located | Reject:
    """The article of ``entry``, or why there is none."""
    try:
        return Located(entry.location, entry.parse())
    except InputError as error:
        return Reject(*entry.location, error.reason, str(error))
    except OSError as error:
        if error.errno in _OF_THE_MACHINE:
            raise ResourceError(f"{error.strerror}; once that is mended, the same command goes on") from error
        return _unreadable(entry.location, error)
    except (ClaimkitError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - a page that a parser fails on costs that page, and is counted
        return Reject(*entry.location, FAILED, f"{type(error).__name__}: {error}"[:500])


def _articles(found: Iterator[Entry | Reject], reject: OnReject) -> Iterator[Article]:
    for item in found:
        outcome = open_entry(item) if isinstance(item, Entry) else item
        if isinstance(outcome, Located):
            yield outcome.article
        else:
            reject(outcome)


def _entries(
    sources: Sequence[Source], rows: Sequence[Row], flags: Given, aside: Iterable[Reject]
) -> Iterator[Entry | Reject]:
    yield from aside
    for row, reason in sidecar.unused(rows, sources):
        yield Reject(row.sidecar, row.line, "metadata_without_file", reason)
    stated: Mapping[Path, Given] = sidecar.by_path(rows, sources)
    for source in sources:
        try:
            yield from entries_in(source, stated.get(source.path, Given()), flags)
        except InputError as error:
            yield Reject(source.name, None, error.reason, str(error))
        except OSError as error:
            yield _unreadable(Location(source.name, None), error)


def _unreadable(location: Location, error: OSError) -> Reject:
    return Reject(*location, InputError.reason, error.strerror or type(error).__name__)
