"""What is known of an article apart from its text: the sidecar ``metadata.csv`` and the flags.

The format is documented for users in ``docs/reading.md``.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from claimkit.errors import OptionError
from claimkit.reading.addresses import uri
from claimkit.reading.rejects import OnReject, Reject
from claimkit.reading.sources import Source
from claimkit.records import Article, PublishedEvidence

SIDECAR = "metadata.csv"
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What somebody stated about an article; ``None`` and empty mean not stated. ``published`` is an ISO date."""

    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    published_evidence: PublishedEvidence | None = None
    licence: str | None = None
    authors: tuple[str, ...] = ()
    wire: tuple[str, ...] = ()

    def filled_from(self, other: Given) -> Given:
        """Itself, with what it leaves open taken from ``other``."""
        missing = {field.name: getattr(other, field.name) for field in fields(self) if not getattr(self, field.name)}
        if self.published:
            missing.pop("published_evidence", None)
        return replace(self, **missing)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sidecar: ``file`` is relative to ``folder``, or to any input folder where that is ``None``."""

    file: str
    folder: Path | None
    given: Given
    sidecar: str
    line: int


_COLUMNS = ("file", *(field.name for field in fields(Given) if field.name != "published_evidence"))


def flags(*, publisher: str | None, published: str | None, licence: str | None) -> Given:
    """The flags as :class:`Given`; a date that is none, or bytes that are no UTF-8, are an :class:`OptionError`."""
    for name, value in (("publisher", publisher), ("licence", licence)):
        # The shell hands bytes that are no UTF-8 over as lone surrogates, which no file can hold.
        if value is not None and _SURROGATE.search(value):
            raise OptionError(f"{name} {value!r} is not UTF-8: write it in a UTF-8 terminal or locale")
    if published is not None and iso_date(published) is None:
        raise OptionError(f"published {published!r} is not a date: write it as YYYY-MM-DD")
    evidence = PublishedEvidence.FLAG if published else None
    return Given(publisher=publisher, published=published, published_evidence=evidence, licence=licence)


def iso_date(text: str) -> str | None:
    """``text`` if it is a calendar date written ``YYYY-MM-DD``."""
    if not _ISO_DATE.fullmatch(text):
        return None
    try:
        return datetime.date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def applied(article: Article, given: Given) -> Article:
    """``article`` with authors, wire and the evidence of its date as given; the rest was given when it was made."""
    evidence = given.published_evidence if article.published else None
    return replace(article, authors=given.authors, wire=given.wire, published_evidence=evidence)


def load_rows(sources: Sequence[Source], metadata: Path | None, on_reject: OnReject) -> tuple[Row, ...]:
    """The rows that hold for ``sources``: of ``metadata`` if named, else of each ``metadata.csv`` beside them.

    Deeper sidecars come later, so that theirs is the last word.
    """
    if metadata is not None:
        if not metadata.is_file():
            raise OptionError(f"{metadata}: no such metadata file")
        return tuple(_read_sidecar(metadata, metadata.name, None, on_reject))
    rows: list[Row] = []
    for path, name in _sidecars(sources):
        rows += _read_sidecar(path, name, path.parent, on_reject)
    return tuple(rows)


def by_path(rows: Sequence[Row], sources: Sequence[Source]) -> Mapping[Path, Given]:
    """Which of ``sources`` has which row; keys are the paths as in ``sources``."""
    beside = {row.folder / row.file: row.given for row in rows if row.folder is not None}
    anywhere = {row.file: row.given for row in rows if row.folder is None}
    found = {source.path: beside.get(source.path) or anywhere.get(source.name) for source in sources}
    return {path: given for path, given in found.items() if given is not None}


def unused(rows: Sequence[Row], sources: Sequence[Source]) -> tuple[tuple[Row, str], ...]:
    """The rows that describe no file, each with the reason: it is not there, or not in the folder of the sidecar."""
    names = {source.name for source in sources}
    found: list[tuple[Row, str]] = []
    for row in rows:
        parts = Path(row.file).parts
        if Path(row.file).is_absolute() or ".." in parts:
            found.append((row, f"{row.file} points out of the folder: paths are relative to it"))
        elif not (row.file in names if row.folder is None else _is_file(row.folder / row.file)):
            found.append((row, f"there is no file {row.file}"))
    return tuple(found)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        # A cell of prose is a name longer than a file may have.
        return False


def _sidecars(sources: Sequence[Source]) -> list[tuple[Path, str]]:
    """Each ``metadata.csv`` in a folder on the way down to a source, shallow ones first, with its name for reports."""
    names: dict[Path, str] = {}
    for source in sources:
        for up in Path(source.name).parents:
            names.setdefault(source.folder / up / SIDECAR, (up / SIDECAR).as_posix())
    found = [(path, name) for path, name in names.items() if path.is_file()]
    return sorted(found, key=lambda item: len(item[0].parts))


def _read_sidecar(path: Path, name: str, folder: Path | None, on_reject: OnReject) -> list[Row]:
    try:
        content = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise OptionError(f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8") from error
    reader = csv.DictReader(io.StringIO(content, newline=""), strict=True)
    try:
        _check_columns(path, reader.fieldnames)
        rows = [_row(path, record, reader.line_num, name, folder, on_reject) for record in reader]
    except csv.Error as error:
        raise OptionError(f"{path}:{reader.line_num}: not CSV: {error}") from error
    first: dict[str, int] = {}
    for row in rows:
        if row.file in first:
            raise OptionError(f"{path}:{row.line}: a second row for {row.file}; the first is line {first[row.file]}")
        first[row.file] = row.line
    return rows


def _check_columns(path: Path, columns: Sequence[str] | None) -> None:
    known = f"the columns are {', '.join(_COLUMNS)}"
    if not columns or "file" not in columns:
        raise OptionError(f"{path}:1: no column 'file'; {known}")
    for column in columns:
        if column not in _COLUMNS:
            raise OptionError(f"{path}:1: unknown column {column!r}; {known}")
        if columns.count(column) > 1:
            raise OptionError(f"{path}:1: column {column!r} stands there twice")


def _row(path: Path, record: Mapping[Any, Any], line: int, name: str, folder: Path | None, on_reject: OnReject) -> Row:
    if None in record:
        raise OptionError(f"{path}:{line}: more values than columns; put a value that holds a comma in double quotes")
    values = {column: (value or "").strip() for column, value in record.items()}
    file = Path(values.pop("file")).as_posix()
    if file == ".":
        raise OptionError(f"{path}:{line}: the column 'file' is empty")
    published = values.pop("published", "") or None
    if published and iso_date(published) is None:
        detail = f"published {published!r} of {file} is not a date (YYYY-MM-DD): read without it"
        on_reject(Reject(name, line, "broken_metadata", detail))
        published = None
    stated = values.pop("url", "")
    url = uri(stated) if stated else None
    if stated and url is None:
        detail = f"url {stated!r} of {file} is not an absolute URL (https://...): read without it"
        on_reject(Reject(name, line, "broken_metadata", detail))
    given = Given(
        url=url,
        published=published,
        published_evidence=PublishedEvidence.METADATA if published else None,
        authors=names_in(values.pop("authors", "")),
        wire=names_in(values.pop("wire", "")),
        **{column: value or None for column, value in values.items()},
    )
    return Row(file=file, folder=folder, given=given, sidecar=name, line=line)


def names_in(text: str) -> tuple[str, ...]:
    """The names in a cell, separated by semicolons: commas stand inside names («Doe, Jr.»)."""
    return tuple(name.strip() for name in text.split(";") if name.strip())
