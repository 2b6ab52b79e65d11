"""WARC archives (ISO 28500) to articles: one response with a web page, one article; also plain-text extracts (WET)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from claimkit.errors import BrokenRecordError, DamagedFileError
from claimkit.reading.addresses import uri
from claimkit.reading.charsets import decode
from claimkit.reading.compression import BYTES_AT_MOST, opened, too_many_bytes
from claimkit.reading.entries import Entry, Location
from claimkit.reading.html import article_of_page
from claimkit.reading.metadata import Given
from claimkit.reading.rejects import Reject
from claimkit.reading.sources import Source
from claimkit.reading.text import article_of, sha256_of
from claimkit.records import Article, Reader

TEXT_READER = Reader(name="warc-text", version="1")
_PAGES = ("text/html", "application/xhtml+xml")
_TEXT = "text/plain"
# Crawlers store pages unpacked under the headers of the packed ones: what the headers say is tried first, then less.
_DECODINGS = ("all", "content", "transfer", "none")
_FOUND = 200


def warc_entries(source: Source, given: Given) -> Iterator[Entry | Reject]:
    """Each web page of the archive, numbered by its record from 1; one record is in memory at a time.

    Requests, redirects, errors, images and all else that is no page are passed over. Raises :class:`DamagedFileError`
    where the archive cannot be read on.
    """
    from fastwarc.warc import ArchiveIterator

    number = 0
    # FastWARC unpacks by itself: of the compressions it alone knows archives with a dictionary of their own.
    with opened(source.path, None) as file:
        try:
            for record in ArchiveIterator(file, parse_http=False):
                number += 1
                entry = _entry(record, Location(source.name, number), given)
                if entry is not None:
                    yield entry
        except OSError as error:
            if error.errno is not None:
                raise
            place = f"after record {number} the archive" if number else "the archive"
            raise DamagedFileError(f"{place} cannot be read: {error}") from error


def _entry(record: Any, location: Location, given: Given) -> Entry | Reject | None:
    from fastwarc.warc import WarcRecordType

    kind = record.record_type
    if kind not in (WarcRecordType.response, WarcRecordType.resource, WarcRecordType.conversion):
        return None
    length = record.content_length
    if length > BYTES_AT_MOST:
        error = too_many_bytes()
        return Reject(*location, error.reason, str(error))
    data = record.reader.read()
    # The library takes an archive that breaks off for one that ends.
    if len(data) < length:
        return Reject(
            *location, DamagedFileError.reason, f"the record breaks off after {len(data):,} of {length:,} bytes"
        )
    url = record.headers.get("WARC-Target-URI")
    content_type = record.headers.get("Content-Type") or ""
    if kind == WarcRecordType.response:
        if not content_type.lower().startswith("application/http"):
            return None
        return Entry(location, partial(_article_of_response, data, url, given)) if _is_page(data) else None
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type in _PAGES:
        return Entry(location, partial(_article_of_page, data, url, None, given))
    return Entry(location, partial(_article_of_text, data, url, given)) if media_type == _TEXT else None


def _is_page(data: bytes) -> bool:
    """Whether an HTTP message is a page that was found; a message without a type may be one."""
    response = _response(data, "none")
    media_type = (response.http_content_type or "").lower() if response else ""
    if response is None or response.http_headers.status_code not in (_FOUND, None):
        return False
    return media_type in _PAGES or media_type == _TEXT or not media_type


def _article_of_response(data: bytes, url: str | None, given: Given) -> Article:
    for decoding in _DECODINGS:
        response = _response(data, decoding)
        if response is not None:
            break
    else:
        raise BrokenRecordError("the record is no HTTP message")
    body = response.reader.read()
    if (response.http_content_type or "").lower() == _TEXT:
        return _article_of_text(body, url, given)
    return _article_of_page(body, url, response.http_charset, given)


def _response(data: bytes, decoding: str) -> Any:
    """The HTTP message in ``data``, or ``None`` if its headers or its body are not what they say."""
    from fastwarc.warc import WarcRecord, WarcRecordType

    record = WarcRecord()
    record.init_headers(WarcRecordType.response, content_length=len(data))
    record.is_http = True
    record.set_bytes_content(data)
    try:
        record.parse_http(auto_decode=decoding, strict_mode=False)  # type: ignore[arg-type]  # one of _DECODINGS
    except OSError:
        return None
    return record


def _article_of_page(data: bytes, url: str | None, charset: str | None, given: Given) -> Article:
    return article_of_page(data, given, charset=charset, url=url, source_sha256=sha256_of(data))


def _article_of_text(data: bytes, url: str | None, given: Given) -> Article:
    stated = Given(url=uri(url) if url else None).filled_from(given)
    return article_of(decode(data), stated, source_sha256=sha256_of(data), reader=TEXT_READER)
