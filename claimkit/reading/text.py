"""Plain-text files: one file, one article, every character kept."""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import replace
from pathlib import Path

from claimkit.errors import EmptyBodyError, UndecodableError
from claimkit.reading.metadata import Given, applied
from claimkit.records import Article

# Longest first: the UTF-16 mark is the beginning of the UTF-32 mark.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class BinaryFileError(UndecodableError):
    """The file holds NUL characters: it is no text, whatever its name."""

    reason = "binary"


def read_text_file(path: Path, given: Given) -> Article:
    """The file as an article; line ends are kept as they are, a byte-order mark is taken off.

    Raises :class:`UndecodableError` (:class:`BinaryFileError` for NUL characters) or :class:`EmptyBodyError`.
    """
    data = path.read_bytes()
    return article_of(decode(data), given, source_sha256=hashlib.sha256(data).hexdigest())


def article_of(text: str, given: Given, *, source_sha256: str) -> Article:
    """``text`` as a raw article: the whole of it one body segment, until layout looks at it."""
    check_text(text)
    article = Article.from_text(
        text,
        title=given.title,
        url=given.url,
        published=given.published,
        publisher=given.publisher,
        licence=given.licence,
    )
    return replace(applied(article, given), source_sha256=source_sha256)


def decode(data: bytes) -> str:
    """``data`` as text: UTF-8, or UTF-16 and UTF-32 where a byte-order mark says so. No encoding is ever guessed."""
    mark, encoding = next((pair for pair in _MARKS if data.startswith(pair[0])), (b"", "utf-8"))
    try:
        return data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        place = len(mark) + error.start
        raise UndecodableError(f"byte {place} is not {encoding.upper()}: convert the file to UTF-8") from error


def check_text(text: str) -> None:
    """Raise the :class:`InputError` that says why ``text`` cannot be an article's text, if it cannot."""
    if "\x00" in text:
        raise BinaryFileError(f"a NUL character at offset {text.index(chr(0))}: this is no text file")
    if not text.strip():
        raise EmptyBodyError("there is no text in it")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        # JSON may spell half a surrogate pair ("\ud83d"); no file could ever hold it again.
        raise UndecodableError(f"half of a surrogate pair at offset {error.start}") from error
