"""Files as streams of bytes, unpacked on the way: gzip (RFC 1952) and Zstandard (RFC 8878), in one piece or in many."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from claimkit.errors import DamagedFileError, TooLargeError

COMPRESSIONS = frozenset({".gz", ".zst", ".zstd"})

# An article's bytes, unpacked. Far above what the parser takes, and small enough to be held in memory by each worker.
BYTES_AT_MOST = 64 * 1024 * 1024
_BUFFER = 256 * 1024
# A piece that cannot be completed is lost whole: small ones, so that all but the end of a truncated file is read.
_PIECE = 8 * 1024


@contextmanager
def opened(path: Path, compression: str | None) -> Iterator[io.BufferedReader[Any]]:
    """The file's bytes from its beginning, unpacked. Reading raises :class:`DamagedFileError` where it cannot go on."""
    with path.open("rb") as file:
        if compression is None:
            yield file
        else:
            unpacked: io.RawIOBase = _Unpacked(_unpacker(file, compression))
            with io.BufferedReader(unpacked, _BUFFER) as stream:
                yield stream


def read_whole(path: Path, compression: str | None) -> bytes:
    """All bytes of a file, unpacked; raises :class:`TooLargeError` for more than :data:`BYTES_AT_MOST`."""
    with opened(path, compression) as file:
        data = file.read(BYTES_AT_MOST + 1)
    if len(data) > BYTES_AT_MOST:
        raise too_many_bytes()
    return data


def too_many_bytes() -> TooLargeError:
    """What is said of an article that is too long to be held in memory."""
    return TooLargeError(f"one article of more than {BYTES_AT_MOST // 1024**2} MB: split it")


def _unpacker(file: IO[bytes], compression: str) -> Any:
    if compression == ".gz":
        return gzip.GzipFile(fileobj=file)
    import pyarrow  # type: ignore[import-untyped]  # ships no types

    return pyarrow.CompressedInputStream(file, "zstd")


class _Unpacked(io.RawIOBase):
    """The unpacked bytes, with one error for the many that the libraries raise."""

    def __init__(self, stream: Any) -> None:
        self._read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)

    def readable(self) -> bool:
        """A stream to read from, once and forwards."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill ``buffer`` as far as one read goes."""
        try:
            data = self._read(min(len(buffer), _PIECE))
        except (EOFError, zlib.error) as error:
            raise DamagedFileError(f"the compressed file ends early or is corrupt: {error}") from error
        except OSError as error:
            # A fault of the disk has a number; of the compression it has none.
            if error.errno is not None:
                raise
            raise DamagedFileError(f"the compressed file ends early or is corrupt: {error}") from error
        buffer[: len(data)] = data
        return len(data)
