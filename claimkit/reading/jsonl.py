"""JSON Lines: one object a line, one line an article; also the ``articles.jsonl`` that claimkit writes."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from claimkit.errors import BrokenRecordError, DataError, InputError
from claimkit.reading.addresses import uri
from claimkit.reading.metadata import Given, iso_date, names_in
from claimkit.reading.text import article_of, check_text, decode
from claimkit.records import SCHEMA_VERSION, Article, PublishedEvidence, Reader, TextMode, make_id, text_sha256

# What other collections call the text; the first that is there counts.
TEXT_FIELDS = ("text", "body", "content", "plain_text")
READER = Reader(name="jsonl", version="1")


class NoTextError(InputError):
    """The row was written without its text (``--text none``)."""

    reason = "no_text"


def read_jsonl_file(path: Path, given: Given) -> Iterator[tuple[int, Article | InputError]]:
    """Each line's number, from 1, with its article or the reason why there is none; blank lines are passed over.

    One line is in memory at a time. ``source_sha256`` is that of the whole file.
    """
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                yield number, _article(line, given, digest)
            except InputError as error:
                yield number, error


def _article(line: bytes, given: Given, source_sha256: str) -> Article:
    record = _record(line)
    if "article_id" in record and "text_sha256" in record:
        return _own_row(record)
    name = next((name for name in TEXT_FIELDS if record.get(name) is not None), None)
    if name is None:
        raise BrokenRecordError(f"no field {TEXT_FIELDS[0]!r} (nor {', '.join(TEXT_FIELDS[1:])})")
    text = record[name]
    if not isinstance(text, str):
        raise BrokenRecordError(f"$.{name}: expected a string, found {type(text).__name__}")
    article = article_of(text, _given(record).filled_from(given), source_sha256=source_sha256)
    return replace(article, reader=READER)


def _record(line: bytes) -> Mapping[str, Any]:
    try:
        record = json.loads(decode(line))
    except RecursionError as error:
        raise BrokenRecordError("not JSON: nested too deeply") from error
    except ValueError as error:
        raise BrokenRecordError(f"not JSON: {error}") from error
    if not isinstance(record, dict):
        raise BrokenRecordError(f"expected one object a line, found {type(record).__name__}")
    return record


def _own_row(record: Mapping[str, Any]) -> Article:
    """A row of ``articles.jsonl``, exactly as it was written."""
    try:
        article = Article.from_dict(record)
    except DataError as error:
        raise BrokenRecordError(str(error)) from error
    if article.text_mode is TextMode.NONE or article.text is None:
        raise NoTextError("the row holds no text: put it back with `claimkit hydrate` first")
    check_text(article.text)
    if text_sha256(article.text) != article.text_sha256:
        raise BrokenRecordError("$.text_sha256: is not that of $.text; the text was changed, and no offset holds")
    _check_row(article, len(article.text))
    return article


def _check_row(article: Article, length: int) -> None:
    """Raise :class:`BrokenRecordError` for what somebody changed in a row, and what extraction would fail on."""
    if article.schema_version != SCHEMA_VERSION:
        raise BrokenRecordError(
            f"$.schema_version: is {article.schema_version!r}, this claimkit reads {SCHEMA_VERSION!r}: use a newer one"
        )
    edges = [edge for segment in article.segments for edge in (segment.start, segment.end)]
    if edges != sorted(edges) or (edges and not 0 <= edges[0] <= edges[-1] <= length):
        raise BrokenRecordError("$.segments: do not lie in the text one after the other")
    if article.published is not None and iso_date(article.published) is None:
        raise BrokenRecordError(f"$.published: {article.published!r} is not an ISO date (YYYY-MM-DD)")
    if article.url is not None and uri(article.url) != article.url:
        raise BrokenRecordError(f"$.url: {article.url!r} is not a URI (RFC 3986)")
    expected = make_id(article.publisher, article.url, article.text_sha256)
    if article.article_id != expected:
        raise BrokenRecordError(f"$.article_id: is {article.article_id}, but its rule gives {expected}")


def _given(record: Mapping[str, Any]) -> Given:
    published = _date(_string(record, "published"))
    return Given(
        title=_string(record, "title"),
        url=_url(_string(record, "url")),
        publisher=_string(record, "publisher"),
        published=published,
        published_evidence=PublishedEvidence.METADATA if published else None,
        licence=_string(record, "licence"),
        authors=_names(record, "authors"),
        wire=_names(record, "wire"),
    )


def _string(record: Mapping[str, Any], name: str) -> str | None:
    value = record.get(name)
    if value is not None and not isinstance(value, str):
        raise BrokenRecordError(f"$.{name}: expected a string, found {type(value).__name__}")
    if value is not None:
        _check_encodable(value, name)
    return value.strip() or None if value else None


def _names(record: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = record.get(name)
    if value is None:
        return ()
    names = names_in(value) if isinstance(value, str) else value
    if not isinstance(names, (list, tuple)) or not all(isinstance(item, str) for item in names):
        raise BrokenRecordError(f"$.{name}: expected a list of strings")
    for item in names:
        _check_encodable(item, name)
    return tuple(item.strip() for item in names if item.strip())


def _check_encodable(value: str, name: str) -> None:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BrokenRecordError(f"$.{name}: half of a surrogate pair at offset {error.start}") from error


def _url(value: str | None) -> str | None:
    written = None if value is None else uri(value)
    if value is not None and written is None:
        raise BrokenRecordError(f"$.url: {value!r} is not an absolute URL (https://...)")
    return written


def _date(value: str | None) -> str | None:
    """An ISO date, or the date of an ISO date-time as it is written there (no change of time zone)."""
    if value is None or iso_date(value):
        return value
    try:
        return datetime.datetime.fromisoformat(value).date().isoformat()
    except ValueError as error:
        raise BrokenRecordError(f"$.published: {value!r} is not an ISO date (YYYY-MM-DD)") from error
