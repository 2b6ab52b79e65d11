"""gzip and Zstandard, in one piece or in many; what is cut off is said to be, and what came before is read."""

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from claimkit.reading.compression import BYTES_AT_MOST


def zstd(data: bytes) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(data)
    return bytes(sink.getvalue())


PACK = {".gz": gzip.compress, ".zst": zstd, ".zstd": zstd}


def line(number: int) -> str:
    """A record with much in it that cannot be packed: a file of them is many blocks, of which a cut leaves some."""
    filler = "".join(hashlib.sha256(f"{number} {n}".encode()).hexdigest() for n in range(100))
    return json.dumps({"text": f"The river rose by {number} metres on Friday.", "id": filler}) + "\n"


LINES = [line(number) for number in range(200)]


@pytest.mark.parametrize("suffix", PACK)
@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl", "a.json"])
def test_every_format_is_read_from_every_compression(
    suffix: str, name: str, tmp_path: Path, read: Any, page: Any
) -> None:
    content = {"a.txt": "The river rose.", "a.html": page(), "a.jsonl": LINES[0], "a.json": f"[{LINES[0]}]"}[name]
    (tmp_path / name).write_text(content, encoding="utf-8")
    (tmp_path / f"{name}{suffix}").write_bytes(PACK[suffix](content.encode()))
    (plain, packed), rejects = read(tmp_path)
    assert rejects == []
    assert plain == packed


@pytest.mark.parametrize("suffix", PACK)
def test_a_file_of_many_pieces_is_one_file(suffix: str, tmp_path: Path, read: Any) -> None:
    (tmp_path / f"a.jsonl{suffix}").write_bytes(b"".join(PACK[suffix](line.encode()) for line in LINES[:3]))
    articles, rejects = read(tmp_path)
    assert (len(articles), rejects) == (3, [])


@pytest.mark.parametrize("suffix", PACK)
def test_of_a_truncated_file_the_lines_before_the_cut_are_read(suffix: str, tmp_path: Path, read: Any) -> None:
    whole = PACK[suffix]("".join(LINES).encode())
    (tmp_path / f"a.jsonl{suffix}").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "b.txt").write_text("The river rose.", encoding="utf-8")
    articles, rejects = read(tmp_path)
    assert 20 < len(articles) < 180
    assert [(reject.input, reject.line, reject.reason) for reject in rejects] == [(f"a.jsonl{suffix}", None, "damaged")]


@pytest.mark.parametrize("suffix", PACK)
@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.json", "a.parquet"])
def test_what_is_no_such_file_at_all_is_damaged(suffix: str, name: str, tmp_path: Path, read: Any) -> None:
    (tmp_path / f"{name}{suffix}").write_bytes(b"The river rose.")
    articles, rejects = read(tmp_path)
    assert articles == []
    assert [reject.reason for reject in rejects] == ["damaged"]


def test_a_small_file_that_unpacks_to_a_huge_one_is_too_large(tmp_path: Path, read: Any) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b" " * (BYTES_AT_MOST + 1), 1))
    articles, rejects = read(tmp_path)
    assert articles == []
    assert [reject.reason for reject in rejects] == ["too_large"]
