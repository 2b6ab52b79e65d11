"""Records to articles: rows of JSON or Parquet by the field names that collections use."""

from __future__ import annotations

import datetime
import email.utils
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from claimkit.errors import BrokenRecordError, DataError, InputError
from claimkit.reading.addresses import uri
from claimkit.reading.metadata import Given, iso_date, names_in
from claimkit.reading.text import article_of, check_text
from claimkit.records import SCHEMA_VERSION, Article, PublishedEvidence, Reader, TextMode, make_id, text_sha256
from claimkit.resources import load_lexicon


class NoTextError(InputError):
    """The row was written without its text (``--text none``)."""

    reason = "no_text"


def article_of_record(record: Mapping[str, Any], given: Given, *, source_sha256: str | None, reader: Reader) -> Article:
    """The article of a record with one of the documented fields; ``given`` fills what it leaves open.

    A row that claimkit wrote comes back exactly as it was. Raises :class:`~claimkit.errors.InputError`.
    """
    if "article_id" in record and "text_sha256" in record:
        return own_row(record)
    stated = given_in(record)
    if _name_of(record, "text") is None and (name := _name_of(record, "html")) is not None:
        from claimkit.reading.html import article_of_page

        page = _text(record, name).encode("utf-8", "surrogatepass")
        return article_of_page(page, given, row=stated, charset="utf-8", source_sha256=source_sha256)
    return article_of(body_of(record), stated.filled_from(given), source_sha256=source_sha256, reader=reader)


def field_names(field: str) -> Sequence[str]:
    """What collections call ``field`` of an article, the likeliest first."""
    names: Sequence[str] = load_lexicon("record_fields")["fields"][field]
    return names


def body_of(record: Mapping[str, Any]) -> str:
    """The text of a record; Fundus's tree of headlines and paragraphs is written one a line."""
    name = _name_of(record, "text")
    if name is None:
        first, *others = field_names("text")
        raise BrokenRecordError(f"no field {first!r} (nor {', '.join(others)})")
    # Fundus gives both: the tree always, the string where it was asked for.
    if isinstance(record[name], Mapping) and isinstance(record.get("plaintext"), str):
        name = "plaintext"
    return "\n\n".join(_lines_of(record[name], name)) if isinstance(record[name], Mapping) else _text(record, name)


def _lines_of(body: Mapping[str, Any], name: str) -> list[str]:
    try:
        lines = [*body["summary"]]
        for section in body["sections"]:
            lines += [*section["headline"], *section["paragraphs"]]
    except (KeyError, TypeError) as error:
        raise BrokenRecordError(
            f"$.{name}: expected a string, or summary and sections as Fundus writes them"
        ) from error
    if not all(isinstance(line, str) for line in lines):
        raise BrokenRecordError(f"$.{name}: expected strings in summary, headline and paragraphs")
    return lines


def _text(record: Mapping[str, Any], name: str) -> str:
    text = record[name]
    if not isinstance(text, str):
        raise BrokenRecordError(f"$.{name}: expected a string, found {type(text).__name__}")
    return text


def _name_of(record: Mapping[str, Any], field: str) -> str | None:
    return next((name for name in field_names(field) if record.get(name) is not None), None)


def given_in(record: Mapping[str, Any]) -> Given:
    """What a record states apart from its text; raises :class:`BrokenRecordError` where that is of no known form."""
    published = _value(record, "published", _date)
    return Given(
        title=_value(record, "title", _string),
        url=_value(record, "url", _url),
        publisher=_value(record, "publisher", _string),
        published=published,
        published_evidence=PublishedEvidence.METADATA if published else None,
        licence=_value(record, "licence", _string),
        authors=_value(record, "authors", _names) or (),
        wire=_value(record, "wire", _names) or (),
    )


def _value(record: Mapping[str, Any], field: str, read: Any) -> Any:
    """The first of the field's names under which something usable stands."""
    for name in field_names(field):
        value = record.get(name)
        if value is not None and (found := read(value, name)):
            return found
    return None


def _string(value: Any, name: str) -> str | None:
    if not isinstance(value, str):
        raise BrokenRecordError(f"$.{name}: expected a string, found {type(value).__name__}")
    _check_encodable(value, name)
    value = value.strip()
    return None if value in load_lexicon("record_fields")["nothing"]["values"] else value or None


def _names(value: Any, name: str) -> tuple[str, ...]:
    names = names_in(_string(value, name) or "") if isinstance(value, str) else value
    if not isinstance(names, (list, tuple)) or not all(isinstance(item, str) for item in names):
        raise BrokenRecordError(f"$.{name}: expected a list of strings")
    return tuple(filter(None, map(partial(_string, name=name), names)))


def _check_encodable(value: str, name: str) -> None:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BrokenRecordError(f"$.{name}: half of a surrogate pair at offset {error.start}") from error


def _url(value: Any, name: str) -> str | None:
    stated = _string(value, name)
    written = None if stated is None else uri(stated)
    if stated is not None and written is None:
        raise BrokenRecordError(f"$.{name}: {stated!r} is not an absolute URL (https://...)")
    return written


def _date(value: Any, name: str) -> str | None:
    # A column of a table holds dates as such. Parquet keeps moments in UTC; a zone is a note of Arrow's beside them,
    # which other readers do not look at.
    if isinstance(value, datetime.datetime) and value.tzinfo is not None:
        value = value.astimezone(datetime.UTC)
    stated = value.isoformat() if isinstance(value, datetime.date) else _string(value, name)
    date = None if stated is None else date_in(stated)
    if stated is not None and date is None:
        raise BrokenRecordError(f"$.{name}: {stated!r} is not an ISO date (YYYY-MM-DD)")
    return date


def date_in(stated: str) -> str | None:
    """The date in ``2024-05-03``, in an ISO date-time or in an HTTP date («Fri, 03 May 2024 10:00:00 GMT»).

    It is the date as it is written there: no change of time zone.
    """
    if iso_date(stated):
        return stated
    try:
        return datetime.datetime.fromisoformat(stated).date().isoformat()
    except ValueError:
        parts = email.utils.parsedate(stated)
    if parts is None:
        return None
    return iso_date(f"{parts[0]:04}-{parts[1]:02}-{parts[2]:02}")


def own_row(record: Mapping[str, Any]) -> Article:
    """A row of the config ``articles``, exactly as it was written."""
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
