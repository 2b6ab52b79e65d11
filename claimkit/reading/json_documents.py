"""JSON documents: one record, a list of records, or lists of records by publisher, as Fundus writes them.

A list may be longer than the memory: its records are read one at a time.
"""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TextIO

from claimkit.errors import BrokenRecordError, UndecodableError
from claimkit.reading.compression import BYTES_AT_MOST, opened, read_whole, too_many_bytes
from claimkit.reading.entries import Entry, Location
from claimkit.reading.fields import article_of_record
from claimkit.reading.jsonl import record_in
from claimkit.reading.metadata import Given
from claimkit.reading.rejects import Reject
from claimkit.reading.sources import Source
from claimkit.reading.text import sha256_of
from claimkit.records import Article, Reader
from claimkit.resources import load_lexicon

READER = Reader(name="json", version="1")
_CHUNK = 64 * 1024
_SPACE = " \t\r\n"
# So near the end of what was read, a fault may only be a piece that is still missing («\u20», «tru»).
_LONGEST_PIECE = 16


def json_entries(source: Source, given: Given) -> Iterator[Entry | Reject]:
    """Each record of the document, numbered from 1; a document that is one record has no numbers.

    Raises :class:`BrokenRecordError` where the document is none any more; the records before that were yielded.
    """
    with opened(source.path, source.compression) as file:
        scanner = _Scanner(io.TextIOWrapper(file, _encoding(file), newline=""))
        try:
            for number, (record, text, publisher) in enumerate(_records(scanner), start=1):
                known = replace(given, publisher=publisher) if publisher else given
                parse = partial(_article_of_element, record, text.encode("utf-8", "surrogatepass"), known)
                yield Entry(Location(source.name, number), parse)
        except _OneRecordError:
            yield Entry(Location(source.name, None), partial(_article_of_document, source, given))
        except UnicodeDecodeError as error:
            raise UndecodableError(f"the document is not {error.encoding.upper()}: convert it to UTF-8") from error


class _OneRecordError(Exception):
    """The document is one record: nothing of it was yielded."""


def _article_of_element(record: Any, text: bytes, given: Given) -> Article:
    if not isinstance(record, dict):
        raise BrokenRecordError(f"expected an object, found {type(record).__name__}")
    return article_of_record(record, given, source_sha256=sha256_of(text), reader=READER)


def _article_of_document(source: Source, given: Given) -> Article:
    data = read_whole(source.path, source.compression)
    return article_of_record(record_in(data), given, source_sha256=sha256_of(data), reader=READER)


def _encoding(file: io.BufferedReader) -> str:
    marks = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    return "utf-16" if file.peek(2)[:2] in marks else "utf-8-sig"


def _records(scanner: _Scanner) -> Iterator[tuple[Any, str, str | None]]:
    """Each record as read and as written, and the name of its list if that is a publisher's."""
    if scanner.take("["):
        yield from ((record, text, None) for record, text in scanner.elements())
    elif scanner.take("{"):
        yield from _records_by_publisher(scanner)
    else:
        raise BrokenRecordError("not JSON: a document of articles begins with [ or {")
    if scanner.peek():
        raise BrokenRecordError(f"not JSON: text after the end of the document ({scanner.peek()!r})")


def _records_by_publisher(scanner: _Scanner) -> Iterator[tuple[Any, str, str | None]]:
    export: Mapping[str, Any] = load_lexicon("record_fields")["export"]
    is_first = True
    while not scanner.take("}"):
        name, _ = scanner.value()
        if not isinstance(name, str) or not scanner.take(":"):
            raise BrokenRecordError("not JSON: expected a name and a colon")
        if is_first and (name in export["of_records"] or not scanner.is_list_of_objects()):
            raise _OneRecordError
        if not scanner.take("["):
            raise BrokenRecordError(f"$.{name}: expected a list of records, like the one before it")
        publisher = None if name in export["lists"] else name
        yield from ((record, text, publisher) for record, text in scanner.elements())
        is_first = False
        scanner.take(",")


@dataclass(slots=True)
class _Scanner:
    """A JSON text that is read as far as it is needed."""

    stream: TextIO
    text: str = ""
    at: int = 0
    _decoder: json.JSONDecoder = json.JSONDecoder()  # noqa: RUF009  # it has no state

    def peek(self) -> str:
        """The next character that is no white space; the empty string at the end."""
        while True:
            while self.at < len(self.text) and self.text[self.at] in _SPACE:
                self.at += 1
            if self.at < len(self.text) or not self._more():
                return self.text[self.at : self.at + 1]

    def take(self, character: str) -> bool:
        """Whether ``character`` is next; then it is behind us."""
        if self.peek() != character:
            return False
        self.at += 1
        return True

    def is_list_of_objects(self) -> bool:
        """Whether a list comes next that is empty or begins with an object; nothing is consumed."""
        if self.peek() != "[":
            return False
        after = self.at + 1
        while True:
            following = self.text[after:].lstrip(_SPACE)[:1]
            if following or not self._more():
                return following in ("{", "]")
            after = self.at + 1

    def elements(self) -> Iterator[tuple[Any, str]]:
        """The elements of a list whose bracket is behind us, each as read and as written."""
        while not self.take("]"):
            yield self.value()
            if not self.take(",") and self.peek() != "]":
                raise BrokenRecordError(f"not JSON: expected a comma or ], found {self.peek() or 'the end'!r}")

    def value(self) -> tuple[Any, str]:
        """The next value as read and as written."""
        self.peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self.text, self.at)
            except json.JSONDecodeError as error:
                cut = error.msg.startswith("Unterminated") or error.pos > len(self.text) - _LONGEST_PIECE
                if not (cut and self._more()):
                    raise BrokenRecordError(f"not JSON: {error.msg}") from error
            except RecursionError as error:
                raise BrokenRecordError("not JSON: nested too deeply") from error
            else:
                written = self.text[self.at : end]
                self.at = end
                return value, written

    def _more(self) -> bool:
        """Read on, each time as much again: what is decoded anew stays in proportion."""
        rest = self.text[self.at :]
        if len(rest) > BYTES_AT_MOST:
            raise too_many_bytes()
        chunk = self.stream.read(max(_CHUNK, len(rest)))
        self.text, self.at = rest + chunk, 0
        return bool(chunk)
