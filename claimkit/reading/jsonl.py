"""JSON Lines: one object a line, one line an article; also the ``articles.jsonl`` that claimkit writes."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from claimkit.errors import BrokenRecordError, UndecodableError
from claimkit.reading.charsets import decode
from claimkit.reading.compression import BYTES_AT_MOST, opened, too_many_bytes
from claimkit.reading.entries import Entry, Location
from claimkit.reading.fields import article_of_record
from claimkit.reading.metadata import Given
from claimkit.reading.rejects import Reject
from claimkit.reading.sources import Source
from claimkit.reading.text import sha256_of
from claimkit.records import Article, Reader

READER = Reader(name="jsonl", version="1")
_LINE_END = b"\r\n"


def jsonl_entries(source: Source, given: Given) -> Iterator[Entry | Reject]:
    """Each line of the file that is not blank; one line is in memory at a time, and one too long is passed over."""
    with opened(source.path, source.compression) as file:
        for number, line in _lines(_reader(file)):
            location = Location(source.name, number)
            if line is None:
                error = too_many_bytes()
                yield Reject(*location, error.reason, str(error))
            elif not line.isspace():
                yield Entry(location, partial(article_of_line, line, given))


def article_of_line(line: bytes, given: Given) -> Article:
    """The article of one line; ``source_sha256`` is that of the line without its end."""
    line = line.rstrip(_LINE_END)
    return article_of_record(record_in(line), given, source_sha256=sha256_of(line), reader=READER)


def record_in(line: bytes) -> Mapping[str, Any]:
    """The JSON object that ``line`` is; raises :class:`BrokenRecordError`."""
    try:
        record = json.loads(decode(line))
    except RecursionError as error:
        raise BrokenRecordError("not JSON: nested too deeply") from error
    except ValueError as error:
        raise BrokenRecordError(f"not JSON: {error}") from error
    if not isinstance(record, dict):
        raise BrokenRecordError(f"expected one object a line, found {type(record).__name__}")
    return record


def _lines(readline: Callable[[int], bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Lines with their numbers from 1; ``None`` for one of more than :data:`BYTES_AT_MOST`."""
    number = 0
    while line := readline(BYTES_AT_MOST + 1):
        number += 1
        if len(line) <= BYTES_AT_MOST:
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = readline(BYTES_AT_MOST)
        yield number, None


def _reader(file: io.BufferedReader) -> Callable[[int], bytes]:
    """How to read a line of the file in UTF-8, also where its mark says that it is UTF-16, as PowerShell writes it."""
    if file.peek(2)[:2] not in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return file.readline
    # Half a surrogate pair costs its line alone, like in UTF-8; only \n ends a line, like there.
    text = io.TextIOWrapper(file, "utf-16", errors="surrogatepass", newline="\n")

    def readline(size: int) -> bytes:
        try:
            return text.readline(size).encode("utf-8", "surrogatepass")
        except UnicodeDecodeError as error:
            raise UndecodableError("the file breaks off in the middle of a character of UTF-16") from error

    return readline
