"""Plain text to articles: one file, one article, every character kept."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from claimkit.errors import EmptyBodyError, UndecodableError
from claimkit.reading.charsets import BinaryFileError, decode
from claimkit.reading.compression import read_whole
from claimkit.reading.language import language_of
from claimkit.reading.metadata import Given, applied
from claimkit.records import Article, Reader

READER = Reader(name="text", version="1")


def read_text_file(path: Path, compression: str | None, given: Given) -> Article:
    """The file as an article; line ends are kept as they are, a byte-order mark is taken off.

    Raises :class:`~claimkit.errors.InputError`: the text is in no encoding that is known, binary, empty, not English
    or too long, or the compressed file is damaged.
    """
    data = read_whole(path, compression)
    return article_of(decode(data), given, source_sha256=sha256_of(data), reader=READER)


def article_of(text: str, given: Given, *, source_sha256: str | None, reader: Reader) -> Article:
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
    return replace(applied(article, given), source_sha256=source_sha256, reader=reader, language=language_of(text))


def sha256_of(data: bytes) -> str:
    """SHA-256 of the bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


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
