"""The journal of a run: one record for each input that is done, appended as it comes, and all that is needed to go on.

A record is a header (:data:`_HEADER`) and a body packed with zlib. Its check sum covers both, so a record that a kill
or a full disk has torn is known for what it is; it is cut off, with whatever follows it, and its input done again. A
record is one write to the file; the disk is made to hold what was written every few seconds, which a loss of power
can cost, and a kill cannot. The first record is the plan: what must be the same for a run to go on.

Nothing is read of a record but its header until the tables are made.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import hashlib
import json
import os
import pickle
import struct
import time
import zlib
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from types import FunctionType
from typing import IO, Any, NamedTuple

from claimkit.errors import OutputExistsError

try:
    import fcntl
except ImportError:  # Windows: two runs at once into one folder are not noticed there
    fcntl = None  # type: ignore[assignment]  # a module or nothing

# Length of the packed body, check sum of all that follows, digest of the input, the article's identifier as a number
# (0: set aside), how many claims.
_HEADER = struct.Struct("<II16sQI")
_CHECKED = struct.Struct("<16sQI")
_LONGEST_BODY = 1 << 30
_SECONDS_BETWEEN_SYNCS = 5.0
_LEVEL = 1


class Record(NamedTuple):
    """One input that is done: its digest, the number of its article (0: none), its claims, its packed body."""

    digest: bytes
    article: int
    claims: int
    body: bytes

    def unpacked(self) -> bytes:
        """The body as it was given to :meth:`Journal.append`."""
        return zlib.decompress(self.body)


class Journal:
    """The file, open for appending, and locked: one run at a time.

    Raises :class:`OutputExistsError` while another run holds it.
    """

    def __init__(self, file: Path) -> None:
        self._handle = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        self._file = file
        self._open = True
        self._end = 0
        self._synced = time.monotonic()
        if fcntl is not None:
            try:
                fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                self.close()
                raise OutputExistsError(f"another run is writing to {file.parent.parent}; wait for it") from error

    def plan(self) -> Mapping[str, Any] | None:
        """What the run that wrote this was to do; ``None`` if it did not come so far."""
        first = next(self.records(after_plan=False), None)
        return None if first is None else json.loads(first.unpacked())

    def start(self, plan: Mapping[str, Any]) -> None:
        """Throw away what is here, and begin with ``plan``."""
        self.cut(0)
        self.append(bytes(16), 0, 0, json.dumps(plan, sort_keys=True).encode())

    def records(self, *, after_plan: bool = True) -> Iterator[Record]:
        """The whole records from the first; what is appended next comes after the last one that was asked for."""
        self._end = 0
        # Opened anew each time: a buffer would remember what the file held before it was cut.
        with self._file.open("rb") as reader:
            while (record := _read(reader)) is not None:
                self._end += _HEADER.size + len(record.body)
                if after_plan:
                    after_plan = False
                    continue
                yield record
        self.cut()

    def append(self, digest: bytes, article: int, claims: int, body: bytes) -> None:
        """Write one more record. Raises :class:`OSError`, and then the file is as it was before."""
        packed = zlib.compress(body, _LEVEL)
        checked = _CHECKED.pack(digest, article, claims)
        sum_of_both = zlib.crc32(packed, zlib.crc32(checked))
        data = memoryview(_HEADER.pack(len(packed), sum_of_both, digest, article, claims) + packed)
        size = len(data)
        try:
            os.lseek(self._handle, self._end, os.SEEK_SET)
            while data:
                data = data[os.write(self._handle, data) :]
        except OSError:
            with contextlib.suppress(OSError):
                self.cut(self._end)
            raise
        self._end += size
        if time.monotonic() - self._synced >= _SECONDS_BETWEEN_SYNCS:
            self.sync()

    def cut(self, end: int | None = None) -> None:
        """Throw away what lies after ``end``, by default after the last record that was read or written."""
        self._end = self._end if end is None else end
        os.ftruncate(self._handle, self._end)

    def before(self, record: Record) -> int:
        """Where ``record``, the last one read, begins."""
        return self._end - _HEADER.size - len(record.body)

    def sync(self) -> None:
        """Wait until all records are on the disk."""
        os.fsync(self._handle)
        self._synced = time.monotonic()

    def close(self) -> None:
        """Close the file, if it is open, and let another run have it."""
        if self._open:
            self._open = False
            os.close(self._handle)


def _read(reader: IO[bytes]) -> Record | None:
    """The next record, or ``None`` at the end or at one that is not whole."""
    head = reader.read(_HEADER.size)
    if len(head) < _HEADER.size:
        return None
    length, expected, digest, article, claims = _HEADER.unpack(head)
    # A file system that lost power can leave zeros where a record was to be; their check sum is zero too.
    if not 0 < length <= _LONGEST_BODY:
        return None
    body = reader.read(length)
    whole = len(body) == length and zlib.crc32(body, zlib.crc32(head[_HEADER.size - _CHECKED.size :])) == expected
    return Record(digest, article, claims, body) if whole else None


def digest_of(item: Any) -> bytes:
    """16 bytes that are the same in every process for the same input: where it stands, what is in it, what it is given.

    ``item`` is an article, a reject, or anything made of records, plain values, functions and their arguments; of a
    path it is the content of the file that counts.
    """
    digest = hashlib.blake2b(digest_size=16)
    for piece in _pieces(item):
        digest.update(len(piece).to_bytes(8, "little"))
        digest.update(piece)
    return digest.digest()


def _pieces(value: Any) -> Iterator[bytes]:
    yield type(value).__name__.encode()
    if isinstance(value, Path):
        yield _content(value)
    elif isinstance(value, bytes):
        yield value
    elif isinstance(value, Enum):
        yield value.name.encode()
    elif value is None or isinstance(value, (str, int, float)):
        yield str(value).encode("utf-8", "surrogatepass")
    elif isinstance(value, functools.partial):
        yield from _pieces((value.func, *value.args, *sorted(value.keywords.items())))
    elif isinstance(value, FunctionType):
        yield f"{value.__module__}.{value.__qualname__}".encode()
    elif dataclasses.is_dataclass(value):
        yield from _pieces(tuple(getattr(value, each.name) for each in dataclasses.fields(value)))
    elif isinstance(value, Mapping):
        yield from _pieces(tuple(value.items()))
    elif isinstance(value, (tuple, list)):
        yield str(len(value)).encode()
        for each in value:
            yield from _pieces(each)
    else:
        # What a table may hold in its cells: times, decimals.
        yield pickle.dumps(value, protocol=4)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError as error:
        return str(error.errno).encode()
